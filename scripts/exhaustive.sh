#!/usr/bin/env bash
# Complains of every switch over a kind of thing (opinion's demands, states and so on) that
# leaves a value out, with a default or without, and of every map marked //exhaustive:enforce.
# Not asked: types of others and of one package alone; and opinion's Move, Level, Duty and
# Field, where a switch picks the few that it is about. What must know every move is a table
# that tests walk.
#
# go vet runs it, package by package, and keeps what it found in the build cache: by itself it
# reads the module and all that it imports each time.
set -euo pipefail
cd "$(dirname "$0")/.."
go=${GO:-go}
exec "$go" vet -vettool="$("$go" tool -n exhaustive)" -check=switch,map -explicit-exhaustive-map \
  -ignore-enum-types '^(reflect|regexp|net|go|time|golang\.org|github\.com)[./]|^huiying/(analyzers|app|bus|collectors/page|console|register|responders)\b|/opinion\.(Move|Level|Duty|Field)$' \
  "${@:-./...}"
