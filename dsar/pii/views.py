"""The index of the PII tools."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from dsar.pii.tools import tools_for
from dsar.web.requests import StaffRequest, staff_page


@require_GET
@staff_page
def index(request: StaffRequest) -> HttpResponse:
    """The tools that this person may open."""
    return render(request, "pii/index.html", {"nav": "setup", "tools": tools_for(request.user)})
