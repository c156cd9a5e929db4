"""Acts on proof: asking for it on a doubt, recording what it showed, recording that none is needed."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases import clock as case_clock
from dsar.cases import clock_acts, permissions
from dsar.cases.lifecycle import Move, transition
from dsar.cases.models import Case
from dsar.cases.services import move_case
from dsar.cases.vocabulary import PersonRole, Relation
from dsar.deadlines.events import PauseKind
from dsar.deadlines.preview import pause_reasons
from dsar.deadlines.regimes import Right
from dsar.foundation import clock
from dsar.foundation.errors import RuleRefused
from dsar.identity import methods, rules
from dsar.identity.asking import mail_ask
from dsar.identity.evidence_services import delete_evidence, settle_evidence
from dsar.identity.models import WAITING, CheckKind, CheckState, DataTier, IdentityCheck
from dsar.identity.selectors import WantedCheck, evidence_of, wanted_check, wanted_checks
from dsar.identity.verdicts import judge_findings, need_viewed

catalogue.declare(
    identity_asked="Proof asked for ({kind}, {method}); asked late: {late}; stops the clock: {stops}",
    identity_verified="Proved: {kind} by {method} on {on}; evidence {evidence}",
    identity_insufficient="Proof not enough ({kind}), failure number {failures}",
    identity_not_needed="No proof needed ({kind})",
)


@dataclass(frozen=True, slots=True)
class Proof:
    """What a check showed. `findings` is what its kind wants to know: the scope of an authority, a child's wishes."""

    method: str
    on: dt.date
    note: str
    document_kind: str = ""
    keep_reason: str = ""  # empty: the evidence is deleted now
    keep_until: dt.date | None = None
    tier: str = ""  # empty: as it was asked
    findings: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def ask_for_proof(
    *,
    case: Case,
    kind: str,
    doubt: str,
    method: str,
    on: dt.date,
    actor: User,
    is_mailed: bool = False,
    tier: str = DataTier.ORDINARY,
) -> IdentityCheck:
    """Record the doubt and the ask, stop the clock where the law does, and move the case to ID and authority (G4).

    With `is_mailed` the letter that asks is queued too, where there is a safe e-mail address.

    Raises:
        RuleRefused: no reason for the doubt ("G4"), a method that does not fit or is too much for data of that tier,
            a day in the future, or already decided.
        NotPermitted: the actor may not work the case.
    """
    permissions.demand(actor, Act.WORK_CASE, case)
    wanted = _wanted(case, kind)
    _need(doubt, "doubt", "Say why there is a reasonable doubt; without one, no proof may be asked for.")
    chosen = _method(case, kind, method)
    if not methods.is_proportionate(chosen, tier):
        message = "This is too much for such data: choose a lighter way (EDPB Guidelines 01/2022 §§69-76)."
        raise RuleRefused(message, code="G4", fields={"method": message})
    if wanted.check and wanted.check.is_settled:
        message = "This is decided. Reopen it only on a new doubt, with a note on the case."
        raise RuleRefused(message, code="already_decided")
    _need_past(case, on)
    check = _check(wanted)
    check.state, check.doubt, check.method, check.tier = CheckState.ASKED, doubt, chosen.code, tier
    check.asked_on, check.asked_by = on, actor
    check.save()
    stops = stops_the_clock(case, kind)
    if stops and not wanted.is_awaited:
        clock_acts.pause(case=case, waiting_for=PauseKind(rules.PAUSES[kind]), on=on, reason=doubt, actor=actor)
    if transition(Move.ASK_IDENTITY, case.stage, case.right) is not None:
        move_case(case=case, move=Move.ASK_IDENTITY, actor=actor)
    if is_mailed:
        mail_ask(case=case, check=check, method=chosen, clock_words=clock_words(case, stops=stops), actor=actor)
    facts = {"kind": kind, "method": chosen.code, "tier": tier, "late": is_late(case, on), "stops": stops}
    record("identity.asked", actor=actor, case=case, about=check, facts=facts, payload={"doubt": doubt})
    return check


