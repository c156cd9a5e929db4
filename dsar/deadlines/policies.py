"""The organisation's own, stricter target. It can only ever be earlier than the statute, which caps it."""

from dataclasses import dataclass
from datetime import date, timedelta

from dsar.deadlines.calendars import WorkCalendar
from dsar.deadlines.periods import Length

LONGEST_CUSTOM_DAYS = 28  # the constant that is never later than a month (ICO)
EXTENSION_DAYS = 60


@dataclass(frozen=True)
class Policy:
    """A target counted from receipt: suspended days are credited (half-open), weekends and holidays do not move it."""

    name: str
    base: Length
    extended: Length


FIXED30 = Policy("FIXED30", Length(days=30), Length(days=90))
FIXED28 = Policy("FIXED28", Length(days=28), Length(days=28 + EXTENSION_DAYS))
MONTH = Policy("MONTH", Length(months=1), Length(months=3))


def custom_policy(days: int) -> Policy:
    """A target of so many days, 60 more when extended.

    Raises:
        ValueError: `days` is not between 1 and 28.
    """
    if not 1 <= days <= LONGEST_CUSTOM_DAYS:
        raise ValueError(f"a target of our own has 1 to {LONGEST_CUSTOM_DAYS} days, not {days}")
    return Policy(f"CUSTOM:{days}", Length(days=days), Length(days=days + EXTENSION_DAYS))


def policy_named(name: str | None) -> Policy | None:
    """The policy written as FIXED30, FIXED28, MONTH, CUSTOM:n or, for none, nothing.

    Raises:
        ValueError: the name has none of these forms, or n is out of range.
    """
    if not name:
        return None
    kind, _, days = name.partition(":")
    if kind == "CUSTOM" and days.isdecimal():
        return custom_policy(int(days))
    for policy in (FIXED30, FIXED28, MONTH):
        if policy.name == name:
            return policy
    raise ValueError(f"unknown deadline policy {name!r}; known are FIXED30, FIXED28, MONTH and CUSTOM:n")


def receipts_capped(policy: Policy, year: int, *, extended: bool = False) -> list[tuple[date, int]]:
    """The days of receipt in `year` for which the target ends later than the month, and by how many days.

    Weekends and holidays are left out of account: this is the table for the page on which the policy is chosen.
    """
    ours, law = (policy.extended, MONTH.extended) if extended else (policy.base, MONTH.base)
    any_day = WorkCalendar()
    rows = []
    day = date(year, 1, 1)
    while day.year == year:
        later = (ours.end_from(day, any_day) - law.end_from(day, any_day)).days
        if later > 0:
            rows.append((day, later))
        day += timedelta(days=1)
    return rows
