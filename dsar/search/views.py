"""The pages of the search: plan, progress, findings, coverage. Thin: each calls one service or one selector."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dsar.access.rules import Act
from dsar.cases import permissions
from dsar.cases.models import Case
from dsar.cases.pages import case_page
from dsar.foundation.errors import RuleRefused
from dsar.search import selectors, services
from dsar.search.forms import AnswerForm, CoverageFilter, FindingFilter, ReadForm, filters_of
from dsar.search.models import PlannedSystem, PlanState
from dsar.web.requests import StaffRequest, page_or_fragment


@require_GET
@case_page(Act.VIEW_CASE)
def page(request: StaffRequest, case: Case) -> HttpResponse:
    """The plan, what is looked for, and how far the search is."""
    return render(request, "search/search.html", _context(request, case))


@require_GET
@case_page(Act.VIEW_CASE)
def progress(request: StaffRequest, case: Case) -> HttpResponse:
    """The live part of the page, asked every two seconds while a search runs; at its end the page is read anew."""
    context = _context(request, case)
    response = page_or_fragment(request, "search/search.html", "search/_progress.html", context)
    if request.htmx and not context["search"].is_running:
        response["HX-Refresh"] = "true"
    return response


@require_POST
@case_page(Act.WORK_CASE)
def plan(request: StaffRequest, case: Case) -> HttpResponse:
    """Make the plan, or add what was registered since."""
    services.plan_search(case=case, actor=request.user)
    return redirect("dsar:case-search", ref=case.reference)


@require_POST
@case_page(Act.WORK_CASE)
def start(request: StaffRequest, case: Case) -> HttpResponse:
    """Start the search of everything planned."""
    return _act(request, case, services.start_search)


@require_POST
@case_page(Act.WORK_CASE)
def cancel(request: StaffRequest, case: Case) -> HttpResponse:
    """Stop the running search."""
    return _act(request, case, services.cancel_search)


@require_POST
@case_page(Act.WORK_CASE)
def resume(request: StaffRequest, case: Case) -> HttpResponse:
    """Search what was cancelled and try again what failed."""
    return _act(request, case, services.resume_search)


@require_http_methods(["GET", "POST"])
@case_page(Act.WORK_CASE)
def system(request: StaffRequest, case: Case, planned_id: UUID) -> HttpResponse:
    """Answer for a system, or leave it out."""
    planned = _planned(case, planned_id)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _answered(request, planned, form):
        return redirect("dsar:case-search", ref=case.reference)
    context = {"nav": "cases", "case": case, "planned": planned, "form": form}
    return render(request, "search/system.html", context, status=422 if form.errors else 200)


@require_POST
@case_page(Act.WORK_CASE)
def back_in(request: StaffRequest, case: Case, planned_id: UUID) -> HttpResponse:
    """Take a system into the search again."""
    services.put_back(planned=_planned(case, planned_id), actor=request.user)
    return redirect("dsar:case-search", ref=case.reference)


@require_GET
@case_page(Act.VIEW_CASE)
def findings(request: StaffRequest, case: Case) -> HttpResponse:
    """What was found, place by place."""
    form = FindingFilter(request.GET, sources=selectors.source_choices(case), kinds=selectors.kind_choices(case))
    found = selectors.findings_page(case, filters_of(form), request.GET.get("page", 1))
    context = {"nav": "cases", "case": case, "form": form, "page": found}
    return page_or_fragment(request, "search/findings.html", "search/_findings.html", context)


@require_GET
@case_page(Act.VIEW_CASE)
def coverage(request: StaffRequest, case: Case) -> HttpResponse:
    """How far every item was read, with reasons."""
    form = CoverageFilter(request.GET, sources=selectors.source_choices(case))
    rows = selectors.coverage_page(case, filters_of(form), request.GET.get("page", 1))
    levels, is_weak = selectors.isolation_words(case)
    context = {"nav": "cases", "case": case, "form": form, "page": rows, "levels": levels, "is_weak": is_weak}
    context["engines"] = selectors.engine_words(case)
    context["may_work"] = permissions.may(request.user, Act.WORK_CASE, case)
    return page_or_fragment(request, "search/coverage.html", "search/_coverage.html", context)


@require_http_methods(["GET", "POST"])
@case_page(Act.WORK_CASE)
def read(request: StaffRequest, case: Case, coverage_id: UUID) -> HttpResponse:
    """Say that a person has read an item which the machine could not."""
    item = selectors.coverage_item(case, coverage_id)
    if item is None:
        message = "No such item."
        raise Http404(message)
    form = ReadForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.mark_read(case=case, coverage_id=coverage_id, note=form.cleaned_data["note"], actor=request.user)
        messages.success(request, _("It is recorded that a person has read the item."))
        return redirect("dsar:case-search-coverage", ref=case.reference)
    context = {"nav": "cases", "case": case, "item": item, "form": form}
    return render(request, "search/read.html", context, status=422 if form.errors else 200)


def _context(request: StaffRequest, case: Case) -> dict[str, Any]:
    search = selectors.search_page(case)
    return {
        "nav": "cases",
        "case": case,
        "search": search,
        "may_work": permissions.may(request.user, Act.WORK_CASE, case),
        "may_start": any(row.is_waiting for row in search.rows) and not search.is_running,
        "left_out": PlanState.LEFT_OUT,
    }


def _act(request: StaffRequest, case: Case, service: Any) -> HttpResponse:
    """Do one act of the search; what the rules refuse is said on the page."""
    try:
        service(case=case, actor=request.user)
    except RuleRefused as refusal:
        case.refresh_from_db(fields=["stage"])
        context = _context(request, case) | {"refusal": refusal.message}
        return render(request, "search/search.html", context, status=422)
    return redirect("dsar:case-search", ref=case.reference)


def _answered(request: StaffRequest, planned: PlannedSystem, form: AnswerForm) -> bool:
    answer, reason = form.cleaned_data["answer"], form.cleaned_data["reason"]
    try:
        if answer == AnswerForm.LEFT_OUT:
            services.leave_out(planned=planned, reason=reason, actor=request.user)
        else:
            holds = answer == AnswerForm.HELD
            services.answer_for(planned=planned, holds_data=holds, words=reason, actor=request.user)
    except RuleRefused as refusal:
        form.add_error("reason" if "reason" in refusal.fields else None, refusal.message)
        return False
    return True


def _planned(case: Case, planned_id: UUID) -> PlannedSystem:
    found = PlannedSystem.objects.select_related("system", "source", "case").filter(case=case, pk=planned_id).first()
    if found is None:
        message = "No such system in this plan."
        raise Http404(message)
    return found
