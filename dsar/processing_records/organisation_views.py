"""Controllers and systems: lists and forms."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dsar.access.pages import role_page
from dsar.access.rules import Act
from dsar.foundation import clock
from dsar.foundation.errors import RuleRefused
from dsar.processing_records.capped import capped_receipts
from dsar.processing_records.forms import ControllerForm, SystemForm
from dsar.processing_records.models import Controller, System
from dsar.processing_records.services import save_controller, save_system
from dsar.processing_records.sources import kind_labels
from dsar.processing_records.views import PAGE_ROWS, take_errors
from dsar.web.requests import StaffRequest


@require_GET
@role_page(Act.SEE_REGISTER)
def controllers(request: StaffRequest) -> HttpResponse:
    """The controllers."""
    context = {
        "nav": "setup",
        "controllers": Controller.objects.all(),
        "may_edit": request.user.may(Act.EDIT_REGISTER),
    }
    return render(request, "processing_records/controllers.html", context)


@require_http_methods(["GET", "POST"])
@role_page(Act.EDIT_REGISTER)
def controller_edit(request: StaffRequest, controller_id: UUID | None = None) -> HttpResponse:
    """Add or change a controller; beside the target stands what the statute makes of it."""
    found = get_object_or_404(Controller, pk=controller_id) if controller_id else None
    form = ControllerForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        try:
            saved = save_controller(controller=form.instance, actor=request.user)
        except RuleRefused as error:
            take_errors(form, error)
        else:
            messages.success(request, _("%(name)s is saved.") % {"name": saved.name})
            return redirect("dsar:controllers")
    shown = found or Controller()
    year = clock.today(shown.time_zone).year
    context = {
        "nav": "setup",
        "controller": found,
        "form": form,
        "capped": capped_receipts(shown.policy, year),
        "policy": shown.get_policy_display(),
        "year": year,
    }
    return render(request, "processing_records/controller_edit.html", context, status=422 if form.errors else 200)


@require_GET
@role_page(Act.SEE_REGISTER, Act.EDIT_SOURCES)
def systems(request: StaffRequest) -> HttpResponse:
    """Systems with the sources by which they are searched."""
    listed = System.objects.prefetch_related("sources", "activities")
    context = {
        "nav": "setup",
        "page": Paginator(listed, PAGE_ROWS).get_page(request.GET.get("page")),
        "may_edit": request.user.may(Act.EDIT_REGISTER),
        "may_edit_sources": request.user.may(Act.EDIT_SOURCES),
        "kinds": kind_labels(),
    }
    return render(request, "processing_records/systems.html", context)


@require_http_methods(["GET", "POST"])
@role_page(Act.EDIT_REGISTER)
def system_edit(request: StaffRequest, system_id: UUID | None = None) -> HttpResponse:
    """Add or change a system."""
    found = get_object_or_404(System, pk=system_id) if system_id else None
    form = SystemForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        try:
            saved = save_system(system=form.instance, actor=request.user)
        except RuleRefused as error:
            take_errors(form, error)
        else:
            messages.success(request, _("%(name)s is saved.") % {"name": saved.name})
            return redirect("dsar:systems")
    context = {"nav": "setup", "system": found, "form": form}
    return render(request, "processing_records/system_edit.html", context, status=422 if form.errors else 200)
