"""What the gates of portability know, as facts; they are registered in dsar.rights.portability.gates."""

from django.utils.translation import gettext as _

from dsar.cases import registry
from dsar.cases.models import Case
from dsar.cases.registry import GateFact
from dsar.rights.decisions.models import DecisionOutcome
from dsar.rights.decisions.services import current_decision
from dsar.rights.portability.lifecycle import APPROVED, ARRIVED, BEGUN, DECIDED, FOUND, MAY_GO, REFUSED
from dsar.rights.portability.models import ReceivingController, Transmission
from dsar.rights.portability.plan_services import plan_of
from dsar.rights.portability.readiness import basis_of, latest_package, missing_decisions, missing_findings
from dsar.rights.portability.rules import unmet_words


def found_fact(case: Case) -> GateFact:
    """P1: the findings are chosen, reviewed and read."""
    missing = missing_findings(case)
    return GateFact(FOUND, is_met=not missing, reason=unmet_words(missing))


def begun_fact(case: Case) -> GateFact:
    """P7: there is something to decide on: the case's own search has ended, or a linked case's findings are taken."""
    source = plan_of(case).source
    if source is not None and source.pk != case.pk:
        return GateFact(BEGUN, is_met=True)
    if (searched := registry.gate_fact("G9", case)).is_met:
        return GateFact(BEGUN, is_met=True)
    reason = _("Search, or take over the findings of a linked case.")
    return GateFact(BEGUN, is_met=False, reason=unmet_words([reason, searched.reason]))


def decided_fact(case: Case) -> GateFact:
    """P2: every activity and set is decided, and a verified package is made of it."""
    if missing := missing_decisions(case):
        return GateFact(DECIDED, is_met=False, reason=unmet_words(missing))
    package = latest_package(case)
    if package is None or package.basis != basis_of(case):
        return GateFact(DECIDED, is_met=False, reason=_("Make the package of what is decided."))
    if not package.is_open:
        reason = _("The package is not verified: it is being made, or the second look found something.")
        return GateFact(DECIDED, is_met=False, reason=reason)
    return GateFact(DECIDED, is_met=True)


def approved_fact(case: Case) -> GateFact:
    """P3: the newest package is approved, and nothing has changed since."""
    package = latest_package(case)
    if package is None or package.approved_at is None:
        return GateFact(APPROVED, is_met=False, reason=_("No package of this case is approved yet."))
    if package.basis != basis_of(case):
        reason = _("Something has changed since the approval: take the case back and make the package again.")
        return GateFact(APPROVED, is_met=False, reason=reason)
    return GateFact(APPROVED, is_met=True)


def may_go_fact(case: Case) -> GateFact:
    """P4: the person is proved; where the package goes to a controller alone, that one is confirmed with the person."""
    if not registry.gate_fact("G6", case).is_met:
        return GateFact(MAY_GO, is_met=False, reason=_("ID and authority are not decided."))
    if plan_of(case).to_person:
        return GateFact(MAY_GO, is_met=True)
    confirmed = ReceivingController.objects.filter(case=case, confirmed_at__isnull=False, dropped_at__isnull=True)
    if confirmed.exists():
        return GateFact(MAY_GO, is_met=True)
    reason = _("The package goes to another controller only, and none is confirmed with the person yet.")
    return GateFact(MAY_GO, is_met=False, reason=reason)


def arrived_fact(case: Case) -> GateFact:
    """P5: the person has the package, and each controller that was named; or the request was refused and answered."""
    if refused_fact(case).is_met:
        return GateFact(ARRIVED, is_met=True)
    plan, reasons = plan_of(case), []
    if plan.to_person and not (delivered := registry.gate_fact("G21", case)).is_met:
        reasons.append(delivered.reason)
    if plan.to_controller and plan.feasible is not False:
        named = ReceivingController.objects.filter(case=case, dropped_at__isnull=True)
        reached = Transmission.objects.filter(case=case, arrived_at__isnull=False).values("receiver")
        if not named.exists() or named.exclude(pk__in=reached).exists():
            reasons.append(_("Not every controller that was named has the package yet."))
    return GateFact(ARRIVED, is_met=not reasons, reason=unmet_words(reasons))


def refused_fact(case: Case) -> GateFact:
    """P6: the refusal is agreed by a second person."""
    decision = current_decision(case)
    if decision is not None and decision.outcome == DecisionOutcome.REFUSED:
        return GateFact(REFUSED, is_met=True)
    return GateFact(REFUSED, is_met=False, reason=_("No refusal is agreed."))
