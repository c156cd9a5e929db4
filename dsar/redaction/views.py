"""The log of redactions of a case: on a page, and as a table file."""

import csv
import io

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from dsar.access.rules import Act
from dsar.cases.history import cell
from dsar.cases.models import Case
from dsar.cases.pages import case_page
from dsar.redaction.log import LogLine, log_of, state_words
from dsar.web.downloads import download
from dsar.web.requests import StaffRequest

A_PAGE = 50


@require_GET
@case_page(Act.VIEW_CASE)
def redaction_log(request: StaffRequest, case: Case) -> HttpResponse:
    """Every redaction with the article that it rests on."""
    log = log_of(case)
    page = Paginator(log.lines, A_PAGE).get_page(request.GET.get("page"))
    shown = [(line, state_words(line.state)) for line in page]
    context = {"nav": "cases", "case": case, "log": log, "page": page, "shown": shown}
    return render(request, "redaction/log.html", context)


@require_GET
@case_page(Act.VIEW_CASE)
def redaction_log_csv(_request: StaffRequest, case: Case) -> HttpResponse:
    """The same as a table for a spreadsheet; no cell can become a formula there."""
    out = io.StringIO()
    table = csv.writer(out, quoting=csv.QUOTE_ALL)
    head = [_("Item"), _("Place"), _("Kind"), _("Whose data"), _("Certainty"), _("Article"), _("Ground"), _("State")]
    table.writerow([*head, _("Decided by"), _("Article checked")])
    for line in log_of(case).lines:
        table.writerow([cell(value) for value in _cells(line)])
    name = f"{case.reference}-redactions.csv"
    return download([out.getvalue().encode("utf-8-sig")], name=name, media_type="text/csv")  # type: ignore[return-value]  # streamed


def _cells(line: LogLine) -> list[str]:
    score = "" if line.score is None else f"{line.score:.2f}"
    ground = line.ground
    first = [str(line.number), line.place, line.kind, line.whose, score]
    checked = _("yes") if ground.is_checked else _("not checked by us")
    return [*first, ground.article, ground.words, state_words(line.state), line.who, checked]
