"""Flags in the targets: ordered with a restriction or a stop of direct marketing, set and read again by a worker.

They are taken away when the restriction is lifted, or when the person consents to marketing anew.
"""

from collections.abc import Iterable, Mapping
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from discovery.scans.secrets import SecretMissing, read_secret
from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases import permissions
from dsar.cases.models import Case
from dsar.cases.vocabulary import RightAsked
from dsar.foundation import clock
from dsar.foundation.errors import KeyDestroyed
from dsar.foundation.leases import LeaseState
from dsar.rights.decisions.work_services import in_house_language, open_task
from dsar.rights.restriction.models import FlagMeaning, FlagPhase, FlagStep, Restriction
from dsar.rights.restriction.models import FlagRule as RuleRow
from dsar.rights.restriction.selectors import by_hand, flag_rules, steps_of
from dsar.search.services import subject_profile
from erasure.errors import TargetFailed
from erasure.flags import Flagger, FlagRule, Receipt, flagger_for
from erasure.targets import TakenAway, make_target

if TYPE_CHECKING:
    from dsar.rights.objection.models import Objection

catalogue.declare(
    restriction_flagged="Restriction on {target}: {flagged|flag stands|flags stand}; "
    "said so before: {already|place|places}",
    restriction_flags_lifted="Restriction on {target}: {lifted|flag|flags} taken away; "
    "changed by others and left: {kept}",
    restriction_flags_again="Flags of the restriction tried again on {targets|target|targets}",
    restriction_flags_failed="Restriction on {target}: {phase} failed ({failure})",
    objection_flagged="No marketing on {target}: {flagged|mark stands|marks stand}; "
    "said so before: {already|place|places}",
    objection_flags_lifted="No marketing on {target}: {lifted|mark|marks} taken away; "
    "changed by others and left: {kept}",
    objection_flags_again="Marks against marketing tried again on {targets|target|targets}",
    objection_flags_failed="No marketing on {target}: {phase} failed ({failure})",
)
TRIES = 3


def order_flags(*, case: Case, restriction: Restriction | None = None, objection: "Objection | None" = None) -> int:
    """Order the flags of a restriction, or of a stop of marketing, on every target that can carry them.

    Returns:
        On how many targets; those that were ordered before are not counted.
    """
    meaning = FlagMeaning.RESTRICTION if restriction is not None else FlagMeaning.MARKETING
    known = {step.name: step for step in steps_of(case)}
    count = 0
    for target, rules in groupby(flag_rules(case, meaning), key=lambda rule: rule.target):
        if target.name in known:
            _look_by_hand(known[target.name])
            continue
        plain = _plain(rules)
        step = FlagStep(restriction=restriction, objection=objection, target=target, name=target.name, rules=plain)
        step.receipts = []
        step.save(force_insert=True)
        transaction.on_commit(partial(ring, step.pk))
        count += 1
    return count


def lift_flags(steps: Iterable[FlagStep]) -> int:
    """Order that these flags are taken away; gives on how many targets."""
    ordered = list(steps)
    for step in ordered:
        _again(step, FlagPhase.LIFT)
    return len(ordered)


@transaction.atomic
def try_again(*, case: Case, actor: User) -> int:
    """Try again what failed, whichever way it went; gives how many targets.

    Where nothing was changed yet, what is set is read anew from the rules of today; a target that has none any more is
    left to a person, who gets a task.
    """
    permissions.demand(actor, Act.WORK_CASE, case)
    failed = list(steps_of(case).filter(state=LeaseState.FAILED))
    action = "restriction.flags_again" if case.right == RightAsked.RESTRICTION else "objection.flags_again"
    record(action, actor=actor, case=case, facts={"targets": len(failed)})
    for step in failed:
        if step.phase == FlagPhase.LIFT or step.receipts or _read_rules_anew(step):
            _again(step, step.phase)
        else:
            _mark_by_hand(step, actor)
            step.delete()
    return len(failed)


def work_step(step_id: UUID) -> bool:
    """Do the work of one step, if nobody else holds it; True where it was done."""
    step = FlagStep.objects.filter(pk=step_id).first()
    if step is None or not step.claim():
        return False
    try:
        counts = _set(step) if step.phase == FlagPhase.SET else _lift(step)
    except TakenAway:
        return False
    except (TargetFailed, SecretMissing, KeyDestroyed, ValueError) as error:
        _fail(step, getattr(error, "code", "") or "not_set_up", can_wait=getattr(error, "can_wait", False))
        return False
    return _keep(step, counts)


def forgotten() -> list[UUID]:
    """Steps for which nobody has rung lately; marked as rung."""
    now = clock.now()
    found = list(FlagStep.objects.forgotten(now).values_list("pk", flat=True)[:50])
    FlagStep.objects.filter(pk__in=found).update(last_rung_at=now)
    return found


def ring(step_id: UUID) -> None:
    """Ring for a worker."""
    from dsar.rights.restriction.tasks import push_flags

    push_flags.delay(str(step_id))


