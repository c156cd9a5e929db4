"""Acts on a case: registering, assigning, noting, attaching, moving from stage to stage."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import Group
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F

from discovery.detection.never_stored import mask_never_stored
from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases import clock as case_clock
from dsar.cases import lifecycle, permissions, registry
from dsar.cases.conflict_selectors import is_conflicted
from dsar.cases.models import Case, CaseFile, CaseLink, CasePerson, CaseToken, Note
from dsar.cases.querysets import token_digests
from dsar.cases.relation_rules import inverse_of
from dsar.cases.rules import index_tokens
from dsar.cases.triage import mark_taken_in
from dsar.cases.vocabulary import Outcome, PersonRole, Relation, Stage
from dsar.deadlines.compute import compute
from dsar.foundation import clock, storage
from dsar.foundation.errors import Conflict, NotPermitted, RuleRefused
from dsar.foundation.keys import create_data_key
from dsar.foundation.models import ReferenceCounter
from dsar.foundation.references import make_reference
from dsar.foundation.uploads import demand_whole
from dsar.processing_records.models import Controller

catalogue.declare(
    case_registered="Request logged: {right}, received {received} by {channel}",
    case_assigned="Given to {handler}",
    case_noted="Note written",
    case_file_added="File attached ({purpose})",
    case_moved="Moved from {source} to {target}. {reason}",
    case_move_refused="Move to {target} refused: gates {gates}",
    case_linked="Linked as {kind} with {other}",
    case_viewed="Case opened",
)


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """A person as entered: role, how they stand to the data subject, and details in the form of CasePerson.details."""

    role: PersonRole
    details: Mapping[str, Any]
    relation: Relation = Relation.SELF
    is_safe_contact: bool = False
    is_proved: bool = False


@dataclass(frozen=True, slots=True)
class NewRequest:
    """Everything that is known of a request when it is logged. `received_at` is an aware instant."""

    controller: Controller
    channel: str
    received_at: dt.datetime
    people: tuple[PersonEntry, ...]
    request_text: str
    right: str = "access"
    regime_id: str = ""
    search_details: str = ""
    language: str = "en"
    context: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def register_case(
    *,
    request: NewRequest,
    actor: User | None,
    handler: User | None = None,
    teams: Iterable[Group] = (),
    actor_kind: str = "user",
) -> Case:
    """Log a request as a case: key, reference, people, blind index, clock, grants, audit entry.

    A member of staff who logs it takes it in by that: what is held is kept from then on (G3).

    Raises:
        RuleRefused: the receipt lies in the future, there is no data subject, or gate G1 is not met.
    """
    _check(request)
    words, search = mask_never_stored(request.request_text), mask_never_stored(request.search_details)
    result = compute(_first_question(request), today=clock.today(request.controller.time_zone))
    case = Case(
        reference=_next_reference(request),
        controller=request.controller,
        key=create_data_key(),
        right=request.right,
        regime_id=result.regime_id,
        ruleset_version=result.ruleset_version,
        channel=request.channel,
        language=request.language,
        received_at=request.received_at,
        handler=handler,
        logged_by=actor,
        created_at=clock.now(),
        request_text=words.text,
        search_details=search.text,
        context=dict(request.context),
    )
    case_clock.project(case, result)
    if actor is not None:
        mark_taken_in(case, by=actor)
    case.save(force_insert=True)
    for entry in request.people:
        _add_person(case, entry)
    rebuild_index(case)
    demand_gate("G1", case)
    _grant_first(case, actor, handler, teams)
    facts = {"right": case.right, "received": result.received, "channel": case.channel, "due": result.due}
    facts |= {"masked": dict(Counter(words.counts) + Counter(search.counts))} if words or search else {}
    record("case.registered", actor=actor, actor_kind=actor_kind, case=case, facts=facts)
    return case


@transaction.atomic
def assign_case(*, case: Case, handler: User, actor: User) -> None:
    """Give the case to a handler, who gets the grants that work needs."""
    permissions.demand(actor, Act.ASSIGN_CASE, case)
    if not handler.may(Act.WORK_CASE):
        message = "Only a case handler or the DPO can work a case."
        raise RuleRefused(message, code="not_a_handler", fields={"handler": message})
    if is_conflicted(case, handler):
        message = "This colleague cannot work this case."  # whether and why is not told
        raise RuleRefused(message, code="conflict", fields={"handler": message})
    permissions.grant(case, to=handler, acts=permissions.WORKERS)
    case.handler = handler
    case.save(update_fields=["handler"])
    record("case.assigned", actor=actor, case=case, facts={"handler_id": handler.pk}, payload={"handler": handler})


@transaction.atomic
def write_note(*, case: Case, text: str, actor: User) -> Note:
    """Add a note; the person may ask for a copy of it too. Card numbers and their codes are masked before."""
    permissions.demand(actor, Act.VIEW_CASE, case)
    kept = mask_never_stored(text)
    note = Note.objects.create(case=case, author=actor, text=kept.text, written_at=clock.now())
    facts = {"masked": dict(kept.counts)} if kept else None
    record("case.noted", actor=actor, case=case, about=note, facts=facts)
    return note


@transaction.atomic
def attach_file(*, case: Case, upload: "UploadedFile[bytes]", purpose: str, actor: User | None) -> CaseFile:
    """Seal an uploaded file under the case's key and attach it. Raises RuleRefused where it is too large."""
    demand_whole(upload)
    stored = storage.store(
        upload.chunks(), key_id=case.key_id, name=upload.name or "file", media_type=upload.content_type or ""
    )
    attached = CaseFile.objects.create(case=case, file=stored, purpose=purpose, added_by=actor, added_at=clock.now())
    facts = {"purpose": purpose, "bytes": stored.size, "sha256": stored.sha256}
    record(
        "case.file_added",
        actor=actor,
        actor_kind="user" if actor else "requester",
        case=case,
        about=attached,
        facts=facts,
    )
    return attached


