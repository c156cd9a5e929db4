"""When an owner's part is due, and when they are reminded. Plain Python, no Django.

The days follow the deadline of the case, not a fixed ladder: a reminder that comes after the answer had to go out
helps nobody.
"""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from dsar.deadlines.calendars import WorkCalendar

LONGEST_DAYS = 14  # an owner gets two weeks at most: what comes has to be read as well
WITHOUT_A_DATE = dt.timedelta(days=10)  # the clock has not started
LINK_LASTS_AFTER = dt.timedelta(days=30)  # after the day on which the part was due
TOKEN_BYTES = 32

HALF_TIME, THREE_DAYS, DUE, OVERDUE = "half_time", "three_days", "due", "overdue"
CHASES = (HALF_TIME, THREE_DAYS, DUE, OVERDUE)


@dataclass(frozen=True, slots=True)
class ChaseTurn:
    """What a round of reminders does for a commission: the one to send, and earlier ones that are left behind."""

    send: str
    leave_behind: tuple[str, ...] = ()


def proposed_due(today: dt.date, case_due: dt.date | None, calendar: WorkCalendar) -> dt.date:
    """The day by which an owner should answer: half of the time that is left, two weeks at most, a working day."""
    if case_due is None:
        return _working_day_before(today + WITHOUT_A_DATE, today, calendar)
    left = (case_due - today).days
    if left <= 1:
        return max(today, min(case_due, today + dt.timedelta(days=1)))
    return _working_day_before(today + dt.timedelta(days=max(1, min(LONGEST_DAYS, left // 2))), today, calendar)


def chase_days(sent_on: dt.date, due_on: dt.date) -> Mapping[str, dt.date]:
    """The day of each reminder; those that a short time leaves no room for are not there.

    Half time and "three days before" come only where a day lies between them and what came before.
    """
    half = sent_on + dt.timedelta(days=(due_on - sent_on).days // 2)
    before = due_on - dt.timedelta(days=3)
    days = {}
    if sent_on < half < before:
        days[HALF_TIME] = half
    if sent_on < before:
        days[THREE_DAYS] = before
    if sent_on < due_on:
        days[DUE] = due_on
    days[OVERDUE] = due_on + dt.timedelta(days=1)
    return days


def turn(*, sent_on: dt.date, due_on: dt.date, today: dt.date, done: Collection[str]) -> ChaseTurn | None:
    """The reminder for today: after days without a round only the last one that fell due, never a bundle; or None."""
    days = chase_days(sent_on, due_on)
    waiting = [kind for kind in CHASES if kind in days and days[kind] <= today and kind not in done]
    later_done = [CHASES.index(kind) for kind in done]
    waiting = [kind for kind in waiting if not later_done or CHASES.index(kind) > max(later_done)]
    return ChaseTurn(waiting[-1], tuple(waiting[:-1])) if waiting else None


def _working_day_before(day: dt.date, today: dt.date, calendar: WorkCalendar) -> dt.date:
    """That day or the last working day before it, but not before tomorrow."""
    first = today + dt.timedelta(days=1)
    while day > first and not calendar.is_working_day(day):
        day -= dt.timedelta(days=1)
    return max(day, first)
