#!/usr/bin/env bash
# Runs the tests of whole flows RUNS times (default 10) with the race detector, beside two busy cores and a
# disk that others sync to, and says of each run how long it took and what failed. All load ends
# with the script, at the latest after four hours.
set -uo pipefail
cd "$(dirname "$0")/.."
runs=${1:-10}
load=$(mktemp -d)
for _ in 1 2; do timeout 4h bash -c 'while :; do :; done' & done
timeout 4h bash -c "while :; do dd if=/dev/zero of='$load/block' bs=1M count=16 conv=fsync status=none; sleep 0.1; done" &
trap 'kill $(jobs -p) 2>/dev/null; wait 2>/dev/null; rm -rf "$load"' EXIT
. scripts/race.sh
failed=0
for run in $(seq "$runs"); do
  begun=$(date +%s)
  go test -race -vet=off -count=1 -timeout 20m ./app/flow/... >"$load/out" 2>&1
  code=$?
  echo "run $run: $(($(date +%s) - begun)) s, exit $code"
  grep -E '^(ok|FAIL|panic)' "$load/out"
  if [ $code -ne 0 ]; then
    failed=$((failed + 1))
    grep -vE '^(ok|\?)' "$load/out" | head -200
  fi
done
echo "$runs runs, $failed failed"
exit $((failed > 0))
