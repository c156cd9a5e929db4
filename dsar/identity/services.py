"""Acts on proof: asking for it, recording what it showed, letting the evidence go."""

import datetime as dt
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases import clock as case_clock
from dsar.cases import clock_acts, permissions
from dsar.cases.lifecycle import Move, transition
from dsar.cases.models import Case, CaseFile
from dsar.cases.services import attach_file, move_case
from dsar.cases.vocabulary import PersonRole, Relation
from dsar.deadlines.events import PauseKind
from dsar.deadlines.preview import pause_reasons
from dsar.deadlines.regimes import Right
from dsar.foundation import clock, storage
from dsar.foundation.errors import RuleRefused
from dsar.identity import rules
from dsar.identity.asking import mail_ask
from dsar.identity.models import CheckKind, CheckState, IdentityCheck
from dsar.identity.selectors import WantedCheck, evidence_of, wanted_check

catalogue.declare(
    identity_asked="Proof asked for ({kind}, {method}); asked late: {late}; stops the clock: {stops}",
    identity_verified="Proved: {kind} by {method} on {on}; evidence {evidence}",
    identity_insufficient="Proof not enough ({kind}), failure number {failures}",
    identity_not_needed="No proof needed ({kind})",
    identity_evidence_added="Evidence received; it is deleted by {delete_by} at the latest",
    identity_evidence_deleted="Evidence deleted: {files} files ({why})",
)


@dataclass(frozen=True, slots=True)
class Proof:
    """What a check showed. `typed_tail` may be a whole document number: only its last three characters are kept."""

    method: str
    on: dt.date
    note: str
    document_kind: str = ""
    typed_tail: str = ""
    keep_reason: str = ""  # empty: the evidence is deleted now
    keep_until: dt.date | None = None


@transaction.atomic
def ask_for_proof(
    *, case: Case, kind: str, doubt: str, method: str, on: dt.date, actor: User, is_mailed: bool = False
) -> IdentityCheck:
    """Record the doubt and the ask, stop the clock where the law does, and move the case to ID and authority (G4).

    With `is_mailed` the letter that asks is queued too, where there is a safe e-mail address.

    Raises:
        RuleRefused: no reason for the doubt, a method that does not fit, a day in the future, or already decided.
        NotPermitted: the actor may not work the case.
    """
    permissions.demand(actor, Act.WORK_CASE, case)
    wanted = _wanted(case, kind)
    _need(doubt, "doubt", "Say why there is a reasonable doubt; without one, no proof may be asked for.")
    chosen = _method(kind, method)
    if wanted.check and wanted.check.is_settled:
        message = "This is decided. Reopen it only on a new doubt, with a note on the case."
        raise RuleRefused(message, code="already_decided")
    if on > case_clock.today_of(case):
        message = "This lies in the future; record it on the day it happens."
        raise RuleRefused(message, code="in_the_future", fields={"on": message})
    check = wanted.check or IdentityCheck(case=case, person=wanted.person, kind=kind)
    check.state, check.doubt, check.method = CheckState.ASKED, doubt, chosen.code
    check.asked_on, check.asked_by = on, actor
    check.save()
    stops = stops_the_clock(case, kind)
    if stops and not wanted.is_awaited:
        clock_acts.pause(case=case, waiting_for=PauseKind(kind), on=on, reason=doubt, actor=actor)
    if transition(Move.ASK_IDENTITY, case.stage) is not None:
        move_case(case=case, move=Move.ASK_IDENTITY, actor=actor)
    if is_mailed:
        mail_ask(case=case, check=check, method=chosen, clock_words=clock_words(case, stops=stops), actor=actor)
    facts = {"kind": kind, "method": chosen.code, "late": is_late(case, on), "stops": stops}
    record("identity.asked", actor=actor, case=case, about=check, facts=facts, payload={"doubt": doubt})
    return check


@transaction.atomic
def verify(*, case: Case, kind: str, proof: Proof, actor: User) -> IdentityCheck:
    """Record that it is proved: by which method, on which day, by whom; the clock goes on (G6).

    An attached file proves nothing (G25): a method and a note of what was compared are needed. Evidence is deleted now
    unless there is a reason to keep it, for seven days at most.
    """
    permissions.demand(actor, Act.WORK_CASE, case)
    wanted = _wanted(case, kind)
    chosen = _method(kind, proof.method)
    _need(proof.note, "note", "Say what was compared with what; a document that was attached proves nothing by itself.")
    _need_past(case, proof.on)
    if chosen.shows_document and proof.document_kind not in rules.DOCUMENTS:
        message = "Say which kind of document was seen."
        raise RuleRefused(message, code="document_missing", fields={"document_kind": message})
    check = _check(wanted)
    check.state, check.method, check.note, check.decided_on = CheckState.VERIFIED, chosen.code, proof.note, proof.on
    check.document_kind = proof.document_kind if chosen.shows_document else ""
    check.document_tail = rules.tail_of(proof.typed_tail) if chosen.shows_document else ""
    evidence = _settle_evidence(case, check, proof, actor)
    _decide(check, actor)
    _mark(wanted, is_proved=True)
    _go_on(case, wanted, proof.on, actor)
    facts = {"kind": kind, "method": chosen.code, "on": proof.on, "evidence": evidence}
    record("identity.verified", actor=actor, case=case, about=check, facts=facts, payload={"note": proof.note})
    return check


