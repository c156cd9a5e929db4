"""Set-up and the register of processing: index, list, entry, print, table file."""

import csv
import io
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dsar.access.pages import role_page
from dsar.access.rules import Act
from dsar.foundation.errors import RuleRefused
from dsar.processing_records import selectors
from dsar.processing_records.cards import cards_for
from dsar.processing_records.forms import ActivityForm, initial_of, recipient_rows, recipient_values
from dsar.processing_records.models import Controller, ProcessingActivity
from dsar.processing_records.services import RecipientValues, remove_activity, save_activity
from dsar.web.downloads import download
from dsar.web.requests import StaffRequest, staff_page

PAGE_ROWS = 50
RECIPIENT_FIELDS = tuple(RecipientValues.__dataclass_fields__)


@require_GET
@staff_page
def setup(request: StaffRequest) -> HttpResponse:
    """The index of set-up: the cards that this person may open."""
    return render(request, "setup/index.html", {"nav": "setup", "cards": cards_for(request.user)})


@require_GET
@role_page(Act.SEE_REGISTER)
def register_list(request: StaffRequest) -> HttpResponse:
    """The register with what each entry lacks."""
    rows = selectors.register()
    context = {
        "nav": "setup",
        "page": Paginator(rows, PAGE_ROWS).get_page(request.GET.get("page")),
        "incomplete": sum(bool(row.gaps) for row in rows),
        "may_edit": request.user.may(Act.EDIT_REGISTER),
        "has_controller": Controller.objects.exists(),
    }
    return render(request, "processing_records/register.html", context)


@require_GET
@role_page(Act.SEE_REGISTER)
def register_print(request: StaffRequest) -> HttpResponse:
    """The whole register on one page, to print or to hand to the supervisory authority (GDPR Art. 30(4))."""
    return render(
        request, "processing_records/register_print.html", {"nav": "setup", "entries": _entries(selectors.register())}
    )


@require_GET
@role_page(Act.SEE_REGISTER)
def register_csv(request: StaffRequest) -> HttpResponse:
    """The register as a table file."""
    written = io.StringIO()
    csv.writer(written).writerows(selectors.csv_rows(selectors.register()))
    content = written.getvalue().encode("utf-8-sig")  # spreadsheets know the encoding by the mark
    name = "register-of-processing.csv"
    return download([content], name=name, media_type="text/csv")  # type: ignore[return-value]  # streamed


@require_GET
@role_page(Act.SEE_REGISTER)
def activity(request: StaffRequest, activity_id: UUID) -> HttpResponse:
    """One entry of the register."""
    found = get_object_or_404(ProcessingActivity, pk=activity_id)
    context = {
        "nav": "setup",
        "activity": found,
        "facts": activity_facts(found),
        "gaps": selectors.gap_lines(found),
        "may_edit": request.user.may(Act.EDIT_REGISTER),
    }
    return render(request, "processing_records/activity.html", context)


@require_http_methods(["GET", "POST"])
@role_page(Act.EDIT_REGISTER)
def activity_edit(request: StaffRequest, activity_id: UUID | None = None) -> HttpResponse:
    """Add or change an entry with its recipients."""
    found = get_object_or_404(ProcessingActivity, pk=activity_id) if activity_id else None
    stored = list(found.recipients.values(*RECIPIENT_FIELDS)) if found else []
    form = ActivityForm(request.POST or None, initial=initial_of(found))
    rows = recipient_rows(request.POST or None, initial=stored)
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        try:
            saved = save_activity(
                activity=found,
                controller=form.cleaned_data["controller"],
                values=form.values(),
                recipients=recipient_values(rows),
                systems=form.cleaned_data["systems"],
                actor=request.user,
            )
        except RuleRefused as error:
            take_errors(form, error)
        else:
            messages.success(request, _("The register is changed."))
            return redirect("dsar:activity", activity_id=saved.pk)
    context = {"nav": "setup", "activity": found, "form": form, "rows": rows}
    status = 422 if request.method == "POST" else 200
    return render(request, "processing_records/activity_edit.html", context, status=status)


@require_http_methods(["GET", "POST"])
@role_page(Act.EDIT_REGISTER)
def activity_remove(request: StaffRequest, activity_id: UUID) -> HttpResponse:
    """Ask, then take an entry out of the register."""
    found = get_object_or_404(ProcessingActivity, pk=activity_id)
    if request.method == "POST":
        remove_activity(activity=found, actor=request.user)
        messages.success(request, _("The entry is removed."))
        return redirect("dsar:register")
    return render(request, "processing_records/activity_remove.html", {"nav": "setup", "activity": found})


def activity_facts(found: ProcessingActivity) -> list[dict[str, Any]]:
    """An entry as label and value."""
    systems = ", ".join(system.name for system in found.systems.all())
    return [
        {"label": _("Controller"), "value": found.controller.name},
        {"label": _("Purposes"), "value": found.purpose},
        {"label": _("Legal basis"), "value": found.legal_basis},
        {"label": _("Categories of personal data"), "value": ", ".join(found.categories)},
        {"label": _("Categories of data subjects"), "value": found.data_subjects},
        {"label": _("How long the data are kept"), "value": found.retention},
        {"label": _("Where the data come from"), "value": found.source_of_data},
        {"label": _("Decisions by machines alone"), "value": selectors.automated_words(found)},
        {"label": _("Security measures"), "value": found.security_measures},
        {"label": _("Systems"), "value": systems},
    ]


def take_errors(form: Any, error: RuleRefused) -> None:
    """Put the words of a refusal beside the field that they belong to."""
    for name, words in error.fields.items():
        form.add_error(name if name in form.fields else None, words)
    if not error.fields:
        form.add_error(None, error.message)


def _entries(rows: list[selectors.RegisterRow]) -> list[dict[str, Any]]:
    return [{"activity": row.activity, "facts": activity_facts(row.activity), "gaps": row.gaps} for row in rows]
