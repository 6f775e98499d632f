#!/usr/bin/env bash
# Measures every judgement on the data in HUIYING_SHARED (default ../shared) and prints it; with
# WRITE=1 the figures also replace those in docs/quality.md, between its marks. Each part says
# so when its data is absent. What goes into the document holds ids and the catalogue's own
# words only, never a message's.
set -euo pipefail
cd "$(dirname "$0")/.."
data=${HUIYING_SHARED:-../shared}/data
bin=bin/huiying
doc=docs/quality.md
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
pseudo=$work/pseudo

part() { # part KEY TITLE FILE COMMAND…
  local key=$1 title=$2 file=$3; shift 3
  echo; echo "## $title"; echo
  if [ ! -f "$file" ]; then echo "skipped: $file is absent"; return; fi
  { echo '```'; echo "\$ huiying ${*}"; "$bin" "$@"; echo '```'; } |
    sed "s#$data#\$DATA#g; s#$pseudo#\$PSEUDO#g; s#$work#\$WORK#g; s/[[:space:]]*\$//" >"$work/$key"
  cat "$work/$key"
  [ -z "${WRITE:-}" ] || record "$key"
}

record() { # the block between the marks of KEY becomes what was just measured
  grep -q "^<!-- quality:$1 -->$" "$doc" || { echo "$doc has no mark quality:$1" >&2; exit 1; }
  awk -v from="<!-- quality:$1 -->" -v to="<!-- end of $1 -->" -v new="$work/$1" '
    $0 == from { print; while ((getline line < new) > 0) print line; skip = 1 }
    $0 == to { skip = 0 }
    !skip && $0 != from' "$doc" >"$work/doc"
  cat "$work/doc" >"$doc"
}

tipdm=$data/tipdm2020c
part territory "Territory (属地)" "$data/location/location_dev.jsonl" evaluate "$data/location/location_dev.jsonl" --task territory
part redact "Redaction (脱敏)" "$data/pii/vectors.jsonl" evaluate "$data/pii/vectors.jsonl" --task redact
part topic "Topic by the catalogue's lexicon (领域)" "$tipdm/messages_dev.jsonl" evaluate "$tipdm/messages_dev.jsonl" --task topic --misses 3
part model "Topic by a trained model" "$tipdm/messages_dev.jsonl" train "$tipdm/messages_dev.jsonl" --out "$work/topic.model"
if [ -f "$tipdm/pseudo_gazetteer.csv" ]; then
  go run ./scripts/pseudoconfig "$tipdm/pseudo_gazetteer.csv" "$pseudo"
  part issue "Issue grouping (议题)" "$tipdm/city_messages.jsonl" evaluate "$tipdm/city_messages.jsonl" \
    --task issue --gold "$tipdm/hot_issues_dev.jsonl" --config "$pseudo" --misses 0
fi
part answer "Answers (答复核查)" "$tipdm/replies.jsonl" evaluate "$tipdm/replies.jsonl" --task answer
echo; echo "## Severity, demand and routing: judged examples of our own"; echo
go test ./analyzers/severity ./analyzers/demand ./analyzers/route
