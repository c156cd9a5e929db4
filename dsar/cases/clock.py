"""From a case to the pure clock and back: the events of a case as dsar.deadlines wants them, and the projection."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from dsar.cases.models import Case, ClockEvent
from dsar.cases.vocabulary import ClockState, EventKind
from dsar.deadlines import events as pure
from dsar.deadlines.calendars import WorkCalendar, work_calendar
from dsar.deadlines.clock import ClockRequest
from dsar.deadlines.compute import compute
from dsar.deadlines.policies import Policy, policy_named
from dsar.deadlines.regimes import Regime, Right
from dsar.deadlines.results import ClockResult
from dsar.deadlines.results import ClockState as PureState
from dsar.deadlines.rulesets import ruleset
from dsar.foundation import clock
from dsar.processing_records.models import Controller

# 30 days is a reading of the month of GDPR and UK GDPR only; other regimes count days of their own.
REGIMES_WITH_A_TARGET = ("EU", "UK")


def controller_policy(controller: Controller, regime_id: str) -> Policy | None:
    """The controller's own target: the one set for this regime, else the general one where the regime has room."""
    targets = _of(controller, "targets", lambda: {row.regime_id: row.policy_name for row in controller.policies.all()})
    if regime_id in targets:
        return policy_named(targets[regime_id])
    return policy_named(controller.policy) if regime_id in REGIMES_WITH_A_TARGET else None


def controller_calendar(controller: Controller) -> WorkCalendar:
    """Working days of the controller: public holidays of its place, those its law adds, its own closing days."""
    days = _of(controller, "days", lambda: [(row.day, row.is_public_holiday) for row in controller.closing_days.all()])
    public, own = [day for day, is_public in days if is_public], [day for day, is_public in days if not is_public]
    return work_calendar(controller.calendar, public, own)


def _of(controller: Controller, name: str, ask: Callable[[], Any]) -> Any:
    """Asked once for a controller as it was loaded: a page computes the same clock several times."""
    known: dict[str, Any] = controller.__dict__.setdefault("_clock_settings", {})
    if name not in known:
        known[name] = ask()
    return known[name]


def new_request(
    controller: Controller,
    *,
    regime_id: str,
    right: str,
    received_at: dt.datetime,
    events: Iterable[pure.ClockEvent] = (),
) -> ClockRequest:
    """The question put to the clock for a request that is not a case yet."""
    return ClockRequest(
        received_at=received_at,
        tz=controller.time_zone,
        regime=regime_id,
        calendar=controller_calendar(controller),
        right=Right(right),
        events=tuple(events),
        policy=controller_policy(controller, regime_id),
    )


def request_of(case: Case, *, extra: Iterable[pure.ClockEvent] = ()) -> ClockRequest:
    """The question put to the clock for a case, with `extra` acts that are only being considered."""
    stored = [as_event(event) for event in current_events(case.clock_events.all())]
    return ClockRequest(
        received_at=case.received_at,
        tz=case.controller.time_zone,
        regime=case.regime_id,
        calendar=controller_calendar(case.controller),
        right=Right(case.right),
        events=(*stored, *extra),
        policy=controller_policy(case.controller, case.regime_id),
        ruleset_version=case.ruleset_version,
    )


def result_of(case: Case, *, extra: Iterable[pure.ClockEvent] = ()) -> ClockResult:
    """The clock of a case today in the controller's zone."""
    return compute(request_of(case, extra=extra), today=today_of(case))


def today_of(case: Case) -> dt.date:
    """Today where the controller is."""
    return clock.today(case.controller.time_zone)


def day_of(case: Case, moment: dt.datetime) -> dt.date:
    """The day of an instant where the controller is."""
    return clock.day_of(moment, case.controller.time_zone)


def received_on(case: Case) -> dt.date:
    """The day of receipt where the controller is; every period is counted from it."""
    return day_of(case, case.received_at)


def rules_of(case: Case) -> Regime:
    """The version of the rules that the case was received under."""
    return ruleset(case.ruleset_version)


ON_THE_CLOCK = (EventKind.ASK, EventKind.ANSWER, EventKind.EXTEND, EventKind.RESPOND)


def current_events(events: Iterable[ClockEvent]) -> list[ClockEvent]:
    """Those that count: acts on the clock that no later event supersedes."""
    listed = list(events)
    gone = {event.supersedes_id for event in listed if event.supersedes_id}
    return [event for event in listed if event.pk not in gone and event.kind in ON_THE_CLOCK]


def as_event(event: ClockEvent) -> pure.ClockEvent:
    """A stored event as the pure clock wants it."""
    if event.kind == EventKind.ASK:
        return pure.Ask(pure.PauseKind(event.waiting_for), event.on)
    if event.kind == EventKind.ANSWER:
        return pure.Answer(pure.PauseKind(event.waiting_for), event.on, sufficient=event.is_sufficient)
    if event.kind == EventKind.EXTEND:
        return pure.Extend(event.on, reasons_given=True, criteria=tuple(event.criteria), until=event.until)
    return pure.Close(event.on)


def project(case: Case, result: ClockResult) -> None:
    """Write the projection of the clock onto the case's columns (not saved)."""
    case.clock_state = _state(result)
    case.waiting_for = result.open_kinds[0] if result.open_kinds else ""
    case.due_on = result.due
    case.statutory_due_on = result.statutory_due
    case.target_due_on = result.policy_due
    case.notice_by = result.notice_by
    case.responded_on = result.closed_on
    case.is_extended = result.extended


PROJECTED = [
    "clock_state",
    "waiting_for",
    "due_on",
    "statutory_due_on",
    "target_due_on",
    "notice_by",
    "responded_on",
    "is_extended",
]


def _state(result: ClockResult) -> ClockState:
    if result.not_started:
        return ClockState.NOT_STARTED
    return {
        PureState.RUNNING: ClockState.RUNNING,
        PureState.PAUSED: ClockState.PAUSED,
        PureState.STOPPED: ClockState.STOPPED,
    }[result.state]
