"""What the simple track adds to the rail and to the cards of a case."""

from django.urls import reverse
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.cases import permissions, registry
from dsar.cases.models import Case
from dsar.cases.registry import CasePanel, NextAct
from dsar.cases.simple_rules import LEFT, why_not
from dsar.cases.simple_services import request_of, track_of
from dsar.cases.vocabulary import Stage


def simple_acts(case: Case, user: User) -> list[NextAct]:
    """Starting the track where the request fits, going on with it where it runs."""
    if not case.is_open or not permissions.may(user, Act.WORK_CASE, case):
        return []
    track, page = track_of(case), reverse("dsar:case-simple", args=[case.reference])
    if track is not None and track.is_on and case.stage in (Stage.SEARCH, Stage.REVIEW):
        return [NextAct(_("Go on with the simple case"), page, is_primary=True, order=0, in_header=True)]
    if track is None and case.stage in (Stage.TRIAGE, Stage.IDENTITY) and not why_not(request_of(case)):
        return [NextAct(_("Take it as a simple case"), page, order=2, in_header=True)]
    return []


def simple_panel(case: Case, user: User) -> CasePanel | None:
    """That a case is on the track, or has left it and why."""
    track = track_of(case)
    if track is None or not case.is_open:
        return None
    page = reverse("dsar:case-simple", args=[case.reference])
    context = {"track": track, "left_words": LEFT.get(track.left_because, "")}
    return CasePanel(_("Simple case"), "response/_simple_panel.html", context, order=3, page=page)


registry.register_next_acts(simple_acts)
registry.register_panel(simple_panel)
