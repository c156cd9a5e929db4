"""What surrounds a case, told to its pages: earlier requests on top, badges in the head, acts in the rail."""

from django.urls import reverse
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.cases import permissions, registry
from dsar.cases.hold_selectors import keeping_of, unanswered_preservation
from dsar.cases.models import Case
from dsar.cases.registry import CasePanel, NextAct
from dsar.cases.relation_selectors import related_requests
from dsar.cases.vocabulary import Stage

BEFORE_SEARCH = (Stage.TRIAGE, Stage.IDENTITY, Stage.SEARCH)


def related_panel(case: Case, user: User) -> CasePanel | None:
    """Linked and earlier requests with what was given; nothing where there are none."""
    rows = related_requests(case, user)
    if not rows:
        return None
    page = reverse("dsar:case-related", args=[case.reference])
    return CasePanel(_("Other requests of this person"), "cases/_related.html", {"rows": rows}, order=1, page=page)


def keeping_panel(case: Case, user: User) -> CasePanel | None:
    """Holds, complaints and owners who have not answered; nothing where nothing stands."""
    keeping, waiting = keeping_of(case), unanswered_preservation(case)
    if not (keeping.is_held or waiting):
        return None
    page = reverse("dsar:case-holds", args=[case.reference])
    context = {"keeping": keeping, "waiting": waiting, "reference": case.reference}
    return CasePanel(_("Kept"), "cases/_keeping.html", context, order=5, page=page)


def keeping_acts(case: Case, user: User) -> list[NextAct]:
    """Asking owners, splitting, holds, complaints, conflicts: quiet acts at the end of the rail."""
    can = permissions.acts_on(case, user)
    acts = []
    if Act.WORK_CASE in can and case.stage in BEFORE_SEARCH:
        if not case.preservation_notices.exists():
            acts.append(NextAct(_("Ask owners to keep their data"), _to("holds", case), order=13))
        acts.append(NextAct(_("Split: the request names several rights"), _to("split", case), order=72))
    if can & {Act.WORK_CASE, Act.APPROVE_RELEASE}:
        acts.append(NextAct(_("Legal holds"), _to("holds", case), order=90))
        acts.append(NextAct(_("Record a complaint"), _to("complaints", case), order=91))
        acts.append(NextAct(_("Link to another case"), _to("related", case), order=92))
    if Act.GIVE_OPINION in can:
        acts.append(NextAct(_("Say who must not know"), _to("conflicts", case), order=93))
    return acts


def _to(name: str, case: Case) -> str:
    return reverse(f"dsar:case-{name}", args=[case.reference])


registry.register_panel(related_panel)
registry.register_panel(keeping_panel)
registry.register_next_acts(keeping_acts)
