#!/usr/bin/env bash
# Runs every fuzz target of the module for the given time each (default 20s), says how many executions
# each made, and fails where one made fewer than 1,000 a minute: it would find nothing.
# An interesting input is made small by ten tries at most: with whole files that would take all the time.
set -euo pipefail
cd "$(dirname "$0")/.."
for_each=${1:-20s}
least=1000 # a minute
said=$(mktemp)
trap 'rm -f "$said"' EXIT
slow=0
fuzz() {
  go test "$1" -run '^$' -fuzz "^$2\$" -fuzztime "$for_each" -fuzzminimizetime 10x >"$said" 2>&1
}
while read -r dir target; do
  # At the end of its time go's fuzzer now and then calls its own end a failure, with this one line and
  # no input: such a target runs once more.
  if ! fuzz "$dir" "$target" && ! { grep -qx ' *context deadline exceeded' "$said" &&
    ! grep -q 'Failing input' "$said" && fuzz "$dir" "$target"; }; then
    cat "$said"
    exit 1
  fi
  # the last line that counts: "fuzz: elapsed: 1m3s, execs: 1234 (5/sec), ..."
  read -r elapsed execs < <(sed -nE 's/^fuzz: elapsed: ([0-9hms]+), execs: ([0-9]+) .*/\1 \2/p' "$said" | tail -1)
  seconds=$(sed -E 's/h/*3600+/; s/m/*60+/; s/s//; s/\+$//' <<<"$elapsed")
  rate=$((execs * 60 / (seconds > 0 ? seconds : 1)))
  echo "fuzz: $dir $target: $execs executions in $elapsed, $rate a minute"
  if ((rate < least)); then
    echo "fuzz: $dir $target is too slow: $least a minute are the least" >&2
    slow=1
  fi
done < <(grep -rl --include='*_test.go' '^func Fuzz' . | sort | while read -r file; do
  grep -oP '^func \KFuzz\w+' "$file" | sed "s|^|$(dirname "$file") |"
done)
exit $slow