@transaction.atomic
def link_cases(*, case: Case, other: Case, kind: str, actor: User | None) -> None:
    """Note that two cases belong together, as it reads from each side (dsar.cases.relation_rules)."""
    CaseLink.objects.get_or_create(case=case, other=other, kind=kind)
    CaseLink.objects.get_or_create(case=other, other=case, kind=inverse_of(kind))
    record(
        "case.linked",
        actor=actor,
        actor_kind="user" if actor else "requester",
        case=case,
        facts={"kind": kind, "other": other.reference},
    )


def unmet_gates(case: Case, move: lifecycle.Move) -> list[registry.GateFact]:
    """The gates that keep the case from this move, each with what to do."""
    row = lifecycle.transition(move, case.stage, case.right)
    if row is None:
        return []
    facts = [registry.gate_fact(gate, case) for gate in row.gates]
    return [fact for fact in facts if not fact.is_met]


def demand_gate(gate: str, case: Case) -> None:
    """Refuse an act whose gate is not met.

    Raises:
        RuleRefused: with the gate's name as its code and what to do as its message.
    """
    fact = registry.gate_fact(gate, case)
    if not fact.is_met:
        raise RuleRefused(fact.reason, code=gate)


@transaction.atomic
def move_case(
    *, case: Case, move: lifecycle.Move, actor: User | None, reason: str = "", outcome: Outcome | None = None
) -> Case:
    """Move the case along a row of the table if its gates are met; nobody else assigns `stage`.

    Args:
        case: as read; it is locked and compared here.
        move: the act.
        actor: None only for acts of the recipient (a download) that services of a room perform.
        reason: in words; needed for a move back.
        outcome: needed for a move that closes the case.

    Raises:
        RuleRefused: no such row, a gate is not met (`code` is its name), a reason or an outcome is missing.
        NotPermitted: the actor's role or grant does not allow it.
        Conflict: somebody else moved the case meanwhile.
    """
    locked = Case.objects.select_for_update().get(pk=case.pk)
    if locked.stage != case.stage:
        message = f"Somebody else has just moved this case to “{locked.get_stage_display()}”. Look at it again."
        raise Conflict(message)
    row = _judged(case, move, actor, reason, outcome)
    source, case.stage = case.stage, row.target
    if row.target == Stage.CLOSED:
        case.closed_at = clock.now()
        case.outcome = outcome or case.outcome
        case.retain_until = _retain_until(case)
    if move in (lifecycle.Move.REOPEN, lifecycle.Move.TAKE_UP):
        case.closed_at, case.outcome, case.retain_until = None, Outcome.NONE, None
    case.version = F("version") + 1
    case.save(update_fields=["stage", "outcome", "closed_at", "retain_until", "version"])
    case.refresh_from_db(fields=["version"])
    record(
        "case.moved",
        actor=actor,
        actor_kind="user" if actor else "requester",
        case=case,
        facts={"source": source, "target": row.target, "move": move, "outcome": case.outcome},
        payload={"reason": reason},
    )
    registry.follow(move, source, case, actor)
    return case


