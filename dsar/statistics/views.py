"""Home."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from dsar.access.rules import Act
from dsar.cases import selectors
from dsar.cases.advice import open_questions
from dsar.cases.duties import home_numbers
from dsar.statistics.home import forecast_tile, home_of, other_rooms
from dsar.statistics.home_mail import mail_tile
from dsar.statistics.models import SweepBeat
from dsar.statistics.pressing import Scope, cases_in, list_url
from dsar.statistics.tiles import Tile
from dsar.web.requests import StaffRequest, staff_page

RECENT = 10


@require_GET
@staff_page
def home(request: StaffRequest) -> HttpResponse:
    """What needs doing today, by what the person does here."""
    user = request.user
    may_log = user.may(Act.LOG_REQUEST)
    if user.may(Act.WORK_CASE) or user.may(Act.DECIDE_EXEMPTION):
        whole = request.GET.get("of") == "all"
        context = {"nav": "home", "home": home_of(user, whole=whole), "may_log": may_log}
        return render(request, "statistics/home.html", context)
    if user.may(Act.SEE_SKELETON):
        return render(request, "statistics/home_skeleton.html", _skeleton_context(request))
    if user.may(Act.GIVE_ADVICE):
        return render(request, "statistics/home_legal.html", {"nav": "home", "questions": open_questions(user)})
    recent = []
    if user.may(Act.VIEW_CASE):
        found = selectors.queue(user, {"clock": "all"}, sort="-received")[:RECENT]
        recent = selectors.rows_of(found, selectors.today_of(user))
    context = {"nav": "home", "rows": recent, "may_log": may_log, "mail": mail_tile(user)}
    return render(request, "statistics/home_intake.html", context)


def _skeleton_context(request: StaffRequest) -> dict[str, Any]:
    """The dates of all cases without names: the overdue first, then what comes, and whether reminders run."""
    user, scope = request.user, Scope(is_skeleton=True)
    coming = [
        Tile(_("Due in 7 days"), cases_in(user, "due_7", scope).count(), list_url("due_7", scope), icon="clock"),
        Tile(_("Waiting for ID"), cases_in(user, "waiting", scope).count(), list_url("waiting", scope)),
        forecast_tile(user),
        *other_rooms(home_numbers(user)),
    ]
    beat = SweepBeat.objects.filter(pk=1).first()
    return {
        "nav": "home",
        "groups": _skeleton_groups(request),
        "tiles": coming,
        "swept_at": beat.ran_at if beat else None,
    }


def _skeleton_groups(request: StaffRequest) -> list[dict[str, Any]]:
    """The two groups of late cases without names: only the first is called overdue."""
    today = selectors.today_of(request.user)
    groups = []
    for name in ("overdue", "past_target"):
        found = selectors.skeletons(request.user, name)
        rows = selectors.as_skeletons(found[:RECENT], today)
        groups.append({"name": name, "total": found.count(), "rows": rows})
    return groups
