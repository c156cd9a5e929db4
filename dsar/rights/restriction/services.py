"""Acts on a restriction: its ground and scope, beginning, uses in between, informing the person, lifting (Art. 18)."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases import clock as case_clock
from dsar.cases import permissions
from dsar.cases.models import Case
from dsar.cases.notify import tell_requester
from dsar.cases.relation_services import split_case
from dsar.cases.vocabulary import RightAsked
from dsar.foundation import clock
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.processing_records.models import ProcessingActivity
from dsar.rights.decisions import rules
from dsar.rights.decisions.models import DecisionOutcome, RightDecision
from dsar.rights.decisions.services import register_decision
from dsar.rights.decisions.work_services import in_house_language, open_task
from dsar.rights.restriction.flag_services import lift_flags, order_flags
from dsar.rights.restriction.models import (
    RestrictedUse,
    Restriction,
    RestrictionGround,
    RestrictionState,
    UseBasis,
)
from dsar.rights.restriction.selectors import by_hand, restriction_of
from dsar.templatetags.desk_words import date_words

catalogue.declare(
    restriction_noted="Restriction prepared: {ground}; activities: {activities}",
    restriction_begun="Restriction in force from {on}: {ground}; targets flagged: {targets}; by hand: {by_hand}",
    restriction_used="Restricted data used on {on}: {basis}",
    restriction_informed="Person told that the restriction is to be lifted on {on}",
    restriction_lifted="Restriction lifted on {on}",
)


@transaction.atomic
def note_restriction(
    *, case: Case, ground: str, why: str, activities: Iterable[ProcessingActivity], actor: User
) -> Restriction:
    """Write down ground and scope; writing them down again replaces the draft.

    Raises:
        RuleRefused: there is no such ground of Art. 18(1), no reason, or the restriction has begun.
    """
    _demand(case, actor)
    if ground not in RestrictionGround.values:
        raise _refused("ground", _("Choose the ground of Article 18(1)."))
    if not why.strip():
        raise _refused("why", _("Say in a sentence why it applies."))
    row = restriction_of(case) or Restriction(case=case)
    if row.state != RestrictionState.DRAFT:
        raise RuleRefused(_("The restriction has begun. Its scope does not change any more."), code="begun")
    row.case, row.ground, row.noted_by, row.noted_at = case, ground, actor, clock.now()
    row.why, row.lift_reason = why.strip(), ""
    row.save()
    chosen = list(activities)
    row.activities.set(chosen)
    facts = {"ground": ground.replace("_", " "), "activities": ", ".join(one.name for one in chosen) or "all"}
    record("restriction.noted", actor=actor, case=case, about=row, facts=facts, payload={"why": row.why})
    return row


@transaction.atomic
def restrict_meanwhile(*, case: Case, actor: User) -> Case:
    """A restriction beside a rectification (18(1)(a)) or an objection (18(1)(d)), as a linked case of its own.

    Raises:
        RuleRefused: the case is about neither, or has such a case already ("right_taken").
    """
    grounds = {
        RightAsked.RECTIFICATION: (RestrictionGround.ACCURACY, _("The accuracy is contested and is being checked.")),
        RightAsked.OBJECTION: (RestrictionGround.OBJECTION, _("An objection is being weighed.")),
    }
    found = grounds.get(RightAsked(case.right))
    if found is None:
        raise RuleRefused(_("A restriction meanwhile belongs to a rectification or an objection."), code="other_right")
    made = split_case(case=case, rights=[RightAsked.RESTRICTION], actor=actor)[0]
    note_restriction(case=made, ground=found[0], why=found[1], activities=(), actor=actor)
    return made


def begin(case: Case, decision: RightDecision) -> None:
    """Put the restriction in force with the decision: flags where targets can carry them, tasks by hand elsewhere."""
    row = restriction_of(case)
    if row is None or decision.outcome == rules.REFUSED or row.state == RestrictionState.LIFTED:
        return
    today = case_clock.today_of(case)
    if decision.ground in RestrictionGround.values:
        row.ground = decision.ground
    row.state, row.from_on = RestrictionState.IN_FORCE, row.from_on or today
    row.save()
    ordered = order_flags(case=case, restriction=row)
    hands = by_hand(case)
    for one in hands:
        with in_house_language(case):
            what = one.words(_("Mark the data as restricted and use them only as Article 18(2) allows."))
        open_task(case=case, ref=one.ref("restrict"), system=one.system, what=what, actor=decision.decider)
    facts = {"on": today, "ground": row.ground.replace("_", " "), "targets": ordered, "by_hand": len(hands)}
    record("restriction.begun", actor=decision.decider, case=case, about=row, facts=facts)


@transaction.atomic
def record_use(*, case: Case, basis: str, what: str, on: dt.date | None, actor: User) -> RestrictedUse:
    """Record that restricted data were used all the same, with the basis of Art. 18(2).

    Raises:
        RuleRefused: no basis, no words, a day outside the restriction, or no restriction is in force.
    """
    row = _in_force(case, actor)
    if basis not in UseBasis.values:
        raise _refused("basis", _("Choose the basis of Article 18(2); without one the data may not be used."))
    if not what.strip():
        raise _refused("what", _("Say what they were used for."))
    if on is None or row.from_on is None or not row.from_on <= on <= case_clock.today_of(case):
        raise _refused("on", _("Give a day between the beginning of the restriction and today."))
    use = RestrictedUse(case=case, basis=basis, on=on, recorded_by=actor, recorded_at=clock.now())
    use.what = what.strip()
    use.save(force_insert=True)
    facts = {"on": on, "basis": basis.replace("_", " ")}
    record("restriction.used", actor=actor, case=case, about=use, facts=facts, payload={"what": use.what})
    return use


@transaction.atomic
def inform_before_lifting(
    *, case: Case, lift_on: dt.date | None, reasons: str, actor: User, is_confirmed: bool = False
) -> Restriction:
    """Tell the person before the restriction is lifted: the letter is queued (Art. 18(3)).

    Raises:
        RuleRefused: no reasons, a day that has passed, no way to write, or no restriction is in force.
    """
    row = _in_force(case, actor)
    if not reasons.strip():
        raise _refused("reasons", _("Write why it ends, as the person is told."))
    if lift_on is None or lift_on <= case_clock.today_of(case):
        raise _refused("lift_on", _("Give a day after today, so that the person knows before."))
    notice = tell_requester(
        case=case, code="restriction_ending", variables={"lift_on": lift_on, "reasons": reasons.strip()}, actor=actor,
        dedup=f"restriction-ending-{lift_on.isoformat()}", is_confirmed=is_confirmed,
    )  # fmt: skip
    row.informed_at, row.informed_of, row.notice_id = clock.now(), lift_on, notice.pk
    row.lift_reason = reasons.strip()
    row.save()
    facts = {"on": lift_on}
    record("restriction.informed", actor=actor, case=case, about=row, facts=facts, payload={"reasons": reasons})
    return row


@transaction.atomic
def lift(*, case: Case, actor: User) -> Restriction:
    """Lift the restriction: flags go, tasks by hand are opened, the register of decisions has its line.

    Raises:
        RuleRefused: the person was not informed ("not_informed"), or the announced day has not come ("too_early").
    """
    row = _in_force(case, actor)
    if reason := why_not_lifted(row):
        raise RuleRefused(reason, code="not_informed" if row.informed_at is None else "too_early")
    today = case_clock.today_of(case)
    row.state, row.to_on, row.lifted_by = RestrictionState.LIFTED, today, actor
    row.save()
    lift_flags(row.steps.all())
    for one in by_hand(case):
        with in_house_language(case):
            what = one.words(_("Take the mark of the restriction away."))
        open_task(case=case, ref=one.ref("lift"), system=one.system, what=what, actor=actor)
    register_decision(
        case=case, outcome=DecisionOutcome.LIFTED, ground=row.ground, why=row.lift_reason, actor=actor
    )  # fmt: skip
    record("restriction.lifted", actor=actor, case=case, about=row, facts={"on": today})
    return row


def why_not_lifted(row: Restriction) -> str:
    """What keeps the restriction from being lifted, in words; "" where nothing does (Art. 18(3))."""
    if row.informed_at is None or row.informed_of is None:
        return _("The person has to be informed before (Art. 18(3)).")
    if case_clock.today_of(row.case) < row.informed_of:
        return _("The person was told that it ends on %(day)s; it lasts until then.") % {
            "day": date_words(row.informed_of)
        }
    return ""


def _in_force(case: Case, actor: User) -> Restriction:
    _demand(case, actor)
    row = Restriction.objects.select_for_update(of=("self",)).select_related("case").filter(case=case).first()
    if row is None or row.state != RestrictionState.IN_FORCE:
        raise Conflict(_("No restriction is in force."))
    row.case = case
    return row


def _demand(case: Case, actor: User) -> None:
    permissions.demand(actor, Act.WORK_CASE, case)
    if case.right != RightAsked.RESTRICTION:
        message = _("This case asks for another right. Log the restriction as a case of its own.")
        raise RuleRefused(message, code="other_right")


def _refused(name: str, message: str) -> RuleRefused:
    return RuleRefused(message, code=f"{name}_wrong", fields={name: message})