def _set(step: FlagStep) -> dict[str, int]:
    flagger, known = _flagger(step), [Receipt.from_json(raw) for raw in step.receipts]
    rules = [FlagRule(**raw) for raw in step.rules]
    planned = flagger.plan(subject_profile(step.case), rules, known)
    if planned.missing:
        raise TargetFailed("no_such_column")
    step.receipts = [one.as_json() for one in planned.receipts]
    _keep_receipts(step)  # before anything is changed, so that it can always be undone
    flagger.set_flags(planned.receipts, step.renew)
    stands = flagger.standing(planned.receipts)
    if stands != len(planned.receipts):
        raise TargetFailed("not_verified", can_wait=True)
    return {"flagged": stands, "already": planned.already, "unsure": planned.unsure}


@transaction.atomic
def _keep_receipts(step: FlagStep) -> None:
    """Store what stood before; never over the receipts of whoever holds the step by now. Raises TakenAway."""
    if not step.renew():  # locks the row until the receipts are in it
        raise TakenAway
    step.save(update_fields=["receipts"])


def _lift(step: FlagStep) -> dict[str, int]:
    flagger, receipts = _flagger(step), [Receipt.from_json(raw) for raw in step.receipts]
    outcome = flagger.lift_flags(receipts, step.renew)
    if flagger.standing(receipts):
        raise TargetFailed("not_verified", can_wait=True)
    return {**step.counts, "lifted": outcome.done, "kept": outcome.already}


def _flagger(step: FlagStep) -> Flagger:
    if step.target is None:
        raise TargetFailed("target_gone")
    target = make_target(step.target.kind, step.target.settings, read_secret(step.target.secret_name))
    flagger = flagger_for(target)
    if flagger is None:
        raise TargetFailed("cannot_flag")
    return flagger


@transaction.atomic
def _keep(step: FlagStep, counts: dict[str, int]) -> bool:
    if not step.finish():
        return False
    step.counts, step.verified_at = counts, clock.now()
    step.save(update_fields=["counts", "verified_at"])
    facts = {"target": step.name, "flagged": 0, "already": 0, "lifted": 0, "kept": 0, **counts}
    _record("flagged" if step.phase == FlagPhase.SET else "flags_lifted", step, facts)
    _look_by_hand(step)
    return True


@transaction.atomic
def _fail(step: FlagStep, failure: str, *, can_wait: bool) -> None:
    if can_wait and step.attempts < TRIES:
        held = FlagStep.objects.filter(pk=step.pk, state=LeaseState.WORKING, fence=step.fence)
        held.update(state=LeaseState.WAITING, lease_until=None)  # the attempt counts; it is rung for again
        return
    if step.finish(LeaseState.FAILED, failure=failure):
        facts = {"target": step.name, "phase": step.phase, "failure": failure}
        _record("flags_failed", step, facts)


def _plain(rules: Iterable[RuleRow]) -> list[dict[str, str]]:
    return [{"set": rule.set, "value": rule.value, "column": rule.column} for rule in rules]


def _read_rules_anew(step: FlagStep) -> bool:
    """Give a step the rules of today; False where its target has none."""
    meaning = FlagMeaning.RESTRICTION if step.restriction_id else FlagMeaning.MARKETING
    step.rules = _plain(rule for rule in flag_rules(step.case, meaning) if rule.target_id == step.target_id)
    if step.rules:
        step.save(update_fields=["rules"])
    return bool(step.rules)


def _mark_by_hand(step: FlagStep, actor: User) -> None:
    system, meaning = step.target.system if step.target else None, FlagMeaning.MARKETING
    stop, words = "stop", _("Stop direct marketing to this person, and keep them off the lists.")
    if step.restriction_id:
        meaning = FlagMeaning.RESTRICTION
        stop, words = "restrict", _("Mark the data as restricted and use them only as Article 18(2) allows.")
    places = (one for one in by_hand(step.case, meaning) if one.system == system and one.target in (None, step.target))
    place = next(places, None)
    ref = place.ref(stop) if place else f"{stop}:{system.pk if system else step.pk}"
    open_task(case=step.case, ref=ref, system=system, what=f"{step.name}: {words}", actor=actor)


def _look_by_hand(step: FlagStep) -> None:
    """A task where rows may be the person's: nothing marks these unasked."""
    if step.phase == FlagPhase.SET and step.counts.get("unsure"):
        with in_house_language(step.case):
            words = _(
                "Rows here may be the person's and carry no mark. Look there, mark those that are theirs, and sign."
            )
        system = step.target.system if step.target else None
        open_task(case=step.case, ref=f"unsure:{step.pk}", system=system, what=words, actor=None)


def _again(step: FlagStep, phase: str) -> None:
    FlagStep.objects.filter(pk=step.pk).update(
        state=LeaseState.WAITING, phase=phase, attempts=0, failure="", lease_until=None, verified_at=None
    )
    transaction.on_commit(partial(ring, step.pk))


def _record(act: str, step: FlagStep, facts: Mapping[str, object]) -> None:
    room = "restriction" if step.restriction_id else "objection"
    record(f"{room}.{act}", actor=None, actor_kind="system", case=step.case, about=step, facts=facts)
