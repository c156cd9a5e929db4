"""Checks of consent by other systems against a real server: `python -m benchmarks.consent`.

gunicorn as docs/deploy.md runs it (5 workers, 1 thread) over a PostgreSQL of the measurement's own, or SQLite with
--sqlite; 20,000 people in the ledger, every third of whom took back one of three consents. They are asked about in an
order of chance over kept connections: one question a request, then 50 in one. The bar is 1,000 checks a second by the
clock, one question a request, on two cores that the asker shares.
"""

import argparse
import json
import os
import random
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from benchmarks.asking import Door, Question, ask, asker, one_by_one, serve

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dsar.config.settings.test")
BAR, PEOPLE, PURPOSES = 1000, 20_000, ("news", "stats", "partners")


def main() -> int:
    """Fill a ledger, start the server, ask, print; 0 where the bar is met."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--people", type=int, default=PEOPLE)
    wanted.add_argument("--seconds", type=float, default=10.0)
    wanted.add_argument("--connections", type=int, default=8)
    wanted.add_argument("--workers", type=int, default=5)
    wanted.add_argument("--threads", type=int, default=1)
    wanted.add_argument("--sqlite", action="store_true")
    given = wanted.parse_args()
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="dsar-bench-"))
        (Path(folder) / "static").mkdir()
        os.environ |= {"DSAR_VAR_DIR": folder, "DSAR_TEST_VAR": "", "DSAR_BROKER_DIR": folder}
        database = 0
        if not given.sqlite:
            from tests.postgres import PostgresServer

            postgres = stack.enter_context(PostgresServer())
            os.environ["DSAR_DATABASE_URL"] = postgres.dsn
            database = int((Path(postgres.folder or "") / "cluster" / "postmaster.pid").read_text().split()[0])
        secret = fill(given.people)
        port, server = serve(given.workers, given.threads)
        stack.callback(server.wait)
        stack.callback(server.terminate)
        return measure(Door(port, "/api/v1/consent/check/", secret, server.pid, database), given)


def fill(people: int) -> str:
    """A migrated database with purposes, a grant of everybody for each, and withdrawals; the token of a system."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    from consent.connection_services import make_token
    from consent.models import LedgerEntry, Scope, Subject
    from consent.subjects import Identifier
    from consent.vocabulary import SubjectKind
    from dsar.foundation import clock
    from dsar.foundation.keys import create_data_key
    from tests.consent.ledger import Worker, a_purpose, a_wording

    key, now = create_data_key().pk, clock.now()
    texts = [a_wording(a_purpose(code)).texts.get(language="en") for code in PURPOSES]
    subjects = []
    for number in range(people):
        who = Identifier(SubjectKind.EMAIL, address(number))
        subjects.append(Subject(kind="email", digest=who.digest(), key_id=key, created_at=now))
        subjects[-1].identifier = address(number)
    Subject.objects.bulk_create(subjects, batch_size=2000)
    said = [(one, text, "granted") for one in subjects for text in texts]
    said += [(one, texts[0], "withdrawn") for one in subjects[::3]]
    rows = [
        LedgerEntry(
            subject=one, purpose=text.wording.purpose, text=text, wording_number=1, act=act, method="ticked",
            channel="web", at=now, recorded_at=now, source="person",
        )
        for one, text, act in said
    ]  # fmt: skip
    LedgerEntry.objects.bulk_create(rows, batch_size=2000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as the database does by itself a minute later
    return make_token(name="Bench", scopes=[Scope.CHECK], actor=Worker())[1]


def address(number: int) -> str:
    """The address of a person."""
    return f"p{number}@example.org"


def measure(door: Door, given: argparse.Namespace) -> int:
    """Ask both ways and print; 0 where one question a request reaches the bar."""
    dice = random.Random(5)
    everybody = dice.sample(range(given.people), given.people)
    single = [question([number]) for number in everybody]
    many = [question(everybody[at : at + 50]) for at in range(0, len(everybody), 50)]
    reached = 0.0
    print(f"asked by {asker()}")
    for name, questions, each in (("one check a request", single, 1), ("50 checks a request", many, 50)):
        one_by_one(door, questions[:50])  # each answer read; and warm
        ask(door, questions, 2.0, given.connections)
        figures = ask(door, questions, given.seconds, given.connections)
        figures.tell(name, each)
        if figures.refused or figures.wrong:
            return 1
        reached = reached or figures.by_clock(each)
    verdict = "met" if reached >= BAR else "NOT met"
    print(f"bar: {BAR} checks/s one by one: {verdict} (load of the machine {os.getloadavg()[0]:.1f})")
    return 0 if reached >= BAR else 1


def question(numbers: list[int]) -> Question:
    """Ask for these people in one request."""
    who = [{"known_by": "email", "identifier": address(number)} for number in numbers]
    body = json.dumps(who[0] if len(who) == 1 else {"checks": who}).encode()

    def is_right(status: int, answer: bytes) -> bool:
        told = json.loads(answer)
        results = told["results"] if len(numbers) > 1 else [told]
        expected = [{code: code != PURPOSES[0] or number % 3 != 0 for code in PURPOSES} for number in numbers]
        return status == 200 and [one["allowed"] for one in results] == expected

    return Question(body, is_right)


if __name__ == "__main__":
    sys.exit(main())
