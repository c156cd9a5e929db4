"""The sweep: ordered once, planned as leased rows, worked one step a transaction, signed at its end.

A worker that is killed leaves a step whose lease runs out; the next one takes it up. A step that was done before its
worker died is done: everything is judged again under the lock of the case.
"""

import datetime as dt
import time
from functools import partial
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases.models import Case
from dsar.foundation import clock, storage
from dsar.foundation.errors import Conflict, DsarError, NotPermitted
from dsar.foundation.leases import LeaseState
from dsar.foundation.models import SealedFile
from dsar.retention import our_records
from dsar.retention.counting_services import order_counts
from dsar.retention.letting_go_services import LetGo, let_go
from dsar.retention.models import RetentionTask, StepOutcome, Sweep, SweepState, SweepStep, TaskState
from dsar.retention.rule_services import rules_in_force
from dsar.retention.rules import CATEGORIES, Action, Mode, Rule
from dsar.retention.standing import cases_due, judged
from dsar.retention.sweep_record import body_of, sign
from dsar.retention.term_services import raise_due_terms

catalogue.declare(
    retention_sweep_ordered="Sweep of retention ordered: {steps|step|steps}",
    retention_swept="Swept: {category}, {things|thing|things}",
    retention_asked="Asked whether it goes: {category}, due on {due_on}",
    retention_sweep_ended="Sweep of retention ended: {done} done, {asked} asked, {kept} kept, {failed} failed",
)
WORK_SECONDS = 50.0
ASK_AGAIN_AFTER = dt.timedelta(days=365)  # what a person has seen to is asked about again after a year
_OPEN = (LeaseState.WAITING, LeaseState.WORKING)


@transaction.atomic
def order_sweep(*, actor: User | None) -> Sweep:
    """Plan a sweep of everything that is due now; the rules of this moment count for all of it.

    Raises:
        NotPermitted: the actor may not start one. None is the schedule.
        Conflict: one runs already.
    """
    if actor is not None and not actor.may(Act.EDIT_RETENTION):
        raise NotPermitted(_("Your role does not start a sweep."))
    rules = rules_in_force()
    sweep = Sweep(
        ordered_by=actor, ordered_at=clock.now(), rules={code: _as_json(rule) for code, rule in rules.items()}
    )
    try:
        with transaction.atomic():
            sweep.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(_("A sweep is running. Wait until it has ended.")) from error
    steps = [step for place, category in enumerate(CATEGORIES) for step in _plan(sweep, rules[category.code], place)]
    SweepStep.objects.bulk_create(steps, batch_size=500)
    raise_due_terms()
    order_counts()
    kind = "user" if actor else "system"
    record("retention.sweep_ordered", actor=actor, actor_kind=kind, about=sweep, facts={"steps": len(steps)})
    transaction.on_commit(partial(_ring, sweep.pk))
    return sweep


def _plan(sweep: Sweep, rule: Rule, place: int) -> list[SweepStep]:
    if rule.mode is Mode.OFF:
        return []
    action = rule.category.action if rule.acts else Action.REVIEW
    today = clock.today("UTC")
    if not rule.category.is_of_case:
        if _is_answered(rule, today) or not our_records.records_due(rule, today):
            return []
        return [SweepStep(sweep=sweep, category=rule.code, action=action, place=place, due_on=today)]
    asked = set()
    if not rule.acts:
        open_ones = RetentionTask.objects.filter(category=rule.code, state=TaskState.OPEN)
        asked = set(open_ones.values_list("thing", flat=True))
    return [
        SweepStep(
            sweep=sweep, category=rule.code, action=action, thing=str(due.case.pk), reference=due.case.reference,
            due_on=due.due_on, place=place,
        )
        for due in cases_due(rule, today)
        if str(due.case.pk) not in asked
    ]  # fmt: skip


def _is_answered(rule: Rule, today: dt.date) -> bool:
    """Whether a person has said lately that these stay, or has seen to them."""
    if rule.acts:
        return False
    decided = RetentionTask.objects.filter(category=rule.code, thing="")
    since = clock.now() - ASK_AGAIN_AFTER
    return decided.filter(
        Q(state=TaskState.KEPT, keep_until__gte=today) | Q(state=TaskState.DONE, decided_at__gt=since)
    ).exists()


def work_sweep(sweep_id: UUID, *, seconds: float = WORK_SECONDS) -> bool:
    """Work on a sweep for about so many seconds; True where a doorbell should ring again."""
    until = time.monotonic() + seconds
    rules = rules_in_force()
    while time.monotonic() < until:
        if not Sweep.objects.filter(pk=sweep_id, state=SweepState.RUNNING).update(last_rung_at=clock.now()):
            return False
        step = _claim(sweep_id)
        if step is None:
            return not end_sweep(sweep_id)
        work_step(step, rules[step.category])
    return True


