"""Codes of the status page at once, on PostgreSQL: of 200 guesses five are compared; a right code opens the door once.

The functions run inside an installation (`manage.py shell`); `python -m benchmarks.races_codes` starts one of its own
and runs one hundred races of each kind.
"""

import json
import sys
import threading
from collections.abc import Callable
from typing import Any

ROUNDS = 100
INSIDE = """
import json
from benchmarks.races_codes import guesses, same_code
told = {{"guesses": [guesses(200) for _round in range({rounds})], "same": same_code({rounds})}}
print("RESULT" + json.dumps(told))
"""


def at_once(acts: list[Callable[[], Any]], width: int) -> list[Any]:
    """What the acts answered, done by so many threads that start at the same moment."""
    from django.db import connection

    told: list[Any] = []
    lock, waiting, barrier = threading.Lock(), list(acts), threading.Barrier(width)

    def run() -> None:
        barrier.wait()
        while True:
            with lock:
                if not waiting:
                    break
                act = waiting.pop()
            answer = act()
            with lock:
                told.append(answer)
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(width)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def guesses(count: int) -> dict[str, Any]:
    """So many wrong codes at once for one asked code: how many were compared, what the right one does then."""
    from dsar.audit.models import AuditEntry
    from dsar.requester.signing_in_services import sign_in

    token, code = _asked_code()
    before = AuditEntry.objects.filter(action="requester.code_refused").count()
    wrong = [f"{(int(code) + number) % 10**8:08d}" for number in range(1, count + 1)]
    told = at_once([lambda one=one: sign_in(token=token, code=one) is not None for one in wrong], 20)
    evaluated = AuditEntry.objects.filter(action="requester.code_refused").count() - before
    return {
        "guesses": len(told),
        "opened": sum(told),
        "evaluated": evaluated,
        "right_afterwards": sign_in(token=token, code=code) is not None,
    }


def same_code(rounds: int) -> list[dict[str, int]]:
    """The right code given twice at the same moment, so many times: how often the door opened."""
    from dsar.requester.models import PortalSession
    from dsar.requester.signing_in_services import sign_in

    found = []
    for _round in range(rounds):
        token, code = _asked_code()
        before = PortalSession.objects.count()
        told = at_once([lambda t=token, c=code: sign_in(token=t, code=c) is not None] * 2, 2)  # type: ignore[misc]
        found.append({"opened": sum(told), "sessions": PortalSession.objects.count() - before})
    return found


def _asked_code() -> tuple[str, str]:
    """A case of its own with a code that was mailed: the browser's token and the code."""
    import re

    from dsar.notices.models import Notice
    from dsar.requester.signing_in_services import ask_code, send_asked_codes
    from tests.world import make_case, make_world

    if not _worlds:
        _worlds.append(make_world())
    case = make_case(_worlds[0])
    token = ask_code(reference=case.reference, address="ana@example.com")
    send_asked_codes()
    body = Notice.objects.get(about_id=case.pk, code="portal_code").body
    found = re.search(r"\b(\d{4} \d{4})\b", body)
    assert found is not None
    return token, found[1].replace(" ", "")


_worlds: list[Any] = []


def main() -> int:
    """One hundred races of each kind; 1 where one of them had more than one effect."""
    from tests.postgres import PostgresServer
    from tests.services import ProductUnderTest

    with PostgresServer() as server:
        address = server.create_database("races_codes")
        with ProductUnderTest(database_url=address, start=False) as product:
            printed = product.python(INSIDE.format(rounds=ROUNDS))
    told = json.loads(printed.split("RESULT", 1)[1])
    evaluated = [one["evaluated"] for one in told["guesses"]]
    opened = sum(one["opened"] + one["right_afterwards"] for one in told["guesses"])
    doubled = [one for one in told["same"] if one != {"opened": 1, "sessions": 1}]
    sys.stdout.write(
        f"200 guesses at once, {ROUNDS} times: {max(evaluated)} compared at most, {opened} opened\n"
        f"the right code twice at once, {ROUNDS} times: {len(doubled)} with more or less than one effect\n"
    )
    return int(max(evaluated) > 5 or opened > 0 or bool(doubled))


if __name__ == "__main__":
    sys.exit(main())
