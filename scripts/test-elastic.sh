#!/usr/bin/env bash
# Runs the tests that need a real search server beside one: all of them on Elasticsearch, the
# index alone on OpenSearch, and on Elasticsearch with the accounts and TLS of deploy/. HUIYING_ELASTIC_DOCS is how many documents both engines are compared
# on (20000 for the whole comparison). Arguments: the servers to use (default: all).
set -uo pipefail
cd "$(dirname "$0")/.."
scripts/setup.sh search || exit
status=0
[ $# -gt 0 ] || set -- elasticsearch secured opensearch
for server; do
  scripts/elastic.sh "$server" bash -c '
    status=0
    scripts/test.sh ./index/elastic || status=$?
    [ "$0" != elasticsearch ] || scripts/test.sh -run ^TestElastic ./app/indexing || status=$?
    exit $status' "$server" || status=$?
done
exit "$status"
