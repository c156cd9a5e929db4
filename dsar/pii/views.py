"""The index of the PII tools."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from dsar.access.rules import Act
from dsar.pii.metrics import alerts
from dsar.pii.steering import version_now
from dsar.pii.tools import tools_for
from dsar.web.requests import StaffRequest, staff_page


@require_GET
@staff_page
def index(request: StaffRequest) -> HttpResponse:
    """The tools that this person may open, and what of the last thirty days needs a look."""
    may_look = request.user.may(Act.SEE_REGISTER)
    context = {
        "nav": "setup",
        "tools": tools_for(request.user),
        "alerts": alerts() if may_look else [],
        "version": version_now() if may_look else "",
    }
    return render(request, "pii/index.html", context)
