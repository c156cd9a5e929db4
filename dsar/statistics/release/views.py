"""Reports for the public, and tables made anonymous before they leave."""

import csv
import io
import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dsar.access.pages import role_page
from dsar.access.rules import Act
from dsar.cases.selectors import today_of
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.processing_records.models import Controller
from dsar.processing_records.rules import plain_cell
from dsar.statistics.release import services
from dsar.statistics.release.anonymising import Released, release
from dsar.statistics.release.forms import ColumnsForm, PublishForm, TableForm, carried, carry
from dsar.statistics.release.models import NoiseBudget, PublicReport
from dsar.statistics.release.public_report import as_json, published, sheet_of
from dsar.statistics.release.services import publish_report, withdraw_report
from dsar.statistics.release.tables import TableUnusable
from dsar.statistics.report_files import sheet_pdf, table_file
from dsar.web.downloads import download
from dsar.web.requests import StaffRequest

SHOWN_ROWS = 20
FORMS = {"pdf": "application/pdf", "csv": "text/csv", "json": "application/json"}


def _organisation() -> str:
    return ", ".join(Controller.objects.order_by("name").values_list("name", flat=True)[:3])


@require_http_methods(["GET", "POST"])
@role_page(Act.RELEASE_FIGURES)
def release_figures(request: StaffRequest) -> HttpResponse:
    """What is published, what the budgets still hold, and publishing a year."""
    form = PublishForm(request.POST or None, this_year=today_of(request.user).year)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = publish_report(
                    year=form.cleaned_data["year"], epsilon=form.cleaned_data["epsilon"], actor=request.user
                )
            except (RuleRefused, Conflict) as error:
                form.add_error(None, error.message)
            else:
                messages.success(request, _("The report for %(year)s is published.") % {"year": made.year})
                return redirect("dsar:release-figures")
    context = {
        "nav": "reports",
        "form": form,
        "reports": PublicReport.objects.select_related("published_by"),
        "budgets": NoiseBudget.objects.all(),
    }
    return render(request, "statistics/release/figures.html", context, status=status)


@require_POST
@role_page(Act.RELEASE_FIGURES)
def release_withdraw(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """Take a published report back."""
    get_object_or_404(PublicReport, pk=report_id)
    try:
        done = withdraw_report(report_id=report_id, actor=request.user)
    except Conflict as error:
        messages.warning(request, error.message)
    else:
        messages.success(request, _("The report for %(year)s is withdrawn.") % {"year": done.year})
    return redirect("dsar:release-figures")


@require_http_methods(["GET", "POST"])
@role_page(Act.RELEASE_FIGURES)
def release_table(request: StaffRequest) -> HttpResponse:
    """A table: choose the file, say what its columns are, see what would leave, take it."""
    if "carried" in request.POST:
        return _columns(request)
    form = TableForm(request.POST or None, request.FILES or None)
    if not form.is_valid():
        context = {"nav": "reports", "form": form}
        return render(request, "statistics/release/table.html", context, status=422 if form.is_bound else 200)
    table = form.cleaned_data["file"]
    columns = ColumnsForm(initial={"carried": carry(table)}, table=table)
    return render(request, "statistics/release/columns.html", {"nav": "reports", "form": columns, "table": table})


def _columns(request: StaffRequest) -> HttpResponse:
    try:
        table = carried(request.POST["carried"])
    except TableUnusable as error:
        again = {"nav": "reports", "form": TableForm(), "gone": str(error)}
        return render(request, "statistics/release/table.html", again, status=422)
    columns = ColumnsForm(request.POST, table=table)
    context: dict[str, Any] = {"nav": "reports", "form": columns, "table": table}
    if not columns.is_valid():
        return render(request, "statistics/release/columns.html", context, status=422)
    try:
        if is_taken := request.POST.get("act") == "take":
            made = services.release_table(table=table, wanted=columns.wanted(), actor=request.user)
        else:
            made = release(table, columns.wanted())
    except TableUnusable as error:
        columns.add_error(None, str(error))
        return render(request, "statistics/release/columns.html", context, status=422)
    if is_taken:
        return download([_as_csv(made)], name="anonymous-table.csv", media_type="text/csv")  # type: ignore[return-value]  # streamed
    context |= {"made": made, "shown": made.table.rows[:SHOWN_ROWS], "lost": round(100 * made.loss)}
    return render(request, "statistics/release/columns.html", context)


def _as_csv(made: Released) -> bytes:
    written = io.StringIO()
    lines = [made.table.columns, *made.table.rows]
    csv.writer(written).writerows([[plain_cell(cell) for cell in row] for row in lines])
    return written.getvalue().encode("utf-8-sig")


@require_GET
def transparency(request: HttpRequest) -> HttpResponse:
    """The published years, for everybody."""
    known = Controller.objects.all()[:2]
    organisation = {"name": known[0].name, "privacy_email": known[0].contact_email} if len(known) == 1 else {}
    context = {"organisation": organisation, "sheet": sheet_of(published(), _organisation())}
    return render(request, "statistics/release/public.html", context)


@require_GET
def transparency_file(request: HttpRequest, form: str) -> HttpResponse:
    """The published years as PDF, CSV or JSON."""
    if form not in FORMS:
        raise Http404
    reports, organisation = published(), _organisation()
    if form == "json":
        content = json.dumps(as_json(reports, organisation), ensure_ascii=False, indent=2).encode()
    else:
        sheet = sheet_of(reports, organisation)
        content = table_file(sheet) if form == "csv" else sheet_pdf(sheet, organisation)
    return download([content], name=f"transparency-report.{form}", media_type=FORMS[form])  # type: ignore[return-value]  # streamed
