"""The timetable of one case: what it loses when, what has gone, what keeps it."""

import datetime as dt
from dataclasses import dataclass

from dsar.cases.models import Case
from dsar.cases.vocabulary import Stage
from dsar.retention.models import ActionWords, CaseLetGo, ModeWords
from dsar.retention.rule_services import rules_in_force
from dsar.retention.rules import Keeps, Mode, due_on, what_keeps
from dsar.retention.standing import states_of, today_of
from dsar.retention.words import LABELS, WHAT, keeps_words


@dataclass(frozen=True, slots=True)
class Line:
    """One rule as it meets the case; `gone_at` is when it was let go, `due_on` is None while the case is open."""

    label: str
    what: str
    action: str
    due_on: dt.date | None
    gone_at: dt.datetime | None
    keeps: str
    mode: str
    is_late: bool


def timetable(case: Case) -> list[Line]:
    """Every rule that is on, in the order of the days."""
    gone = {
        row.category: row.at for row in CaseLetGo.objects.filter(case=case, at__gte=case.closed_at or case.created_at)
    }
    is_closed = case.stage == Stage.CLOSED and case.closed_at is not None
    state = states_of([case])[case.pk] if is_closed else None
    today = today_of(case)
    lines = []
    for code, rule in rules_in_force().items():
        if not rule.category.is_of_case or rule.mode is Mode.OFF:
            continue
        day = due_on(rule, state) if state else None
        keeps = what_keeps(rule, state, max(today, day)) if state and day and code not in gone else None
        is_late = day is not None and code not in gone and day <= today
        if keeps in (Keeps.NOT_ERASED, Keeps.APPEAL) and not is_late:
            keeps = None  # will have ended by then
        lines.append(
            Line(
                str(LABELS[code]), str(WHAT[code]), str(ActionWords(rule.category.action).label), day, gone.get(code),
                keeps_words(keeps) if keeps else "", str(ModeWords(rule.mode).label), is_late,
            )
        )  # fmt: skip
    return sorted(lines, key=lambda line: line.due_on or dt.date.max)
