#!/bin/sh
# Every measurement in turn; each prints its own figures and ends with 1 where its bar is not met.
set -eu
cd "$(dirname "$0")/.."
. .ci/common.sh
.ci/setup.sh test
export DJANGO_SETTINGS_MODULE=dsar.config.settings.test
failed=0
for bench in detection names detect_api canada presidio_examples against_presidio audit_chain case_list queue deadlines races calendar_change reminders recall kills consent erasure_kills; do
    step "benchmarks.$bench" "$PY" -m "benchmarks.$bench" || failed=1
done
exit "$failed"
