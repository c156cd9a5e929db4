"""Acts on what leaves: whose findings, which basis each activity has, what the person provided, where it goes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases import permissions
from dsar.cases.models import Case
from dsar.cases.vocabulary import RightAsked, Stage
from dsar.foundation import clock
from dsar.foundation.errors import RuleRefused
from dsar.processing_records.models import ProcessingActivity
from dsar.rights.portability import rules
from dsar.rights.portability.findings import candidates
from dsar.rights.portability.models import ActivityRuling, BasisChoice, PortabilityPlan, SetRuling
from dsar.rights.portability.proposing import activities_of, proposed_activity, proposed_origins, survey_of
from dsar.rights.portability.surveying import order_survey, sets_of

catalogue.declare(
    portability_findings_chosen="Findings of {source} taken for portability after a fresh look",
    portability_wished="Portability: to the person: {to_person}; to another controller: {to_controller}",
    portability_feasibility="Direct transmission to another controller technically feasible: {feasible}",
    portability_activity_ruled="Basis of {activity} for portability: {basis}, by automated means: {automated}",
    portability_set_ruled="Set {set} for portability: {columns|column leaves|columns leave}, {left|stays|stay}; "
    "in the package: {is_in}",
    portability_proposals_taken="Proposals by rule taken over: {activities|activity|activities}, {sets|set|sets}",
)


@dataclass(frozen=True, slots=True)
class SetOrder:
    """A decision about a set; see SetRuling for the fields."""

    activity: ProcessingActivity | None
    is_in: bool
    origins: Mapping[str, str]
    others: Mapping[str, str] = field(default_factory=dict)
    why: str = ""


def plan_of(case: Case) -> PortabilityPlan:
    """The plan of a portability case, new where there is none (not saved)."""
    found = PortabilityPlan.objects.select_related("source__controller", "source__key").filter(case=case).first()
    row = found or PortabilityPlan(case=case)
    row.case = case
    return row


@transaction.atomic
def choose_findings(*, case: Case, source: Case, words: str, actor: User) -> PortabilityPlan:
    """Take what was found in this case, or in a linked access case after a fresh look; the survey is ordered.

    Args:
        case: the portability request.
        source: this case, or one of dsar.rights.portability.findings.candidates.
        words: of the fresh look: that the data still are as they were found, and how that was seen.
        actor: works the case.

    Raises:
        RuleRefused: the other case is none whose findings may be used ("source_wrong"), or nothing was said.
    """
    plan = _open_plan(case, actor)
    if source.pk != case.pk:
        if source.pk not in {one.pk for one in candidates(case, actor)}:
            raise _refused("source", _("Only the findings of a linked access case of this person can be used."))
        if not rules.is_feasible_reason_enough(words):
            raise _refused("words", _("Say what you looked at, and that it still is as it was found."))
    plan.source, plan.looked_at, plan.looked_by, plan.look_words = source, clock.now(), actor, words.strip()
    _changed(plan)
    order_survey(case=case, actor=actor)
    facts = {"source": source.reference}
    record("portability.findings_chosen", actor=actor, case=case, about=plan, facts=facts, payload={"words": words})
    return plan


@transaction.atomic
def survey_again(*, case: Case, actor: User) -> None:
    """Read the findings again, because the review has changed since."""
    plan = _open_plan(case, actor)
    if plan.source is None:
        raise RuleRefused(_("Choose first whose findings are used."), code="no_findings")
    order_survey(case=case, actor=actor)
    record("portability.findings_chosen", actor=actor, case=case, about=plan, facts={"source": plan.source.reference})


@transaction.atomic
def record_wish(*, case: Case, to_person: bool, to_controller: bool, actor: User) -> PortabilityPlan:
    """Note what the person asked for: the package for themselves, for another controller, or both (Art. 20(1), (2))."""
    plan = _open_plan(case, actor)
    if not (to_person or to_controller):
        raise _refused("to_person", _("Say to whom the package goes."))
    plan.to_person, plan.to_controller = to_person, to_controller
    _changed(plan)
    facts = {"to_person": to_person, "to_controller": to_controller}
    record("portability.wished", actor=actor, case=case, about=plan, facts=facts)
    return plan


@transaction.atomic
def decide_feasibility(*, case: Case, feasible: bool, words: str, actor: User) -> PortabilityPlan:
    """Decide whether direct transmission is technically feasible, with the reason (Art. 20(2))."""
    plan = _of_right(case, actor)
    if not rules.is_feasible_reason_enough(words):
        raise _refused("feasible_words", _("Say in a sentence why it is, or is not, technically feasible."))
    plan.feasible, plan.feasible_words = feasible, words.strip()
    plan.save()
    facts = {"feasible": feasible}
    record("portability.feasibility", actor=actor, case=case, about=plan, facts=facts, payload={"words": words})
    return plan


@transaction.atomic
def rule_activity(
    *, case: Case, activity: ProcessingActivity, basis: str, is_automated: bool, why: str, actor: User
) -> ActivityRuling:
    """Decide the basis of an entry of the register for this person (Art. 20(1)).

    Raises:
        RuleRefused: there is no such basis, or it departs from the register without a reason.
    """
    plan = _open_plan(case, actor)
    if basis not in BasisChoice.values:
        raise _refused("basis", _("Choose the basis."))
    if activity.controller_id != case.controller_id:
        raise RuleRefused(_("There is no such entry in the register."), code="no_activity")
    if basis != rules.proposed_basis(activity.legal_basis) and not why.strip():
        raise _refused("why", _("The register says something else: say why."))
    row = ActivityRuling.objects.filter(case=case, activity=activity).first()
    row = row or ActivityRuling(case=case, activity=activity)
    row.case = case
    row.basis, row.is_automated, row.why = basis, is_automated, why.strip()
    row.decided_by, row.decided_at = actor, clock.now()
    row.save()
    _changed(plan)
    facts = {"activity": activity.name, "basis": basis, "automated": is_automated}
    record("portability.activity_ruled", actor=actor, case=case, about=row, facts=facts, payload={"why": row.why})
    return row


@transaction.atomic
def rule_set(*, case: Case, key: str, order: SetOrder, actor: User) -> SetRuling:
    """Decide for a set which activity it serves and what of it the person provided.

    Raises:
        RuleRefused: no such set, a column without an origin, a secret that would leave, or no reason for a departure.
    """
    plan = _open_plan(case, actor)
    known = next((one for one in sets_of(survey_of(case)) if one["key"] == key), None)
    if known is None:
        raise RuleRefused(_("There is no such set."), code="no_set")
    _check(known, order)
    row = SetRuling.objects.filter(case=case, key=key).first() or SetRuling(case=case, key=key)
    row.case = case
    row.activity, row.is_in, row.origins = order.activity, order.is_in, dict(order.origins)
    row.others = {column: words.strip() for column, words in order.others.items() if words.strip()}
    row.why, row.decided_by, row.decided_at = order.why.strip(), actor, clock.now()
    row.save()
    _changed(plan)
    leaving = sum(origin in rules.PORTABLE for origin in row.origins.values()) if row.is_in else 0
    facts = {"set": known["name"], "columns": leaving, "left": len(row.origins) - leaving, "is_in": row.is_in}
    payload = {"why": row.why, "others": dict(row.others)}
    record("portability.set_ruled", actor=actor, case=case, about=row, facts=facts, payload=payload)
    return row


@transaction.atomic
def take_proposals(*, case: Case, actor: User) -> tuple[int, int]:
    """Take over the proposals by rule for every activity and set that nobody has decided; gives how many of each."""
    plan = _open_plan(case, actor)
    now, ruled = clock.now(), set(ActivityRuling.objects.filter(case=case).values_list("activity_id", flat=True))
    activities = [one for one in activities_of(case) if one.pk not in ruled]
    for activity in activities:
        row = ActivityRuling(case=case, activity=activity, decided_by=actor, decided_at=now)
        row.basis, row.why = rules.proposed_basis(activity.legal_basis).value, ""
        row.save(force_insert=True)
    known = set(SetRuling.objects.filter(case=case).values_list("key", flat=True))
    sets = [one for one in sets_of(survey_of(case)) if one["key"] not in known]
    for one in sets:
        chosen = proposed_activity(case, one)
        origins = {column: proposal.origin.value for column, proposal in proposed_origins(one, chosen).items()}
        ruling = SetRuling(case=case, key=one["key"], activity=chosen, decided_by=actor, decided_at=now)
        ruling.origins, ruling.others, ruling.why = origins, {}, ""
        ruling.save(force_insert=True)
    _changed(plan)
    facts = {"activities": len(activities), "sets": len(sets)}
    record("portability.proposals_taken", actor=actor, case=case, about=plan, facts=facts)
    return len(activities), len(sets)


def demand_open(case: Case, actor: User) -> None:
    """Refuse where decisions may not change any more.

    Raises:
        RuleRefused: another right, or the package is approved ("approved") or sent.
        NotPermitted: the actor does not work the case.
    """
    _of_right(case, actor)
    if case.stage in (Stage.READY, Stage.SENT, Stage.CLOSED):
        message = _("The package is approved. Take the case back a stage to change what leaves.")
        raise RuleRefused(message, code="approved")


def _check(known: Mapping[str, Any], order: SetOrder) -> None:
    columns = set(known["columns"])
    if set(order.origins) != columns or not set(order.origins.values()) <= set(rules.Origin):
        raise _refused("origins", _("Say for each column where it comes from."))
    if order.is_in and order.activity is None:
        raise _refused("activity", _("Say which entry of the register this set serves."))
    proposals = proposed_origins(known, order.activity)
    if any(proposals[column].is_secret and order.origins[column] in rules.PORTABLE for column in columns):
        raise _refused("origins", _("A password or key never leaves."))
    departs = any(order.origins[column] != proposals[column].origin for column in columns)
    if (departs or not order.is_in) and not order.why.strip():
        raise _refused("why", _("This differs from what the rule proposes: say why."))
    if not set(order.others) <= columns:
        raise _refused("others", _("There is no such column."))
    weak = [words for words in order.others.values() if words.strip() and not rules.is_feasible_reason_enough(words)]
    if weak:
        raise _refused("others", _("Say in a sentence why nobody is harmed by it (Art. 20(4))."))


def _of_right(case: Case, actor: User) -> PortabilityPlan:
    permissions.demand(actor, Act.WORK_CASE, case)
    if case.right != RightAsked.PORTABILITY:
        message = _("This case asks for another right. Log the portability request as a case of its own.")
        raise RuleRefused(message, code="other_right")
    Case.objects.select_for_update().only("pk").get(pk=case.pk)
    return plan_of(case)


def _open_plan(case: Case, actor: User) -> PortabilityPlan:
    demand_open(case, actor)
    return plan_of(case)


def _changed(plan: PortabilityPlan) -> None:
    """Store the plan as a new version: packages made before are stale."""
    if plan._state.adding:
        plan.save(force_insert=True)
    else:
        plan.save()
    PortabilityPlan.objects.filter(pk=plan.pk).update(version=F("version") + 1)
    plan.refresh_from_db(fields=["version"])


def _refused(name: str, message: str) -> RuleRefused:
    return RuleRefused(message, code=f"{name}_wrong", fields={name: message})
