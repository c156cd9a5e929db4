# Shared by the scripts beside it; sourced after `cd` to the checkout.
# shellcheck shell=sh
VENV=.venv
PY="$VENV/bin/python"

say() { printf '%s\n' "$*"; }

# step NAME COMMAND…: runs the command and prints how long it took.
step() {
    step_name=$1
    shift
    step_from=$(date +%s)
    step_status=0
    "$@" || step_status=$?
    say "[$(($(date +%s) - step_from)) s] $step_name"
    return "$step_status"
}

fingerprint() { cat "$@" "$VENV/pyvenv.cfg" | sha256sum | cut -d ' ' -f 1; }

# stamped NAME FILE…: true when NAME was last done with just these files.
stamped() {
    stamp_name=$1
    shift
    [ "$(cat "$VENV/.done-$stamp_name" 2>/dev/null)" = "$(fingerprint "$@")" ]
}

stamp() {
    stamp_name=$1
    shift
    fingerprint "$@" >"$VENV/.done-$stamp_name"
}
