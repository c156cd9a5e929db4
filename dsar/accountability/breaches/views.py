"""The register: list, CSV, reporting, the page of an entry, facts, awareness, closing."""

import csv
import io

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dsar.access.pages import role_page
from dsar.access.rules import Act
from dsar.accountability.breaches import selectors, standing
from dsar.accountability.breaches.facts_services import change_facts
from dsar.accountability.breaches.forms import (
    AwareForm,
    FactsForm,
    LessonsForm,
    RegisterForm,
    ReportForm,
    TaskForm,
    WhyForm,
    facts_initial,
    zone_words,
)
from dsar.accountability.breaches.frame import breach_or_404, frame, take_errors
from dsar.accountability.breaches.overview import overview_of
from dsar.accountability.breaches.services import (
    Report,
    become_aware,
    close_breach,
    dismiss_breach,
    reopen_breach,
    report_breach,
)
from dsar.cases.models import Case
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.processing_records.models import Controller
from dsar.processing_records.rules import plain_cell
from dsar.web.requests import StaffRequest, staff_page

PAGE_ROWS = 50


@require_GET
@role_page(Act.SEE_BREACHES, Act.SEE_SKELETON)
def register(request: StaffRequest) -> HttpResponse:
    """The register with its clocks; administrators and auditors see dates and numbers, no words."""
    form = RegisterForm(request.GET)
    wanted = {**form.wanted(), "sort": request.GET.get("sort", "")}
    with_titles = request.user.may(Act.SEE_BREACHES)
    if not with_titles:
        wanted.pop("q", None)
    page = Paginator(selectors.register(wanted), PAGE_ROWS).get_page(request.GET.get("page"))
    context = {
        "nav": "setup",
        "form": form,
        "page": page,
        "rows": selectors.rows_of(list(page), with_titles=with_titles),
        "with_titles": with_titles,
        "query": request.GET.urlencode(),
        "is_filtered": bool(set(request.GET) - {"page", "sort"}),
    }
    return render(request, "breaches/register.html", context)


