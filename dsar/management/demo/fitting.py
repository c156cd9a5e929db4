"""Finds the day of receipt that shows what a demo case is meant to show, on whatever day the demo is loaded."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from dsar.cases.clock import new_request
from dsar.deadlines import events as pure
from dsar.deadlines.compute import compute
from dsar.deadlines.results import ClockResult
from dsar.foundation import clock
from dsar.management.demo.cases import Asked, DemoCase
from dsar.processing_records.models import Controller

DUE_SOON_DAYS, NOTICE_DAYS = 3, 4
_REASON = "We asked which of two accounts is meant."


def fitted(case: DemoCase, controller: Controller) -> DemoCase:
    """The case with the receipt, and where needed the asks, that make it what its `fit` says today."""
    if not case.fit:
        return case
    today = clock.today(controller.time_zone)
    return min(_candidates(case), key=lambda tried: _distance(tried, clock_of(tried, controller), today))


def received_at(case: DemoCase, today: dt.date) -> dt.datetime:
    """The instant of receipt: mid-morning, so that the date is the same in every zone of the demo."""
    return dt.datetime.combine(today - dt.timedelta(days=case.received_days_ago), dt.time(9, 20), dt.UTC)


def clock_of(case: DemoCase, controller: Controller) -> ClockResult:
    """The clock as it will stand today."""
    today = clock.today(controller.time_zone)
    events: list[pure.ClockEvent] = []
    for asked in case.asked:
        kind = pure.PauseKind(asked.kind)
        events.append(pure.Ask(kind, today - dt.timedelta(days=asked.days_ago)))
        if asked.answered_days_ago is not None:
            events.append(pure.Answer(kind, today - dt.timedelta(days=asked.answered_days_ago)))
    request = new_request(
        controller,
        regime_id=controller.regime,
        right=case.right,
        received_at=received_at(case, today),
        events=events,
    )
    return compute(request, today=today)


def _candidates(case: DemoCase) -> Iterator[DemoCase]:
    # A month can be shorter than 30 days and then leaves nothing between target and statute. Days of clarification are
    # counted differently by both, so up to three asks open the gap again.
    for asks in range(4 if case.fit == "past_target" else 1):
        for days in range(20, 46):
            first = days - 3
            asked = tuple(Asked("clarification", first - 4 * n, first - 4 * n - 1, _REASON) for n in range(asks))
            yield replace(case, received_days_ago=days, asked=asked)


def _distance(tried: DemoCase, result: ClockResult, today: dt.date) -> tuple[int, int]:
    effort = len(tried.asked) * 100
    if result.due is None or result.statutory_due is None or result.notice_by is None:
        return 10_000, effort
    if tried.fit == "past_target":
        return (0 if result.due < today <= result.statutory_due else 1_000), effort + tried.received_days_ago
    ends = result.due if tried.fit == "due_soon" else result.notice_by
    left = (ends - today).days
    wanted = DUE_SOON_DAYS if tried.fit == "due_soon" else NOTICE_DAYS
    in_time = result.due >= today and left >= 1
    return (abs(left - wanted) if in_time else 1_000), effort
