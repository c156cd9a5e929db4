"""Reports: the pages and their files."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from dsar.access.pages import role_page
from dsar.access.rules import Act
from dsar.cases.selectors import today_of
from dsar.processing_records.models import Controller
from dsar.statistics import reports
from dsar.statistics.pack_services import is_auditor
from dsar.statistics.periods import form_of, query
from dsar.statistics.report_files import sheet_pdf, table_file
from dsar.statistics.sheets import Sheet
from dsar.web.downloads import download
from dsar.web.requests import StaffRequest

CODES = ("performance", "workload", "groups")


@require_GET
@role_page(Act.SEE_REPORTS)
def performance(request: StaffRequest) -> HttpResponse:
    """How requests were answered."""
    return _page(request, "performance")


@require_GET
@role_page(Act.SEE_REPORTS)
def workload(request: StaffRequest) -> HttpResponse:
    """What waits, and who will be late at this pace."""
    return _page(request, "workload")


@require_GET
@role_page(Act.SEE_REPORTS)
def groups(request: StaffRequest) -> HttpResponse:
    """The numbers by right, rules, channel, controller, team or handler."""
    return _page(request, "groups")


@require_GET
@role_page(Act.SEE_REPORTS)
def report_file(request: StaffRequest, code: str, form: str) -> HttpResponse:
    """A report as PDF or table file; handlers are numbered in it, since files travel."""
    if code not in CODES or form not in ("pdf", "csv"):
        raise Http404
    sheet = _sheet(request, code, with_names=False)
    if form == "csv":
        content, media_type = table_file(sheet), "text/csv"
    else:
        organisation = ", ".join(Controller.objects.values_list("name", flat=True)[:3])
        content, media_type = sheet_pdf(sheet, organisation), "application/pdf"
    name = f"report-{code}-{today_of(request.user).isoformat()}.{form}"
    return download([content], name=name, media_type=media_type)  # type: ignore[return-value]  # streamed


def _sheet(request: StaffRequest, code: str, *, with_names: bool) -> Sheet:
    user = request.user
    period = form_of(request.GET).chosen(today_of(user))
    if code == "groups":
        return reports.groups(user, period, request.GET.get("by", ""), with_names=with_names)
    return reports.workload(user, period) if code == "workload" else reports.performance(user, period)


def _page(request: StaffRequest, code: str) -> HttpResponse:
    form = form_of(request.GET)
    is_wrong = "period" in request.GET and not form.is_valid()
    asked = query(request.GET)
    by = request.GET.get("by", "") if code == "groups" else ""
    context: dict[str, Any] = {
        "nav": "reports",
        "sheet": _sheet(request, code, with_names=True),
        "tabs": _tabs(request, code),
        "form": form if code != "workload" else None,
        "query": asked,
        "by": by,
        "dimensions": _dimensions(request, by) if code == "groups" else [],
    }
    return render(request, "statistics/report.html", context, status=422 if is_wrong else 200)


def _tabs(request: StaffRequest, code: str) -> list[dict[str, Any]]:
    places = [
        ("performance", _("How answered"), "dsar:reports"),
        ("workload", _("Workload"), "dsar:reports-workload"),
        ("groups", _("By group"), "dsar:reports-groups"),
    ]
    places.append(("register", _("Decisions on rights"), "dsar:rights-register"))
    if request.user.may(Act.RELEASE_FIGURES):
        places.append(("public", _("For the public"), "dsar:release-figures"))
    if is_auditor(request.user):
        places.append(("records", _("Records"), "dsar:audit-records"))
    asked = query({name: value for name, value in request.GET.items() if name != "by"})
    return [
        {"label": label, "url": f"{reverse(route)}?{asked}", "is_current": code == name}
        for name, label, route in places
    ]


def _dimensions(request: StaffRequest, by: str) -> list[dict[str, Any]]:
    shown = by if by in reports.DIMENSIONS else "right"
    return [
        {"label": label, "url": f"?{query(request.GET, by=name)}", "is_current": name == shown}
        for name, label in reports.DIMENSIONS.items()
    ]