@transaction.atomic
def verify(*, case: Case, kind: str, proof: Proof, actor: User) -> IdentityCheck:
    """Record that it is proved: by which method, on which day, by whom; the clock goes on (G6).

    An attached file proves nothing (G25): a method and a note of what was compared are needed, and where a document was
    sent somebody has looked at it. Evidence is deleted now unless there is a reason to keep it, for seven days at most.

    Raises:
        RuleRefused: something of this is missing, the method is too light for the tier, or the findings say no.
    """
    permissions.demand(actor, Act.WORK_CASE, case)
    wanted = _wanted(case, kind)
    chosen = _method(case, kind, proof.method)
    _need(proof.note, "note", "Say what was compared with what; a document that was attached proves nothing by itself.")
    _need_past(case, proof.on)
    if chosen.shows_document and proof.document_kind not in methods.DOCUMENTS:
        message = "Say which kind of document was seen."
        raise RuleRefused(message, code="document_missing", fields={"document_kind": message})
    check = _check(wanted)
    check.tier = proof.tier or check.tier
    if not methods.is_enough(chosen, check.tier):
        message = "For such data this is too light: add a second way, or choose a stronger one."
        raise RuleRefused(message, code="method_too_light", fields={"method": message})
    need_viewed(check, chosen)
    check.findings = judge_findings(wanted, chosen, proof.findings)
    check.state, check.method, check.note, check.decided_on = CheckState.VERIFIED, chosen.code, proof.note, proof.on
    check.document_kind = proof.document_kind if chosen.shows_document else ""
    evidence = settle_evidence(check, keep_reason=proof.keep_reason, keep_until=proof.keep_until, actor=actor)
    _decide(check, actor)
    _mark(wanted, is_proved=_all_verified(case, wanted))
    _go_on(case, wanted, proof.on, actor)
    facts = {"kind": kind, "method": chosen.code, "tier": check.tier, "on": proof.on, "evidence": evidence}
    payload = {"note": proof.note, "findings": check.findings}
    record("identity.verified", actor=actor, case=case, about=check, facts=facts, payload=payload)
    return check


@transaction.atomic
def mark_insufficient(*, case: Case, kind: str, on: dt.date, note: str, actor: User) -> IdentityCheck:
    """Record that what came is not enough; the clock goes on waiting and the evidence is deleted.

    Where it is about orders of a court, the address of the child is protected from then on.
    """
    permissions.demand(actor, Act.WORK_CASE, case)
    wanted = _wanted(case, kind)
    _need(note, "note", "Say what is missing, so that the person can be told.")
    _need_past(case, on)
    check = _check(wanted)
    check.state, check.note, check.decided_on = CheckState.INSUFFICIENT, note, on
    check.failures += 1
    _decide(check, actor)
    _mark(wanted, is_proved=False)
    if wanted.is_awaited:
        waiting = PauseKind(rules.PAUSES[kind])
        clock_acts.resume(case=case, waiting_for=waiting, on=on, actor=actor, is_sufficient=False)
    delete_evidence(evidence_of(case, kind), case=case, actor=actor, why="not enough")
    if kind == CheckKind.ORDERS:
        _protect(wanted)
    facts = {"kind": kind, "failures": check.failures}
    record("identity.insufficient", actor=actor, case=case, about=check, facts=facts, payload={"note": note})
    return check


@transaction.atomic
def mark_not_needed(*, case: Case, kind: str, reason: str, actor: User) -> IdentityCheck:
    """Record that there is no reasonable doubt, and why; counts as settled (GDPR Art. 12(6)), but not as proved."""
    permissions.demand(actor, Act.WORK_CASE, case)
    wanted = _wanted(case, kind)
    _need(reason, "reason", "Say why there is no reasonable doubt.")
    if kind == CheckKind.DECEASED:
        message = "Whether the person has died is to be known: it decides which law applies."
        raise RuleRefused(message, code="always_needed", fields={"reason": message})
    today = case_clock.today_of(case)
    check = _check(wanted)
    check.state, check.method, check.note, check.decided_on = CheckState.NOT_NEEDED, "", reason, today
    _decide(check, actor)
    _mark(wanted, is_proved=False)
    _go_on(case, wanted, today, actor)
    delete_evidence(evidence_of(case, kind), case=case, actor=actor, why="not needed")
    record("identity.not_needed", actor=actor, case=case, about=check, facts={"kind": kind}, payload={"reason": reason})
    return check


