"""The clock of prior consultation (GDPR Art. 36(2)): eight weeks, six more if told within one month, suspensions.

Periods in weeks are counted by Reg. 1182/71 Art. 3: the day of receipt does not count, and a period that would end on a
Saturday, Sunday or public holiday ends with the next working day. Days on which the authority waits for information
that it has asked for are not counted.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from dsar.deadlines.calendars import WorkCalendar
from dsar.deadlines.periods import add_months, credited_end, days_after

FIRST_WEEKS = 8
MORE_WEEKS = 6
TOLD_WITHIN_MONTHS = 1


@dataclass(frozen=True, slots=True)
class Suspension:
    """The authority asked for information on one day and had it on another; `until` None while it waits."""

    since: dt.date
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A sentence of the explanation with its article."""

    text: str
    article: str


@dataclass(frozen=True, slots=True)
class ConsultationClock:
    """The dates of a consultation.

    Attributes:
        extension_by: the last day on which the authority may tell that it needs six weeks more.
        ends_on: the last day for its advice; None while it is suspended.
        suspended_days: days that are not counted so far.
        is_told_late: the authority told of the extension after its month.
    """

    extension_by: dt.date
    ends_on: dt.date | None
    suspended_days: int
    is_told_late: bool
    steps: tuple[Step, ...]

    def days_left(self, today: dt.date) -> int | None:
        """Days until the end, negative after it; None while it is suspended."""
        return None if self.ends_on is None else (self.ends_on - today).days

    def is_over(self, today: dt.date) -> bool:
        """Whether the time of the authority has run out."""
        return self.ends_on is not None and self.ends_on < today


def consultation_clock(
    received_on: dt.date,
    calendar: WorkCalendar,
    *,
    extended_on: dt.date | None = None,
    suspensions: Sequence[Suspension] = (),
    today: dt.date,
) -> ConsultationClock:
    """Work the clock out.

    Args:
        received_on: when the authority received the request.
        calendar: working days where the authority sits.
        extended_on: when it told of the extension; None where it did not.
        suspensions: when it waited for information.
        today: days of a suspension that lasts are counted up to here.
    """
    extension_by = calendar.on_or_after(add_months(received_on, TOLD_WITHIN_MONTHS))
    weeks = FIRST_WEEKS + (MORE_WEEKS if extended_on else 0)
    nominal = received_on + dt.timedelta(weeks=weeks)
    excluded = {day for one in suspensions for day in days_after(one.since, one.until or max(today, one.since))}
    is_open = any(one.until is None for one in suspensions)
    moved = credited_end(received_on, nominal, excluded)
    ends_on = calendar.on_or_after(moved)
    is_late = extended_on is not None and extended_on > extension_by
    steps = _steps(received_on, extended_on, nominal, moved, ends_on, len(excluded), is_late=is_late, is_open=is_open)
    return ConsultationClock(extension_by, None if is_open else ends_on, len(excluded), is_late, steps)


def _steps(
    received_on: dt.date,
    extended_on: dt.date | None,
    nominal: dt.date,
    moved: dt.date,
    ends_on: dt.date,
    suspended: int,
    *,
    is_late: bool,
    is_open: bool,
) -> tuple[Step, ...]:
    first = received_on + dt.timedelta(weeks=FIRST_WEEKS)
    steps = [
        Step(f"The authority received the request on {_day(received_on)}; that day is not counted.", "Art. 36(2)"),
        Step(f"Eight weeks end on {_day(first)}.", "Art. 36(2)"),
    ]
    if extended_on:
        words = f"On {_day(extended_on)} it told that it needs six weeks more: {_day(nominal)}."
        steps.append(Step(words, "Art. 36(2)"))
    if is_late:
        words = "It told so after its month. We wait all the same; take it up with the authority."
        steps.append(Step(words, "Art. 36(2)"))
    if suspended:
        words = f"{suspended} days on which it waited for information are not counted: {_day(moved)}."
        steps.append(Step(words, "Art. 36(2)"))
    if is_open:
        steps.append(Step("It waits for information now; the clock stands still.", "Art. 36(2)"))
    elif ends_on != moved:
        words = f"That is no working day: the period ends on {_day(ends_on)}."
        steps.append(Step(words, "Reg. 1182/71 Art. 3(4)"))
    return tuple(steps)


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"
