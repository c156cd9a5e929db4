"""The help page on roles."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from dsar.access.rules import ROLE_LABELS
from dsar.accountability.roles import door_lines, role_lines
from dsar.web.requests import StaffRequest, staff_page


@require_GET
@staff_page
def roles_page(request: StaffRequest) -> HttpResponse:
    """Roles and acts as the product enforces them."""
    context = {"labels": list(ROLE_LABELS.values()), "lines": role_lines(), "doors": door_lines()}
    return render(request, "help/roles.html", context)
