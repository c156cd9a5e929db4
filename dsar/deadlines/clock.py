"""The question put to the clock, and the folding of its events into pauses, an extension and an end."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from dsar.deadlines import measures
from dsar.deadlines.calendars import WorkCalendar
from dsar.deadlines.events import Answer, Ask, ClockEvent, Close, Extend, in_order
from dsar.deadlines.ledger import Gate, Ledger, Pause, Refusal
from dsar.deadlines.periods import local_day
from dsar.deadlines.policies import Policy
from dsar.deadlines.regimes import Right
from dsar.deadlines.rulesets import ruleset, ruleset_for

LAST_DAY = date(2199, 12, 31)  # further away a date is a slip of the keyboard


@dataclass(frozen=True)
class ClockRequest:
    """Everything a due date depends on.

    `received_at` is an instant with its offset, or wall time in the controller's zone `tz`. `ruleset_version` holds a
    case to the rules it was received under; without it, those in force on the day of receipt apply. Events may lie
    before the receipt, where that was corrected later: their days never count.
    """

    received_at: datetime
    tz: str
    regime: str
    calendar: WorkCalendar
    right: Right = Right.ACCESS
    events: tuple[ClockEvent, ...] = ()
    policy: Policy | None = None
    ruleset_version: str | None = None

    @property
    def received_on(self) -> date:
        """The calendar date of receipt where the controller is; nights, weekends and holidays count."""
        return local_day(self.received_at, self.tz)


def empty_ledger(request: ClockRequest) -> Ledger:
    """The clock as it stands on receipt.

    Raises:
        ValueError: unknown zone, regime or version, or a date beyond the last year.
    """
    received = request.received_on
    version = request.ruleset_version
    rules = ruleset(version) if version else ruleset_for(request.regime, received)
    if rules.regime_id != request.regime:
        raise ValueError(f"ruleset {version} does not belong to the regime {request.regime}")
    announced = [event.until for event in request.events if isinstance(event, Extend) and event.until]
    if max([received, *announced, *(event.date for event in request.events)]) > LAST_DAY:
        raise ValueError(f"a date lies beyond the year {LAST_DAY.year}")
    return Ledger(rules, request.right, received, request.calendar)


def fold(request: ClockRequest, until: date) -> Ledger:
    """The clock after all events up to and with `until`, each judged by what happened before it.

    Raises:
        ValueError: as `empty_ledger`, or `until` is beyond the last year.
    """
    if until > LAST_DAY:
        raise ValueError(f"a date lies beyond the year {LAST_DAY.year}")
    ledger = empty_ledger(request)
    days = sorted({event.date for event in request.events if event.date <= until})
    for day in days:
        todays = [event for event in in_order(request.events) if event.date == day]
        for event in todays:
            ledger = _take(ledger, event, todays)
    return ledger


def _take(ledger: Ledger, event: ClockEvent, todays: list[ClockEvent]) -> Ledger:
    if ledger.closed_on is not None:
        return ledger.refusing(Refusal(event, Gate.CLOCK_STOPPED))
    match event:
        case Close():
            return replace(ledger, closed_on=event.date)
        case Answer():
            return _answer(ledger, event, todays)
        case Extend():
            return _extend(ledger, event)
        case Ask():
            return _ask(ledger, event, todays)


def _ask(ledger: Ledger, ask: Ask, todays: list[ClockEvent]) -> Ledger:
    rule = ledger.rules.pause_rule(ask.kind, ledger.right, ask.date)
    gate = None
    if rule is None:
        gate = Gate.NO_PAUSE_IN_REGIME
    elif not ask.lawful_ground:
        gate = Gate.NO_LAWFUL_GROUND
    elif measures.has_run_out(ledger, ask.date):
        gate = Gate.ASKED_AFTER_DUE
    elif any(pause.rule.kind == ask.kind for pause in ledger.open_pauses):
        gate = Gate.ALREADY_ASKED
    if gate or rule is None:
        return ledger.refusing(Refusal(ask, gate or Gate.NO_PAUSE_IN_REGIME))
    answered = _unused_answer(ledger, ask, todays)
    return replace(ledger, pauses=(*ledger.pauses, Pause(rule, ask.date, ask.date if answered else None)))


def _unused_answer(ledger: Ledger, ask: Ask, todays: list[ClockEvent]) -> bool:
    """Whether an answer of the same day, which is folded first, belongs to this ask rather than to an earlier one."""
    used = any(
        pause.rule.kind == ask.kind and pause.answered_on == ask.date and pause.asked_on < ask.date
        for pause in ledger.pauses
    )
    answers = sum(isinstance(event, Answer) and event.kind == ask.kind and event.sufficient for event in todays)
    return answers > used


def _answer(ledger: Ledger, answer: Answer, todays: list[ClockEvent]) -> Ledger:
    if not answer.sufficient:
        return ledger.refusing(Refusal(answer, Gate.INSUFFICIENT_ANSWER))
    open_kinds = [pause for pause in ledger.open_pauses if pause.rule.kind == answer.kind]
    if not open_kinds:
        asked_today = any(isinstance(event, Ask) and event.kind == answer.kind for event in todays)
        return ledger if asked_today else ledger.refusing(Refusal(answer, Gate.NOTHING_TO_ANSWER))
    pauses = tuple(replace(pause, answered_on=answer.date) if pause in open_kinds else pause for pause in ledger.pauses)
    return replace(ledger, pauses=pauses)


def _extend(ledger: Ledger, extend: Extend) -> Ledger:
    rule = ledger.rules.extension_for(ledger.right)
    last_day = measures.last_notice_day(ledger, extend.date)
    gate = None
    if rule is None:
        gate = Gate.EXTENSION_NOT_AVAILABLE
    elif rule.total is None and extend.until is None:
        gate = Gate.EXTENSION_NO_DATE
    elif ledger.extension is not None:
        gate = Gate.EXTENSION_ALREADY
    elif not extend.reasons_given:
        gate = Gate.EXTENSION_NO_REASONS
    elif last_day is not None and extend.date > last_day:
        gate = Gate.EXTENSION_LATE
    if gate:
        return ledger.refusing(Refusal(extend, gate))
    return replace(ledger, extension=extend)
