"""Counting of periods by Reg. (EEC, Euratom) 1182/71 Art. 3, on plain calendar dates."""

import calendar as month_table
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dsar.deadlines.calendars import WorkCalendar

MONTHS_A_YEAR = 12
BREACH_NOTICE_HOURS = 72  # GDPR Art. 33(1)


@dataclass(frozen=True)
class Length:
    """A period in months, calendar days or working days; exactly one of the three is not zero."""

    months: int = 0
    days: int = 0
    working_days: int = 0

    def end_from(self, start: date, calendar: WorkCalendar) -> date:
        """The last day of the period that `start` triggers, itself not counted (Reg. 1182/71 Art. 3(1))."""
        if self.months:
            return add_months(start, self.months)
        if self.working_days:
            return calendar.add_working_days(start, self.working_days)
        return start + timedelta(days=self.days)


def add_months(start: date, months: int) -> date:
    """The same date `months` months later, or that month's last day (Reg. 1182/71 Art. 3(2)(c))."""
    index = start.year * MONTHS_A_YEAR + start.month - 1 + months
    year, month = divmod(index, MONTHS_A_YEAR)
    last = month_table.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last))


def days_after(first: date, last: date) -> set[date]:
    """The days after `first` up to and with `last`: the cautious, half-open count."""
    return {first + timedelta(days=n) for n in range(1, (last - first).days + 1)}


def days_from(first: date, last: date) -> set[date]:
    """The days from `first` to `last`, both included (UK GDPR Art. 12A(5))."""
    return {first, *days_after(first, last)} if last >= first else set()


def days_within(start: date, end: date, days: Iterable[date]) -> int:
    """How many of `days` lie after `start` and not after `end`."""
    return sum(1 for day in set(days) if start < day <= end)


def credited_end(start: date, end: date, excluded: Iterable[date]) -> date:
    """`end` moved by the excluded days of the period, and by those that the moved period meets in turn."""
    days = sorted({day for day in excluded if day > start})
    moved = end
    while True:
        again = end + timedelta(days=bisect_right(days, moved))
        if again == moved:
            return moved
        moved = again


def zone(name: str) -> ZoneInfo:
    """The IANA zone of that name.

    Raises:
        ValueError: no such zone.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"unknown time zone {name!r}") from error


def local_day(moment: datetime, tz: str) -> date:
    """The calendar date of `moment` in the zone `tz`; a moment without offset is wall time there already."""
    place = zone(tz)
    return moment.date() if moment.tzinfo is None else moment.astimezone(place).date()


def breach_notice_due(aware_at: datetime, tz: str) -> datetime:
    """The end of the 72 elapsed hours after awareness (GDPR Art. 33(1)), in the zone `tz`.

    Periods in hours do not move for weekends and holidays (Reg. 1182/71 Art. 3(4)).

    Raises:
        ValueError: `aware_at` has no offset, so elapsed hours across a clock change cannot be counted.
    """
    if aware_at.tzinfo is None:
        raise ValueError("the moment of awareness needs an offset")
    utc = zone("UTC")
    return (aware_at.astimezone(utc) + timedelta(hours=BREACH_NOTICE_HOURS)).astimezone(zone(tz))
