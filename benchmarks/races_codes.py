"""Codes of the status page at once: a right code opens the door once, and of 200 guesses five are compared."""

import re
import threading
from typing import Any

from benchmarks.races import Told, at_once

GUESSES, WIDTH = 200, 20


def same_code(rounds: int) -> Told:
    """The right code given twice at the same moment: one session."""
    from dsar.foundation.errors import RuleRefused
    from dsar.requester.models import PortalSession
    from dsar.requester.signing_in_services import sign_in
    from tests.world import make_world

    def give(token: str, code: str) -> None:
        if sign_in(token=token, code=code) is None:
            raise RuleRefused("", code="wrong_code")

    world, wrong = make_world(), []
    for _round in range(rounds):
        token, code = _asked_code(world)
        before = PortalSession.objects.count()
        told = sorted(at_once(lambda t=token, c=code: give(t, c), lambda t=token, c=code: give(t, c)))  # type: ignore[misc]
        sessions = PortalSession.objects.count() - before
        if (told, sessions) != (["done", "refused"], 1):
            wrong.append(f"{told}, {sessions} sessions")
    return Told(rounds, wrong)


def guesses(rounds: int) -> Told:
    """Two hundred wrong codes at the same moment: five are compared, none opens, and the right one is worth nothing."""
    from dsar.audit.models import AuditEntry
    from dsar.requester.signing_in_services import sign_in
    from tests.world import make_world

    world, wrong = make_world(), []
    for _round in range(rounds):
        token, code = _asked_code(world)
        before = AuditEntry.objects.filter(action="requester.code_refused").count()
        opened = _guess(token, [f"{(int(code) + number) % 10**8:08d}" for number in range(1, GUESSES + 1)])
        compared = AuditEntry.objects.filter(action="requester.code_refused").count() - before
        if (opened, compared, sign_in(token=token, code=code)) != (0, 5, None):
            wrong.append(f"{opened} opened, {compared} compared")
    return Told(rounds, wrong)


def _guess(token: str, codes: list[str]) -> int:
    """Every code tried by twenty threads at once; gives how many opened."""
    from django.db import connection

    from dsar.requester.signing_in_services import sign_in

    opened: list[str] = []
    lock, barrier = threading.Lock(), threading.Barrier(WIDTH)

    def run() -> None:
        barrier.wait()
        while True:
            with lock:
                if not codes:
                    break
                code = codes.pop()
            if sign_in(token=token, code=code) is not None:
                opened.append(code)
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(WIDTH)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(opened)


def _asked_code(world: Any) -> tuple[str, str]:
    """A case of its own with a code that was mailed: the browser's token and the code."""
    from dsar.notices.models import Notice
    from dsar.requester.signing_in_services import ask_code, send_asked_codes
    from tests.world import make_case

    case = make_case(world)
    token = ask_code(reference=case.reference, address="ana@example.com")
    send_asked_codes()
    body = Notice.objects.get(about_id=case.pk, code="portal_code").body
    return token, "".join(re.findall(r"\b(\d{4}) (\d{4})\b", body)[0])
