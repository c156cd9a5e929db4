"""The end of an erasure: the person goes on the suppression list, the certificate is written, content is let go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from dsar.foundation import clock
from erasure.certificates import canonical, public_key, sign
from erasure.plan import BY_HAND, Action, Policy, Preview
from erasure.runs.by_hand import let_go
from erasure.runs.models import ErasureCertificate, ErasureRun, ErasureStep, RunState
from erasure.runs.phases import person_of
from erasure.suppression.journal import Answered, KeptSet
from erasure.suppression.services import suppress


def finish_run(run: ErasureRun, steps: Sequence[ErasureStep]) -> ErasureCertificate:
    """Close a run that was carried out and verified; in the caller's transaction.

    The plans are let go: they hold where everything stood. Their figures stay on the certificate.
    """
    entered = suppress(person=person_of(run), run_id=run.pk, stays=_kept_sets(steps), answers=_answers(run))
    run.state, run.ended_at, run.failure = RunState.DONE, clock.now(), ""
    run.save(update_fields=["state", "ended_at", "failure"])
    body = canonical(body_of(run, steps, entered))
    certificate = ErasureCertificate.objects.create(
        run=run, order_id=run.order_id, body=body, signature=sign(body), issued_at=clock.now()
    )
    for step in steps:
        let_go(step)
    return certificate


def _kept_sets(steps: Sequence[ErasureStep]) -> list[KeptSet]:
    """The sets that stay by policy or by a decision of the case, for the journal."""
    return [
        (str(step.ref), policy.set, policy.action.value, policy.exception)
        for step in steps
        for policy in map(Policy.from_json, step.policies)
        if policy.action in (Action.KEEP, Action.RESTRICT)
    ]


def _answers(run: ErasureRun) -> list[Answered]:
    """What was answered about sets of databases; a question about one file names it by a digest and is left out."""
    return [
        (ref, question, choice)
        for ref, given in run.choices.items()
        for question, choice in given.items()
        if question.endswith(("|row", "|text"))
    ]


def body_of(run: ErasureRun, steps: Sequence[ErasureStep], entered: int) -> dict[str, Any]:
    """What the certificate says: who ordered, proposed and approved (as ids), what went, what stays and why."""
    names = {step.ref: step.name for step in steps}
    return {
        "what": "certificate of erasure",
        "version": 1,
        "erasure": str(run.pk),
        "order": str(run.order_id),
        "fingerprint": run.fingerprint,
        "proposed": _by(run.proposed_by, run.proposed_at),
        "approved": _by(run.approved_by, run.approved_at),
        "alone_reason": run.alone_reason,
        "started_at": _time(run.started_at),
        "ended_at": _time(run.ended_at),
        "suppressed_identifiers": entered,
        "targets": [_target(step, names) for step in steps],
        "public_key": public_key(),
    }


def _target(step: ErasureStep, names: Mapping[UUID, str]) -> dict[str, Any]:
    return {
        "name": step.name,
        "beside": names.get(step.beside, "") if step.beside else "",
        "kind": step.kind,
        "fingerprint": step.fingerprint,
        "changed": step.counts.get("changes", {}),
        "stays": _stays(step),
        "not_read": step.counts.get("gaps", 0),
        "erased_at": _time(step.erased_at),
        "verified_at": _time(step.verified_at),
        "found_afterwards": 0,
        "by_hand": _by(step.confirmed_by, step.confirmed_at) | {"signature": step.signature}
        if step.confirmed_by
        else None,
    }


def _stays(step: ErasureStep) -> list[dict[str, Any]]:
    """What stays, by set and reason; only the words of a policy are printed, for other words may be personal."""
    tally: dict[tuple[str, str, str, str, str], int] = {}
    for stay in Preview.from_json(step.preview).stays:
        why = stay.why if stay.reason not in ("left", "others", BY_HAND) else ""
        key = (stay.set, Action(stay.action).value, stay.reason, why, stay.until)
        tally[key] = tally.get(key, 0) + stay.count
    return [
        {"set": name, "action": action, "reason": reason, "why": why, "until": until, "count": count}
        for (name, action, reason, why, until), count in sorted(tally.items())
    ]


def _by(who: object, when: object) -> dict[str, Any]:
    return {"by": str(who) if who else "", "at": _time(when)}


def _time(when: Any) -> str:
    return when.isoformat(timespec="seconds") if when else ""
