"""How an act on the clock is done: locked, judged by the pure clock, stored as a new event, projected, recorded.

Nothing here asks who may: the acts do (clock_acts, clock_corrections).
"""

import datetime as dt
from dataclasses import dataclass, replace

from django.db import IntegrityError, transaction

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit.services import record
from dsar.cases import clock as case_clock
from dsar.cases import permissions
from dsar.cases.models import Case, CaseFile, ClockEvent
from dsar.deadlines import events as pure
from dsar.deadlines.cautions import Warned, cautions, legal_gate
from dsar.deadlines.clock import ClockRequest
from dsar.deadlines.compute import compute
from dsar.deadlines.ledger import Gate
from dsar.deadlines.preview import check
from dsar.deadlines.results import ClockResult
from dsar.foundation import clock
from dsar.foundation.errors import Conflict, RuleRefused

EVIDENCE = "clock_evidence"  # the purpose of a file that proves the day of an act


@dataclass(frozen=True, slots=True)
class ClockPreview:
    """What an act would do: the clock before and after, what to warn of, and the reason if the law refuses it."""

    before: ClockResult
    after: ClockResult
    refusal: str = ""
    refusal_code: str = ""
    gate: str = ""
    warnings: tuple[Warned, ...] = ()


def preview(case: Case, event: pure.ClockEvent) -> ClockPreview:
    """Try an act on the pure clock without storing anything."""
    return tried(case_clock.request_of(case), event, case_clock.today_of(case))


def tried(request: ClockRequest, event: pure.ClockEvent, today: dt.date) -> ClockPreview:
    """The clock of the request before and after the act, or why the act is refused and by which gate."""
    before = compute(request, today=today)
    verdict = check(request, event, today=today)
    if verdict.gate is not None and verdict.gate != Gate.INSUFFICIENT_ANSWER:
        gate = legal_gate(request, event, verdict.gate)
        reason = f"{verdict.reason} ({gate})" if gate else verdict.reason
        return ClockPreview(before, before, reason, str(verdict.gate), gate)
    after = compute(replace(request, events=(*request.events, event)), today=today)
    return ClockPreview(before, after, warnings=tuple(cautions(request, event, today=today)))


def compared(request: ClockRequest, changed: ClockRequest, today: dt.date) -> ClockPreview:
    """The clock of the request before and after a correction."""
    return ClockPreview(compute(request, today=today), compute(changed, today=today))


def need_reason(reason: str) -> None:
    """Refuse an act without words.

    Raises:
        RuleRefused: "reason_missing".
    """
    if not reason.strip():
        message = "Give the reason in a sentence; the person may ask for it."
        raise RuleRefused(message, code="reason_missing", fields={"reason": message})


def need_past(case: Case, on: dt.date) -> None:
    """Refuse an act of a day that has not come.

    Raises:
        RuleRefused: "in_the_future".
    """
    if on > case_clock.today_of(case):
        message = "This lies in the future; record it on the day it happens."
        raise RuleRefused(message, code="in_the_future", fields={"on": message})


def need_backing(case: Case, on: dt.date, evidence: CaseFile | None, actor: User | None) -> CaseFile | None:
    """Back-dating needs the DPO and a file that proves the day (legal reference §1.3); gives the file back.

    Raises:
        RuleRefused: "backdating": the day lies before today, and one of the two is missing.
    """
    if evidence is not None and evidence.case_id != case.pk:
        message = "The file that proves the day belongs to another case."
        raise RuleRefused(message, code="evidence_missing", fields={"evidence": message})
    if on >= case_clock.today_of(case):
        return evidence
    if actor is not None and not permissions.may(actor, Act.GIVE_OPINION, case):
        message = "Only the Data Protection Officer records an act of the clock for an earlier day."
        raise RuleRefused(message, code="backdating", fields={"on": message})
    added = case.files.filter(purpose=EVIDENCE, added_at__gte=clock.day_began(on, case.controller.time_zone))
    found = evidence or added.order_by("-added_at").first()
    if found is None:
        message = "Attach what proves the earlier day: the message as sent or received, a postmark, a note of the call."
        raise RuleRefused(message, code="backdating", fields={"evidence": message})
    return found


@transaction.atomic
def add_event(case: Case, event: ClockEvent, actor: User | None, action: str) -> ClockEvent:
    """Judge a new event by the pure clock and store it; the case's row is locked, so that acts come one by one.

    Raises:
        RuleRefused: the law refuses the act; `code` is the clock's reason, the message ends with the gate's name.
        Conflict: somebody else has just done it.
    """
    locked = lock(case)
    need_past(locked, event.on)
    attempt = preview(locked, case_clock.as_event(event))
    if attempt.refusal:
        raise RuleRefused(attempt.refusal, code=attempt.refusal_code)
    return write_event(locked, case, event, attempt, actor, action)


def lock(case: Case) -> Case:
    """The case read anew under a lock, until the transaction ends."""
    return Case.objects.select_for_update().select_related("controller").get(pk=case.pk)


def write_event(
    locked: Case, case: Case, event: ClockEvent, attempt: ClockPreview, actor: User | None, action: str
) -> ClockEvent:
    """Store the event, the projection and the audit entry; brings the caller's case up to date."""
    event.case, event.recorded_by, event.recorded_at = locked, actor, clock.now()
    event.old_due_on, event.new_due_on = attempt.before.due, attempt.after.due
    _store(event)
    case_clock.project(locked, attempt.after)
    locked.save(update_fields=case_clock.PROJECTED)
    _entry(action, locked, event, attempt.after, actor)
    case.refresh_from_db(fields=case_clock.PROJECTED)
    case.__dict__.pop("_prefetched_objects_cache", None)
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
        **event.facts,
    }
    if event.evidence_id:
        facts["evidence"] = str(event.evidence_id)
    if event.supersedes_id:
        facts["supersedes"] = str(event.supersedes_id)
    payload = {"reason": event.reason} if event.reason else None
    kind = "user" if actor is not None else "requester"
    record(action, actor=actor, actor_kind=kind, case=case, about=event, facts=facts, payload=payload)
