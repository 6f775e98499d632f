#!/usr/bin/env bash
# The closing line of a test run, from what the runner counted. With HUIYING_TALLY, a file, the
# counts are added to it too, and `tally.sh sum` prints the line of all runs together.
if [ "${1:-}" = sum ]; then
  awk '{p += $1; f += $3} END {printf "%d passed, %d failed\n", p, f}' "${HUIYING_TALLY:?}"
  exit
fi
sleep 0.2 # after the runner's own last line
errors=${TESTS_ERRORS:-0} # packages that did not build
line="$((TESTS_TOTAL - TESTS_FAILED - TESTS_SKIPPED)) passed, $((TESTS_FAILED + errors)) failed"
[ -z "${HUIYING_TALLY:-}" ] || echo "$line" >>"$HUIYING_TALLY"
echo "$line"
