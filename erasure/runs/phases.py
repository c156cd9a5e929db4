"""What a step does in each phase, before anything is stored. Only here are targets made from settings."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass, field
from typing import Any

from discovery.documents import SubjectProfile
from discovery.scans.secrets import SecretMissing, read_secret
from erasure.errors import TargetFailed
from erasure.plan import BY_HAND, Action, Outcome, Policy, Preview, Terms, differences
from erasure.runs.models import ErasureRun, ErasureStep, Phase
from erasure.targets import Target, make_target

LEASE = dt.timedelta(minutes=5)
_RENEW_EVERY_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class PhaseResult:
    """The columns of the step that the phase sets."""

    columns: dict[str, Any] = field(default_factory=dict)


def run_phase(step: ErasureStep) -> PhaseResult:
    """Do what the phase of the step's run asks.

    Raises:
        TargetFailed: it could not be done; nothing, or in a target without transactions only a part, was changed.
        TakenAway: the lease was lost.
    """
    target, person, terms = target_of(step), person_of(step.run), terms_of(step)
    phase = step.run.phase
    if phase == Phase.REHEARSE:
        preview = target.preview(person, terms)
        return PhaseResult(
            {"preview": preview.as_json(), "counts": preview.counts(), "fingerprint": preview.fingerprint}
        )
    rehearsed = Preview.from_json(step.preview)
    if phase == Phase.CHECK:
        now = target.preview(person, terms)
        return PhaseResult({"differences": differences(rehearsed, now)})
    if phase == Phase.ERASE:
        outcome = target.erase(rehearsed.changes, person, _pace(step))
        return PhaseResult({"done": outcome.done, "already": outcome.already})
    return PhaseResult({"leftovers": leftovers(rehearsed, target.verify(person, terms))})


def leftovers(rehearsed: Preview, after: Preview) -> dict[str, int]:
    """What the search finds that should be gone, in figures; what was planned to stay is none of it.

    What somebody signed to have done by hand should be gone, too ("signed_but_found").
    """
    left = [change for change in after.changes if change.action not in (Action.RESTRICT, Action.CONFIRM)]
    known = {question.key for question in rehearsed.questions}
    asked = sum(question.count for question in after.questions if question.key not in known)
    signed = sum(stay.count for stay in after.stays if stay.reason == BY_HAND)
    found = {"found": len(left), "to_check": asked, "unread": sum(gap.count for gap in after.gaps)}
    found["signed_but_found"] = signed
    before = sum(gap.count for gap in rehearsed.gaps)
    found["unread"] = max(0, found["unread"] - before)
    return {name: count for name, count in found.items() if count}


def target_of(step: ErasureStep) -> Target:
    """The target of a step. Raises TargetFailed: "secret_missing", "bad_setting"."""
    try:
        return make_target(step.kind, step.settings, read_secret(step.secret_name))
    except SecretMissing:
        raise TargetFailed("secret_missing") from None
    except ValueError:
        raise TargetFailed("bad_setting") from None


def person_of(run: ErasureRun) -> SubjectProfile:
    """Whom the run erases."""
    return SubjectProfile.from_json(run.profile)


def terms_of(step: ErasureStep) -> Terms:
    """The policies of the target and the answers of the run."""
    policies = tuple(Policy.from_json(raw) for raw in step.policies)
    return Terms(policies, dict(step.run.choices.get(str(step.ref), {})), step.run.seed)


def _pace(step: ErasureStep) -> Any:
    renewed = time.monotonic()

    def keep() -> bool:
        nonlocal renewed
        if time.monotonic() - renewed < _RENEW_EVERY_SECONDS:
            return True
        renewed = time.monotonic()
        return step.renew(lease=LEASE)

    return keep


__all__ = ["LEASE", "Outcome", "PhaseResult", "leftovers", "person_of", "run_phase", "target_of", "terms_of"]