def stops_the_clock(case: Case, kind: str) -> bool:
    """Whether the rules of this case know an ask of that kind as a reason to stop the clock today."""
    lawful = pause_reasons(case_clock.rules_of(case), Right(case.right), case_clock.today_of(case))
    return any(rule.kind.value == rules.PAUSES.get(kind) for rule in lawful)


def clock_words(case: Case, *, stops: bool) -> str:
    """What the ask does to the date, told to the person."""
    if not stops:
        return ""
    if case.due_on is None:
        return "The time for our answer runs from the day on which we have this."
    return "Until we have this, the time for our answer stands still."


def is_late(case: Case, on: dt.date) -> bool:
    """Whether an ask on that day is later than three working days after receipt."""
    question = case_clock.request_of(case)
    return rules.asked_late(question.received_on, on, question.calendar)


def _wanted(case: Case, kind: str) -> WantedCheck:
    wanted = wanted_check(case, kind)
    if wanted is None:
        message = "This case wants no such check."
        raise RuleRefused(message, code="no_such_check")
    return wanted


def _check(wanted: WantedCheck) -> IdentityCheck:
    return wanted.check or IdentityCheck(case=wanted.person.case, person=wanted.person, kind=wanted.kind)


def _method(case: Case, kind: str, code: str) -> methods.Method:
    method = methods.method_named(code)
    if method is None or method not in methods.methods_of(kind, regime=case.regime_id):
        message = "Choose one of the methods."
        raise RuleRefused(message, code="method_missing", fields={"method": message})
    return method


def _need(words: str, name: str, message: str) -> None:
    if not words.strip():
        raise RuleRefused(message, code=f"{name}_missing", fields={name: message})


def _need_past(case: Case, on: dt.date) -> None:
    if on > case_clock.today_of(case):
        message = "This lies in the future; record it on the day it happens."
        raise RuleRefused(message, code="in_the_future", fields={"on": message})


def _decide(check: IdentityCheck, actor: User) -> None:
    check.decided_at, check.decided_by = clock.now(), actor
    check.save()


def _all_verified(case: Case, wanted: WantedCheck) -> bool:
    """Whether every other check of the same person is settled, so that the person may be ticked."""
    others = [one for one in wanted_checks(case) if one.person.pk == wanted.person.pk and one.kind != wanted.kind]
    return all(one.check is not None and one.check.is_settled for one in others)


def _mark(wanted: WantedCheck, *, is_proved: bool) -> None:
    """Tick the person; a data subject who asks for themselves stands in the case in two roles."""
    people = [wanted.person]
    if wanted.person.role == PersonRole.SUBJECT:
        people += wanted.person.case.people.filter(role=PersonRole.REQUESTER, relation=Relation.SELF)
    for person in people:
        person.is_proved = is_proved
        person.save(update_fields=["is_proved"])


def _protect(wanted: WantedCheck) -> None:
    """While an order may stand against contact, the child's address leaves by no door."""
    wanted.person.is_safe_contact = True
    wanted.person.save(update_fields=["is_safe_contact"])


def _go_on(case: Case, wanted: WantedCheck, on: dt.date, actor: User) -> None:
    """The clock goes on once nothing else waits for the same."""
    pause = rules.PAUSES.get(wanted.kind)
    others = [one for one in wanted_checks(case) if one.kind != wanted.kind and rules.PAUSES.get(one.kind) == pause]
    if wanted.is_awaited and not any(one.state in WAITING for one in others):
        clock_acts.resume(case=case, waiting_for=PauseKind(str(pause)), on=on, actor=actor)