def rebuild_index(case: Case) -> None:
    """Write the blind index of the case anew from its people."""
    case.tokens.all().delete()
    forms = {form for person in case.people.all() for form in index_tokens(person.details)}
    CaseToken.objects.bulk_create(
        CaseToken(case=case, kind=kind, digest=digest) for kind, digest in token_digests(sorted(forms))
    )


def _judged(
    case: Case, move: lifecycle.Move, actor: User | None, reason: str, outcome: Outcome | None
) -> lifecycle.Transition:
    """The row of the table by which the move is open; the table alone judges, this puts its verdict into words."""
    facts = {gate: registry.gate_fact(gate, case) for gate in lifecycle.gates_of(move, case.stage, case.right)}
    acts = None if actor is None else permissions.acts_on(case, actor)
    verdict = lifecycle.judge(move, case.stage, acts=acts, is_met=lambda gate: facts[gate].is_met, right=case.right)
    row = verdict.row
    if row is None or row.act == lifecycle.NOBODY:
        message = f"A case in “{case.get_stage_display()}” cannot do this."
        raise RuleRefused(message, code=lifecycle.NO_ROW)
    if verdict.refused_by == lifecycle.NOT_PERMITTED:
        message = "Your role or your grant on this case does not allow this. Ask the case's handler or the DPO."
        raise NotPermitted(message)
    _need_words(row, case, reason, outcome)
    if verdict.unmet:
        raise RuleRefused(" ".join(facts[gate].reason for gate in verdict.unmet), code=verdict.refused_by)
    return row


def _need_words(row: lifecycle.Transition, case: Case, reason: str, outcome: Outcome | None) -> None:
    if row.move in (lifecycle.Move.BACK, lifecycle.Move.REOPEN, lifecycle.Move.TAKE_UP) and not reason.strip():
        message = "Say why the case goes back."
        raise RuleRefused(message, code="reason_missing", fields={"reason": message})
    if row.target == Stage.CLOSED and not (outcome or case.outcome):
        message = "Say how the case ends."
        raise RuleRefused(message, code="outcome_missing", fields={"outcome": message})


def _check(request: NewRequest) -> None:
    if request.received_at > clock.now() + dt.timedelta(minutes=5):
        message = "The request cannot have been received in the future."
        raise RuleRefused(message, code="received_in_the_future", fields={"received_at": message})
    if not any(entry.role == PersonRole.SUBJECT and entry.details.get("name") for entry in request.people):
        message = "Name the data subject: the person whose data is asked for."
        raise RuleRefused(message, code="no_data_subject", fields={"subject_name": message})


def _first_question(request: NewRequest) -> Any:
    return case_clock.new_request(
        request.controller,
        regime_id=request.regime_id or request.controller.regime,
        right=request.right,
        received_at=request.received_at,
    )


def _next_reference(request: NewRequest) -> str:
    year = clock.today(request.controller.time_zone).year
    counter, _ = ReferenceCounter.objects.select_for_update().get_or_create(year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return make_reference(year, counter.last)


def _add_person(case: Case, entry: PersonEntry) -> None:
    CasePerson.objects.create(
        case=case,
        role=entry.role,
        relation=entry.relation,
        details=dict(entry.details),
        is_safe_contact=entry.is_safe_contact,
        is_proved=entry.is_proved,
    )


def _grant_first(case: Case, actor: User | None, handler: User | None, teams: Iterable[Group]) -> None:
    if actor is not None:
        permissions.grant(case, to=actor, acts=[Act.VIEW_CASE])
    if handler is not None:
        permissions.grant(case, to=handler, acts=permissions.WORKERS)
    for team in [*teams, *permissions.default_teams()]:
        permissions.grant(case, to=team, acts=permissions.DECIDERS)


def _retain_until(case: Case) -> dt.date:
    from_day = clock.today(case.controller.time_zone)
    years, months = divmod(from_day.month - 1 + case.controller.retention_months, 12)
    return from_day.replace(year=from_day.year + years, month=months + 1, day=min(from_day.day, 28))
