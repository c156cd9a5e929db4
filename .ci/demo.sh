#!/bin/sh
# Set-up, migrations, the demo organisation on the first start, then web and workers until Ctrl-C.
set -eu
cd "$(dirname "$0")/.."
. .ci/common.sh
.ci/setup.sh run
export DJANGO_SETTINGS_MODULE="${DJANGO_SETTINGS_MODULE:-dsar.config.settings.demo}"
export PORT="${PORT:-8000}"
step "database" "$PY" manage.py migrate --no-input --verbosity 0
exec "$PY" manage.py up --demo --port "$PORT"
