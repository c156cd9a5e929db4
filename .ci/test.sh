#!/bin/sh
# test.sh all|unit|journeys: set-up, then the tests. Every part runs even where an earlier one failed; any failure fails the whole.
set -eu
cd "$(dirname "$0")/.."
. .ci/common.sh
PART=${1:-all}
.ci/setup.sh test
unset PYTHONDONTWRITEBYTECODE # two processes read the same tests, and so does the next run
export DJANGO_SETTINGS_MODULE=dsar.config.settings.test
failed=0
# A migrated installation is made once for both parts: tests/templates.py.
DSAR_TEST_TEMPLATES=$(mktemp -d "${TMPDIR:-/tmp}/dsar-templates-XXXXXX")
export DSAR_TEST_TEMPLATES
trap 'rm -rf "$DSAR_TEST_TEMPLATES"' EXIT

# pytest says 5 where nothing was selected: true while no test of that kind is written yet.
tests() {
    tests_status=0
    "$PY" -m pytest "$@" || tests_status=$?
    [ "$tests_status" = 0 ] || [ "$tests_status" = 5 ]
}

if [ "$PART" = all ]; then
    CHECK_WITHOUT_SETUP=yes .ci/check.sh || failed=1
fi
if [ "$PART" != journeys ]; then
    step "tests, two at a time" tests -n 2 --dist loadfile --no-loadscope-reorder --ignore tests/journeys -q || failed=1
fi
if [ "$PART" != unit ]; then
    step "journeys, two at a time" tests -n 2 --dist loadfile --no-loadscope-reorder tests/journeys -q --durations=25 --durations-min=5 || failed=1
fi
[ "$failed" = 0 ] || say "make test: something above failed" >&2
exit "$failed"
