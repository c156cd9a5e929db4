"""400 simulated days, 500 cases, 30 standstills, clocks that jump: `python -m benchmarks.reminders [days cases …]`.

Bar: no reminder missed, none told twice, judged by the oracle of tests/dsar/statistics/simulation.py.
"""

import logging
import sys
import time

from benchmarks.scratch import scratch_database

DAYS, CASES, OUTAGES, JUMPS = 400, 500, 30, 12


def main(days: int, cases: int, outages: int) -> int:
    with scratch_database():
        from tests.dsar.statistics.simulation import Plan, simulate

        logging.disable(logging.WARNING)
        start = time.perf_counter()
        found = simulate(Plan(days, cases, outages, JUMPS, every_hours=1, seed=400))
        took = time.perf_counter() - start
    print(
        f"{days} days, {cases} cases, {outages} standstills ({found.down.days} days), {JUMPS} jumps of the clock: "
        f"{found.acts} acts, {found.sweeps} sweeps, {found.reminders} reminders to {found.copies} readers, "
        f"{found.digests} mails, {took:.0f} s"
    )
    wrong = {"missed": found.missed, "not due": found.surplus, "twice": found.twice, "not mailed": found.unmailed}
    print(", ".join(f"{name}: {len(entries)}" for name, entries in wrong.items()))
    for entries in wrong.values():
        for entry in entries[:5]:
            print("  ", entry)
    return 1 if any(wrong.values()) else 0


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:4]]
    sys.exit(main(*(given or [DAYS, CASES, OUTAGES])))
