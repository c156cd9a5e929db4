"""Corrections of the clock: a new event supersedes the old one; nothing is edited. Each needs a reason and a proof."""

import datetime as dt
from dataclasses import dataclass, replace

from django.db import transaction

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.cases import clock as case_clock
from dsar.cases import permissions
from dsar.cases.clock_store import (
    ClockPreview,
    add_event,
    compared,
    lock,
    need_backing,
    need_past,
    need_reason,
    write_event,
)
from dsar.cases.models import Case, CaseFile, ClockEvent
from dsar.cases.vocabulary import EventKind, Stage
from dsar.deadlines.cautions import Caution, Warned, other_rules, without_event
from dsar.deadlines.clock import ClockRequest
from dsar.deadlines.events import Close
from dsar.deadlines.explain import gate_reason
from dsar.deadlines.ledger import Gate
from dsar.deadlines.periods import local_day
from dsar.deadlines.rulesets import ruleset
from dsar.foundation.errors import Conflict, RuleRefused

catalogue.declare(
    clock_receipt_corrected="Day of receipt corrected to {on}; due date {old_due} → {new_due}: {reason}",
    clock_extension_withdrawn="Extension withdrawn on {on}; due date {old_due} → {new_due}: {reason}",
    clock_corrected="An entry of the clock was corrected to {on}; due date {old_due} → {new_due}: {reason}",
    clock_struck="An entry of the clock was struck out; due date {old_due} → {new_due}: {reason}",
    clock_answered="Answered outside this product on {on}; in time: {in_time}. {reason}",
)


@dataclass(frozen=True, slots=True)
class ReceiptChange:
    """A corrected receipt: the instant, the rules the case is then under, and what would move."""

    received_at: dt.datetime
    ruleset_version: str
    preview: ClockPreview


def receipt_change(case: Case, received_at: dt.datetime, *, take_rules_of_that_day: bool = False) -> ReceiptChange:
    """What another day of receipt would change. The case keeps its rules unless it is asked otherwise."""
    request = case_clock.request_of(case)
    other = other_rules(request, local_day(received_at, request.tz))
    version = other if other and take_rules_of_that_day else case.ruleset_version
    changed = replace(request, received_at=received_at, ruleset_version=version)
    shown = compared(request, changed, case_clock.today_of(case))
    if other and not take_rules_of_that_day:
        shown = replace(shown, warnings=(Warned(Caution.OTHER_RULES_ON_THAT_DAY),))
    return ReceiptChange(received_at, version, shown)


@transaction.atomic
def correct_receipt(
    *,
    case: Case,
    received_at: dt.datetime,
    reason: str,
    evidence: CaseFile,
    actor: User,
    take_rules_of_that_day: bool = False,
) -> ClockEvent:
    """Set another instant of receipt, by the DPO, with a file that proves it; the first one stays in the record.

    Raises:
        RuleRefused: no reason, no evidence, in the future, or nothing changes.
        NotPermitted: the actor is not the DPO of the case.
    """
    _need_dpo(case, reason, evidence, actor)
    locked = lock(case)
    change = receipt_change(locked, received_at, take_rules_of_that_day=take_rules_of_that_day)
    day = local_day(received_at, locked.controller.time_zone)
    need_past(locked, day)
    if received_at == locked.received_at:
        message = "This is the receipt that is recorded already."
        raise RuleRefused(message, code="nothing_changes", fields={"on": message})
    was = local_day(locked.received_at, locked.controller.time_zone)
    facts: dict[str, str] = {"was": was.isoformat()}
    if change.ruleset_version != locked.ruleset_version:
        facts |= {"rules_before": locked.ruleset_version, "rules_now": change.ruleset_version}
    event = ClockEvent(
        kind=EventKind.RECEIPT, on=day, received_at=received_at, reason=reason, evidence=evidence, facts=facts
    )
    locked.received_at, locked.ruleset_version = received_at, change.ruleset_version
    locked.save(update_fields=["received_at", "ruleset_version"])
    stored = write_event(locked, case, event, change.preview, actor, "clock.receipt_corrected")
    case.refresh_from_db(fields=["received_at", "ruleset_version"])
    return stored


def extension_of(case: Case) -> ClockEvent | None:
    """The extension that counts, or None."""
    events = case_clock.current_events(case.clock_events.all())
    return next((event for event in events if event.kind == EventKind.EXTEND), None)


def without(case: Case, event: ClockEvent) -> ClockPreview:
    """What striking out an event, or withdrawing it, would change; the law refuses nothing that gives time back."""
    request = case_clock.request_of(case)
    changed = without_event(request, case_clock.as_event(event))
    return compared(request, changed, case_clock.today_of(case))


@transaction.atomic
def withdraw_extension(*, case: Case, reason: str, actor: User) -> ClockEvent:
    """Take the extension back: the earlier date counts again. A second extension stays refused (G18).

    Raises:
        RuleRefused: there is none, no reason, or the clock has stopped.
        NotPermitted: the actor may not extend.
    """
    permissions.demand(actor, Act.EXTEND_DEADLINE, case)
    need_reason(reason)
    locked = lock(case)
    found = extension_of(locked)
    if found is None or locked.responded_on is not None:
        message = "There is no extension to withdraw."
        raise RuleRefused(message, code="no_extension")
    event = ClockEvent(
        kind=EventKind.WITHDRAW, on=case_clock.today_of(locked), reason=reason, supersedes=found, facts=_of(found)
    )
    return write_event(locked, case, event, without(locked, found), actor, "clock.extension_withdrawn")


