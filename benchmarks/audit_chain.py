"""How fast the audit chain grows and is verified: `python -m benchmarks.audit_chain [entries]`."""

import sys
import time

from benchmarks.scratch import scratch_database


def main(entries: int) -> None:
    with scratch_database():
        from django.db import transaction

        from dsar.audit.catalogue import declare
        from dsar.audit.services import record
        from dsar.audit.verification import verify
        from tests.world import make_case, make_world

        declare(bench_done="Measured: {number}")
        world = make_world()
        case = make_case(world)
        start = time.perf_counter()
        for number in range(entries):
            with transaction.atomic():
                record(
                    "bench.done", actor=world.handler, case=case, facts={"number": number}, payload={"text": "Ana Poe"}
                )
        appended = time.perf_counter() - start
        start = time.perf_counter()
        verdict = verify()
        verified = time.perf_counter() - start
        print(f"append  {entries / appended:8.0f} entries/s, each its own transaction with a sealed payload")
        print(f"verify  {verdict.entries / verified:8.0f} entries/s, whole: {verdict.is_whole}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5_000)
