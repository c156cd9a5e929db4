#!/bin/sh
# Every benchmarks/bench_*.py in turn; each prints its own figures.
set -eu
cd "$(dirname "$0")/.."
. .ci/common.sh
.ci/setup.sh test
export DJANGO_SETTINGS_MODULE=dsar.config.settings.test
for bench in benchmarks/bench_*.py; do
    [ -e "$bench" ] || { say "No benchmark is there."; exit 0; }
    step "$bench" "$PY" "$bench"
done