@transaction.atomic
def mark_insufficient(*, case: Case, kind: str, on: dt.date, note: str, actor: User) -> IdentityCheck:
    """Record that what came is not enough; the clock goes on waiting and the evidence is deleted."""
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
        waiting = PauseKind(wanted.kind)
        clock_acts.resume(case=case, waiting_for=waiting, on=on, actor=actor, is_sufficient=False)
    _delete(evidence_of(case, kind), case=case, actor=actor, why="not enough")
    facts = {"kind": kind, "failures": check.failures}
    record("identity.insufficient", actor=actor, case=case, about=check, facts=facts, payload={"note": note})
    return check


@transaction.atomic
def mark_not_needed(*, case: Case, kind: str, reason: str, actor: User) -> IdentityCheck:
    """Record that there is no reasonable doubt, and why; counts as settled (GDPR Art. 12(6))."""
    permissions.demand(actor, Act.WORK_CASE, case)
    wanted = _wanted(case, kind)
    _need(reason, "reason", "Say why there is no reasonable doubt.")
    today = case_clock.today_of(case)
    check = _check(wanted)
    check.state, check.method, check.note, check.decided_on = CheckState.NOT_NEEDED, "", reason, today
    _decide(check, actor)
    _mark(wanted, is_proved=False)
    _go_on(case, wanted, today, actor)
    _delete(evidence_of(case, kind), case=case, actor=actor, why="not needed")
    record("identity.not_needed", actor=actor, case=case, about=check, facts={"kind": kind}, payload={"reason": reason})
    return check


@transaction.atomic
def add_evidence(*, case: Case, kind: str, upload: "UploadedFile[bytes]", actor: User) -> CaseFile:
    """Seal a file that was sent as proof; it is deleted after the check, and after seven days in any case."""
    permissions.demand(actor, Act.WORK_CASE, case)
    attached = attach_file(case=case, upload=upload, purpose=_wanted(case, kind).kind, actor=actor)
    attached.file.expires_at = clock.now() + rules.LONGEST_KEEPING
    attached.file.save(update_fields=["expires_at"])
    delete_by = attached.file.expires_at.date()
    record("identity.evidence_added", actor=actor, case=case, about=attached, facts={"delete_by": delete_by})
    return attached


@transaction.atomic
def delete_expired_evidence() -> int:
    """Delete evidence whose day has come; returns the number of files."""
    expired = CaseFile.objects.filter(purpose__in=CheckKind.values, file__expires_at__lte=clock.now())
    by_case: dict[Case, list[CaseFile]] = {}
    for attached in expired.select_related("case", "file"):
        by_case.setdefault(attached.case, []).append(attached)
    return sum(_delete(files, case=case, actor=None, why="its day has come") for case, files in by_case.items())


def stops_the_clock(case: Case, kind: str) -> bool:
    """Whether the rules of this case know an ask of that kind as a reason to stop the clock today."""
    lawful = pause_reasons(case_clock.rules_of(case), Right(case.right), case_clock.today_of(case))
    return any(rule.kind.value == kind for rule in lawful)


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


def _method(kind: str, code: str) -> rules.Method:
    method = rules.method_named(code)
    if method is None or method.kind != kind:
        message = "Choose one of the methods."
        raise RuleRefused(message, code="method_missing", fields={"method": message})
    return method


def _need(words: str, field: str, message: str) -> None:
    if not words.strip():
        raise RuleRefused(message, code=f"{field}_missing", fields={field: message})


def _need_past(case: Case, on: dt.date) -> None:
    if on > case_clock.today_of(case):
        message = "This lies in the future; record it on the day it happens."
        raise RuleRefused(message, code="in_the_future", fields={"on": message})


def _decide(check: IdentityCheck, actor: User) -> None:
    check.decided_at, check.decided_by = clock.now(), actor
    check.save()


def _mark(wanted: WantedCheck, *, is_proved: bool) -> None:
    """Tick the person; a data subject who asks for themselves stands in the case in two roles."""
    people = [wanted.person]
    if wanted.person.role == PersonRole.SUBJECT:
        people += wanted.person.case.people.filter(role=PersonRole.REQUESTER, relation=Relation.SELF)
    for person in people:
        person.is_proved = is_proved
        person.save(update_fields=["is_proved"])


def _go_on(case: Case, wanted: WantedCheck, on: dt.date, actor: User) -> None:
    if wanted.is_awaited:
        clock_acts.resume(case=case, waiting_for=PauseKind(wanted.kind), on=on, actor=actor)


def _settle_evidence(case: Case, check: IdentityCheck, proof: Proof, actor: User) -> str:
    files = evidence_of(case, check.kind)
    check.evidence_kept_for = proof.keep_reason if files else ""
    if not files:
        return "none"
    if not proof.keep_reason.strip():
        _delete(files, case=case, actor=actor, why="checked")
        return "deleted"
    today = case_clock.today_of(case)
    if proof.keep_until is None or not today <= proof.keep_until <= today + rules.LONGEST_KEEPING:
        message = "Say until when it is kept: seven days at most."
        raise RuleRefused(message, code="kept_too_long", fields={"keep_until": message})
    for attached in files:
        attached.file.expires_at = dt.datetime.combine(proof.keep_until, dt.time(23, 59), tzinfo=dt.UTC)
        attached.file.save(update_fields=["expires_at"])
    return f"kept until {proof.keep_until.isoformat()}"


def _delete(files: list[CaseFile], *, case: Case, actor: User | None, why: str) -> int:
    for attached in files:
        stored = attached.file
        attached.delete()
        storage.remove(stored)
    if files:
        kind = "user" if actor is not None else "system"
        facts = {"files": len(files), "why": why}
        record("identity.evidence_deleted", actor=actor, actor_kind=kind, case=case, facts=facts)
    return len(files)
