"""Pages on which a case ends without a disclosure, is refused, or is taken up again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dsar.access.reauthentication import recently_authenticated
from dsar.access.rules import Act
from dsar.cases import closing, permissions
from dsar.cases.act_views import act_page, take_errors
from dsar.cases.closing import GROUNDS, Refusal, refusal_of
from dsar.cases.forms import CloseForm, ReasonForm, RefusalDecisionForm, RefusalForm
from dsar.cases.lifecycle import Move, transition
from dsar.cases.models import Case
from dsar.cases.pages import case_page
from dsar.foundation.errors import RuleRefused
from dsar.web.requests import StaffRequest


@require_http_methods(["GET", "POST"])
@case_page(Act.VIEW_CASE)
def close(request: StaffRequest, case: Case) -> HttpResponse:
    """Close the case without an answer; the service asks for the right that each ending needs."""
    form = CloseForm(request.POST or None, case=case, can=permissions.acts_on(case, request.user))
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        other = Case.objects.visible_to(request.user).filter(reference=values["other"].strip().upper()).first()
        try:
            closing.close_unanswered(
                case=case,
                ending=values["ending"],
                on=values["on"],
                reason=values["reason"],
                actor=request.user,
                duplicate_of=other,
            )
        except RuleRefused as error:
            take_errors(form, error)
        else:
            messages.success(request, _("The case is closed."))
            return redirect("dsar:case", ref=case.reference)
    return act_page(request, case, "cases/close.html", form, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@case_page(Act.VIEW_CASE)
def refuse(request: StaffRequest, case: Case) -> HttpResponse:
    """Draft a refusal, or decide on the draft of somebody else."""
    draft = refusal_of(case)
    is_decision = draft is not None and permissions.may(request.user, Act.APPROVE_RELEASE, case)
    wants_draft = request.POST.get("act") == "draft" or "draft" in request.GET
    if is_decision and not wants_draft:
        return decide_refusal(request, case)
    permissions.demand(request.user, Act.WORK_CASE, case)
    initial = {} if draft is None else {name: getattr(draft, name) for name in RefusalForm.base_fields}
    form = RefusalForm(request.POST or None, case=case, initial=initial)
    if request.method == "POST" and form.is_valid():
        closing.draft_refusal(case=case, refusal=Refusal(**form.cleaned_data), actor=request.user)
        messages.success(request, _("The refusal is drafted. Somebody else who may approve decides on it."))
        return redirect("dsar:case", ref=case.reference)
    is_open = transition(Move.REFUSE, case.stage) is not None
    status = 422 if form.is_bound else 200
    return act_page(request, case, "cases/refuse.html", form, status=status, is_open=is_open, draft=draft)


@recently_authenticated
def decide_refusal(request: StaffRequest, case: Case) -> HttpResponse:
    """Decide on a drafted refusal, after the password was given again."""
    form = RefusalDecisionForm(request.POST or None, case=case)
    draft = refusal_of(case)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            closing.refuse_case(case=case, on=values["on"], opinion=values["opinion"], actor=request.user)
        except RuleRefused as error:
            take_errors(form, error)
        else:
            messages.success(request, _("The request is refused and the case is closed."))
            return redirect("dsar:case", ref=case.reference)
    more = {"draft": draft, "ground": GROUNDS[draft.ground] if draft else None, "gate": closing.refusal_gate(case)}
    return act_page(request, case, "cases/refuse_decide.html", form, status=422 if form.is_bound else 200, **more)


@require_http_methods(["GET", "POST"])
@case_page(Act.APPROVE_RELEASE)
def reopen(request: StaffRequest, case: Case) -> HttpResponse:
    """Take a sent or closed case up again."""
    form = ReasonForm(request.POST or None, case=case)
    if request.method == "POST" and form.is_valid():
        try:
            closing.reopen_case(case=case, reason=form.cleaned_data["reason"], actor=request.user)
        except RuleRefused as error:
            take_errors(form, error)
        else:
            messages.success(request, _("The case is open again, in review."))
            return redirect("dsar:case", ref=case.reference)
    is_open = transition(Move.REOPEN, case.stage) is not None
    return act_page(request, case, "cases/reopen.html", form, status=422 if form.is_bound else 200, is_open=is_open)
