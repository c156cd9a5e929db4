"""The first page of the queue: 100,000 cases in PostgreSQL, 5,000 of them visible: `python -m benchmarks.queue`.

500 requests in turn with 500 for a page of 50 rows that stand ready, through the same templates, in one process.
"""

import argparse
import dataclasses
import os
import statistics
import sys
import time
from collections.abc import Callable

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dsar.config.settings.test")

from tests.postgres import PostgresServer

LIST, STATIC = "/cases/?clock=", "/static-rows/"
MOST_QUERIES, MOST_OF_MEDIANS, MOST_OF_P95 = 12, 4.0, 6.0
WARM_UP = 20


@dataclasses.dataclass(frozen=True)
class Size:
    """How large the measurement is."""

    cases: int
    visible: int
    requests: int


def main() -> int:
    """Fill the database, measure, print, and say whether the bars are met."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--cases", type=int, default=100_000)
    wanted.add_argument("--visible", type=int, default=5_000)
    wanted.add_argument("--requests", type=int, default=500)
    wanted.add_argument("--explain", action="store_true", help="print each query of the page with its time")
    given = wanted.parse_args()
    size = Size(given.cases, given.visible, given.requests)
    with PostgresServer() as server:
        os.environ["DSAR_DATABASE_URL"] = server.dsn
        from benchmarks.scratch import scratch_database

        with scratch_database():
            return measure(size, explain=given.explain)


def measure(size: Size, *, explain: bool) -> int:
    """The figures of a filled database; 0 where every bar is met."""
    from django.db import connection
    from django.test import Client, override_settings
    from django.test.utils import CaptureQueriesContext

    from benchmarks import queue_routes  # what cannot be imported is told before the filling
    from benchmarks.queue_cases import fill

    start = time.perf_counter()
    user = fill(size.cases, size.visible)
    print(f"{size.cases} cases, {size.visible} visible, filled in {time.perf_counter() - start:.0f} s")
    client = Client()
    with override_settings(ROOT_URLCONF=queue_routes.__name__):
        client.force_login(user)
        client.get(LIST)
        with CaptureQueriesContext(connection) as seen:
            answer = client.get(LIST)
        rows = len(answer.context["page"].object_list)
        total = answer.context["page"].paginator.count
        print(f"{rows} rows of {total}, {len(seen)} queries")
        if explain:
            tell(seen.captured_queries)
        assert rows == 50
        assert total == size.visible
        return judge(len(seen), *times(client.get, size.requests))


def tell(asked: list[dict[str, str]]) -> None:
    """Each query with its plan."""
    from django.db import connection

    for query in asked:
        print(f"\n{query['time']} s  {query['sql'][:2000]}")
        if query["sql"].startswith("SELECT"):
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {query['sql']}")
                print("\n".join(f"    {line}" for (line,) in cursor.fetchall()))


def times(get: Callable[[str], object], requests: int) -> tuple[list[float], list[float]]:
    """Milliseconds of the list and of the page with ready rows, asked in turn."""
    taken: tuple[list[float], list[float]] = ([], [])
    for turn in range(WARM_UP + requests):
        for place, address in enumerate((LIST, STATIC)):
            start = time.perf_counter()
            get(address)
            if turn >= WARM_UP:
                taken[place].append((time.perf_counter() - start) * 1000)
    return taken


def judge(queries: int, listed: list[float], ready: list[float]) -> int:
    """Print medians, 95th percentiles and their ratios; 0 where every bar is met."""
    medians = statistics.median(listed), statistics.median(ready)
    p95 = statistics.quantiles(listed, n=20)[-1], statistics.quantiles(ready, n=20)[-1]
    of_medians, of_p95 = medians[0] / medians[1], p95[0] / p95[1]
    print(f"list:       median {medians[0]:6.1f} ms, p95 {p95[0]:6.1f} ms")
    print(f"ready rows: median {medians[1]:6.1f} ms, p95 {p95[1]:6.1f} ms")
    print(f"ratio:      median {of_medians:6.2f} (at most {MOST_OF_MEDIANS:.0f})")
    print(f"            p95    {of_p95:6.2f} (at most {MOST_OF_P95:.0f})")
    print(f"queries:    {queries} (at most {MOST_QUERIES})")
    return 0 if queries <= MOST_QUERIES and of_medians <= MOST_OF_MEDIANS and of_p95 <= MOST_OF_P95 else 1


if __name__ == "__main__":
    sys.exit(main())
