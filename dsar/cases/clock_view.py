"""The clock as screens show it: the chip of a row and the card of a case, in the words of the house."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.translation import gettext as _

from dsar.cases import clock as case_clock
from dsar.cases.clock_letters import notice_still_here
from dsar.cases.models import Case
from dsar.cases.vocabulary import ClockState, Outcome, Stage
from dsar.deadlines.results import (
    CHAINED_COUNT_IS_EARLIER,
    PAUSE_WITHOUT_EFFECT,
    POLICY_LATER,
    RELIES_ON_ROLL,
    ClockResult,
)
from dsar.templatetags.desk_words import date_words

WITHOUT_ANSWER = (Outcome.WITHDRAWN, Outcome.DUPLICATE, Outcome.NO_REPLY, Outcome.PASSED_ON, Outcome.UNIDENTIFIED)


class ClockColumns(Protocol):
    """The projection of a clock, on a case or on a skeleton row."""

    @property
    def stage(self) -> Any: ...
    @property
    def outcome(self) -> Any: ...
    @property
    def clock_state(self) -> Any: ...
    @property
    def waiting_for(self) -> Any: ...
    @property
    def due_on(self) -> Any: ...
    @property
    def statutory_due_on(self) -> Any: ...


@dataclass(frozen=True, slots=True)
class Chip:
    """What the clock chip takes: a state, and days left or over (positive)."""

    state: str
    days: int | None = None
    waiting_for: str = ""


def chip_of(row: ClockColumns, today: dt.date) -> Chip:
    """The chip of a case from its columns: no clock is computed, so that lists stay cheap."""
    if ended_unanswered(row):
        return Chip("closed")
    if row.clock_state == ClockState.STOPPED or row.stage in (Stage.SENT, Stage.CLOSED):
        return Chip("stopped")
    if row.clock_state == ClockState.NOT_STARTED or row.due_on is None:
        return Chip("not_started", waiting_for=row.waiting_for)
    if row.clock_state == ClockState.PAUSED:
        return Chip("paused")
    if row.statutory_due_on is not None and row.statutory_due_on < today:
        return Chip("overdue", (today - row.statutory_due_on).days)
    if row.due_on < today:
        return Chip("past_target", (today - row.due_on).days)
    return Chip("running", (row.due_on - today).days)


def ended_unanswered(row: ClockColumns) -> bool:
    """Whether the request ended without an answer, so that in time and late have no meaning."""
    return row.stage == Stage.CLOSED and row.outcome in WITHOUT_ANSWER


def card_of(case: Case, result: ClockResult, chip: Chip) -> dict[str, Any]:
    """What the clock card takes."""
    paused_since = None
    if chip.state == "paused":
        events = case_clock.current_events(case.clock_events.all())
        asks = [event.on for event in events if event.waiting_for in result.open_kinds]
        paused_since = max(asks, default=None)
    unanswered = ended_unanswered(case)
    steps = [step for step in result.steps if not (unanswered and step.key.startswith("closed_"))]
    return {
        "state": chip.state,
        "days": chip.days,
        "waiting_for": chip.waiting_for,
        "start_on": result.start,
        "today": result.as_of,
        "statutory_due_on": result.statutory_due,
        "target_on": result.policy_due,
        "is_late": not unanswered and (result.overdue or result.in_time is False),
        "is_past_target": result.past_target,
        "paused_since": paused_since,
        "notes": _notes(case, result),
        "steps": [{"text": step.sentence, "article": step.article} for step in steps],
    }


def _notes(case: Case, result: ClockResult) -> list[str]:
    found = []
    days = {"since": result.days_since_receipt}
    if result.closed_on and ended_unanswered(case):
        words = _("The request ended on %(day)s without an answer.")
        found.append(words % {"day": date_words(result.closed_on)})
    elif result.closed_on:
        words = _("The clock stopped on %(day)s: in time.") if result.in_time else _("The clock stopped on %(day)s.")
        found.append(words % {"day": date_words(result.closed_on)})
    if result.not_started and result.if_answered_today and not result.closed_on:
        found.append(_("Received %(since)s days ago.") % days)
        words = _("If the answer came today, the request would be due on %(day)s.")
        found.append(words % {"day": date_words(result.if_answered_today)})
    if result.due and not result.closed_on and case.notice_by and not result.extended:
        is_over = case.notice_by < result.as_of
        words = _("The last day for a notice of extension was %(day)s.")
        if not is_over:
            words = _("A notice of extension can be sent until %(day)s.")
        found.append(words % {"day": date_words(case.notice_by)})
    if result.extended and not result.closed_on and case.notice_by and notice_still_here(case):
        words = _("The notice of the extension has not gone out yet. It has to reach the person by %(day)s (G18).")
        found.append(words % {"day": date_words(case.notice_by)})
    return found + _remarks(result)


def _remarks(result: ClockResult) -> list[str]:
    words = {
        POLICY_LATER: _("Our 30 days would end after the statute this time: the statutory date counts."),
        RELIES_ON_ROLL: _("The date relies on a weekend or holiday moving it; by the cautious count it is earlier."),
        PAUSE_WITHOUT_EFFECT: _("A pause contained no day that would have counted, so it moved nothing."),
        CHAINED_COUNT_IS_EARLIER: _("Counted as one month and then two more, the date would be earlier."),
    }
    return [text for code, text in words.items() if code in (*result.flags, *result.notes)]


def today_for(case: Case) -> dt.date:
    """Today where the controller of the case is."""
    return case_clock.today_of(case)
