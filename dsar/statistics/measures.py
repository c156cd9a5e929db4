"""The arithmetic of reports, in plain Python: shares, medians, lateness, weekly flow and who will be late at this pace.

Two lateness numbers stand beside each other: against the date before an extension, and against the date that counted
in the end. A missed target of our own is told apart and never called late by statute.
"""

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WEEK = dt.timedelta(days=7)
# Fewer answers than this give neither a median nor a share: one case would decide it, and could be recognised by it.
FEWEST = 5


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What reports know of a case: dates in its controller's zone, and to which groups it belongs; nobody's name.

    Attributes:
        responded_on: the day on which the answer was provided; None where nothing was.
        ended_on: the day on which the case left the pile, with or without an answer; None while it is open.
        original_due: the statutory date as it was before any extension.
        statutory_due: the statutory date that counted in the end.
        target_due: our own target, None where the regime has no room for one.
        is_answered: an answer was provided, so in time and late have a meaning.
        groups: value by dimension ("right", "regime", "channel", "controller", "handler", "team").
        kept_days: days from receipt to answer of a case of which only figures are kept: its dates are months.
    """

    received_on: dt.date
    responded_on: dt.date | None
    ended_on: dt.date | None
    original_due: dt.date | None
    statutory_due: dt.date | None
    target_due: dt.date | None
    is_answered: bool
    groups: dict[str, tuple[str, ...]]
    kept_days: int | None = None

    @property
    def days(self) -> int | None:
        """Days from receipt to answer."""
        if self.kept_days is not None:
            return self.kept_days
        return (self.responded_on - self.received_on).days if self.is_answered and self.responded_on else None


@dataclass(frozen=True, slots=True)
class Performance:
    """How a set of answered cases did; shares in whole per cent rounded down, None where too few were answered.

    Attributes:
        in_time: answered by the statutory date that counted in the end.
        in_time_originally: answered by the statutory date before any extension.
        on_target: answered by our own target, of those that had one.
        median_days, p90_days: days from receipt to answer.
        worst_late_days: of those late by statute, the latest; 0 where none was.
    """

    answered: int
    in_time: int
    in_time_originally: int
    with_target: int
    on_target: int
    median_days: float | None
    p90_days: float | None
    worst_late_days: int

    @property
    def late(self) -> int:
        """Answered after the statutory date."""
        return self.answered - self.in_time

    @property
    def late_originally(self) -> int:
        """Answered after the statutory date as it was before an extension."""
        return self.answered - self.in_time_originally

    @property
    def missed_target(self) -> int:
        """Answered after our own target; by no means all of them late by statute."""
        return self.with_target - self.on_target

    @property
    def in_time_share(self) -> int | None:
        """Per cent answered in time."""
        return share(self.in_time, self.answered)

    @property
    def in_time_originally_share(self) -> int | None:
        """Per cent answered by the date before any extension."""
        return share(self.in_time_originally, self.answered)

    @property
    def on_target_share(self) -> int | None:
        """Per cent answered by our own target."""
        return share(self.on_target, self.with_target)


def share(part: int, whole: int) -> int | None:
    """Whole per cent rounded down; None where fewer than FEWEST would decide it."""
    return part * 100 // whole if whole >= FEWEST else None


def percentile(values: Sequence[float], wanted: float) -> float | None:
    """The value below which `wanted` (0 to 1) of the values lie, interpolated between neighbours; None of none."""
    if not values:
        return None
    ordered = sorted(values)
    place = (len(ordered) - 1) * wanted
    low, high = math.floor(place), math.ceil(place)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def performance(cases: Iterable[CaseFacts]) -> Performance:
    """How the answered ones among the cases did."""
    answered = [case for case in cases if case.is_answered and case.responded_on]
    days = [case.days for case in answered if case.days is not None]
    targets = [case for case in answered if case.target_due]
    is_telling = len(answered) >= FEWEST
    return Performance(
        answered=len(answered),
        in_time=sum(_by(case, case.statutory_due) for case in answered),
        in_time_originally=sum(_by(case, case.original_due) for case in answered),
        with_target=len(targets),
        on_target=sum(_by(case, case.target_due) for case in targets),
        median_days=percentile(days, 0.5) if is_telling else None,
        p90_days=percentile(days, 0.9) if is_telling else None,
        worst_late_days=max((_late_days(case) for case in answered), default=0),
    )


def _by(case: CaseFacts, day: dt.date | None) -> bool:
    return day is None or (case.responded_on is not None and case.responded_on <= day)


def _late_days(case: CaseFacts) -> int:
    if case.responded_on is None or case.statutory_due is None:
        return 0
    return max((case.responded_on - case.statutory_due).days, 0)


def best_possible(cases: Iterable[CaseFacts], today: dt.date) -> tuple[int, int]:
    """(in time at best, all that count): were every open case that can still be in time answered in time."""
    in_time = counted = 0
    for case in cases:
        if case.is_answered:
            counted += 1
            in_time += _by(case, case.statutory_due)
        elif case.ended_on is None and case.statutory_due is not None:
            counted += 1
            in_time += case.statutory_due >= today
    return in_time, counted


def by_group(cases: Sequence[CaseFacts], dimension: str) -> list[tuple[str, int, int, Performance]]:
    """(value, received, open, performance) for each value of a dimension, the largest first.

    A case that belongs to several teams counts in each, so teams may add up to more than all cases.
    """
    members: dict[str, list[CaseFacts]] = {}
    for case in cases:
        for value in case.groups.get(dimension, ()):
            members.setdefault(value, []).append(case)
    rows = [
        (value, len(found), sum(case.ended_on is None for case in found), performance(found))
        for value, found in members.items()
    ]
    return sorted(rows, key=lambda row: (-row[1], row[0]))


@dataclass(frozen=True, slots=True)
class Week:
    """A week from Monday: what came in, what was finished, and what was open at its end."""

    monday: dt.date
    received: int
    finished: int
    open_at_end: int


@dataclass(frozen=True, slots=True)
class Span:
    """When a case came, and when it left the pile."""

    received_on: dt.date
    ended_on: dt.date | None


def weekly_flow(cases: Sequence[Span], today: dt.date, weeks: int) -> list[Week]:
    """The last so many weeks, the present one included, the oldest first."""
    this_monday = monday_of(today)
    first = this_monday - (weeks - 1) * WEEK
    received = Counter(monday_of(case.received_on) for case in cases)
    finished = Counter(monday_of(case.ended_on) for case in cases if case.ended_on)
    level = sum(case.received_on < first for case in cases) - sum(
        case.ended_on is not None and case.ended_on < first for case in cases
    )
    found = []
    for number in range(weeks):
        monday = first + number * WEEK
        level += received[monday] - finished[monday]
        found.append(Week(monday, received[monday], finished[monday], level))
    return found


def monday_of(day: dt.date) -> dt.date:
    """The Monday of its week."""
    return day - dt.timedelta(days=day.weekday())


@dataclass(frozen=True, slots=True)
class Waiting:
    """An open case in the queue of the forecast. `due` is its statutory date, None while its clock has not started."""

    reference: str
    due: dt.date | None
    is_running: bool


@dataclass(frozen=True, slots=True)
class Forecast:
    """What this pace comes to.

    Attributes:
        pace: cases finished a week, the mean of the last full weeks.
        finished_by: (reference, expected day, due date) of every case that is expected after its date, or is past it.
        clear_on: the day on which all cases that are open today would be finished; None without any pace.
    """

    pace: float
    weeks_counted: int
    late: list[tuple[str, dt.date, dt.date]]
    clear_on: dt.date | None
    queue: int


def pace_of(flow: Sequence[Week], today: dt.date, weeks: int = 8) -> tuple[float, int]:
    """(cases finished a week, full weeks counted): the mean of the last full weeks; the present one is not over."""
    full = [week for week in flow if week.monday < monday_of(today)][-weeks:]
    return (sum(week.finished for week in full) / len(full) if full else 0.0), len(full)


def forecast(queue: Iterable[Waiting], flow: Sequence[Week], today: dt.date) -> Forecast:
    """Who will be late at this pace.

    The open cases are thought to be finished one after another, the earliest statutory date first, at the mean pace of
    the last full weeks; what comes in later is due later and pushes none of them back. Paused cases keep their place
    by their date as it stands. A case without a date stands at the end and is not called late.
    """
    pace, counted = pace_of(flow, today)
    ordered = sorted(queue, key=lambda case: (case.due is None, case.due or today, case.reference))
    late = []
    last: dt.date | None = None
    for place, case in enumerate(ordered, 1):
        expected = today + dt.timedelta(days=math.ceil(place / pace * 7)) if pace else None
        last = expected
        if case.due is None or not case.is_running:
            continue
        if expected is None or expected > case.due:
            late.append((case.reference, expected or dt.date.max, case.due))
    return Forecast(pace, counted, late, last, len(ordered))


def grouped_texts(values: Iterable[str]) -> list[tuple[str, int]]:
    """How often each text stands among the values, the most frequent first."""
    return Counter(values).most_common()
