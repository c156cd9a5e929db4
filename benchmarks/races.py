"""Two at the same moment on PostgreSQL: one effect each. `python -m benchmarks.races [rounds] [name …]`.

A race is a function `(rounds) -> Told` of a module of this folder, named below; it runs inside an installation
(`manage.py shell`) over a database of its own. To add one: write the function, add its line to RACES.
"""

import json
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

ROUNDS = 100
RACES = {
    "extend/extend": "benchmarks.races_clock:extend_extend",
    "pause/resume": "benchmarks.races_clock:pause_resume",
    "approve/reject": "benchmarks.races_decisions:approve_reject",
    "send/send": "benchmarks.races_decisions:send_send",
    "send/send: one mail": "benchmarks.races_letters:one_mail",
    "queue/queue": "benchmarks.races_letters:one_notice",
    "two mailboxes": "benchmarks.races_letters:one_message",
    "code/code": "benchmarks.races_codes:same_code",
    "status page: code/code": "benchmarks.races_codes:same_code",
    "status page: 200 guesses": "benchmarks.races_codes:guesses",
    "second factor: code/code": "benchmarks.races_factors:app_code",
    "second factor: recovery code": "benchmarks.races_factors:recovery_code",
    "sweep/sweep": "benchmarks.races_reminders:sweep_sweep",
    "retention: hold/sweep, order/order, work/work": "benchmarks.races_retention:both",
    "digest/digest": "benchmarks.races_reminders:digest_digest",
}
INSIDE = """
import importlib, json
from dataclasses import asdict
module, _, name = {place!r}.partition(":")
told = getattr(importlib.import_module(module), name)({rounds})
print("RESULT" + json.dumps(asdict(told)))
"""


@dataclass(frozen=True)
class Told:
    """What the rounds of one race did: how many there were, and what is wrong with those that had another effect."""

    rounds: int
    wrong: list[str]


def at_once(*acts: Callable[[], object]) -> list[str]:
    """The acts, each in a thread with a connection of its own, let go at the same moment: "done" or "refused" each."""
    from django.db import connection

    from dsar.foundation.errors import Conflict, RuleRefused

    barrier, told = threading.Barrier(len(acts)), [""] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        barrier.wait()
        try:
            act()
            told[place] = "done"
        except (Conflict, RuleRefused):
            told[place] = "refused"
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def run_race(name: str, rounds: int, database_url: str) -> Told:
    """One race in an installation of its own over that database."""
    from tests.services import ProductUnderTest

    with ProductUnderTest(database_url=database_url, start=False) as product:
        printed = product.python(INSIDE.format(place=RACES[name], rounds=rounds))
    told: dict[str, Any] = json.loads(printed.split("RESULT", 1)[1])
    return Told(**told)


def main(arguments: Sequence[str]) -> int:
    """Run the races; 1 where one of them had more or less than one effect."""
    from tests.postgres import PostgresServer

    rounds = int(arguments[0]) if arguments else ROUNDS
    names = list(arguments[1:]) or list(RACES)
    failed = 0
    with PostgresServer() as server:
        for number, name in enumerate(names):
            told = run_race(name, rounds, server.create_database(f"race_{number}"))
            sys.stdout.write(f"{name}: {told.rounds} at once, {len(told.wrong)} with another effect than one\n")
            sys.stdout.writelines(f"  {words}\n" for words in told.wrong[:5])
            failed += len(told.wrong)
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