@require_GET
@role_page(Act.SEE_BREACHES)
def register_csv(request: StaffRequest) -> HttpResponse:
    """The register as a table file, with the filter of the list."""
    wanted = {"state": "all", **RegisterForm(request.GET).wanted()}
    wanted["state"] = request.GET.get("state") or "all"
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(selectors.CSV_HEAD)
    for line in selectors.csv_lines(selectors.register(wanted)):
        writer.writerow([plain_cell(cell) for cell in line])
    answer = HttpResponse(written.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="breaches.csv"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_http_methods(["GET", "POST"])
@staff_page
def report(request: StaffRequest) -> HttpResponse:
    """Report a suspected breach: everybody who works here."""
    form = ReportForm(request.POST or None, initial=_from_case(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        values = Report(
            controller=given["controller"],
            title=given["title"],
            what_happened=given["what_happened"],
            found_at=given["found_at"],
            happened_at=given["happened_at"],
            types=frozenset(given["types"]),
            systems=tuple(given["systems"]),
            processor=given["processor"],
            processor_told_at=given["processor_told_at"],
        )
        try:
            made = report_breach(report=values, actor=request.user, case=_case(request))
        except RuleRefused as refusal:
            take_errors(form, refusal)
        else:
            if request.user.may(Act.SEE_BREACHES):
                messages.success(request, _("The breach is reported. Now say when we became aware of it."))
                return redirect("dsar:breach", breach_ref=made.reference)
            return render(request, "breaches/reported.html", {"nav": "home", "reference": made.reference})
    context = {"nav": "home", "form": form, "case": _case(request), "times": zone_words(form.zone)}
    context["has_controller"] = Controller.objects.exists()
    return render(request, "breaches/report.html", context, status=422 if form.errors else 200)


def _case(request: StaffRequest) -> Case | None:
    """The case out of which it is reported, if the person may see it."""
    reference = request.POST.get("from_case") or request.GET.get("case") or ""
    return Case.objects.visible_to(request.user).filter(reference=reference.upper()).first() if reference else None


def _from_case(request: StaffRequest) -> dict[str, object]:
    case = _case(request)
    if case is None:
        return {}
    title = _("Answer to %(case)s went to the wrong person") % {"case": case.reference}
    return {"controller": case.controller_id, "title": title, "types": ["confidentiality"]}


@require_GET
@role_page(Act.SEE_BREACHES)
def breach(request: StaffRequest, breach_ref: str) -> HttpResponse:
    """The page of an entry: clock, what comes next, tasks, links."""
    found = breach_or_404(breach_ref)
    context = frame(
        request.user, found, "breach", overview=overview_of(found, request.user), task_form=TaskForm(), why=WhyForm()
    )
    return render(request, "breaches/breach.html", context)


@require_http_methods(["GET", "POST"])
@role_page(Act.SEE_BREACHES)
def facts(request: StaffRequest, breach_ref: str) -> HttpResponse:
    """Read the facts of the register; those who work breaches write them."""
    found = breach_or_404(breach_ref)
    context = frame(request.user, found, "breach-facts")
    if not context["may_work"]:
        return render(request, "breaches/facts_read.html", {**context, "overview": overview_of(found, request.user)})
    form = FactsForm(request.POST or None, breach=found, initial=facts_initial(found))
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            change_facts(breach=found, values=form.values(), seen=form.cleaned_data["seen"], actor=request.user)
        except (RuleRefused, Conflict) as refusal:
            take_errors(form, refusal)
        else:
            messages.success(request, _("The register is written."))
            return redirect("dsar:breach", breach_ref=found.reference)
    if form.errors:
        status = 422
    context |= {"form": form, "times": zone_words(found.controller.time_zone)}
    return render(request, "breaches/facts.html", context, status=status)


@require_http_methods(["GET", "POST"])
@role_page(Act.WORK_BREACHES)
def aware(request: StaffRequest, breach_ref: str) -> HttpResponse:
    """Say since when we are aware, or correct it; what it does to the clock is told."""
    found = breach_or_404(breach_ref)
    initial = {"aware_at": found.aware_at or found.found_at, "aware_by": found.aware_by, "aware_why": found.aware_why}
    form = AwareForm(request.POST or None, breach=found, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            become_aware(
                breach=found,
                aware_at=given["aware_at"],
                by=given["aware_by"],
                why=given["aware_why"],
                actor=request.user,
            )
        except (RuleRefused, Conflict) as refusal:
            take_errors(form, refusal)
        else:
            messages.success(request, _("The hours count from that moment."))
            return redirect("dsar:breach", breach_ref=found.reference)
    context = frame(
        request.user,
        found,
        "breach",
        form=form,
        duty=standing.duty_of(found),
        times=zone_words(found.controller.time_zone),
    )
    return render(request, "breaches/aware.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@role_page(Act.WORK_BREACHES)
def dismiss(request: StaffRequest, breach_ref: str) -> HttpResponse:
    """Note that what was suspected is no personal data breach."""
    found = breach_or_404(breach_ref)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            dismiss_breach(breach=found, why=form.cleaned_data["why"], actor=request.user)
        except (RuleRefused, Conflict) as refusal:
            take_errors(form, refusal)
        else:
            messages.success(request, _("It stands in the register as no breach, with the reasons."))
            return redirect("dsar:breach", breach_ref=found.reference)
    context = frame(request.user, found, "breach", form=form)
    return render(request, "breaches/dismiss.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@role_page(Act.DECIDE_BREACH)
def close(request: StaffRequest, breach_ref: str) -> HttpResponse:
    """Close an entry with what was learned."""
    found = breach_or_404(breach_ref)
    form = LessonsForm(request.POST or None, initial={"lessons": found.lessons})
    if request.method == "POST" and form.is_valid():
        try:
            close_breach(breach=found, lessons=form.cleaned_data["lessons"], actor=request.user)
        except (RuleRefused, Conflict) as refusal:
            take_errors(form, refusal)
        else:
            messages.success(request, _("The breach is closed."))
            return redirect("dsar:breach", breach_ref=found.reference)
    context = frame(request.user, found, "breach", form=form, owed=selectors.still_owed(found))
    return render(request, "breaches/close.html", context, status=422 if form.errors else 200)


@require_POST
@role_page(Act.DECIDE_BREACH)
def reopen(request: StaffRequest, breach_ref: str) -> HttpResponse:
    """Take up an entry again."""
    found = breach_or_404(breach_ref)
    try:
        reopen_breach(breach=found, why=request.POST.get("why", ""), actor=request.user)
        messages.success(request, _("The entry is open again."))
    except (RuleRefused, Conflict) as refusal:
        messages.error(request, refusal.message)
    return redirect("dsar:breach", breach_ref=found.reference)
