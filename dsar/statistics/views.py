"""Home and reports."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from dsar.access.rules import Act
from dsar.cases import selectors
from dsar.foundation.errors import NotPermitted
from dsar.statistics.home import home_of
from dsar.statistics.reports import report_for
from dsar.web.requests import StaffRequest, staff_page

RECENT = 10


@require_GET
@staff_page
def home(request: StaffRequest) -> HttpResponse:
    """What needs doing today, by what the person does here."""
    user = request.user
    if user.may(Act.WORK_CASE) or user.may(Act.DECIDE_EXEMPTION):
        may_log = user.may(Act.LOG_REQUEST)
        return render(request, "statistics/home.html", {"nav": "home", "home": home_of(user), "may_log": may_log})
    if user.may(Act.SEE_SKELETON):
        return render(request, "statistics/home_skeleton.html", {"nav": "home", "groups": _skeleton_groups(request)})
    recent = []
    if user.may(Act.VIEW_CASE):
        found = selectors.queue(user, {"clock": "all"}, sort="-received")[:RECENT]
        recent = selectors.rows_of(found, selectors.today_of(user))
    return render(
        request, "statistics/home_intake.html", {"nav": "home", "rows": recent, "may_log": user.may(Act.LOG_REQUEST)}
    )


def _skeleton_groups(request: StaffRequest) -> list[dict[str, Any]]:
    """The two groups of late cases without names: only the first is called overdue."""
    today = selectors.today_of(request.user)
    groups = []
    for name in ("overdue", "past_target"):
        found = selectors.skeletons(request.user, name)
        rows = selectors.as_skeletons(found[:RECENT], today)
        groups.append({"name": name, "total": found.count(), "rows": rows})
    return groups


@require_GET
@staff_page
def reports(request: StaffRequest) -> HttpResponse:
    """Numbers of the last twelve months."""
    if not request.user.may(Act.SEE_REPORTS):
        message = "Your role does not open reports."
        raise NotPermitted(message)
    return render(request, "statistics/reports.html", {"nav": "reports", "report": report_for(request.user)})
