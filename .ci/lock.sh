#!/bin/sh
# Pins with hashes and without addresses, for every Python from 3.11 on. Needs uv on the PATH.
set -eu
cd "$(dirname "$0")/.."
for name in requirements requirements-targets requirements-build requirements-dev; do
    uv pip compile "$name.in" -o "$name.txt" --generate-hashes --no-emit-index-url --no-emit-find-links --no-header \
        --python-version 3.11 --universal
done
if grep -nE 'https?://|file://' requirements.txt requirements-targets.txt requirements-build.txt requirements-dev.txt; then
    echo "an address got into the lock files" >&2
    exit 1
fi
