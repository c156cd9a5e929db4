"""What erasure tells the hallway: its card on the case page and what to do next."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.cases import permissions
from dsar.cases.models import Case
from dsar.cases.registry import CasePanel, NextAct, register_next_acts, register_panel
from dsar.cases.vocabulary import RightAsked, Stage
from dsar.rights.erasure.situation import last_run
from erasure.runs.models import RunState

PAGE = "dsar:case-erasure"
_NEXT = {
    RunState.REHEARSED: gettext_lazy("Read the rehearsal of the erasure"),
    RunState.PROPOSED: gettext_lazy("Decide on the erasure"),
    RunState.APPROVED: gettext_lazy("Carry the erasure out"),
    RunState.PARTIAL: gettext_lazy("See what the erasure left"),
    RunState.DIFFERS: gettext_lazy("Rehearse the erasure again"),
}


def panel(case: Case, user: Any) -> CasePanel | None:
    """The card of an erasure case."""
    if case.right != RightAsked.ERASURE:
        return None
    run = last_run(case)
    words = str(RunState(run.state).label) if run else ""
    url = reverse(PAGE, args=[case.reference])
    context = {"run": run, "state": words, "url": url}
    return CasePanel(_("Erasure"), "erasure/_panel.html", context, order=12, page=url)


def next_acts(case: Case, user: User) -> list[NextAct]:
    """The way to the page, as the strong act once the identity is settled."""
    if case.right != RightAsked.ERASURE or case.stage == Stage.CLOSED:
        return []
    if not permissions.may(user, Act.VIEW_CASE, case):
        return []
    run = last_run(case)
    if run is not None and run.state == RunState.DONE:
        return []
    label = _NEXT.get(RunState(run.state)) if run else None
    is_strong = case.stage not in (Stage.TRIAGE, Stage.IDENTITY)
    url = reverse(PAGE, args=[case.reference])
    return [
        NextAct(str(label or _("Decide and rehearse the erasure")), url, is_primary=is_strong, order=1, in_header=True)
    ]


register_panel(panel)
register_next_acts(next_acts)
