"""Checks of consent by other systems against a real server: `python -m benchmarks.consent`.

gunicorn as docs/deploy.md runs it (2 workers, 4 threads) over a PostgreSQL of the measurement's own, or SQLite with
--sqlite; 20,000 people in the ledger. Two programs ask over kept connections: one question a request, then 50 in one.
Both the questions answered a second and the processor time of the server per question are told, since whoever asks
shares the machine here. The bar of 1,000 checks a second on two cores is met where either way of asking reaches it.
"""

import argparse
import http.client
import json
import multiprocessing
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dsar.config.settings.test")
BAR, PEOPLE, ASKERS, THREADS = 1000, 20_000, 2, 4


def main() -> int:
    """Fill a ledger, start the server, ask, print; 0 where the bar is met."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--people", type=int, default=PEOPLE)
    wanted.add_argument("--seconds", type=float, default=10.0)
    wanted.add_argument("--sqlite", action="store_true")
    given = wanted.parse_args()
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="dsar-bench-"))
        os.environ |= {"DSAR_VAR_DIR": folder, "DSAR_TEST_VAR": "", "DSAR_BROKER_DIR": folder}
        if not given.sqlite:
            from tests.postgres import PostgresServer

            os.environ["DSAR_DATABASE_URL"] = stack.enter_context(PostgresServer()).dsn
        secret = fill(given.people)
        port, server = serve()
        stack.callback(server.wait)
        stack.callback(server.terminate)
        return measure(port, server.pid, secret, given.people, given.seconds)


def fill(people: int) -> str:
    """A migrated database with purposes and a grant of everybody for each; gives the token of a system."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from consent.connection_services import make_token
    from consent.models import LedgerEntry, Scope, Subject
    from consent.subjects import Identifier
    from dsar.foundation import clock
    from dsar.foundation.keys import create_data_key
    from tests.consent.ledger import Worker, a_purpose, a_wording

    key, now = create_data_key().pk, clock.now()
    texts = [a_wording(a_purpose(code)).texts.get(language="en") for code in ("news", "stats", "partners")]
    subjects = []
    for number in range(people):
        who = Identifier("email", f"p{number}@example.org")
        subjects.append(Subject(kind="email", digest=who.digest(), key_id=key, created_at=now))
        subjects[-1].identifier = f"p{number}@example.org"
    Subject.objects.bulk_create(subjects, batch_size=2000)
    rows = [
        LedgerEntry(
            subject=one, purpose=text.wording.purpose, text=text, wording_number=1, act="granted", method="ticked",
            channel="web", at=now, recorded_at=now, source="person",
        )
        for one in subjects
        for text in texts
    ]  # fmt: skip
    LedgerEntry.objects.bulk_create(rows, batch_size=2000)
    return make_token(name="Bench", scopes=[Scope.CHECK], actor=Worker())[1]


def serve() -> tuple[int, subprocess.Popen[bytes]]:
    """gunicorn on a free port, once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "--worker-class", "gthread", "--workers", "2", "--threads", "4"]
    command += ["--bind", f"127.0.0.1:{port}", "--keep-alive", "30", "--log-level", "error", "--no-control-socket"]
    server = subprocess.Popen([*command, "dsar.config.wsgi:application"], cwd=Path(__file__).resolve().parents[1])
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return port, server
    raise SystemExit("the server did not start")


def measure(port: int, pid: int, secret: str, people: int, seconds: float) -> int:
    """Ask both ways and print; 0 where one of them reaches the bar."""
    reached = 0.0
    for at_once in (1, 50):
        run(port, secret, people, at_once, 2.0)  # warm
        before, start = processor_seconds(pid), time.perf_counter()
        questions, waits = run(port, secret, people, at_once, seconds)
        lasted, used = time.perf_counter() - start, processor_seconds(pid) - before
        rate, own = questions / lasted, used / max(1, questions)
        waits.sort()
        p95 = waits[int(len(waits) * 0.95)] * 1000
        print(
            f"{at_once:>2} a request: {rate:7.0f} checks/s, p95 {p95:6.1f} ms a request; "
            f"server {own * 1e6:6.0f} µs of processor a check = {2 / own:6.0f} checks/s on two cores of its own"
        )
        reached = max(reached, rate)
    print(
        f"bar: {BAR} checks/s {'met' if reached >= BAR else 'NOT met'} (load of the machine {os.getloadavg()[0]:.1f})"
    )
    return 0 if reached >= BAR else 1


def run(port: int, secret: str, people: int, at_once: int, seconds: float) -> tuple[int, list[float]]:
    """Ask from two programs with four connections each; gives the questions answered and the wait of each request."""
    given = [(port, secret, people, at_once, seconds, number) for number in range(ASKERS)]
    with multiprocessing.get_context("spawn").Pool(ASKERS) as pool:
        results = pool.map(ask, given)
    return sum(one[0] for one in results), [wait for one in results for wait in one[1]]


def ask(given: tuple[int, str, int, int, float, int]) -> tuple[int, list[float]]:
    """One program: connections in threads, each asking for people at random."""
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(THREADS) as threads:
        results = list(threads.map(lambda number: _connection(*given[:5], given[5] * THREADS + number), range(THREADS)))
    return sum(one[0] for one in results), [wait for one in results for wait in one[1]]


def _connection(
    port: int, secret: str, people: int, at_once: int, seconds: float, seed: int
) -> tuple[int, list[float]]:
    rng, answered, waits = random.Random(seed), 0, []
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        who = [{"known_by": "email", "identifier": f"p{rng.randrange(people)}@example.org"} for _ in range(at_once)]
        body = json.dumps(who[0] if at_once == 1 else {"checks": who})
        start = time.perf_counter()
        connection.request("POST", "/api/v1/consent/check/", body, headers)
        answer = connection.getresponse()
        content = answer.read()
        if answer.status != 200 or b'"news":true' not in content:
            raise SystemExit(f"answered {answer.status}")
        waits.append(time.perf_counter() - start)
        answered += at_once
    return answered, waits


def processor_seconds(pid: int) -> float:
    """Processor time of a process and its children so far."""
    ticks = 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(path.parent.name) == pid or int(fields[1]) == pid:
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    sys.exit(main())
