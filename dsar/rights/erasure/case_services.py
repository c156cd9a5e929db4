"""Acts on the erasure of a case: ground, decisions, rehearsal, approval, execution, recipients, our own case."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases import permissions
from dsar.cases.models import Case
from dsar.cases.services import rebuild_index
from dsar.cases.vocabulary import PersonRole, RightAsked
from dsar.foundation import clock
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.foundation.keys import keys_at_hand
from dsar.processing_records.models import ProcessingActivity
from dsar.rights.decisions.models import DecisionOutcome
from dsar.rights.decisions.services import register_decision
from dsar.rights.erasure import flow_services as flow
from dsar.rights.erasure.findings import same_person, unknown_details
from dsar.rights.erasure.models import CategoryDecision, ErasureGround, RecipientTold
from dsar.rights.erasure.shared import shared_of
from dsar.rights.erasure.situation import last_run, obstacles_of, orders_for
from dsar.search.services import subject_profile
from erasure.rules import CategoryRuling, exceptions_for, grounds_for, refusal_of
from erasure.runs import services as runs
from erasure.runs.models import ErasureRun, ErasureStep

catalogue.declare(
    erasure_ground_recorded="Ground of the erasure recorded: {ground}",
    erasure_category_decided="Decision for {activity}: {decision} {exception}",
    erasure_details_taken="{details|detail|details} of the person taken over from {other}",
    erasure_recipient_told="Recipient {recipient} told of the erasure: {told}",
)
_WORDS = {
    "decision:unknown": "Say whether it is erased, restricted or kept.",
    "exception:not_with_erase": "What is erased has no exception.",
    "exception:needed": "Name the exception of Article 17(3), or the retention period.",
    "decision:restrict_instead": "A retention period does not end the right: restrict it instead (Art. 18).",
    "why:needed": "Say why in a sentence.",
    "until:needed": "Say until when, as a date or a rule.",
}


@transaction.atomic
def record_ground(*, case: Case, ground: str, why: str, actor: User) -> ErasureGround:
    """Record the ground of Art. 17(1); recording it again replaces it.

    Raises:
        RuleRefused: the case asks for another right, or there is no such ground here, or no reason.
    """
    _demand(case, actor)
    if ground not in grounds_for(case.regime_id):
        raise _refused("ground", _("Choose the ground."))
    if not why.strip():
        raise _refused("why", _("Say in a sentence why it applies."))
    row = ErasureGround.objects.filter(case=case).first() or ErasureGround(case=case)
    row.case = case
    row.ground, row.why, row.recorded_by, row.recorded_at = ground, why.strip(), actor, clock.now()
    row.save()
    facts, payload = {"ground": ground}, {"why": row.why}
    record("erasure.ground_recorded", actor=actor, case=case, about=row, facts=facts, payload=payload)
    return row


@transaction.atomic
def decide_category(*, case: Case, activity: ProcessingActivity, ruling: CategoryRuling, actor: User) -> None:
    """Decide one entry of the register: erase, restrict, or keep under an exception, with the reason and the end.

    Raises:
        RuleRefused: the ruling does not hold, or the exception is not one of this country.
    """
    _demand(case, actor)
    if missing := refusal_of(ruling):
        name = missing.partition(":")[0]
        raise _refused(name, _(_WORDS[missing]))
    if ruling.exception and ruling.exception not in exceptions_for(case.controller.country, case.regime_id):
        raise _refused("exception", _("This exception is none of these rules."))
    row = CategoryDecision.objects.filter(case=case, activity=activity).first()
    row = row or CategoryDecision(case=case, activity=activity)
    row.case = case
    row.decision, row.exception, row.why = ruling.decision, ruling.exception, ruling.why.strip()
    row.until, row.decided_by, row.decided_at = ruling.until.strip()[:100], actor, clock.now()
    row.save()
    exception = row.exception.replace("_", " ") or "without exception"
    facts = {"activity": activity.name, "decision": row.decision, "exception": exception}
    record("erasure.category_decided", actor=actor, case=case, about=row, facts=facts, payload={"why": row.why})


@transaction.atomic
def rehearse(*, case: Case, actor: User, asks_anew: bool = False) -> ErasureRun:
    """Order a rehearsal on every active target; nothing is changed by it. Raises ErasureRefused.

    What was put forward or approved before is void by it. Answers of before hold, but where it `asks_anew`.
    """
    _demand(case, actor)
    flow.back_to_work(case, actor, _("Rehearsed again"))
    before = last_run(case)
    if before is not None:
        return runs.rehearse_again(
            run=before, actor_id=actor.pk, targets=orders_for(case), person=subject_profile(case),
            keeps_answers=not asks_anew,
        )  # fmt: skip
    return runs.order_rehearsal(
        order_id=case.pk, key_id=case.key_id, actor_id=actor.pk, person=subject_profile(case),
        targets=orders_for(case),
    )  # fmt: skip


@transaction.atomic
def take_details(*, case: Case, other: Case, actor: User) -> int:
    """Look for what an access case of the same person knows besides, in the next rehearsal; gives how many details.

    Raises:
        RuleRefused: it is no access case of this person that the actor may see ("other_case").
    """
    _demand(case, actor)
    visible = Case.objects.visible_to(actor).filter(pk=other.pk, right=RightAsked.ACCESS).exists()
    with keys_at_hand([other.key_id]):
        is_theirs = visible and same_person(subject_profile(case), subject_profile(other))
        more = unknown_details(case, other) if is_theirs else []
    if not more:
        raise RuleRefused(_("This case knows nothing more of the same person."), code="other_case")
    subject = case.people.get(role=PersonRole.SUBJECT)
    details = {**subject.details}
    for name, value in more:
        entry = {"type": value[0], "value": value[1]} if name == "identifiers" else value
        details[name] = [*details.get(name, []), entry]
    subject.details = details
    subject.save(update_fields=["details"])
    rebuild_index(case)
    facts = {"details": len(more), "other": other.reference}
    record("erasure.details_taken", actor=actor, case=case, facts=facts)
    return len(more)


def answer(*, case: Case, answers: Mapping[str, Mapping[str, str]], actor: User) -> None:
    """Answer questions of the rehearsal. Raises ErasureRefused."""
    _demand(case, actor)
    runs.answer(run=_run(case), answers=answers, actor_id=actor.pk)


@transaction.atomic
def propose(*, case: Case, gaps_reason: str, actor: User) -> None:
    """Put the rehearsal before a second person; the case waits for approval then.

    Raises:
        ErasureRefused: the first thing that stands in the way.
        RuleRefused: the request was not taken in, or look-alikes are not told apart ("G2", "G3").
    """
    _demand(case, actor)
    run = _run(case)
    found = obstacles_of(case, run, list(run.steps.all())).approval
    if gaps_reason.strip():
        found = [one for one in found if one.code not in ("gaps", "findings")]
    runs.propose(run=run, actor_id=actor.pk, blockers=found, gaps_reason=gaps_reason)
    flow.begin(case, actor)
    flow.put_forward(case, actor)


@transaction.atomic
def approve(*, case: Case, fingerprint: str, actor: User, is_shared_seen: bool = False) -> None:
    """Approve what was rehearsed: another person than the one who proposed it.

    Args:
        case: its rehearsal was put forward.
        fingerprint: of the rehearsal that was read.
        actor: who may approve releases.
        is_shared_seen: that what is somebody else's too was looked at, and may lose the person.

    Raises:
        RuleRefused: things of others lose the person, and nobody said that they were looked at ("shared_unseen").
        ErasureRefused: the same person proposed it ("four_eyes").
        Conflict: the rehearsal is another one than that of this fingerprint ("stale").
    """
    permissions.demand(actor, Act.APPROVE_RELEASE, case)
    reason = case.controller.small_team_reason if case.controller.small_team else ""
    run = _run(case)
    if not is_shared_seen and shared_of(run):
        message = _("Things of others lose the person by this. Look at them, and say that you did.")
        raise RuleRefused(message, code="shared_unseen", fields={"shared_seen": message})
    runs.approve(run=run, actor_id=actor.pk, fingerprint=fingerprint, alone_reason=reason)
    _enter_decision(case, actor)
    flow.approved(case, actor)


@transaction.atomic
def send_back(*, case: Case, actor: User) -> None:
    """Give the proposal back; the case is being decided again."""
    permissions.demand(actor, Act.APPROVE_RELEASE, case)
    runs.send_back(run=_run(case), actor_id=actor.pk)
    flow.given_back(case, actor)


def carry_out(*, case: Case, actor: User) -> None:
    """Carry the approved erasure out. Raises ErasureRefused: a hold, an access request or a complaint stands."""
    _demand(case, actor)
    run = _run(case)
    runs.carry_out(run=run, actor_id=actor.pk, blockers=obstacles_of(case, run, list(run.steps.all())).execution)


def repeat(*, case: Case, actor: User) -> int:
    """Try again what failed. Raises ErasureRefused."""
    _demand(case, actor)
    run = _run(case)
    found = obstacles_of(case, run, list(run.steps.all())).execution
    return runs.repeat(run=run, actor_id=actor.pk, blockers=found)


def confirm(*, case: Case, step_id: UUID, words: str, actor: User) -> None:
    """Sign that a task by hand was done. Raises ErasureRefused."""
    _demand(case, actor)
    step = ErasureStep.objects.filter(pk=step_id, run=_run(case)).first()
    if step is None:
        raise RuleRefused(_("There is no such task."), code="no_such_task")
    runs.confirm(step=step, words=words, actor_id=actor.pk)


@transaction.atomic
def cancel(*, case: Case, actor: User) -> None:
    """Drop an erasure of which nothing was carried out."""
    _demand(case, actor)
    flow.back_to_work(case, actor, _("Rehearsal dropped"))
    runs.cancel(run=_run(case), actor_id=actor.pk)


@transaction.atomic
def note_recipient(*, case: Case, recipient: str, was_told: bool, words: str, actor: User) -> None:
    """Record that a recipient was told of the erasure, or why not (Art. 19).

    Raises:
        RuleRefused: nothing says how it was told, or why that is impossible or disproportionate.
    """
    _demand(case, actor)
    if not words.strip():
        raise _refused("words", _("Say how they were told, or why that is impossible or disproportionate."))
    row = RecipientTold.objects.filter(case=case, recipient=recipient).first()
    row = row or RecipientTold(case=case, recipient=recipient)
    row.case = case
    row.was_told, row.words, row.recorded_by, row.recorded_at = was_told, words.strip(), actor, clock.now()
    row.save()
    facts = {"recipient": recipient, "told": "yes" if was_told else "no"}
    record("erasure.recipient_told", actor=actor, case=case, about=row, facts=facts, payload={"words": row.words})


def _enter_decision(case: Case, actor: User) -> None:
    """The register of decisions on all rights gets the erasure when a second person has approved it."""
    ground = ErasureGround.objects.get(case=case)
    ground.case = case
    in_part = CategoryDecision.objects.filter(case=case).exclude(decision="erase").exists()
    outcome = DecisionOutcome.IN_PART if in_part else DecisionOutcome.GRANTED
    register_decision(case=case, outcome=outcome, ground=ground.ground, why=ground.why, actor=actor)


def _run(case: Case) -> ErasureRun:
    run = last_run(case)
    if run is None:
        raise Conflict(_("There is no rehearsal yet."))
    return run


def _demand(case: Case, actor: User) -> None:
    permissions.demand(actor, Act.WORK_CASE, case)
    if case.right != RightAsked.ERASURE:
        message = _("This case asks for another right. Log the erasure as a case of its own.")
        raise RuleRefused(message, code="other_right")


def _refused(name: str, message: str) -> RuleRefused:
    return RuleRefused(message, code=f"{name}_wrong", fields={name: message})
