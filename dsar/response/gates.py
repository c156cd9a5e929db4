"""What the response tells the hallway: gates G12, G14 and G27, the card, the next acts."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.cases import permissions, registry
from dsar.cases.lifecycle import Move
from dsar.cases.models import Case
from dsar.cases.registry import GateFact, NextAct
from dsar.cases.vocabulary import Stage
from dsar.response.selectors import basis_of, holds_data, latest_package, recipient_digest
from dsar.response.services import obstacles, withdraw
from dsar.search.models import PlannedSystem, PlanState


def answer_complete(case: Case) -> GateFact:
    """G12: every point of Article 15 has content or a reasoned "not applicable"; no claim that may not stand."""
    found = obstacles(case)
    return GateFact("G12", is_met=not found, reason=" ".join(found[:3]))


def approved_as_it_stands(case: Case) -> GateFact:
    """G14: the newest package is approved with an opinion, and nothing has changed since."""
    package = latest_package(case)
    if package is None or package.approved_at is None or package.opinion_at is None:
        return GateFact("G14", is_met=False, reason=_("No package of this case is approved yet."))
    if package.basis != basis_of(case) or bytes(package.recipient_digest or b"") != recipient_digest(case):
        reason = _("Something has changed since the approval: build the package again and have it approved.")
        return GateFact("G14", is_met=False, reason=reason)
    return GateFact("G14", is_met=True)


def nothing_held_is_true(case: Case) -> GateFact:
    """G27: where the answer says that nothing is held, every planned system was searched and had nothing."""
    if holds_data(case):
        return GateFact("G27", is_met=True)
    planned = PlannedSystem.objects.filter(case=case)
    if not planned.exists():
        reason = _("Nothing was searched, so nobody can say that nothing is held.")
        return GateFact("G27", is_met=False, reason=reason)
    left = planned.exclude(state__in=(PlanState.DONE, PlanState.NIL)).count()
    words = ngettext(
        "%(n)d system was not searched to the end, so the answer cannot say that nothing is held.",
        "%(n)d systems were not searched to the end, so the answer cannot say that nothing is held.",
        left,
    )
    return GateFact("G27", is_met=not left, reason=words % {"n": left} if left else "")


def withdraw_approval(case: Case, actor: User | None) -> None:
    """A case that goes back from "ready to send" loses the approval of its package."""
    withdraw(case=case, actor=actor)


def response_acts(case: Case, user: Any) -> list[NextAct]:
    """Preparing the answer, deciding on it."""
    staff: User = user
    page = reverse("dsar:case-sign-off", args=[case.reference])
    if case.stage == Stage.REVIEW and permissions.may(staff, Act.WORK_CASE, case):
        return [NextAct(_("Prepare the answer"), page, order=30)]
    if case.stage == Stage.SIGN_OFF:
        may_decide = permissions.may(staff, Act.APPROVE_RELEASE, case)
        label = _("Decide on the package") if may_decide else _("Open sign-off")
        return [NextAct(label, page, is_primary=True, order=10)]
    return []


registry.register_gate("G12", answer_complete, page="dsar:case-sign-off")
registry.register_gate("G14", approved_as_it_stands, page="dsar:case-sign-off")
registry.register_gate("G27", nothing_held_is_true, page="dsar:case-search")
registry.register_follower(Move.BACK, Stage.READY, withdraw_approval)
registry.register_next_acts(response_acts)
