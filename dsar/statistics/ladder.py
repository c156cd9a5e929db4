"""The steps at which a deadline is told of, in plain Python: due soon, past, notice window, waiting for proof.

A case stands at one step of each ladder at a time. A step has a kind and a day; both together name it for ever, so
that a sweep which comes late tells the step that is reached now, once, and none of those that time has overtaken.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

# Days before the due date at which a case is told of, the farthest first; after the date it is told of every day.
DUE_STEPS = (10, 5, 2, 1, 0)
# Days before the last day for a notice of extension (GDPR Art. 12(3)).
NOTICE_STEPS = (7, 3, 1, 0)
# A case that waits for proof of identity or authority is told of every so many days since receipt.
WAITING_EVERY_DAYS = 7
LOOK_AHEAD_DAYS = 31


@dataclass(frozen=True, slots=True)
class Standing:
    """What the ladders need to know of an open case. Dates are days in the controller's zone.

    Attributes:
        is_running: the clock runs; no due date presses while it is paused or has not started.
        notice_by: the last day for a notice of extension; None where there can be none any more.
        waits_for_proof: identity or authority is asked for.
    """

    received_on: dt.date
    is_running: bool
    due_on: dt.date | None
    statutory_due_on: dt.date | None
    notice_by: dt.date | None
    waits_for_proof: bool


@dataclass(frozen=True, slots=True)
class Step:
    """A step that is reached: told once a case, kind and day."""

    kind: str
    on: dt.date


def steps(case: Standing, today: dt.date) -> list[Step]:
    """The steps at which the case stands today, at most one of each ladder."""
    found = (_due(case, today), _notice(case, today), _waiting(case, today))
    return [step for step in found if step is not None]


def next_change(case: Standing, today: dt.date) -> dt.date:
    """The first day after today on which the case stands at another step than today; a month at most."""
    now = steps(case, today)
    for days in range(1, LOOK_AHEAD_DAYS):
        day = today + dt.timedelta(days=days)
        if steps(case, day) != now:
            return day
    return today + dt.timedelta(days=LOOK_AHEAD_DAYS)


def _due(case: Standing, today: dt.date) -> Step | None:
    if not case.is_running or case.due_on is None:
        return None
    if today <= case.due_on:
        return _countdown("due", case.due_on, today, DUE_STEPS)
    is_breach = case.statutory_due_on is not None and case.statutory_due_on < today
    return Step("overdue" if is_breach else "past_target", today)


def _notice(case: Standing, today: dt.date) -> Step | None:
    if case.notice_by is None or case.notice_by < today:
        return None
    return _countdown("notice", case.notice_by, today, NOTICE_STEPS)


def _waiting(case: Standing, today: dt.date) -> Step | None:
    times = (today - case.received_on).days // WAITING_EVERY_DAYS
    if not case.waits_for_proof or times < 1:
        return None
    return Step("waiting", case.received_on + dt.timedelta(days=WAITING_EVERY_DAYS * times))


def _countdown(name: str, last: dt.date, today: dt.date, marks: Sequence[int]) -> Step | None:
    """The nearest mark that is reached; `marks` are days before `last`, the farthest first."""
    left = (last - today).days
    reached = [mark for mark in marks if mark >= left]
    if not reached:
        return None
    return Step(f"{name}_{reached[-1]}", last - dt.timedelta(days=reached[-1]))


def ladder_of(kind: str) -> str:
    """The ladder that a kind is a step of: "due", "notice" or "waiting"."""
    name = kind.partition("_")[0]
    return "due" if name in ("overdue", "past") else name
