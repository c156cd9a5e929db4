"""What commissioning tells the hallway: the card of owners, and what to do next."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dsar.access.rules import Act
from dsar.cases import permissions
from dsar.cases.models import Case
from dsar.cases.registry import CasePanel, NextAct, register_next_acts, register_panel
from dsar.cases.vocabulary import OPEN_STAGES
from dsar.commissioning.models import Commission, CommissionState
from dsar.commissioning.selectors import owner_rows


def panel(case: Case, user: Any) -> CasePanel | None:
    """The card with whom we asked."""
    if not permissions.may(user, Act.VIEW_CASE, case):
        return None
    rows = owner_rows(Commission.objects.filter(case=case))
    if not rows:
        return None
    page = reverse("dsar:case-commissions", args=[case.reference])
    return CasePanel(_("Owners of systems"), "commissioning/_panel.html", {"rows": rows}, order=42, page=page)


def next_acts(case: Case, user: Any) -> list[NextAct]:
    """Answer a question, or decide what follows where an owner says that it is not theirs."""
    if case.stage not in OPEN_STAGES or not permissions.may(user, Act.WORK_CASE, case):
        return []
    asking = Commission.objects.filter(case=case, state=CommissionState.QUESTION).select_related("planned__system")
    acts = [
        NextAct(
            _("Answer the owner of %(system)s") % {"system": one.planned.system.name},
            reverse("dsar:case-commission", args=[case.reference, one.pk]),
            order=7,
        )
        for one in asking
    ]
    refused = Commission.objects.filter(case=case, state=CommissionState.NOT_OURS, planned__state="planned")
    acts += [
        NextAct(
            _("%(system)s: not theirs, decide what follows") % {"system": one.planned.system.name},
            reverse("dsar:case-commission", args=[case.reference, one.pk]),
            order=9,
        )
        for one in refused.select_related("planned__system")
    ]
    return acts


register_panel(panel)
register_next_acts(next_acts)
