"""What the case page offers of statistics: the record of the case with its compliance report."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dsar.cases import registry
from dsar.cases.models import Case
from dsar.statistics.pack_services import may_order


def next_acts(case: Case, user: Any) -> list[registry.NextAct]:
    """The record, for whoever may take the pack."""
    if not may_order(user, case):
        return []
    url = reverse("dsar:case-record", kwargs={"ref": case.reference})
    return [registry.NextAct(_("Compliance and pack for the authority"), url, order=95)]


registry.register_next_acts(next_acts)
