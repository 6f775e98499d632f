#!/usr/bin/env bash
# Format, vet, staticcheck and exhaustive switches. They read packages as the tests build them, with
# the race detector: so whoever runs both compiles each package once.
set -euo pipefail
cd "$(dirname "$0")/.."
go=${GO:-go}
unformatted=$(gofmt -l $(git ls-files '*.go'))
if [ -n "$unformatted" ]; then
  echo 'not formatted (run gofmt -w):'
  echo "$unformatted"
  exit 1
fi
. scripts/race.sh
staticcheck=$("$go" tool -n staticcheck)
"$go" vet -race ./...
# It lives for a minute and keeps most of what it reads: collecting garbage was a third of its time.
GOGC=400 GOMEMLIMIT=3GiB GOFLAGS="$GOFLAGS -race" "$staticcheck" ./...
GO=$go scripts/exhaustive.sh -race ./...
