#!/usr/bin/env bash
# Runs every fuzz target of the module for the given time each (default 20s).
# An interesting input is made small by ten tries at most: with whole files that would take all the time.
set -euo pipefail
cd "$(dirname "$0")/.."
for_each=${1:-20s}
grep -rl --include='*_test.go' '^func Fuzz' . | while read -r file; do
  dir=$(dirname "$file")
  grep -oP '^func \KFuzz\w+' "$file" | while read -r target; do
    echo "fuzz: $dir $target"
    go test "$dir" -run '^$' -fuzz "^$target\$" -fuzztime "$for_each" -fuzzminimizetime 10x
  done
done
