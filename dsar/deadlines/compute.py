"""The due date of a request: GDPR Art. 12(3) and its likes, computed from receipt and events, with the explanation."""

from dataclasses import replace
from datetime import date, datetime

from dsar.deadlines import measures
from dsar.deadlines.clock import ClockRequest, fold
from dsar.deadlines.ledger import QUIET_GATES, Gate, Ledger
from dsar.deadlines.periods import days_within, local_day
from dsar.deadlines.results import (
    CHAINED_COUNT_IS_EARLIER,
    LATER_EVENTS_LEFT_OUT,
    NOT_STARTED,
    PAUSE_WITHOUT_EFFECT,
    POLICY_LATER,
    RELIES_ON_ROLL,
    ClockResult,
    ClockState,
    Dates,
)
from dsar.deadlines.steps import chained_end, steps_of


def compute(request: ClockRequest, *, today: date | datetime) -> ClockResult:
    """The clock of `request` as of `today`, a date in the controller's zone or an instant.

    Events after `today` have not happened yet and are left out, with a note. The same input gives the same result.

    Raises:
        ValueError: unknown zone, regime, version or calendar, or a date beyond the last year.
    """
    day = local_day(today, request.tz) if isinstance(today, datetime) else today
    ledger = fold(request, day)
    dates = _dates(ledger, request, ledger.closed_on or max(day, request.received_on))
    if_answered = _if_answered_today(request, ledger, dates)
    in_time = None
    if ledger.closed_on is not None:
        in_time = dates.statutory is None or ledger.closed_on <= dates.statutory
    return ClockResult(
        regime_id=ledger.rules.regime_id,
        ruleset_version=ledger.rules.ruleset_version,
        as_of=dates.as_of,
        received=ledger.received,
        start=measures.start_so_far(ledger),
        nominal=dates.nominal,
        statutory_due=dates.statutory,
        policy_due=dates.policy,
        safe_due=dates.safe,
        due=dates.due,
        notice_by=dates.notice_by,
        work_by=ledger.calendar.on_or_before(dates.due) if dates.due else None,
        ack_by=_acknowledge_by(ledger),
        days_left=_days_left(dates),
        days_since_receipt=(dates.as_of - ledger.received).days,
        excluded_days=dates.excluded,
        state=_state(ledger),
        extended=ledger.extension is not None,
        closed_on=ledger.closed_on,
        in_time=in_time,
        if_answered_today=if_answered,
        flags=_flags(dates),
        notes=_notes(dates, request, day),
        steps=steps_of(dates, request.tz, request.policy, if_answered),
        refusals=ledger.refusals,
        open_kinds=_open_kinds(ledger),
    )


def _dates(ledger: Ledger, request: ClockRequest, as_of: date) -> Dates:
    start = measures.start_of(ledger)
    if start is None:
        return Dates(ledger, as_of, None, None, None, None, None, None, None, None, 0)
    days = measures.excluded_days(ledger, as_of)
    nominal = measures.nominal_end(ledger, start, days)
    statutory = measures.rolled(ledger, nominal)
    policy = measures.policy_end(ledger, request.policy, as_of) if request.policy else None
    safe = measures.safe_end(ledger, as_of) or nominal
    rule = ledger.rules.extension_for(ledger.right)
    return Dates(
        ledger=ledger,
        as_of=as_of,
        start=start,
        plain=measures.plain_end(ledger, start),
        nominal=nominal,
        statutory=statutory,
        policy=policy,
        safe=min(safe, policy) if policy else safe,
        due=min(statutory, policy) if policy else statutory,
        notice_by=measures.last_notice_day(ledger, as_of) if rule and rule.notice_shown else None,
        excluded=days_within(start, nominal, days),
    )


def _open_kinds(ledger: Ledger) -> tuple[str, ...]:
    if ledger.closed_on is not None:
        return ()
    return tuple(pause.rule.kind.value for pause in ledger.open_pauses)


def _state(ledger: Ledger) -> ClockState:
    if ledger.closed_on is not None:
        return ClockState.STOPPED
    return ClockState.PAUSED if ledger.open_pauses else ClockState.RUNNING


def _days_left(dates: Dates) -> int | None:
    if dates.due is None:
        return None
    if _state(dates.ledger) is ClockState.PAUSED:
        return measures.days_left_when_paused(dates.ledger)
    return (dates.due - dates.as_of).days


def _acknowledge_by(ledger: Ledger) -> date | None:
    if ledger.rules.acknowledge is None or ledger.rules.is_short(ledger.right):
        return None
    return ledger.rules.acknowledge.end_from(ledger.received, ledger.calendar)


def _if_answered_today(request: ClockRequest, ledger: Ledger, dates: Dates) -> date | None:
    """The due date that answers to everything outstanding would give if they came on the day of the computation."""
    if dates.start is not None or ledger.closed_on is not None:
        return None
    answered = tuple(
        replace(pause, answered_on=dates.as_of) if pause.answered_on is None else pause for pause in ledger.pauses
    )
    return _dates(replace(ledger, pauses=answered), request, dates.as_of).due


def _flags(dates: Dates) -> tuple[str, ...]:
    flags = [f"OPEN:{kind}" for kind in _open_kinds(dates.ledger)]
    if dates.start is None:
        flags.append(NOT_STARTED)
    for refusal in dates.ledger.refusals:
        if refusal.gate in QUIET_GATES:
            continue
        named = refusal.gate in {Gate.NO_PAUSE_IN_REGIME, Gate.NO_LAWFUL_GROUND}
        flags.append(f"{refusal.gate.value}:{getattr(refusal.event, 'kind', '')}" if named else refusal.gate.value)
    if dates.policy and dates.statutory and dates.policy > dates.statutory:
        flags.append(POLICY_LATER)
    return tuple(dict.fromkeys(flags))


def _notes(dates: Dates, request: ClockRequest, day: date) -> tuple[str, ...]:
    ledger = dates.ledger
    notes = [refusal.gate.value for refusal in ledger.refusals if refusal.gate in QUIET_GATES]
    if dates.due and dates.nominal and dates.due > dates.nominal:
        notes.append(RELIES_ON_ROLL)
    if any(measures.moves_nothing(ledger, pause, dates.as_of) for pause in ledger.pauses):
        notes.append(PAUSE_WITHOUT_EFFECT)
    if chained_end(dates):
        notes.append(CHAINED_COUNT_IS_EARLIER)
    if any(event.date > day for event in request.events):
        notes.append(LATER_EVENTS_LEFT_OUT)
    return tuple(dict.fromkeys(notes))
