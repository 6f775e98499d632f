#!/usr/bin/env bash
# Measures every judgement on the data in HUIYING_SHARED (default ../shared) and prints what
# docs/quality.md records. Each part says so when its data is absent.
set -euo pipefail
cd "$(dirname "$0")/.."
data=${HUIYING_SHARED:-../shared}/data
bin=bin/huiying
pseudo=$(mktemp -d); trap 'rm -rf "$pseudo"' EXIT

part() { # part TITLE FILE COMMAND…
  echo; echo "## $1"; echo; local file=$2; shift 2
  if [ ! -f "$file" ]; then echo "skipped: $file is absent"; return; fi
  echo '```'; echo "\$ huiying ${*}" | sed "s#$data#\$DATA#g; s#$pseudo#\$PSEUDO#g"; "$bin" "$@"; echo '```'
}

part "Territory (属地)" "$data/location/location_dev.jsonl" evaluate "$data/location/location_dev.jsonl" --task territory --misses 10
part "Redaction (脱敏)" "$data/pii/vectors.jsonl" evaluate "$data/pii/vectors.jsonl" --task redact --misses 10
part "Topic by the catalogue's lexicon (领域)" "$data/tipdm2020c/messages_dev.jsonl" evaluate "$data/tipdm2020c/messages_dev.jsonl" --task topic
if [ -f "$data/tipdm2020c/pseudo_gazetteer.csv" ]; then
  go run ./scripts/pseudoconfig "$data/tipdm2020c/pseudo_gazetteer.csv" "$pseudo"
  part "Issue grouping (议题)" "$data/tipdm2020c/city_messages.jsonl" evaluate "$data/tipdm2020c/city_messages.jsonl" \
    --task issue --gold "$data/tipdm2020c/hot_issues_dev.jsonl" --config "$pseudo"
fi
