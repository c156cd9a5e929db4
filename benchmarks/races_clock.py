"""Two acts on one clock at the same moment: extend/extend, and pause/pause/resume."""

import datetime as dt

from benchmarks.races import Told, at_once


def extend_extend(rounds: int) -> Told:
    """Two people extend at once: one extension, one letter, one entry; the other one is told."""
    from dsar.audit.models import AuditEntry
    from dsar.cases import clock_acts
    from dsar.cases.models import Case, ClockEvent
    from dsar.foundation import clock
    from dsar.notices.models import Notice
    from tests.world import make_case, make_world

    world, wrong = make_world(), []
    today = clock.today(world.controller.time_zone)
    common = {"on": today, "criteria": ["legal_advice"], "reason": "Counsel reads it"}
    for number in range(rounds):
        case = make_case(world, received=clock.now() - dt.timedelta(days=9), name=f"Ana Race{number}")
        one, two = (Case.objects.select_related("controller").get(pk=case.pk) for _ in range(2))
        told = at_once(
            lambda case=one: clock_acts.extend(case=case, actor=world.handler, **common),  # type: ignore[misc]
            lambda case=two: clock_acts.extend(case=case, actor=world.dpo, **common),  # type: ignore[misc]
        )
        effects = (
            sorted(told),
            ClockEvent.objects.filter(case=case, kind="extend").count(),
            Notice.objects.filter(about_id=case.pk, code="extension").count(),
            AuditEntry.objects.filter(case_id=case.pk, action="clock.extended").count(),
            Case.objects.get(pk=case.pk).is_extended,
        )
        if effects != (["done", "refused"], 1, 1, 1, True):
            wrong.append(f"round {number}: {effects}")
    return Told(rounds, wrong)


def pause_resume(rounds: int) -> Told:
    """Two ask and one records the answer at once: one pause, and the dates are those of the entries."""
    from dsar.audit.models import AuditEntry
    from dsar.cases import clock_acts
    from dsar.cases.models import Case, ClockEvent
    from dsar.deadlines.events import PauseKind
    from dsar.foundation import clock
    from tests.world import make_case, make_world

    world, wrong = make_world(), []
    today = clock.today(world.controller.time_zone)
    kind = PauseKind.CLARIFICATION
    ask = {"waiting_for": kind, "on": today, "reason": "Which account?", "actor": world.handler}
    for number in range(rounds):
        case = make_case(world, received=clock.now() - dt.timedelta(days=9), name=f"Ana Race{number}")
        copies = [Case.objects.select_related("controller").get(pk=case.pk) for _ in range(3)]
        told = at_once(
            lambda case=copies[0]: clock_acts.pause(case=case, **ask),  # type: ignore[misc]
            lambda case=copies[1]: clock_acts.pause(case=case, **ask),  # type: ignore[misc]
            lambda case=copies[2]: clock_acts.resume(  # type: ignore[misc]
                case=case, waiting_for=kind, on=today, actor=world.dpo
            ),
        )
        asks, answers = (ClockEvent.objects.filter(case=case, kind=name).count() for name in ("ask", "answer"))
        fresh = Case.objects.get(pk=case.pk)
        expected_state = "running" if answers else "paused"
        entries = AuditEntry.objects.filter(case_id=case.pk, action__startswith="clock.").count()
        is_right = (
            sorted(told[:2]) == ["done", "refused"]
            and asks == 1
            and answers == (told[2] == "done")
            and entries == asks + answers
            and fresh.clock_state == expected_state
            and not clock_acts.recompute(case=fresh)
        )
        if not is_right:
            wrong.append(f"round {number}: {told} {asks} {answers} {entries} {fresh.clock_state}")
    return Told(rounds, wrong)