def _claim(sweep_id: UUID) -> SweepStep | None:
    rows = SweepStep.leases.filter(sweep=sweep_id).claimable(clock.now()).order_by("place", "attempts", "due_on")
    return next((step for step in rows[:5] if step.claim()), None)


def work_step(step: SweepStep, rule: Rule) -> None:
    """Do one claimed step: the act, its audit entry and the end of the lease are one transaction."""
    try:
        with transaction.atomic():
            found = _done(step, rule)
            step.outcome, step.because, step.counts, step.done_at = (
                found.outcome, found.because, found.counts, clock.now(),
            )  # fmt: skip
            step.save(update_fields=["outcome", "because", "counts", "done_at"])
            if not step.finish():  # somebody else holds it by now: theirs counts
                transaction.set_rollback(True)
    except DsarError as error:
        step.finish(LeaseState.FAILED, failure=error.code[:60])


def _done(step: SweepStep, rule: Rule) -> LetGo:
    if rule.mode is Mode.OFF or (step.action != Action.REVIEW and not rule.acts):
        return LetGo(StepOutcome.KEPT, "decided")  # switched off since the sweep was ordered
    if step.action == Action.REVIEW:
        return _ask(step, rule)
    if rule.category.is_of_case:
        return let_go(rule=rule, case_id=step.thing)
    counts = our_records.delete_records(rule, clock.today("UTC"))
    facts = {"category": rule.code, "things": sum(counts.values())}
    record("retention.swept", actor=None, actor_kind="system", about=step, facts=facts)
    return LetGo(StepOutcome.DONE, counts=counts)


def _ask(step: SweepStep, rule: Rule) -> LetGo:
    """Raise the question once; for records without a case the number that it is about is brought up to date."""
    if rule.category.is_of_case:
        case = Case.objects.select_related("controller", "key").filter(pk=step.thing).first()
        is_due, keeps = judged(rule, case) if case else (False, None)
        if case is None or not is_due or keeps is not None:
            return LetGo(StepOutcome.KEPT, str(keeps)) if keeps else LetGo(StepOutcome.GONE)
    things = 1 if rule.category.is_of_case else our_records.records_due(rule, clock.today("UTC"))
    day = step.due_on or clock.today("UTC")
    made, is_new = RetentionTask.objects.get_or_create(
        category=rule.code, thing=step.thing, state=TaskState.OPEN,
        defaults={"reference": step.reference, "things": things, "due_on": day, "raised_at": clock.now()},
    )  # fmt: skip
    if not is_new:
        RetentionTask.objects.filter(pk=made.pk).update(things=things)
        return LetGo(StepOutcome.GONE)
    facts = {"category": rule.code, "due_on": day}
    record("retention.asked", actor=None, actor_kind="system", about=made, facts=facts)
    return LetGo(StepOutcome.ASKED, counts={"things": things})


@transaction.atomic
def end_sweep(sweep_id: UUID) -> bool:
    """Close a sweep of which no step is left, with its signed record; False while some are."""
    sweep = Sweep.objects.select_for_update().filter(pk=sweep_id, state=SweepState.RUNNING).first()
    if sweep is None:
        return True
    if sweep.steps.filter(state__in=_OPEN).exists():
        return False
    found = {outcome: sweep.steps.filter(outcome=outcome).count() for outcome in StepOutcome.values}
    failed = sweep.steps.filter(state=LeaseState.FAILED).count()
    sweep.state = SweepState.PARTIAL if failed else SweepState.DONE
    sweep.ended_at = clock.now()
    sweep.record = body_of(sweep, sweep.rules)
    sweep.signature = sign(sweep.record)
    sweep.save(update_fields=["state", "ended_at", "record", "signature"])
    facts = {"done": found["done"], "asked": found["asked"], "kept": found["kept"], "failed": failed}
    record("retention.sweep_ended", actor=None, actor_kind="system", about=sweep, facts=facts)
    return True


def remove_let_go_files() -> int:
    """Remove contents that a worker was killed before removing: the row says that they are gone."""
    removed = 0
    for pk in SealedFile.objects.filter(let_go_at__isnull=False).values_list("pk", flat=True).iterator():
        path = storage.path_of(pk)
        if path.exists():
            path.unlink(missing_ok=True)
            removed += 1
    return removed


def _as_json(rule: Rule) -> dict[str, Any]:
    period = f"{rule.period.number} {rule.period.unit}"
    return {"version": rule.number, "period": period, "mode": str(rule.mode), "action": str(rule.category.action)}


def _ring(sweep_id: UUID) -> None:
    from dsar.retention.tasks import work_sweep as work

    work.delay(str(sweep_id))
