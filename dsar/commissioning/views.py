"""The staff's pages of commissioning: whom we asked, asking, one commission, the log of searches."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dsar.access.rules import Act
from dsar.cases import clock as case_clock
from dsar.cases.models import Case
from dsar.cases.pages import case_page
from dsar.cases.permissions import may
from dsar.commissioning import log_services, selectors, services
from dsar.commissioning.forms import CallOffForm, CommissionForm, DueForm, LogForm, ReplyForm, ScopeForm
from dsar.commissioning.models import Commission
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.foundation.keys import keys_at_hand
from dsar.search.models import PlannedSystem
from dsar.search.upload_models import CaseUpload
from dsar.web.requests import StaffRequest, staff_page


@require_GET
@staff_page
def waiting(request: StaffRequest) -> HttpResponse:
    """Every owner who is waited for, over all cases that the person may see."""
    rows = selectors.owner_rows(selectors.waiting_for_owners(request.user))
    return render(request, "commissioning/waiting.html", {"nav": "cases", "rows": rows})


@require_GET
@case_page(Act.VIEW_CASE)
def commissions(request: StaffRequest, case: Case) -> HttpResponse:
    """Whom we asked for their part of this case, and how that stands."""
    rows = selectors.owner_rows(Commission.objects.filter(case=case))
    planned = PlannedSystem.objects.filter(case=case, state__in=("planned", "failed")).select_related("system")
    context = {"nav": "cases", "case": case, "rows": rows, "planned": planned}
    context["may_work"] = may(request.user, Act.WORK_CASE, case)
    return render(request, "commissioning/commissions.html", context)


@require_http_methods(["GET", "POST"])
@case_page(Act.WORK_CASE)
def ask(request: StaffRequest, case: Case, planned_id: UUID) -> HttpResponse:
    """Ask the owner of one system for their part."""
    found = PlannedSystem.objects.select_related("system", "source", "case__controller")
    planned = found.filter(case=case, pk=planned_id).first()
    if planned is None:
        message = "No such system in this plan."
        raise Http404(message)
    with keys_at_hand([case.key_id]):
        terms, first = selectors.known_terms(case), selectors.first_values(case, planned)
    form = CommissionForm(request.POST or None, terms=terms, initial=first)
    if request.method == "POST" and form.is_valid() and _sent(request, planned, form):
        return redirect("dsar:case-commissions", ref=case.reference)
    may_ask = selectors.may_be_asked(case, planned)
    context = {"nav": "cases", "case": case, "planned": planned, "form": form, "may_ask": may_ask}
    return render(request, "commissioning/ask.html", context, status=422 if form.errors else 200)


@require_GET
@case_page(Act.VIEW_CASE)
def commission(request: StaffRequest, case: Case, commission_id: UUID) -> HttpResponse:
    """One commission: what was asked, what came, what was written."""
    return _page(request, _find(case, commission_id))


@require_POST
@case_page(Act.WORK_CASE)
def reply(request: StaffRequest, case: Case, commission_id: UUID) -> HttpResponse:
    """Answer the owner's question."""
    form = ReplyForm(request.POST)
    done = _("The answer stands behind the link, and a mail says so.")

    def act(found: Commission, values: dict[str, Any]) -> None:
        services.reply(commission=found, text=values["text"], actor=request.user)

    return _do(request, _find(case, commission_id), form, "reply", act, done)


@require_POST
@case_page(Act.WORK_CASE)
def call_off(request: StaffRequest, case: Case, commission_id: UUID) -> HttpResponse:
    """Take the commission back."""
    form = CallOffForm(request.POST)

    def act(found: Commission, values: dict[str, Any]) -> None:
        services.call_off(commission=found, reason=values["reason"], actor=request.user)

    return _do(request, _find(case, commission_id), form, "call_off", act, _("The commission is called off."))


@require_POST
@case_page(Act.WORK_CASE)
def move_due(request: StaffRequest, case: Case, commission_id: UUID) -> HttpResponse:
    """Give another day."""
    form = DueForm(request.POST)

    def act(found: Commission, values: dict[str, Any]) -> None:
        services.move_due(commission=found, due_on=values["due_on"], actor=request.user)

    return _do(request, _find(case, commission_id), form, "due", act, _("The new day counts from now on."))


