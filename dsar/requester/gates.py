"""What the requester's room tells the hallway: what to do next about wishes of the person."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dsar.access.rules import Act
from dsar.cases import permissions
from dsar.cases.models import Case
from dsar.cases.registry import NextAct, register_next_acts
from dsar.cases.vocabulary import OPEN_STAGES
from dsar.requester.models import PortalWish, WishKind, WishState

LABELS = {
    WishKind.CONTACT: _("Check other contact details of the person"),
    WishKind.WITHDRAWAL: _("The person withdraws: confirm it"),
}


def next_acts(case: Case, user: Any) -> list[NextAct]:
    """One act a kind of wish that waits."""
    if case.stage not in OPEN_STAGES or not permissions.may(user, Act.WORK_CASE, case):
        return []
    kinds = PortalWish.objects.filter(case=case, state=WishState.OPEN).values_list("kind", flat=True).distinct()
    page = reverse("dsar:case-wishes", args=[case.reference])
    return [NextAct(str(LABELS[WishKind(kind)]), page, order=6) for kind in sorted(set(kinds))]


register_next_acts(next_acts)
