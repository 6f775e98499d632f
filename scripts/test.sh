#!/usr/bin/env bash
# Runs the tests with the race detector and ends with a line "N passed, N failed".
# The exit code is go test's own. Skipped tests are named with their reason. What go vet says is left
# to `make lint`, which asks it everything.
set -euo pipefail
cd "$(dirname "$0")/.."
export HUIYING_BROWSER=${HUIYING_BROWSER:-1}
. scripts/race.sh
exec go tool gotestsum --format pkgname \
  --post-run-command 'scripts/tally.sh' \
  -- -race -vet=off -timeout 20m "$@"
