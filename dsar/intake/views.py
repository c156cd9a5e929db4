"""The staff door of intake: the form, its live preview, the confirmation."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dsar.access.rules import Act
from dsar.cases.models import Case
from dsar.cases.pages import case_page
from dsar.foundation.errors import NotPermitted, RuleRefused
from dsar.intake.forms import RequestForm
from dsar.intake.selectors import AlikeCase, alike_cases
from dsar.intake.services import SameCase, log_request
from dsar.web.requests import StaffRequest, staff_page

UNSEEN = ("csrfmiddlewaretoken", "attachments")


@require_http_methods(["GET", "POST"])
@staff_page
def new_request(request: StaffRequest) -> HttpResponse:
    """Log a request. What is wrong stands beside its field; nothing that was typed is lost."""
    _demand(request)
    if request.method == "GET":
        return _page(request, RequestForm())
    form = RequestForm(request.POST, request.FILES)
    is_valid = form.is_valid()
    alike = alike_cases(form.subject_details(), user=request.user)
    _offer(form, alike)
    if not is_valid:
        return _page(request, form, alike, status=422)
    same = SameCase(request.POST.get("same_person", ""), request.POST.get("same_as", "")) if alike else None
    try:
        case = log_request(
            request=form.as_request(),
            actor=request.user,
            files=form.cleaned_data["attachments"],
            same=same,
            is_acknowledged=form.cleaned_data["acknowledge"],
            also=form.cleaned_data["also"],
            with_own=form.cleaned_data["with_own"],
        )
    except RuleRefused as error:
        for name, words in (error.fields or {"": error.message}).items():
            form.add_error(name if name in form.fields else None, words)
        return _page(request, form, alike, status=422)
    return redirect("dsar:case-logged", ref=case.reference)


@require_POST
@staff_page
def preview(request: StaffRequest) -> HttpResponse:
    """The two dates and similar cases for what is typed so far: a fragment for htmx, else the page with everything."""
    _demand(request)
    tried = RequestForm(request.POST)
    tried.is_valid()
    alike = alike_cases(tried.subject_details(), user=request.user)
    context = {"dates": tried.dates, "alike": alike}
    if request.htmx:
        return render(request, "intake/_preview.html", context)
    form = RequestForm(initial=_typed(request))
    _offer(form, alike)
    return _page(request, form, alike, dates=tried.dates, is_preview=True)


@require_GET
@case_page(Act.VIEW_CASE)
def logged(request: StaffRequest, case: Case) -> HttpResponse:
    """The confirmation: the reference, the dates, what to do next."""
    linked = case.links.filter(kind__in=("same_request", "own_request")).select_related("other")
    others = Case.objects.visible_to(request.user).filter(pk__in=linked.values("other")).order_by("reference")
    return render(request, "intake/logged.html", {"nav": "cases", "case": case, "others": list(others)})


def _demand(request: StaffRequest) -> None:
    if not request.user.may(Act.LOG_REQUEST):
        message = "Your role does not log requests. Ask the intake clerk or the DPO."
        raise NotPermitted(message)


def _page(
    request: StaffRequest, form: RequestForm, alike: list[AlikeCase] | None = None, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "nav": "cases",
        "form": form,
        "alike": alike or [],
        "dates": form.dates,
        "had_files": bool(request.FILES),
        "must_decide": bool(alike) and form.is_bound,
        **more,
    }
    return render(request, "intake/new_request.html", context, status=status)


def _offer(form: RequestForm, alike: list[AlikeCase]) -> None:
    choices = [(found.case.reference, found.case.reference) for found in alike]
    form.fields["same_as"].widget.choices = choices


def _typed(request: StaffRequest) -> dict[str, Any]:
    """What was typed, to be shown again in a form that has not been judged yet."""
    lists: dict[str, Any] = {name: request.POST.getlist(name) for name in ("flags", "also")}
    lists |= {name: name in request.POST for name in ("acknowledge", "with_own")}
    return {name: value for name, value in request.POST.items() if name not in UNSEEN} | lists
