"""Imports: choose a file, see what it would do, carry it out, undo it."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from consent import import_services
from consent.importing import COLUMNS, NEEDED
from consent.models import Act as Word
from consent.models import Batch
from dsar.access.pages import role_page
from dsar.access.rules import Act
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.rights.consent.forms import ImportForm, UndoForm
from dsar.rights.consent.frame import frame
from dsar.rights.consent.purpose_views import take_errors
from dsar.web.requests import StaffRequest

ROWS = 50


@require_http_methods(["GET", "POST"])
@role_page(Act.EDIT_CONSENT)
def imports(request: StaffRequest) -> HttpResponse:
    """The imports so far, and the next file."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["file"]
        kind = "json" if str(given.name).lower().endswith(".json") else "csv"
        try:
            batch = import_services.rehearse(
                name=str(given.name), content=bytes(given.read()), form=kind, actor=request.user
            )
        except RuleRefused as refusal:
            take_errors(form, refusal)
        else:
            return redirect("dsar:consent-import", batch_id=batch.pk)
    page = Paginator(Batch.objects.all(), ROWS).get_page(request.GET.get("page"))
    optional = [name for name in COLUMNS if name not in NEEDED]
    context = frame(request.user, "consent-imports", form=form, page=page, needed=NEEDED, optional=optional)
    return render(request, "consent/imports.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@role_page(Act.EDIT_CONSENT)
def batch(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    """What a file would do, or what it did; POST carries it out."""
    found = get_object_or_404(Batch, pk=batch_id)
    status = 200
    if request.method == "POST":
        try:
            import_services.carry_out(batch=found, actor=request.user)
        except (RuleRefused, Conflict) as refusal:
            messages.warning(request, refusal.message)
            status = refusal.status
        else:
            messages.success(request, _("The import is carried out."))
            return redirect("dsar:consent-import", batch_id=found.pk)
    return render(request, "consent/import.html", _context(request, found, UndoForm()), status=status)


@require_POST
@role_page(Act.EDIT_CONSENT)
def undo(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    """Take every entry of an import back by a counter-entry."""
    found = get_object_or_404(Batch, pk=batch_id)
    form = UndoForm(request.POST)
    if form.is_valid():
        try:
            import_services.undo_import(batch=found, reason=form.cleaned_data["reason"], actor=request.user)
        except Conflict as refusal:
            take_errors(form, refusal)
        else:
            messages.success(request, _("The import is undone. Every entry has its counter-entry."))
            return redirect("dsar:consent-import", batch_id=found.pk)
    return render(request, "consent/import.html", _context(request, found, form), status=422)


def _context(request: StaffRequest, found: Batch, undo_form: UndoForm) -> dict[str, object]:
    plan = import_services.plan_of(found) if found.applied_at is None else None
    shown = import_services.SHOWN_FAULTS
    return frame(
        request.user,
        "consent-imports",
        batch=found,
        plan=plan,
        faults=plan.faults[:shown] if plan else [],
        more_faults=max(0, len(plan.faults) - shown) if plan else 0,
        counts=[((code, Word(act).label), n) for (code, act), n in sorted(plan.counts.items())] if plan else [],
        undo_form=undo_form,
    )
