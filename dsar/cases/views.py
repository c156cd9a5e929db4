"""The pages of a case that read, and its notes and files."""

import csv
import io
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dsar.access.rules import Act
from dsar.cases import history, permissions
from dsar.cases.file_services import note_view, open_file
from dsar.cases.forms import FileForm, NoteForm
from dsar.cases.models import Case, CaseFile
from dsar.cases.overview import overview_of
from dsar.cases.pages import case_page
from dsar.cases.services import attach_file, write_note
from dsar.web.downloads import download
from dsar.web.requests import StaffRequest

HISTORY_ROWS = 100


@require_GET
@case_page(Act.VIEW_CASE)
def overview(request: StaffRequest, case: Case) -> HttpResponse:
    """The first page of a case."""
    note_view(case=case, actor=request.user)
    return _overview(request, case)


def _overview(
    request: StaffRequest,
    case: Case,
    *,
    note_form: NoteForm | None = None,
    file_form: FileForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "nav": "cases",
        "case": case,
        "overview": overview_of(case, request.user),
        "note_form": note_form or NoteForm(),
        "file_form": file_form or FileForm(),
        "may_attach": permissions.may(request.user, Act.WORK_CASE, case),
    }
    return render(request, "cases/case.html", context, status=status)


@require_POST
@case_page(Act.VIEW_CASE)
def write(request: StaffRequest, case: Case) -> HttpResponse:
    """Add a note."""
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _overview(request, case, note_form=form, status=422)
    write_note(case=case, text=form.cleaned_data["text"], actor=request.user)
    messages.success(request, _("The note is written."))
    return redirect("dsar:case", ref=case.reference)


@require_POST
@case_page(Act.WORK_CASE)
def attach(request: StaffRequest, case: Case) -> HttpResponse:
    """Attach a file; it is sealed before it is stored."""
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _overview(request, case, file_form=form, status=422)
    values = form.cleaned_data
    attach_file(case=case, upload=values["file"], purpose=values["purpose"], actor=request.user)
    messages.success(request, _("The file is attached and sealed."))
    return redirect("dsar:case", ref=case.reference)


@require_GET
@case_page(Act.VIEW_CASE)
def file(request: StaffRequest, case: Case, file_id: UUID) -> HttpResponse:
    """Hand out an attached file as a download."""
    attached = CaseFile.objects.filter(case=case, pk=file_id).select_related("file", "case").first()
    if attached is None:
        message = "No such file."
        raise Http404(message)
    content = open_file(attached=attached, actor=request.user)
    stored = attached.file
    return download(content, name=stored.name, media_type="application/octet-stream", size=stored.size)  # type: ignore[return-value]  # streamed


@require_GET
@case_page(Act.VIEW_CASE)
def history_csv(request: StaffRequest, case: Case) -> HttpResponse:
    """The history as a table for a spreadsheet; no cell can become a formula there."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow([_("When"), _("What"), _("Who"), _("Kind")])
    for row in history.rows_of(case):
        table.writerow([history.cell(value) for value in (row.at.isoformat(), row.what, row.who, row.kind)])
    name = f"{case.reference}-history.csv"
    return download([out.getvalue().encode("utf-8-sig")], name=name, media_type="text/csv")  # type: ignore[return-value]  # streamed


@require_GET
@case_page(Act.VIEW_CASE)
def history_page(request: StaffRequest, case: Case) -> HttpResponse:
    """What happened, in words, newest first; `kind` keeps one room, `print` shows everything on one page."""
    rooms = history.rooms_of(case)
    room = request.GET.get("kind", "")
    room = room if room in dict(rooms) else ""
    rows = history.rows_of(case, room=room)
    page = Paginator(rows, len(rows) or 1 if "print" in request.GET else HISTORY_ROWS).get_page(request.GET.get("page"))
    context = {"nav": "cases", "case": case, "page": page, "rooms": rooms, "room": room}
    return render(request, "cases/history.html", context)
