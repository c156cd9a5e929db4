"""Sources: adding, changing, trying."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from discovery.sources.registry import SourceKind
from dsar.access.pages import role_page
from dsar.access.rules import Act
from dsar.foundation.errors import RuleRefused
from dsar.processing_records.models import Source
from dsar.processing_records.source_forms import SourceForm, initial_of
from dsar.processing_records.sources import offered_kinds, save_source, try_source
from dsar.processing_records.views import take_errors
from dsar.web.requests import StaffRequest


@require_http_methods(["GET", "POST"])
@role_page(Act.EDIT_SOURCES)
def source_new(request: StaffRequest, kind: str) -> HttpResponse:
    """Add a source of a kind to a system."""
    return _edit(request, None, _kind(kind))


@require_http_methods(["GET", "POST"])
@role_page(Act.EDIT_SOURCES)
def source_edit(request: StaffRequest, source_id: UUID) -> HttpResponse:
    """Change a source; beside it stands what the last trial found."""
    source = get_object_or_404(Source.objects.select_related("system"), pk=source_id)
    return _edit(request, source, _kind(source.kind))


@require_POST
@role_page(Act.EDIT_SOURCES)
def source_test(request: StaffRequest, source_id: UUID) -> HttpResponse:
    """Try the source now; the answer is kept in words."""
    source = try_source(source=get_object_or_404(Source, pk=source_id), actor=request.user)
    if source.test_passed:
        messages.success(request, _("The source can be read."))
    else:
        messages.warning(request, _("The source cannot be read yet. See why below."))
    return redirect("dsar:source", source_id=source.pk)


def _edit(request: StaffRequest, source: Source | None, kind: SourceKind) -> HttpResponse:
    initial = initial_of(source) if source else {"system": request.GET.get("system")}
    form = SourceForm(request.POST or None, kind=kind, initial=initial)
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data
        try:
            saved = save_source(
                source=source,
                system=clean["system"],
                name=clean["name"],
                kind=kind.name,
                values=form.settings(),
                secret_name=clean.get("secret_name", ""),
                is_active=clean["is_active"],
                actor=request.user,
            )
        except RuleRefused as error:
            take_errors(form, error)
        else:
            messages.success(request, _("The source is saved. Try it now."))
            return redirect("dsar:source", source_id=saved.pk)
    context = {"nav": "setup", "source": source, "kind": kind, "form": form}
    return render(request, "processing_records/source.html", context, status=422 if form.errors else 200)


def _kind(name: str) -> SourceKind:
    for kind in offered_kinds():
        if kind.name == name:
            return kind
    missing = "There is no such kind of source."
    raise Http404(missing)
