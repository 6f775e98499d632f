#!/usr/bin/env bash
# Format, vet, staticcheck and exhaustive switches. They read packages as the tests build them, with
# the race detector: so whoever runs both compiles each package once.
set -euo pipefail
cd "$(dirname "$0")/.."
go=${GO:-go}
if [ -n "$(gofmt -l $(git ls-files '*.go'))" ]; then
  echo 'not formatted (run gofmt -w):'
  gofmt -l $(git ls-files '*.go')
  exit 1
fi
. scripts/race.sh
staticcheck=$("$go" tool -n staticcheck)
"$go" vet -race ./...
GOFLAGS="$GOFLAGS -race" "$staticcheck" ./...
GO=$go scripts/exhaustive.sh -race ./...
