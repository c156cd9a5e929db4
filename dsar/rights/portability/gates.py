"""What portability tells the hallway: its way through the lifecycle, gates, card, tab, next acts, letters."""

from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.cases import permissions, registry
from dsar.cases.duties import HomeNumber, register_home_numbers
from dsar.cases.lifecycle import Move, register_path
from dsar.cases.models import Case
from dsar.cases.notify import reach_of, tell_requester
from dsar.cases.registry import CasePanel, NextAct
from dsar.cases.services import unmet_gates
from dsar.cases.vocabulary import RightAsked, Stage
from dsar.rights.decisions.models import DecisionOutcome, DecisionState, RightDecision
from dsar.rights.decisions.rooms import LetterOrder, RightRoom, register_right
from dsar.rights.decisions.services import current_decision
from dsar.rights.portability import gates_facts, lifecycle
from dsar.rights.portability.models import ReceivingController
from dsar.rights.portability.package_services import withdraw_approval
from dsar.rights.portability.plan_services import plan_of
from dsar.rights.portability.readiness import latest_package

PAGE = "dsar:case-portability"


def panel(case: Case, user: Any) -> CasePanel | None:
    """The card of a portability case."""
    if case.right != RightAsked.PORTABILITY:
        return None
    url = reverse(PAGE, args=[case.reference])
    context = {"package": latest_package(case), "plan": plan_of(case), "url": url}
    return CasePanel(_("Portability"), "portability/_panel.html", context, order=12, page=url)


def next_acts(case: Case, user: User) -> list[NextAct]:
    """The way to the page; approving, answering a refusal, transmitting and closing where they are next."""
    if case.right != RightAsked.PORTABILITY or case.stage in (Stage.TRIAGE, Stage.IDENTITY, Stage.CLOSED):
        return []
    url = reverse(PAGE, args=[case.reference])
    may_work = permissions.may(user, Act.WORK_CASE, case)
    may_approve = permissions.may(user, Act.APPROVE_RELEASE, case)
    if case.stage == Stage.SIGN_OFF and may_approve:
        return [NextAct(_("Decide on the portable package"), f"{url}#package", is_primary=True, order=1)]
    if case.stage == Stage.REVIEW and may_approve and _waits(case):
        return [NextAct(_("Decide on the refusal"), f"{url}#refusal", is_primary=True, order=1)]
    if not may_work:
        return []
    if case.stage == Stage.REVIEW:
        is_refused = gates_facts.refused_fact(case).is_met
        label = _("Answer the refused request") if is_refused else _("Decide what is portable")
        return [NextAct(label, f"{url}#refusal" if is_refused else url, is_primary=True, order=1, in_header=True)]
    if case.stage in (Stage.READY, Stage.SENT) and _waits_for_controller(case):
        label = _("Transmit to the other controller")
        is_strong = not plan_of(case).to_person or case.stage == Stage.SENT
        return [NextAct(label, f"{url}#transmission", is_primary=is_strong, order=1, in_header=True)]
    if case.stage == Stage.SENT and not unmet_gates(case, Move.CLOSE):
        return [NextAct(_("Close the case"), f"{url}#close", is_primary=True, order=1, in_header=True)]
    return []


def undecidable(case: Case, outcome: str) -> str:
    """Only a refusal is decided by words; what is granted is decided by approving the package."""
    if outcome == DecisionOutcome.REFUSED:
        return ""
    return _("What is granted is decided by approving the package, on the page about portability.")


def letter(case: Case, decision: RightDecision) -> LetterOrder:
    """The letter of a refusal."""
    return LetterOrder("portability_refused", {"reasons": decision.words})


def tell_granted(case: Case, actor: User | None) -> None:
    """With the package goes a letter that says what is in it, what is not, and why (Art. 12(4))."""
    package, reach = latest_package(case), reach_of(case)
    if case.right != RightAsked.PORTABILITY or package is None or package.approved_at is None:
        return
    if not reach.channels() or reach.is_protected:
        return  # whoever works a protected person's case tells them in the way that was agreed
    with translation.override(case.language):
        told: dict[str, Any] = {"inside": package.report.get("inside") or [_("nothing")]}
    if outside := package.report.get("outside"):
        told["outside"] = outside
    named = ReceivingController.objects.filter(case=case, confirmed_at__isnull=False, dropped_at__isnull=True)
    if receivers := [row.name for row in named]:
        told["receivers"] = receivers
    tell_requester(
        case=case, code="portability_granted", variables=told, actor=actor, dedup=f"portable-{package.pk}"
    )  # fmt: skip


def take_back(case: Case, actor: User | None) -> None:
    """A case that goes back from "ready to send" loses the approval of its package."""
    if case.right == RightAsked.PORTABILITY:
        withdraw_approval(case=case, actor=actor)


def numbers(user: User) -> list[HomeNumber]:
    """Packages that wait for this person's approval, where there are any."""
    if not user.may(Act.APPROVE_RELEASE):
        return []
    waiting = Case.objects.visible_to(user).filter(
        right=RightAsked.PORTABILITY, stage=Stage.SIGN_OFF, portable_packages__is_open=True,
        portable_packages__approved_at__isnull=True,
    ).exclude(portable_packages__author=user).distinct()  # fmt: skip
    count = waiting.count()
    address = f"{reverse('dsar:case-list')}?right={RightAsked.PORTABILITY}&stage={Stage.SIGN_OFF}"
    return [HomeNumber(_("Portable packages to approve"), count, address, icon="box-arrow-right")] * bool(count)


def _waits(case: Case) -> bool:
    return RightDecision.objects.filter(case=case, state=DecisionState.PROPOSED).exists()


def _waits_for_controller(case: Case) -> bool:
    decision = current_decision(case)
    if decision is not None and decision.outcome == DecisionOutcome.REFUSED:
        return False
    plan = plan_of(case)
    if not plan.to_controller or plan.feasible is False:
        return False
    named = ReceivingController.objects.filter(case=case, dropped_at__isnull=True)
    return not named.exists() or named.exclude(transmissions__arrived_at__isnull=False).exists()


register_path(lifecycle.PATH)
register_right(
    RightRoom(
        right=RightAsked.PORTABILITY,
        page=PAGE,
        title=gettext_lazy("Portability"),
        undecidable=undecidable,
        undone=lambda _case: "",
        untold=lambda _case: "",
        letter=letter,
    ),
    has_way=True,
)
registry.register_gate(lifecycle.FOUND, gates_facts.found_fact, page=PAGE)
registry.register_gate(lifecycle.DECIDED, gates_facts.decided_fact, page=PAGE)
registry.register_gate(lifecycle.APPROVED, gates_facts.approved_fact, page=PAGE)
registry.register_gate(lifecycle.MAY_GO, gates_facts.may_go_fact, page=PAGE)
registry.register_gate(lifecycle.ARRIVED, gates_facts.arrived_fact, page=PAGE)
registry.register_gate(lifecycle.BEGUN, gates_facts.begun_fact, page=PAGE)
registry.register_gate(lifecycle.REFUSED, gates_facts.refused_fact, page=PAGE)
registry.register_follower(Move.SEND, Stage.READY, tell_granted)
registry.register_follower(Move.BACK, Stage.READY, take_back)
registry.register_tab(RightAsked.PORTABILITY, gettext_lazy("Portability"), PAGE)
register_home_numbers(numbers)
registry.register_panel(panel)
registry.register_next_acts(next_acts)
