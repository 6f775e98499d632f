#!/usr/bin/env bash
# Runs the tests with the race detector and ends with a line "N passed, N failed".
# The exit code is go test's own. Skipped tests are named with their reason. What go vet says is left
# to `make lint`, which asks it everything.
#
# What tests write lies in memory where there is room for it: they sync thousands of times, which on
# a busy disk takes seconds each, and nothing that they ask can tell memory from a disk. TMPDIR says
# otherwise, and scripts/test-load.sh keeps to the disk.
set -euo pipefail
cd "$(dirname "$0")/.."
export HUIYING_BROWSER=${HUIYING_BROWSER:-1}
. scripts/race.sh
room=$(df --output=avail -k /dev/shm 2>/dev/null | tail -1 || true)
if [ -z "${TMPDIR:-}" ] && [ "${room:-0}" -gt 4000000 ]; then
  export GOTMPDIR=${GOTMPDIR:-/tmp} # what is compiled is larger
  TMPDIR=$(mktemp -d /dev/shm/huiying-test.XXXXXX)
  export TMPDIR
  trap 'rm -rf "$TMPDIR"' EXIT
fi
# A test of a whole flow waits as long as it works: one package more than there are cores uses that.
go tool gotestsum --format pkgname \
  --post-run-command 'scripts/tally.sh' \
  -- -race -vet=off -p $(($(nproc) + 1)) -timeout 20m "$@"
