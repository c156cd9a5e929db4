#!/bin/sh
# Every measurement in turn. Each prints its own figures; at the end stands what each one must reach and whether it did.
# A part that breaks ends no other. BENCH_SHORT=1 runs each part small, to see that it starts: no bar is judged then.
# BENCH_ONLY="canada recall" runs these alone.
set -eu
cd "$(dirname "$0")/.."
. .ci/common.sh
EXTRA_PACKAGES=wrk .ci/setup.sh test  # asks servers at little cost; without it a loop of ours does
export DJANGO_SETTINGS_MODULE=dsar.config.settings.test
told=$(mktemp -d)
trap 'rm -rf "$told"' EXIT
failed=0

# part NAME "what it must reach" "arguments of a short run"
part() {
    case " ${BENCH_ONLY:-$1} " in *" $1 "*) ;; *) return 0 ;; esac
    arguments=""
    [ -z "${BENCH_SHORT:-}" ] || arguments=$3
    say "== benchmarks.$1 $arguments"
    status=0
    # shellcheck disable=SC2086 - arguments are words
    step "benchmarks.$1" "$PY" -m "benchmarks.$1" $arguments 2>"$told/errors" || status=$?
    cat "$told/errors" >&2
    if grep -q "^Traceback (most recent call last)" "$told/errors" || [ "$status" -gt 1 ]; then
        verdict="BROKE OFF" failed=1
    elif [ -n "${BENCH_SHORT:-}" ]; then
        verdict="started"
    elif [ "$status" -eq 0 ]; then
        verdict="met"
    else
        verdict="MISSED" failed=1
    fi
    printf '%-18s %-10s %s\n' "$1" "$verdict" "$2" >>"$told/verdicts"
}

part detection "20 MB/s by rules, 0.5 MB/s with names, 0.1 ms a line, 1.7 times on two cores" ""
part names "F1 0.85 on names, 0.5 MB/s" ""
part names_scripts "F1 0.90 on names in eight other scripts" "look"
part detect_api "1,000 requests a second, what two cores of the server give" "--sqlite --seconds 1 --connections 2"
part canada "99 % found, at most 2 % of look-alikes" "50"
part presidio_examples "97 % of Presidio's examples (only with DSAR_PRESIDIO_TESTS)" ""
part against_presidio "core 0.80, structured 0.95, any type 0.90" "20"
part audit_chain "no bar: entries a second, written and verified" "200"
part case_list "as many queries for 10,000 cases as for 100, 12 at most" ""
part queue "12 queries; medians within 4 times, 95th percentiles within 6 times of an empty page" "--cases 2000 --visible 200 --requests 20"
part deadlines "no difference to the second computation in 100,000 samples" "400"
part races "one effect in each of 100 rounds" "2"
part calendar_change "the preview of 2,000 cases within 10 s" ""
part reminders "none missed and none told twice in 400 days" "20 20 2"
part recall "95 % found, at most 5 % wrongly confirmed, on seeds kept apart" "9001"
part breach_people "about within 15 % a heap and 8 % on average, at least never too many" "2"
part kills "the same findings after 50 kills" "2"
part consent "1,000 checks a second, one by one, on two cores" "--sqlite --seconds 1 --people 200"
part erasure_kills "the same end after 100 kills" "2"
part retention_kills "the same end after 20 killed sweeps" "20"
part wrong_input "no 500 and nothing typed lost, on every form of the demo" "--most 1 --role auditor"

say ""
cat "$told/verdicts"
exit "$failed"
