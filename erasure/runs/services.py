"""Acts on erasures: rehearse, answer, propose, approve, carry out, confirm by hand, repeat. One transaction each."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from discovery.documents import SubjectProfile
from dsar.foundation import clock
from dsar.foundation.leases import LeaseState
from dsar.foundation.versions import demand_same
from erasure.certificates import canonical, sign
from erasure.errors import ErasureRefused
from erasure.events import ErasureChanged, erasure_changed
from erasure.plan import Policy, Preview
from erasure.rules import Blocker, may_approve
from erasure.runs.models import ErasureRun, ErasureStep, Phase, RunState
from erasure.runs.worker import next_phase, ring
from erasure.targets.manual import KIND as MANUAL

NEEDS_NEW_REHEARSAL = frozenset({"changed_meanwhile", "leftovers", "not_redactable"})


@dataclass(frozen=True, slots=True)
class TargetOrder:
    """A target of an erasure: the house's id and name of it, its kind and settings, its secret's name, its policies.

    `owner` is who answers for the system, in words: tasks by hand are theirs.
    """

    ref: UUID
    name: str
    kind: str
    settings: Mapping[str, Any] = field(repr=False)
    secret_name: str = ""
    policies: Sequence[Policy] = ()
    owner: str = ""


@transaction.atomic
def order_rehearsal(
    *,
    order_id: UUID,
    key_id: UUID,
    actor_id: UUID | None,
    person: SubjectProfile,
    targets: Sequence[TargetOrder],
    choices: Mapping[str, Any] | None = None,
) -> ErasureRun:
    """Write a run and its steps and ring for workers: nothing is changed by a rehearsal.

    Raises:
        ErasureRefused: no target ("no_targets"), or an erasure of this order is under way ("under_way").
    """
    if not targets:
        raise ErasureRefused("There is no target to erase from. Add one under Set-up.", code="no_targets")
    run = ErasureRun(
        key_id=key_id, order_id=order_id, ordered_by=actor_id, ordered_at=clock.now(), profile=person.as_json(),
        seed=secrets.token_hex(16), choices=dict(choices or {}),
    )  # fmt: skip
    try:
        with transaction.atomic():
            run.save(force_insert=True)
    except IntegrityError:
        raise ErasureRefused("An erasure of this case is under way already.", code="under_way") from None
    for one in targets:
        ErasureStep.objects.create(
            run=run, ref=one.ref, name=one.name, kind=one.kind, settings=dict(one.settings),
            secret_name=one.secret_name, policies=[policy.as_json() for policy in one.policies], owner=one.owner[:200],
        )  # fmt: skip
    _tell(run, "ordered", actor_id, targets=len(targets))
    transaction.on_commit(partial(ring, run.pk), robust=True)
    return run


@transaction.atomic
def answer(*, run: ErasureRun, answers: Mapping[str, Mapping[str, str]], actor_id: UUID) -> None:
    """Answer questions of a rehearsal, {target: {question: choice}}, and rehearse again with the answers.

    Raises:
        ErasureRefused: it is no longer open ("not_open"), or an answer fits no question ("unknown_answer").
    """
    row = _locked(run, RunState.REHEARSED)
    known = {str(step.ref): {q.key: q.choices for q in _preview(step).questions} for step in row.steps.all()}
    choices = {ref: dict(given) for ref, given in row.choices.items()}
    for ref, given in answers.items():
        for question, choice in given.items():
            if choice not in known.get(ref, {}).get(question, ()):
                raise ErasureRefused("This answer fits no question of the rehearsal.", code="unknown_answer")
            choices.setdefault(ref, {})[question] = choice
    row.choices, row.state = choices, RunState.REHEARSING
    row.save(update_fields=["choices", "state"])
    _tell(row, "answered", actor_id, answers=sum(map(len, answers.values())))
    next_phase(row, Phase.REHEARSE)
    run.refresh_from_db()


@transaction.atomic
def rehearse_again(
    *,
    run: ErasureRun,
    actor_id: UUID,
    targets: Sequence[TargetOrder],
    person: SubjectProfile | None = None,
    keeps_answers: bool = True,
) -> ErasureRun:
    """A new run with the person as known now, after one that was dropped, differed or stayed.

    With the same answers, or with every question asked anew.
    """
    row = ErasureRun.objects.select_for_update().get(pk=run.pk)
    if row.state in (RunState.REHEARSED, RunState.PROPOSED, RunState.APPROVED):
        cancel(run=row, actor_id=actor_id)
    person = person or SubjectProfile.from_json(row.profile)
    return order_rehearsal(
        order_id=row.order_id, key_id=row.key_id, actor_id=actor_id, person=person, targets=targets,
        choices=row.choices if keeps_answers else {},
    )  # fmt: skip


@transaction.atomic
def propose(*, run: ErasureRun, actor_id: UUID, blockers: Sequence[Blocker], gaps_reason: str = "") -> None:
    """Put a rehearsal before a second person. `blockers` are what the house knows to stand in the way.

    Raises:
        ErasureRefused: something stands in the way (its code), or it is not a finished rehearsal.
    """
    row = _locked(run, RunState.REHEARSED)
    _refuse(blockers)
    row.state, row.proposed_by, row.proposed_at = RunState.PROPOSED, actor_id, clock.now()
    row.gaps_reason = gaps_reason.strip()
    row.save(update_fields=["state", "proposed_by", "proposed_at", "gaps_reason"])
    _tell(row, "proposed", actor_id, fingerprint=row.fingerprint)
    run.refresh_from_db()


@transaction.atomic
def approve(*, run: ErasureRun, actor_id: UUID, fingerprint: str, alone_reason: str = "") -> None:
    """Approve exactly the rehearsal of this fingerprint.

    Raises:
        ErasureRefused: the same person proposed it ("four_eyes").
        RuleRefused: no fingerprint is named ("version_needed").
        Conflict: what was read is not what stands there ("stale").
    """
    row = _locked(run, RunState.PROPOSED)
    if not may_approve(proposer=row.proposed_by, approver=actor_id, small_team_reason=alone_reason):
        message = "Whoever proposed an erasure does not approve it. Ask a colleague who may approve."
        raise ErasureRefused(message, code="four_eyes")
    demand_same(fingerprint, row.fingerprint, field="fingerprint")
    row.state, row.approved_by, row.approved_at = RunState.APPROVED, actor_id, clock.now()
    row.approved_fingerprint = row.fingerprint
    row.alone_reason = alone_reason.strip()[:300] if row.proposed_by == actor_id else ""
    row.save(update_fields=["state", "approved_by", "approved_at", "approved_fingerprint", "alone_reason"])
    _tell(row, "approved", actor_id, fingerprint=row.fingerprint)
    run.refresh_from_db()


@transaction.atomic
def send_back(*, run: ErasureRun, actor_id: UUID) -> None:
    """Give a proposal, or an approval of which nothing was carried out, back to whoever works on it."""
    row = _locked(run, RunState.PROPOSED, RunState.APPROVED)
    row.state, row.proposed_by, row.proposed_at = RunState.REHEARSED, None, None
    row.approved_by, row.approved_at, row.approved_fingerprint, row.alone_reason = None, None, "", ""
    row.save(update_fields=["state", "proposed_by", "proposed_at", "approved_by", "approved_at", "approved_fingerprint",
                            "alone_reason"])  # fmt: skip
    _tell(row, "sent_back", actor_id)
    run.refresh_from_db()


@transaction.atomic
def carry_out(*, run: ErasureRun, actor_id: UUID, blockers: Sequence[Blocker]) -> None:
    """Carry an approved erasure out: first every target is compared with the rehearsal, then all are erased.

    Raises:
        ErasureRefused: something stands in the way (its code), or it is not approved.
    """
    row = _locked(run, RunState.APPROVED)
    _refuse(blockers)
    row.state, row.started_at = RunState.EXECUTING, clock.now()
    row.save(update_fields=["state", "started_at"])
    _tell(row, "started", actor_id)
    next_phase(row, Phase.CHECK)
    run.refresh_from_db()


@transaction.atomic
def repeat(*, run: ErasureRun, actor_id: UUID, blockers: Sequence[Blocker]) -> int:
    """Try again what failed, in the phase that failed; gives how many targets.

    Raises:
        ErasureRefused: it needs a new rehearsal ("rehearse_again"), or something stands in the way.
    """
    row = _locked(run, RunState.PARTIAL)
    _refuse(blockers)
    failed = list(row.steps.filter(state=LeaseState.FAILED))
    if row.failure in NEEDS_NEW_REHEARSAL or any(step.failure in NEEDS_NEW_REHEARSAL for step in failed):
        raise ErasureRefused("The data have changed: rehearse again.", code="rehearse_again")
    row.steps.filter(pk__in=[step.pk for step in failed]).update(
        state=LeaseState.WAITING, attempts=0, failure="", lease_until=None
    )
    row.state, row.failure, row.ended_at = RunState.EXECUTING, "", None
    row.save(update_fields=["state", "failure", "ended_at"])
    _tell(row, "repeated", actor_id, targets=len(failed))
    transaction.on_commit(partial(ring, row.pk), robust=True)
    run.refresh_from_db()
    return len(failed)


@transaction.atomic
def confirm(*, step: ErasureStep, words: str, actor_id: UUID) -> None:
    """Sign that a task by hand was done.

    Raises:
        ErasureRefused: it is no open task by hand ("not_open"), or nobody said what was done ("reason_missing").
    """
    if not words.strip():
        raise ErasureRefused("Say what was done, and when.", code="reason_missing")
    row = ErasureStep.objects.select_for_update(of=("self",)).select_related("run").get(pk=step.pk)
    is_open = row.kind == MANUAL and row.run.phase == Phase.ERASE and row.run.state == RunState.EXECUTING
    if not is_open or row.state not in (LeaseState.WAITING, LeaseState.FAILED):
        raise ErasureRefused("This task is not open.", code="not_open")
    now = clock.now()
    body = {"run": str(row.run_id), "target": str(row.ref), "by": str(actor_id), "at": now.isoformat(), "words": words}
    row.confirmed_by, row.confirmed_at, row.confirmation = actor_id, now, words.strip()
    row.signature, row.state, row.erased_at, row.done = sign(canonical(body)), LeaseState.DONE, now, 1
    row.save(update_fields=["confirmed_by", "confirmed_at", "confirmation", "signature", "state", "erased_at", "done"])
    _tell(row.run, "confirmed", actor_id, target=row.name)
    transaction.on_commit(partial(ring, row.run_id), robust=True)
    step.refresh_from_db()


@transaction.atomic
def cancel(*, run: ErasureRun, actor_id: UUID) -> None:
    """Drop an erasure of which nothing was carried out."""
    row = _locked(run, RunState.REHEARSING, RunState.REHEARSED, RunState.PROPOSED, RunState.APPROVED)
    row.state, row.ended_at = RunState.CANCELLED, clock.now()
    row.save(update_fields=["state", "ended_at"])
    open_states = (LeaseState.WAITING, LeaseState.WORKING)
    row.steps.filter(state__in=open_states).update(state=LeaseState.CANCELLED, lease_until=None)
    _tell(row, "cancelled", actor_id)
    run.refresh_from_db()


def _locked(run: ErasureRun, *states: RunState) -> ErasureRun:
    row = ErasureRun.objects.select_for_update().get(pk=run.pk)
    if row.state not in states:
        raise ErasureRefused("This erasure is no longer at this point. Read the page again.", code="not_open")
    return row


def _refuse(blockers: Sequence[Blocker]) -> None:
    if blockers:
        raise ErasureRefused(blockers[0].words, code=blockers[0].code)


def _preview(step: ErasureStep) -> Preview:
    return Preview.from_json(step.preview)


def _tell(run: ErasureRun, what: str, actor_id: UUID | None, **facts: object) -> None:
    event = ErasureChanged(run.pk, run.order_id, actor_id, what, facts)
    erasure_changed.send(sender=ErasureRun, event=event)