def corrected(case: Case, event: ClockEvent, on: dt.date) -> tuple[ClockPreview, ClockEvent]:
    """What the event on another day would change, with the new event; refused where the clock refuses it."""
    successor = ClockEvent(
        kind=event.kind,
        on=on,
        waiting_for=event.waiting_for,
        is_sufficient=event.is_sufficient,
        criteria=event.criteria,
        until=event.until,
        notice_id=event.notice_id,
        supersedes=event,
        facts={**event.facts, **_of(event)},
    )
    request = case_clock.request_of(case)
    changed = without_event(request, case_clock.as_event(event))
    changed = replace(changed, events=(*changed.events, case_clock.as_event(successor)))
    today = case_clock.today_of(case)
    shown = compared(request, changed, today)
    gate = _newly_refused(shown)
    if gate is not None:
        shown = replace(shown, refusal=gate_reason(gate, kind=event.waiting_for, day=on), refusal_code=str(gate))
    return shown, successor


def _newly_refused(shown: ClockPreview) -> Gate | None:
    before = [refusal.gate for refusal in shown.before.refusals]
    for refusal in shown.after.refusals:
        if refusal.gate in before:
            before.remove(refusal.gate)
        else:
            return refusal.gate
    return None


@transaction.atomic
def correct_event(
    *, case: Case, event: ClockEvent, on: dt.date, reason: str, evidence: CaseFile, actor: User
) -> ClockEvent:
    """Say that an act of the clock was on another day: a new entry supersedes it.

    Raises:
        RuleRefused: no reason, no evidence, before receipt, in the future, or the clock refuses it on that day.
        NotPermitted: the actor is not the DPO of the case.
        Conflict: the entry was corrected meanwhile.
    """
    _need_dpo(case, reason, evidence, actor)
    locked = lock(case)
    need_past(locked, on)
    _need_current(locked, event)
    if on < case_clock.request_of(locked).received_on:
        message = gate_reason(Gate.BEFORE_RECEIPT, day=on)
        raise RuleRefused(message, code=str(Gate.BEFORE_RECEIPT), fields={"on": message})
    shown, successor = corrected(locked, event, on)
    if shown.refusal:
        raise RuleRefused(shown.refusal, code=shown.refusal_code, fields={"on": shown.refusal})
    successor.reason, successor.evidence = reason, evidence
    return write_event(locked, case, successor, shown, actor, "clock.corrected")


@transaction.atomic
def strike_event(*, case: Case, event: ClockEvent, reason: str, evidence: CaseFile, actor: User) -> ClockEvent:
    """Strike out an ask or an answer that never was. An extension is withdrawn, a response date corrected instead.

    Raises:
        RuleRefused: another kind of entry, no reason, no evidence.
        NotPermitted: the actor is not the DPO of the case.
        Conflict: the entry was corrected meanwhile.
    """
    _need_dpo(case, reason, evidence, actor)
    locked = lock(case)
    _need_current(locked, event)
    if event.kind not in (EventKind.ASK, EventKind.ANSWER):
        message = "Withdraw an extension, or correct the day of the response, instead."
        raise RuleRefused(message, code="not_struck")
    new = ClockEvent(
        kind=EventKind.STRIKE,
        on=case_clock.today_of(locked),
        waiting_for=event.waiting_for,
        reason=reason,
        evidence=evidence,
        supersedes=event,
        facts=_of(event),
    )
    return write_event(locked, case, new, without(locked, event), actor, "clock.struck")


@transaction.atomic
def record_response(*, case: Case, on: dt.date, reason: str, evidence: CaseFile, actor: User) -> ClockEvent:
    """The person was answered outside this product: handed over, posted by another office. The clock stops that day.

    The stage of the case stays: what the file still needs is done by the moves of the lifecycle.

    Raises:
        RuleRefused: no reason, no evidence, or the clock has stopped.
        NotPermitted: the actor may not release answers; for an earlier day, is not the DPO.
    """
    permissions.demand(actor, Act.APPROVE_RELEASE, case)
    need_reason(reason)
    need_past(case, on)
    need_backing(case, on, _needed(case, evidence), actor)
    if case.stage in (Stage.SENT, Stage.CLOSED) or case.responded_on is not None:
        message = "The clock of this case has stopped. Correct the day of the response instead."
        raise RuleRefused(message, code=str(Gate.CLOCK_STOPPED))
    event = ClockEvent(kind=EventKind.RESPOND, on=on, reason=reason, evidence=evidence)
    return add_event(case, event, actor, "clock.answered")


def response_preview(case: Case, on: dt.date) -> tuple[ClockRequest, Close]:
    """The question and the act that a recorded response would be."""
    return case_clock.request_of(case), Close(on)


def rules_name(version: str) -> str:
    """The name of a version of the rules."""
    return ruleset(version).name


def _need_dpo(case: Case, reason: str, evidence: CaseFile | None, actor: User) -> None:
    permissions.demand(actor, Act.GIVE_OPINION, case)
    need_reason(reason)
    _needed(case, evidence)


def _needed(case: Case, evidence: CaseFile | None) -> CaseFile:
    if evidence is None or evidence.case_id != case.pk:
        message = "Attach the file that proves the day: the envelope, the message with its date, a note of the call."
        raise RuleRefused(message, code="evidence_missing", fields={"evidence": message})
    return evidence


def _need_current(case: Case, event: ClockEvent) -> None:
    current = {found.pk for found in case_clock.current_events(case.clock_events.all())}
    if event.pk not in current:
        message = "This entry was corrected meanwhile. Look at the case again."
        raise Conflict(message)


def _of(event: ClockEvent) -> dict[str, str]:
    return {"was": event.on.isoformat(), "of": str(event.kind)}
