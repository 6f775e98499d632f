#!/usr/bin/env bash
# Installs what huiying needs and the machine lacks; does nothing where nothing lacks.
# Usage: setup.sh [compiler] [browser] [modules] [assets] [search]   (default: all but search, which is what
# the tests with a real search server need; assets is what the pages and their tests take from npm)
set -euo pipefail
cd "$(dirname "$0")/.."
want=("$@"); [ ${#want[@]} -gt 0 ] || want=(compiler browser modules assets)
has() { printf '%s\n' "${want[@]}" | grep -qx "$1"; }

command -v go >/dev/null || { echo "setup: Go 1.26 or newer is needed: https://go.dev/dl/" >&2; exit 1; }

lacks=()
if has compiler; then
  command -v g++ >/dev/null || lacks+=(g++)
fi
if has browser; then
  command -v chromium >/dev/null || lacks+=(chromium)
  [ -n "$(fc-list :lang=zh 2>/dev/null | head -1)" ] || lacks+=(fontconfig fonts-noto-cjk)
  # what PDF is written with, and what reads it in tests
  [ -e /usr/share/fonts/truetype/wqy/wqy-microhei.ttc ] || lacks+=(fonts-wqy-microhei)
  command -v pdftotext >/dev/null || lacks+=(poppler-utils)
  command -v strace >/dev/null || lacks+=(strace) # slows the disk in tests of restoring
fi
if has assets; then
  command -v npm >/dev/null || lacks+=(nodejs npm)
fi
if has search; then
  for tool in mvn:maven unzip:unzip curl:curl setpriv:util-linux; do
    command -v "${tool%%:*}" >/dev/null || lacks+=("${tool##*:}")
  done
  [ -n "${JAVA17_HOME:-}" ] || ls -d /usr/lib/jvm/java-17-openjdk-* >/dev/null 2>&1 || lacks+=(openjdk-17-jre-headless)
fi
if [ ${#lacks[@]} -gt 0 ]; then
  command -v apt-get >/dev/null || { echo "setup: install these and run again: ${lacks[*]}" >&2; exit 1; }
  root=(); [ "$(id -u)" = 0 ] || root=(sudo)
  echo "setup: installing ${lacks[*]}" >&2
  "${root[@]}" apt-get update -qq
  DEBIAN_FRONTEND=noninteractive "${root[@]}" apt-get install -y -qq --no-install-recommends "${lacks[@]}" >/dev/null
fi
if has modules; then
  go mod download
fi
if has assets && ! cmp -s console/assets/package-lock.json console/assets/node_modules/.locked; then
  (cd console/assets && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null && cp package-lock.json node_modules/.locked)
fi
