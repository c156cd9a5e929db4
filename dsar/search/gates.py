"""What the search tells the hallway: gates G8, G9 and G24, the card of the case page, the next acts."""

from typing import Any

from django.db.models import Count, Max
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dsar.access.rules import Act
from dsar.cases import permissions
from dsar.cases.models import Case
from dsar.cases.registry import (
    CasePanel,
    GateFact,
    NextAct,
    register_gate,
    register_next_acts,
    register_panel,
)
from dsar.cases.vocabulary import Stage
from dsar.foundation.errors import RuleRefused
from dsar.search.models import Exhibit, PlannedSystem, PlanState
from dsar.search.rules import is_searchable
from dsar.search.selectors import panel_of
from dsar.search.services import current_scan, subject_profile
from dsar.search.upload_services import waiting_lines

ENDED = (PlanState.DONE, PlanState.NIL, PlanState.LEFT_OUT)
SHOWN_FROM = (Stage.SEARCH, Stage.REVIEW, Stage.SIGN_OFF, Stage.READY, Stage.SENT)


def plan_gate(case: Case) -> GateFact:
    """G8: a search plan names systems and identifiers."""
    if not PlannedSystem.objects.filter(case=case).exclude(state=PlanState.LEFT_OUT).exists():
        return GateFact("G8", is_met=False, reason=_("Make the search plan first: it names the systems to search."))
    if not is_searchable(subject_profile(case)):
        return GateFact("G8", is_met=False, reason=_("The plan needs a name or an identifier to look for."))
    return GateFact("G8", is_met=True)


def searched_gate(case: Case) -> GateFact:
    """G9: every planned system is searched, nil, or left out with a reason."""
    rows = PlannedSystem.objects.filter(case=case)
    if not rows.exists():
        return GateFact("G9", is_met=False, reason=_("No system has been searched yet."))
    if current_scan(case, running=True) is not None:
        return GateFact("G9", is_met=False, reason=_("The search is still running."))
    if rows.filter(state=PlanState.FAILED).exists():
        return GateFact(
            "G9", is_met=False, reason=_("Some items could not be read: try them again, or read them yourself.")
        )
    if left := rows.exclude(state__in=ENDED).count():
        reason = _("%(count)s planned systems have no answer yet.") % {"count": left}
        return GateFact("G9", is_met=False, reason=reason)
    return GateFact("G9", is_met=True)


def found_data_stand(case: Case) -> GateFact:
    """G24: what was found since receipt is all still there (UK DPA 2018 s. 173): no number of an exhibit is missing."""
    kept = Exhibit.objects.filter(case=case).aggregate(count=Count("pk"), last=Max("number"))
    if kept["count"] == (kept["last"] or 0):
        return GateFact("G24", is_met=True)
    missing = kept["last"] - kept["count"]
    words = ngettext(
        "%(n)d item that was found is gone: find out why, and search again.",
        "%(n)d items that were found are gone: find out why, and search again.",
        missing,
    )
    return GateFact("G24", is_met=False, reason=words % {"n": missing})


@receiver(pre_delete, sender=Exhibit, dispatch_uid="no_exhibit_of_an_open_case_is_deleted")
def keep_what_was_found(instance: Exhibit, **_kwargs: Any) -> None:
    """Refuse to delete what was found while the request is open (G24)."""
    if instance.case.is_open:
        message = _("What was found may not be deleted while the request is open.")
        raise RuleRefused(message, code="G24")


def panel(case: Case, user: Any) -> CasePanel | None:
    """The card with what was searched and found."""
    if case.stage not in SHOWN_FROM or not permissions.may(user, Act.VIEW_CASE, case):
        return None
    page = reverse("dsar:case-search", args=[case.reference])
    return CasePanel(_("Search"), "search/_panel.html", {"search": panel_of(case)}, order=40, page=page)


def next_acts(case: Case, user: Any) -> list[NextAct]:
    """Open the plan, or start the search, where the person may work on the case."""
    if not permissions.may(user, Act.WORK_CASE, case):
        return []
    if case.stage in (Stage.SIGN_OFF, Stage.READY):
        return _late_files(case)
    if case.stage not in (Stage.TRIAGE, Stage.IDENTITY, Stage.SEARCH):
        return []
    page = reverse("dsar:case-search", args=[case.reference])
    if not PlannedSystem.objects.filter(case=case).exists():
        return [NextAct(_("Make the search plan"), page, order=12)]
    if case.stage == Stage.SEARCH and current_scan(case) is None:
        return [NextAct(_("Start the search"), page, is_primary=True, order=8)]
    return []


def _late_files(case: Case) -> list[NextAct]:
    """Files that came after the review wait unread; the case has to go back, or the answer says that they are owed."""
    if not waiting_lines().filter(case=case).exists():
        return []
    page = reverse("dsar:case-search-files", args=[case.reference])
    return [NextAct(_("Files came after the review: take the case back to read them"), page, order=5)]


register_gate("G8", plan_gate, page="dsar:case-search")
register_gate("G9", searched_gate, page="dsar:case-search")
register_gate("G24", found_data_stand, page="dsar:case-search")
register_panel(panel)
register_next_acts(next_acts)
