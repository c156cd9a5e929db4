"""Who else has this case open: pages tell by themselves every few seconds that they are still there.

No act and no trace: rows are overwritten, count for seconds, and are deleted when they are old.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.cases.models import Case
from dsar.cases.page_models import Presence
from dsar.cases.pages import case_page
from dsar.foundation import clock
from dsar.web.requests import StaffRequest

# A page says every 20 seconds that it is open (layouts/case.html); two may be missed before it is taken for closed.
ALIVE = dt.timedelta(seconds=50)
OLD = dt.timedelta(hours=1)
LONGEST_PAGE = 40
# Names of routes by how they begin, the longest first; a page that is not here is "another page".
PAGES: tuple[tuple[str, Any], ...] = (
    ("case-identity", _("ID and authority")),
    ("case-search", _("Search")),
    ("case-review", _("Review")),
    ("case-sign-off", _("Sign-off")),
    ("case-delivery", _("Delivery")),
    ("case-message", _("Messages")),
    ("case-note", _("Notes")),
    ("case-attach", _("Files")),
    ("case-file", _("Files")),
    ("case-checklist", _("Checklist")),
    ("case-history", _("History")),
    ("case-extend", _("Extend the deadline")),
    ("case-pause", _("Pause the clock")),
)


@dataclass(frozen=True, slots=True)
class Companion:
    """Somebody else who has the case open; `place` is empty where it is the same page."""

    name: str
    is_here: bool
    place: str


@require_POST
@case_page(Act.VIEW_CASE)
def presence(request: StaffRequest, case: Case) -> HttpResponse:
    """Note that the person has a page of the case open, and say who else has."""
    page = request.POST.get("page", "")[:LONGEST_PAGE]
    come_in(case, request.user, page)
    return render(request, "cases/_presence.html", {"companions": companions(case, request.user, page)})


def come_in(case: Case, user: User, page: str) -> None:
    """The person has this page open now; rows of pages closed long ago go."""
    now = clock.now()
    Presence.objects.update_or_create(case=case, user=user, defaults={"page": page, "seen_at": now})
    Presence.objects.filter(seen_at__lt=now - OLD).delete()


def companions(case: Case, user: User, page: str) -> list[Companion]:
    """The other people who have the case open, by name."""
    alive = Presence.objects.filter(case=case, seen_at__gte=clock.now() - ALIVE).exclude(user=user)
    rows = alive.order_by("user__full_name").values_list("user__full_name", "page")
    return [Companion(name, there == page, _place(there)) for name, there in rows]


def _place(page: str) -> str:
    return next((str(words) for start, words in PAGES if page.startswith(start)), "")
