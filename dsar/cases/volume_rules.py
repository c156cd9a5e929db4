"""Volume left against time left: does the pace of the last days do, and is there a reason to extend? Plain Python.

Volume alone is no reason for an extension (EDPB Guidelines 01/2022 §§162–164; ICO): a criterion has to be named.
"""

import datetime as dt
import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass

PACE_DAYS = 5
# Which criterion of the regimes' lists the facts of a case speak for; the first that the regime knows is prefilled.
SIGNS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("third_parties", ("redaction_needed", "confidentiality", "complexity")),
    ("exemptions", ("sensitive_exemptions", "needs_explaining", "complexity")),
)


@dataclass(frozen=True, slots=True)
class Volume:
    """What is to be read and what was read: `decided_on` has one day for each document decided lately."""

    undecided: int
    decided: int
    decided_on: tuple[dt.date, ...] = ()
    signs: frozenset[str] = frozenset()

    @property
    def total(self) -> int:
        """All documents."""
        return self.undecided + self.decided


@dataclass(frozen=True, slots=True)
class Outlook:
    """Whether the work left fits into the days left.

    Attributes:
        pace: documents decided a working day, over the last PACE_DAYS working days.
        days_needed: working days for what is left at that pace; None where nothing was decided lately.
        days_left: working days until the due date, today included; None where no clock runs.
        wanted_pace: documents a working day that would do.
        is_tight: at this pace the work is not done in time.
        may_extend: the window for the notice is open and the deadline was not extended.
        criterion: a criterion of the regime that the facts of the case speak for, or "".
    """

    volume: Volume
    pace: float
    days_needed: int | None
    days_left: int | None
    wanted_pace: int | None
    is_tight: bool
    may_extend: bool
    criterion: str
    notice_by: dt.date | None


def outlook(
    volume: Volume,
    *,
    today: dt.date,
    due_on: dt.date | None,
    notice_by: dt.date | None,
    is_extended: bool,
    criteria: Collection[str],
) -> Outlook:
    """The pace of the last days carried on: Monday to Friday; holidays are left to the reader's judgement."""
    pace = _pace(volume.decided_on, today)
    needed = math.ceil(volume.undecided / pace) if pace and volume.undecided else (0 if not volume.undecided else None)
    left = None if due_on is None else working_days(today, due_on)
    is_tight = bool(volume.undecided) and left is not None and (needed is None or needed > left)
    may_extend = not is_extended and notice_by is not None and today <= notice_by
    return Outlook(
        volume=volume,
        pace=round(pace, 1),
        days_needed=needed,
        days_left=left,
        wanted_pace=math.ceil(volume.undecided / left) if left and volume.undecided else None,
        is_tight=is_tight,
        may_extend=may_extend,
        criterion=_criterion(volume.signs, criteria),
        notice_by=notice_by,
    )


def working_days(first: dt.date, last: dt.date) -> int:
    """Monday to Friday from `first` to `last`, both included; 0 where `last` is over."""
    days = (last - first).days + 1
    return sum((first + dt.timedelta(days=day)).weekday() < 5 for day in range(max(days, 0)))


def _pace(decided_on: Iterable[dt.date], today: dt.date) -> float:
    """Documents a working day over the last PACE_DAYS working days, today included."""
    start, seen = today, 0
    while True:
        seen += start.weekday() < 5
        if seen == PACE_DAYS:
            break
        start -= dt.timedelta(days=1)
    return sum(start <= day <= today for day in decided_on) / PACE_DAYS


def _criterion(signs: Collection[str], criteria: Collection[str]) -> str:
    for sign, codes in SIGNS:
        if sign in signs:
            found = next((code for code in codes if code in criteria), "")
            if found:
                return found
    return ""