@require_POST
@case_page(Act.WORK_CASE)
def renew(request: StaffRequest, case: Case, commission_id: UUID) -> HttpResponse:
    """Mail a new link."""
    services.renew_link(commission=_find(case, commission_id), actor=request.user)
    messages.success(request, _("A new link goes out; the old one is void."))
    return redirect("dsar:case-commission", ref=case.reference, commission_id=commission_id)


@require_http_methods(["GET", "POST"])
@case_page(Act.VIEW_CASE)
def log(request: StaffRequest, case: Case) -> HttpResponse:
    """Who searched what, when, for what, with which result; to be read, printed and added to."""
    may_work = may(request.user, Act.WORK_CASE, case)
    is_scope = request.POST.get("act") == "scope"
    today = case_clock.today_of(case)
    form = LogForm(request.POST if request.method == "POST" and not is_scope else None, today=today)
    scope = ScopeForm(request.POST if is_scope else None)
    chosen: forms.Form = scope if is_scope else form
    if request.method == "POST" and chosen.is_valid() and _logged(request, case, chosen, is_scope=is_scope):
        return redirect("dsar:case-search-log", ref=case.reference)
    with keys_at_hand([case.key_id]):
        rows, notes = selectors.log_rows(case), selectors.scope_notes(case)
        context = {"nav": "cases", "case": case, "rows": rows, "notes": notes, "form": form, "scope": scope}
        context |= {"may_work": may_work, "today": today}
        return render(request, "commissioning/log.html", context, status=422 if chosen.errors else 200)


def _logged(request: StaffRequest, case: Case, form: forms.Form, *, is_scope: bool) -> bool:
    act = log_services.explain_scope if is_scope else log_services.log_search
    try:
        act(case=case, actor=request.user, **form.cleaned_data)
    except RuleRefused as refusal:
        _take(form, refusal)
        return False
    messages.success(request, _("It stands in the log of searches."))
    return True


def _sent(request: StaffRequest, planned: PlannedSystem, form: CommissionForm) -> bool:
    values = form.cleaned_data
    try:
        services.send_commission(
            planned=planned,
            owner=form.owner(),
            wanted=form.wanted(),
            due_on=values["due_on"],
            is_processor=values["is_processor"],
            language=values["language"],
            actor=request.user,
        )
    except (RuleRefused, Conflict) as refusal:
        _take(form, refusal)
        return False
    messages.success(request, _("The mail with the private link goes out now."))
    return True


def _do(
    request: StaffRequest,
    found: Commission,
    form: forms.Form,
    name: str,
    act: Callable[[Commission, dict[str, Any]], None],
    done: str,
) -> HttpResponse:
    if form.is_valid():
        try:
            act(found, form.cleaned_data)
        except (RuleRefused, Conflict) as refusal:
            _take(form, refusal)
        else:
            messages.success(request, done)
            return redirect("dsar:case-commission", ref=found.case.reference, commission_id=found.pk)
    return _page(request, found, status=422, **{f"{name}_form": form})


def _page(request: StaffRequest, found: Commission, *, status: int = 200, **given: forms.Form) -> HttpResponse:
    case = found.case
    with keys_at_hand([case.key_id]):
        files = CaseUpload.objects.filter(origin_id=found.pk, case=case).select_related("file", "case")
        context: dict[str, Any] = {
            "nav": "cases",
            "case": case,
            "row": selectors.owner_rows(Commission.objects.filter(pk=found.pk))[0],
            "words": list(found.words.select_related("written_by", "case")),
            "chases": list(found.chases.all()),
            "files": [{"name": one.label, "size": one.file.size, "is_kept": one.is_kept} for one in files],
            "may_work": may(request.user, Act.WORK_CASE, case),
            "reply_form": ReplyForm(),
            "call_off_form": CallOffForm(),
            "due_form": DueForm(initial={"due_on": found.due_on}),
        }
        return render(request, "commissioning/commission.html", context | given, status=status)


def _take(form: forms.Form, refusal: RuleRefused | Conflict) -> None:
    """Put the words of a refusal beside the field that they belong to."""
    named = [name for name in refusal.fields if name in form.fields]
    for name in named:
        form.add_error(name, refusal.fields[name])
    if not named:
        form.add_error(None, refusal.message)


def _find(case: Case, commission_id: UUID) -> Commission:
    rows = Commission.objects.select_related("case__controller", "planned__system")
    found = rows.filter(case=case, pk=commission_id).first()
    if found is None:
        message = "No such commission."
        raise Http404(message)
    return found
