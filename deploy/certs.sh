#!/bin/sh
# Makes an authority of your own and the certificates that NATS and Elasticsearch need, for those
# who have no authority yet. Usage: certs.sh DIR [EXTRA-HOST-OR-IP…]
#
# DIR/ca.crt is what huiying trusts; DIR/nats and DIR/elasticsearch hold tls.crt, tls.key, ca.crt.
# Keep DIR/ca.key offline. What is there already is left as it is: run it again to add nothing.
set -eu
dir=${1:?"which directory? certs.sh DIR [EXTRA-HOST-OR-IP...]"}
shift
umask 077
mkdir -p "$dir"

if [ ! -f "$dir/ca.crt" ]; then
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -sha256 \
    -subj "/CN=huiying internal authority" -keyout "$dir/ca.key" -out "$dir/ca.crt" \
    -addext "basicConstraints=critical,CA:TRUE,pathlen:0" -addext "keyUsage=critical,keyCertSign,cRLSign" 2>/dev/null
fi

# issue NAME HOST-OR-IP…: a certificate for a server that also speaks to others of its kind
issue() {
  name=$1
  shift
  [ ! -f "$dir/$name/tls.crt" ] || return 0
  mkdir -p "$dir/$name"
  names=
  for host in "$@"; do
    case $host in
      *[!0-9.]*) kind=$(case $host in *:*) echo IP ;; *) echo DNS ;; esac) ;;
      *) kind=IP ;;
    esac
    names="${names:+$names,}$kind:$host"
  done
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -sha256 -subj "/CN=$name" \
    -keyout "$dir/$name/tls.key" -out "$dir/$name/tls.csr" 2>/dev/null
  printf '%s\n' "subjectAltName=$names" "extendedKeyUsage=serverAuth,clientAuth" "keyUsage=critical,digitalSignature" \
    "basicConstraints=critical,CA:FALSE" >"$dir/$name/ext"
  openssl x509 -req -days 825 -sha256 -in "$dir/$name/tls.csr" -CA "$dir/ca.crt" -CAkey "$dir/ca.key" -CAcreateserial \
    -extfile "$dir/$name/ext" -out "$dir/$name/tls.crt" 2>/dev/null
  cp "$dir/ca.crt" "$dir/$name/ca.crt"
  rm "$dir/$name/tls.csr" "$dir/$name/ext"
}

issue nats localhost 127.0.0.1 nats nats-0.nats nats-1.nats nats-2.nats "$@"
issue elasticsearch localhost 127.0.0.1 elasticsearch elasticsearch-0.elasticsearch elasticsearch-1.elasticsearch \
  elasticsearch-2.elasticsearch "$@"
