#!/bin/sh
# Lint, format, types, import arrows, migrations. All are run; any failure fails the whole.
set -eu
cd "$(dirname "$0")/.."
. .ci/common.sh
[ "${CHECK_WITHOUT_SETUP:-}" = yes ] || .ci/setup.sh test
export DJANGO_SETTINGS_MODULE=dsar.config.settings.test
failed=0
step "ruff check" "$VENV/bin/ruff" check . || failed=1
step "ruff format" "$VENV/bin/ruff" format --check . || failed=1
step "mypy --strict" "$VENV/bin/mypy" --strict dsar discovery consent erasure || failed=1
step "import arrows" "$VENV/bin/lint-imports" || failed=1
step "migrations match the models" "$PY" manage.py makemigrations --check --dry-run || failed=1
[ "$failed" = 0 ] || say "make check: something above is wrong" >&2
exit "$failed"
