"""The list of assessments, an assessment at a glance, its versions and files."""

import csv
import io
import json
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dsar.access.pages import role_page
from dsar.access.rules import Act
from dsar.accountability.dpia.comparison import compare
from dsar.accountability.dpia.completeness import parts
from dsar.accountability.dpia.forms import FilterForm, NewForm
from dsar.accountability.dpia.frame import drift_of, found_or_404, frame, hurdles_for, risk_context, version_or_404
from dsar.accountability.dpia.models import Dpia, Screening
from dsar.accountability.dpia.paper_words import LANGUAGES
from dsar.accountability.dpia.questions import Outcome
from dsar.accountability.dpia.reminding import note_seen
from dsar.accountability.dpia.report import document_of, report_pdf, whole_context
from dsar.accountability.dpia.selectors import (
    chosen,
    csv_rows,
    rows_of,
    screenings,
    start_of,
    template_count,
    to_advise,
    to_approve,
    today_for,
    versions_of,
)
from dsar.accountability.dpia.services import NewDpia, begin
from dsar.accountability.dpia.storing import content_of
from dsar.accountability.dpia.vocabulary import State
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.processing_records.models import Controller
from dsar.web.downloads import download
from dsar.web.requests import StaffRequest

PAGE_ROWS = 50


@require_GET
@role_page(Act.SEE_DPIA)
def dpias(request: StaffRequest) -> HttpResponse:
    """All assessments, each in its current version."""
    form = FilterForm(request.GET or None)
    values = form.cleaned_data if form.is_valid() else {}
    found = chosen(values, today_for(request.user), request.GET.get("sort", ""))
    return _list(request, found, form=form, chips=_chips(request, form, values))


@require_GET
@role_page(Act.ADVISE_DPIA)
def dpias_to_advise(request: StaffRequest) -> HttpResponse:
    """What waits for the advice of the DPO."""
    return _list(request, to_advise(), heading=_("Waiting for the advice of the DPO"))


@require_GET
@role_page(Act.APPROVE_DPIA)
def dpias_to_approve(request: StaffRequest) -> HttpResponse:
    """What waits for approval."""
    return _list(request, to_approve(), heading=_("Waiting for approval"))


def _list(request: StaffRequest, found: QuerySet[Dpia], **more: Any) -> HttpResponse:
    page = Paginator(found.select_related("controller", "created_by"), PAGE_ROWS).get_page(request.GET.get("page"))
    context = {
        "nav": "setup",
        "page": page,
        "rows": rows_of(page.object_list, today_for(request.user)),
        "tabs": list_tabs(request, "dpias"),
        "may_write": request.user.may(Act.WRITE_DPIA),
        "has_controller": Controller.objects.exists(),
        "query": request.GET.urlencode(),
        **more,
    }
    return render(request, "dpia/list.html", context)


def list_tabs(request: StaffRequest, here: str) -> list[dict[str, Any]]:
    """The lists beside each other."""
    places = (
        ("dpias", _("Assessments"), "dsar:dpias", chosen({}, today_for(request.user)).count()),
        ("screenings", _("Screenings"), "dsar:dpia-screenings", screenings().count()),
        ("templates", _("Templates"), "dsar:dpia-templates", template_count()),
    )
    return [
        {"label": label, "url": reverse(route), "count": count, "is_current": name == here}
        for name, label, route, count in places
    ]


def _chips(request: StaffRequest, form: FilterForm, values: dict[str, Any]) -> list[dict[str, str]]:
    """The filters in use, each with the list without it."""
    given = {name: value for name, value in request.GET.items() if name != "page" and value}
    chips = []
    for name, value in values.items():
        if value:
            words = dict(getattr(form.fields[name], "choices", ())).get(value, value)
            rest = urlencode({key: kept for key, kept in given.items() if key != name})
            chips.append({"label": f"{form.fields[name].label}: {words}", "url": f"?{rest}"})
    return chips


@require_GET
@role_page(Act.SEE_DPIA)
def dpias_csv(request: StaffRequest) -> HttpResponse:
    """The list with its filters as a table file."""
    form = FilterForm(request.GET or None)
    values = form.cleaned_data if form.is_valid() else {}
    today = today_for(request.user)
    written = io.StringIO()
    csv.writer(written).writerows(csv_rows(rows_of(chosen(values, today, request.GET.get("sort", "")), today)))
    content = written.getvalue().encode("utf-8-sig")  # spreadsheets know the encoding by the mark
    return download([content], name="impact-assessments.csv", media_type="text/csv")  # type: ignore[return-value]  # streamed


