"""Acts on the clock: asking, answering, extending, the response. Each is an append-only event, a projection, an entry.

Every act is judged by the pure clock before it is stored: what the law refuses is refused here with the gate's name.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases import clock as case_clock
from dsar.cases import permissions
from dsar.cases.models import Case, ClockEvent
from dsar.cases.vocabulary import EventKind
from dsar.deadlines import events as pure
from dsar.deadlines.ledger import Gate
from dsar.deadlines.preview import check
from dsar.deadlines.results import ClockResult
from dsar.foundation import clock
from dsar.foundation.errors import Conflict, RuleRefused

catalogue.declare(
    clock_paused="Asked for {waiting_for} on {on}; due date {old_due} → {new_due}: {reason}",
    clock_resumed="Answer on {waiting_for} received {on}; due date {old_due} → {new_due}",
    clock_answer_insufficient="Answer on {waiting_for} received {on} did not give what was needed; still waiting",
    clock_extended="Deadline extended on {on} to {new_due}: {reason}",
    clock_ended="The clock stopped on {on}: the request ended without an answer",
    clock_response="Response provided on {on}; in time: {in_time}",
    clock_recomputed="Dates recomputed: {old_due} → {new_due}",
)

LONGEST_ANNOUNCED = dt.timedelta(days=731)


@dataclass(frozen=True, slots=True)
class ClockPreview:
    """What an act would do: the clock before and after, and the reason if the law refuses it."""

    before: ClockResult
    after: ClockResult
    refusal: str = ""
    refusal_code: str = ""


def preview(case: Case, event: pure.ClockEvent) -> ClockPreview:
    """Try an act on the pure clock without storing anything."""
    before = case_clock.result_of(case)
    verdict = check(case_clock.request_of(case), event, today=case_clock.today_of(case))
    if not verdict.accepted and verdict.gate != Gate.INSUFFICIENT_ANSWER:
        return ClockPreview(before, before, verdict.reason, str(verdict.gate))
    return ClockPreview(before, case_clock.result_of(case, extra=[event]))


def pause(*, case: Case, waiting_for: pure.PauseKind, on: dt.date, reason: str, actor: User) -> ClockEvent:
    """Stop or restart the clock by a lawful ask of the requester, or record the ask where the regime has no pause."""
    permissions.demand(actor, Act.WORK_CASE, case)
    _need_reason(reason)
    event = ClockEvent(kind=EventKind.ASK, waiting_for=waiting_for, on=on, reason=reason)
    return _act(case, event, actor, "clock.paused")


def resume(
    *, case: Case, waiting_for: pure.PauseKind, on: dt.date, actor: User, is_sufficient: bool = True
) -> ClockEvent:
    """Record the requester's answer; an insufficient one on identity or authority keeps the pause open."""
    permissions.demand(actor, Act.WORK_CASE, case)
    if waiting_for not in case_clock.result_of(case).open_kinds:
        message = "Nothing of this kind is being waited for."
        raise RuleRefused(message, code="nothing_awaited")
    event = ClockEvent(kind=EventKind.ANSWER, waiting_for=waiting_for, on=on, is_sufficient=is_sufficient)
    return _act(case, event, actor, "clock.resumed" if is_sufficient else "clock.answer_insufficient")


def extend(
    *, case: Case, on: dt.date, criteria: Sequence[str], reason: str, actor: User, until: dt.date | None = None
) -> ClockEvent:
    """Extend the deadline once: criterion, reasons, notice sent on `on` (GDPR Art. 12(3)); as short as wanted."""
    permissions.demand(actor, Act.EXTEND_DEADLINE, case)
    _need_reason(reason)
    if not criteria:
        message = "Choose at least one criterion that the law knows."
        raise RuleRefused(message, code="criterion_missing", fields={"criteria": message})
    if until is not None and not on < until <= on + LONGEST_ANNOUNCED:
        message = "The day announced must lie after the notice, and within the next two years."
        raise RuleRefused(message, code="until_out_of_range", fields={"until": message})
    event = ClockEvent(kind=EventKind.EXTEND, on=on, criteria=list(criteria), until=until, reason=reason)
    return _act(case, event, actor, "clock.extended")


def respond(*, case: Case, on: dt.date, actor: User | None) -> ClockEvent:
    """Stop the clock: the answer, refusal or notice was provided on that day. The room that provides it calls this."""
    return _act(case, ClockEvent(kind=EventKind.RESPOND, on=on), actor, "clock.response")


def end(*, case: Case, on: dt.date, actor: User | None) -> ClockEvent:
    """Stop the clock of a request that ended without an answer: withdrawn, a duplicate, no reply."""
    return _act(case, ClockEvent(kind=EventKind.RESPOND, on=on), actor, "clock.ended")


@transaction.atomic
def recompute(*, case: Case, actor: User | None = None) -> bool:
    """Write the projection anew; True where a stored date changed. Nightly, this may change nothing but open pauses."""
    locked = Case.objects.select_for_update().select_related("controller").get(pk=case.pk)
    before = [getattr(locked, name) for name in case_clock.PROJECTED]
    case_clock.project(locked, case_clock.result_of(locked))
    if before == [getattr(locked, name) for name in case_clock.PROJECTED]:
        return False
    locked.save(update_fields=case_clock.PROJECTED)
    old_due = before[case_clock.PROJECTED.index("due_on")]
    record("clock.recomputed", actor=actor, case=locked, facts={"old_due": old_due, "new_due": locked.due_on})
    return True


def _need_reason(reason: str) -> None:
    if not reason.strip():
        message = "Give the reason in a sentence; the person may ask for it."
        raise RuleRefused(message, code="reason_missing", fields={"reason": message})


@transaction.atomic
def _act(case: Case, event: ClockEvent, actor: User | None, action: str) -> ClockEvent:
    locked = Case.objects.select_for_update().select_related("controller").get(pk=case.pk)
    if event.on > case_clock.today_of(locked):
        message = "This lies in the future; record it on the day it happens."
        raise RuleRefused(message, code="in_the_future", fields={"on": message})
    tried = preview(locked, case_clock.as_event(event))
    if tried.refusal:
        raise RuleRefused(tried.refusal, code=tried.refusal_code)
    event.case, event.recorded_by, event.recorded_at = locked, actor, clock.now()
    event.old_due_on, event.new_due_on = tried.before.due, tried.after.due
    _store(event)
    case_clock.project(locked, tried.after)
    locked.save(update_fields=case_clock.PROJECTED)
    _entry(action, locked, event, tried.after, actor)
    case.refresh_from_db(fields=case_clock.PROJECTED)
    return event


def _store(event: ClockEvent) -> None:
    try:
        with transaction.atomic():
            event.save(force_insert=True)
    except IntegrityError as error:
        message = "This has just been done by somebody else. Look at the case again."
        raise Conflict(message) from error


def _entry(action: str, case: Case, event: ClockEvent, after: ClockResult, actor: User | None) -> None:
    facts = {
        "on": event.on,
        "waiting_for": event.waiting_for,
        "criteria": event.criteria,
        "old_due": event.old_due_on,
        "new_due": event.new_due_on,
        "in_time": after.in_time,
    }
    payload = {"reason": event.reason} if event.reason else None
    kind = "user" if actor is not None else "requester"
    record(action, actor=actor, actor_kind=kind, case=case, about=event, facts=facts, payload=payload)
