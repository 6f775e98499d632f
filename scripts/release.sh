#!/usr/bin/env bash
# What goes out beside a program that was built: FILE.cdx.json, its parts as CycloneDX, read from the
# program itself, and FILE.sha256 over both.
set -euo pipefail
cd "$(dirname "$0")/.."
file=$1 version=$2
"${GO:-go}" run github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod@v1.9.0 \
  bin -json -std -noserial -version "$version" -output "$file.cdx.json" "$file"
cd "$(dirname "$file")"
name=$(basename "$file")
sha256sum "$name" "$name.cdx.json" >"$name.sha256"
echo "release: $file, $file.cdx.json, $file.sha256"
