"""Reports: requests by month of receipt, by outcome, and how many were answered in time."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.cases.clock_view import WITHOUT_ANSWER
from dsar.cases.models import Case
from dsar.cases.querysets import CaseQuerySet
from dsar.cases.selectors import today_of
from dsar.cases.vocabulary import Outcome

MONTHS = 12
# The drawing: a band of 100 units a month, 200 units high for the tallest bar.
BAND, BAR, HEIGHT = 100, 56, 180


@dataclass(frozen=True, slots=True)
class Month:
    """The requests received in a month: answered in time or late, ended without an answer, not answered yet."""

    first: dt.date
    in_time: int
    late: int
    ended: int
    open: int

    @property
    def total(self) -> int:
        """All requests received in the month."""
        return self.in_time + self.late + self.ended + self.open


@dataclass(frozen=True, slots=True)
class Bar:
    """A month as drawn: rectangles in units of the drawing, stacked from the ground."""

    month: Month
    x: int
    middle: int
    parts: tuple[tuple[str, int, int], ...]
    top: int


@dataclass(frozen=True, slots=True)
class Report:
    """Numbers without names."""

    months: list[Month]
    bars: list[Bar]
    width: int
    outcomes: list[tuple[str, int]]
    answered: int
    in_time: int
    received: int

    @property
    def in_time_share(self) -> int | None:
        """Answers in time, in whole per cent rounded down; None before the first answer."""
        return self.in_time * 100 // self.answered if self.answered else None


def report_for(user: User) -> Report:
    """Twelve months of numbers: all cases for those who see skeletons, else the cases that the person may see."""
    cases = Case.objects.all() if user.may(Act.SEE_SKELETON) else Case.objects.visible_to(user)
    months = _months(cases, today_of(user), ZoneInfo(user.time_zone))
    outcomes = Counter(cases.exclude(outcome=Outcome.NONE).values_list("outcome", flat=True))
    labels = dict(Outcome.choices)
    answered = sum(month.in_time + month.late for month in months)
    return Report(
        months=months,
        bars=_bars(months),
        width=BAND * len(months),
        outcomes=[(str(labels[code]), number) for code, number in outcomes.most_common()],
        answered=answered,
        in_time=sum(month.in_time for month in months),
        received=sum(month.total for month in months),
    )


def _months(cases: CaseQuerySet, today: dt.date, zone: ZoneInfo) -> list[Month]:
    firsts = [_back(today, count) for count in reversed(range(MONTHS))]
    start = dt.datetime.combine(firsts[0], dt.time(), zone)
    counts: Counter[tuple[dt.date, str]] = Counter()
    columns = cases.filter(received_at__gte=start).values_list(
        "received_at", "responded_on", "statutory_due_on", "outcome"
    )
    for received_at, responded_on, due_on, outcome in columns.iterator():
        kind = _kind(responded_on, due_on, outcome)
        counts[received_at.astimezone(zone).date().replace(day=1), kind] += 1
    kinds = ("in_time", "late", "ended", "open")
    return [Month(first, *(counts[first, kind] for kind in kinds)) for first in firsts]


def _kind(responded_on: dt.date | None, due_on: dt.date | None, outcome: str) -> str:
    """A withdrawn or lapsed request is neither in time nor late: nothing was answered."""
    if outcome in WITHOUT_ANSWER:
        return "ended"
    if responded_on is None:
        return "open"
    return "in_time" if due_on is None or responded_on <= due_on else "late"


def _back(today: dt.date, months: int) -> dt.date:
    years, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    return dt.date(years, month + 1, 1)


def _bars(months: list[Month]) -> list[Bar]:
    tallest = max((month.total for month in months), default=0) or 1
    bars = []
    for place, month in enumerate(months):
        ground, parts = HEIGHT, []
        for kind, number in (
            ("good", month.in_time),
            ("late", month.late),
            ("ended", month.ended),
            ("open", month.open),
        ):
            height = round(number * (HEIGHT - 24) / tallest)
            ground -= height
            parts.append((kind, ground, height))
        x = place * BAND + (BAND - BAR) // 2
        bars.append(Bar(month, x, place * BAND + BAND // 2, tuple(parts), ground - 6))
    return bars
