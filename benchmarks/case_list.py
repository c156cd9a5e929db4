"""The first page of the case list out of 100 and out of 10,000: `python -m benchmarks.case_list`."""

import statistics
import sys
import time

from benchmarks.scratch import scratch_database

REQUESTS = 60
MOST_QUERIES = 12


def main() -> int:
    with scratch_database():
        from django.test import Client

        from tests.dsar.cases.test_queue import LIST, grow, queries
        from tests.world import make_world

        world = make_world()
        client = Client()
        client.force_login(world.handler)
        asked = []
        for more in (100, 9_900):
            grow(world, more)
            asked.append(queries(client))
            taken = []
            for _ in range(REQUESTS):
                start = time.perf_counter()
                client.get(LIST)
                taken.append((time.perf_counter() - start) * 1000)
            p95 = statistics.quantiles(taken, n=20)[-1]
            print(f"+{more:>5} cases: {asked[-1]} queries, median {statistics.median(taken):.1f} ms, p95 {p95:.1f} ms")
    return 0 if asked[0] == asked[1] <= MOST_QUERIES else 1


if __name__ == "__main__":
    sys.exit(main())