@require_http_methods(["GET", "POST"])
@role_page(Act.WRITE_DPIA)
def dpia_new(request: StaffRequest) -> HttpResponse:
    """Begin an assessment from a template, after a screening or without one."""
    screening = _screening(request.POST.get("screening") or request.GET.get("screening", ""))
    form = NewForm(request.POST or None, initial=_start(screening, request))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = begin(new=_new(form, screening), actor=request.user)
            except (RuleRefused, Conflict) as error:
                form.add_error(None, error.message)
            else:
                messages.success(request, _("%(reference)s is begun.") % {"reference": made.reference})
                return redirect("dsar:dpia-part", made.reference, "description")
    context = {"nav": "setup", "form": form, "screening": screening, "has_controller": Controller.objects.exists()}
    return render(request, "dpia/new.html", context, status=status)


def _screening(reference: str) -> Screening | None:
    found = Screening.objects.filter(reference=reference.upper(), outcome=Outcome.NEEDED).select_related("controller")
    return found.first() if reference else None


def _start(screening: Screening | None, request: StaffRequest) -> dict[str, Any]:
    start: dict[str, Any] = {"template": request.GET.get("template") or "blank"}
    if screening:
        start |= {"title": screening.title, "controller": screening.controller, "screening": screening.reference}
        start["activities"] = list(screening.activities.all())
    return start


def _new(form: NewForm, screening: Screening | None) -> NewDpia:
    name, content = start_of(form.cleaned_data["template"])
    return NewDpia(
        controller=form.cleaned_data["controller"],
        title=form.cleaned_data["title"],
        content=content,
        template_name=name,
        screening=screening,
        activities=tuple(form.cleaned_data["activities"]),
    )


@require_GET
@role_page(Act.SEE_DPIA)
def dpia(request: StaffRequest, dpia_ref: str) -> HttpResponse:
    """An assessment at a glance: risks before and after, what is missing, who did what."""
    found = found_or_404(dpia_ref)
    note_seen(found, request.user)
    content = content_of(found)
    context = {
        **frame(found, request.user, "overview"),
        **risk_context(found, content),
        "parts": parts(content),
        "hurdles": hurdles_for(found),
        "drift": drift_of(found, content),
        "versions": versions_of(found.reference),
        "today_on": today_for(request.user),
    }
    return render(request, "dpia/overview.html", context)


@require_GET
@role_page(Act.SEE_DPIA)
def dpia_version(request: StaffRequest, dpia_ref: str, version: int) -> HttpResponse:
    """A version as a whole, to be read."""
    found = version_or_404(dpia_ref, version)
    return render(request, "dpia/whole.html", {"nav": "setup", **whole_context(found)})


@require_GET
@role_page(Act.SEE_DPIA)
def dpia_compare(request: StaffRequest, dpia_ref: str, version: int) -> HttpResponse:
    """What a version says otherwise than the one before it."""
    newer = version_or_404(dpia_ref, version)
    older = next((one for one in versions_of(dpia_ref) if one.number < version and one.state != State.DROPPED), None)
    if older is None:
        raise Http404
    changes = compare(content_of(older), content_of(newer))
    context = {"nav": "setup", "dpia": newer, "older": older, "changes": changes}
    return render(request, "dpia/compare.html", context)


@require_GET
@role_page(Act.SEE_DPIA)
def dpia_file(request: StaffRequest, dpia_ref: str, version: int, form: str) -> HttpResponse:
    """A version as PDF, in the language that is asked for, or as JSON."""
    found = version_or_404(dpia_ref, version)
    name = f"{found.reference}-v{found.number}.{form}"
    if form == "pdf":
        asked = request.GET.get("language", "")
        language = asked if asked in LANGUAGES else (translation.get_language() or "en")[:2]
        return download([report_pdf(found, language)], name=name, media_type="application/pdf")  # type: ignore[return-value]  # streamed
    if form == "json":
        content = json.dumps(document_of(found), ensure_ascii=False, indent=2).encode()
        return download([content], name=name, media_type="application/json")  # type: ignore[return-value]  # streamed
    raise Http404
