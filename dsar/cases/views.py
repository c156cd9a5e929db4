"""The first page of a case and its history."""

import csv
import io

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from dsar.access.rules import Act
from dsar.cases import history, permissions
from dsar.cases.checklist import checklist_of
from dsar.cases.file_services import note_view
from dsar.cases.forms import NoteForm
from dsar.cases.history import HistoryFilter
from dsar.cases.messages_selectors import unread_in
from dsar.cases.models import Case
from dsar.cases.notes_selectors import colleagues_of, notes_of, see_mentions
from dsar.cases.overview import overview_of
from dsar.cases.pages import case_page
from dsar.cases.pages_files import files_of
from dsar.cases.queue_hold_services import hold_of
from dsar.foundation.keys import keys_at_hand
from dsar.web.downloads import download
from dsar.web.requests import StaffRequest

HISTORY_ROWS = 100
NOTES_SHOWN = 3


@require_GET
@case_page(Act.VIEW_CASE)
def overview(request: StaffRequest, case: Case) -> HttpResponse:
    """The first page of a case."""
    note_view(case=case, actor=request.user)
    see_mentions(case, request.user)
    with keys_at_hand([case.key_id]):
        held = hold_of(case)
        notes = notes_of(case, request.user, limit=NOTES_SHOWN + 1)
        context = {
            "nav": "cases",
            "case": case,
            "overview": overview_of(case, request.user),
            "notes": notes[:NOTES_SHOWN],
            "more_notes": len(notes) > NOTES_SHOWN,
            "note_form": NoteForm(),
            "colleagues": [user for user in colleagues_of(case) if user.pk != request.user.pk],
            "files": files_of(case),
            "checklist": checklist_of(case),
            "unread": unread_in(case),
            "hold": held,
            "hold_reason": held.reason if held else "",
            "may_work": permissions.may(request.user, Act.WORK_CASE, case),
        }
        return render(request, "cases/case.html", context)


class HistoryForm(forms.Form):
    """What of the history is shown; everything is optional and comes from the address."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    who = forms.ChoiceField(label=gettext_lazy("Who"), required=False)
    first = forms.DateField(label=gettext_lazy("From"), required=False)
    last = forms.DateField(label=gettext_lazy("Until"), required=False)

    def __init__(self, data: object, *, case: Case) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # the query of the request
        self.fields["kind"].choices = [("", _("Everything")), *history.rooms_of(case)]  # type: ignore[attr-defined]
        self.fields["who"].choices = [("", _("Anybody")), *history.people_in(case)]  # type: ignore[attr-defined]

    def wanted(self) -> HistoryFilter:
        """The filters that can be read; a wrong one in the address narrows nothing."""
        self.full_clean()
        values = self.cleaned_data
        return HistoryFilter(values.get("kind") or "", values.get("who") or "", values.get("first"), values.get("last"))


@require_GET
@case_page(Act.VIEW_CASE)
def history_csv(request: StaffRequest, case: Case) -> HttpResponse:
    """The history, narrowed as on its page, as a table for a spreadsheet; no cell can become a formula there."""
    out = io.StringIO()
    table = csv.writer(out, quoting=csv.QUOTE_ALL)
    table.writerow([_("When"), _("What"), _("Who"), _("Kind")])
    for row in history.rows_of(case, only=HistoryForm(request.GET, case=case).wanted()):
        table.writerow([history.cell(value) for value in (row.at.isoformat(), row.what, row.who, row.kind)])
    name = f"{case.reference}-history.csv"
    return download([out.getvalue().encode("utf-8-sig")], name=name, media_type="text/csv")  # type: ignore[return-value]  # streamed


@require_GET
@case_page(Act.VIEW_CASE)
def history_page(request: StaffRequest, case: Case) -> HttpResponse:
    """What happened, in words, newest first; `print` shows everything on one page."""
    form = HistoryForm(request.GET, case=case)
    only = form.wanted()
    rows = history.rows_of(case, only=only)
    shown = len(rows) or 1 if "print" in request.GET else HISTORY_ROWS
    query = request.GET.copy()
    for name in ("page", "print"):
        query.pop(name, None)
    context = {
        "nav": "cases",
        "case": case,
        "page": Paginator(rows, shown).get_page(request.GET.get("page")),
        "form": form,
        "query": query.urlencode(),
        "is_narrowed": only.is_set,
    }
    return render(request, "cases/history.html", context)
