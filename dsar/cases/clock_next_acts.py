"""What the clock adds to the rail of a case: its explanation and the corrections that somebody may make."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.cases import permissions, registry
from dsar.cases.models import Case
from dsar.cases.registry import NextAct


def clock_acts_of(case: Case, user: User) -> list[NextAct]:
    """Explain, correct the receipt, withdraw the extension, answered elsewhere."""
    return list(_acts(case, permissions.acts_on(case, user)))


def _acts(case: Case, can: frozenset[Act]) -> Iterator[NextAct]:
    if Act.VIEW_CASE in can:
        yield NextAct(_("Dates explained"), _to("case-clock", case), order=95)
    if not case.is_open or case.responded_on is not None:
        return
    if Act.GIVE_OPINION in can:
        yield NextAct(_("Correct the day of receipt"), _to("case-receipt", case), order=90)
    if case.is_extended and Act.EXTEND_DEADLINE in can:
        yield NextAct(_("Withdraw the extension"), _to("case-extension-withdraw", case), order=46)
    if Act.APPROVE_RELEASE in can:
        yield NextAct(_("Answered elsewhere"), _to("case-answered", case), order=88)


def _to(name: str, case: Case) -> str:
    return reverse(f"dsar:{name}", args=[case.reference])


registry.register_next_acts(clock_acts_of)
