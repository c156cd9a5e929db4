"""Figures instead of cases: what reports need of a case joins its month before its line goes (GDPR Art. 89(1))."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from dsar.cases.clock_reports import original_due
from dsar.cases.clock_view import WITHOUT_ANSWER
from dsar.cases.models import Case
from dsar.retention.models import KeptFigure

_NO, _YES, _NONE = "n", "y", ""


def add_to_figures(case: Case) -> KeptFigure:
    """Count the case in the figures of its kind and month; call it in the transaction in which its line goes."""
    kind = _kind(case)
    row, _made = KeptFigure.objects.select_for_update().get_or_create(**kind)
    received_on = case.received_at.astimezone(_zone(case)).date()
    if row.is_answered and case.responded_on is not None:
        taken = str((case.responded_on - received_on).days)
        row.days = {**row.days, taken: row.days.get(taken, 0) + 1}
        if case.statutory_due_on is not None:
            row.late_days = max(row.late_days, (case.responded_on - case.statutory_due_on).days)
    row.cases += 1
    row.save(update_fields=["cases", "days", "late_days"])
    return row


def _kind(case: Case) -> dict[str, Any]:
    zone = _zone(case)
    received_on = case.received_at.astimezone(zone).date()
    closed_on = case.closed_at.astimezone(zone).date() if case.closed_at else received_on
    is_answered = case.responded_on is not None and case.outcome not in WITHOUT_ANSWER
    before = original_due(case) if case.is_extended and is_answered else case.statutory_due_on
    return {
        "controller": case.controller,
        "right": case.right,
        "regime_id": case.regime_id,
        "channel": case.channel,
        "outcome": case.outcome,
        "received_month": received_on.replace(day=1),
        "ended_month": (case.responded_on or closed_on).replace(day=1),
        "is_responded": case.responded_on is not None,
        "is_answered": is_answered,
        "in_time": _by(case.responded_on, case.statutory_due_on) if is_answered else _NONE,
        "originally": _by(case.responded_on, before) if is_answered else _NONE,
        "on_target": _by(case.responded_on, case.target_due_on) if is_answered and case.target_due_on else _NONE,
    }


def _by(day: dt.date | None, due: dt.date | None) -> str:
    return _YES if due is None or (day is not None and day <= due) else _NO


def _zone(case: Case) -> ZoneInfo:
    return ZoneInfo(case.controller.time_zone)


@dataclass(frozen=True, slots=True)
class KeptCase:
    """One case as the figures remember it: the months are true, the days within them stand for any day.

    `days` from receipt to answer is exact. `statutory_due` and its like are chosen so that in time and late come out as
    they were; `late_days` only for the latest of its kind.
    """

    figure: KeptFigure
    days: int | None
    late_days: int

    @property
    def responded_on(self) -> dt.date | None:
        """A day in the month in which it was answered."""
        return self.figure.ended_month if self.figure.is_responded else None

    def due(self, mark: str) -> dt.date | None:
        """A date against which the answer is what `mark` says."""
        day = self.figure.ended_month
        return {_YES: day, _NO: day - dt.timedelta(days=max(self.late_days, 1))}.get(mark)


def kept_cases() -> Iterator[KeptCase]:
    """Every case that only the figures remember, one by one."""
    for figure in KeptFigure.objects.select_related("controller"):
        days = [int(taken) for taken, count in figure.days.items() for _number in range(count)]
        for number in range(figure.cases):
            is_first = number == 0
            yield KeptCase(figure, days[number] if number < len(days) else None, figure.late_days if is_first else 0)
