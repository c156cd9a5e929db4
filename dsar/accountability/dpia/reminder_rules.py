"""At which steps people are told of an approved assessment: its review, its open measures. Plain Python."""

import datetime as dt
from dataclasses import dataclass

# Days before a review at which people are told, the farthest first; after the day they are told once a week.
REVIEW_STEPS = (30, 7, 0)
LATE_EVERY_DAYS = 7
SOON_DAYS = REVIEW_STEPS[0]


@dataclass(frozen=True, slots=True)
class Step:
    """A step that is reached: told once a person, kind and day."""

    kind: str
    on: dt.date


def steps(today: dt.date, *, review_on: dt.date | None, measure_due_on: dt.date | None) -> list[Step]:
    """The steps at which an approved assessment stands today, at most one of each ladder."""
    found = [_step("review", review_on, today), _step("measure", measure_due_on, today)]
    return [step for step in found if step is not None]


def _step(name: str, day: dt.date | None, today: dt.date) -> Step | None:
    if day is None:
        return None
    left = (day - today).days
    if left < 0:
        weeks = -left // LATE_EVERY_DAYS
        return Step(f"{name}_late", day + dt.timedelta(days=weeks * LATE_EVERY_DAYS))
    reached = [mark for mark in REVIEW_STEPS if mark >= left]
    return Step(f"{name}_{reached[-1]}", day) if reached else None
