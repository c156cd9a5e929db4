"""The internal hold in the rail of acts."""

from django.urls import reverse
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.cases import permissions, registry
from dsar.cases.models import Case
from dsar.cases.queue_hold_services import hold_of
from dsar.cases.registry import NextAct


def hold_acts(case: Case, user: User) -> list[NextAct]:
    """Putting the case on hold for a reason of our own; taking it off stands in the banner of the case."""
    if not case.is_open or not permissions.may(user, Act.WORK_CASE, case) or hold_of(case) is not None:
        return []
    page = reverse("dsar:case-internal-hold", args=[case.reference])
    return [NextAct(_("Put on hold (moves no date)"), page, order=75)]


registry.register_next_acts(hold_acts)
