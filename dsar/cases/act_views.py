"""Acts on a case as pages: assigning, moving on and back. Those on the clock stand in clock_views."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dsar.access.rules import Act
from dsar.cases.forms import ActForm, AssignForm, ReasonForm
from dsar.cases.lifecycle import Move, gate_rule, path_of, transition
from dsar.cases.models import Case
from dsar.cases.move_acts import label_of
from dsar.cases.pages import case_page
from dsar.cases.services import assign_case, move_case, unmet_gates
from dsar.cases.vocabulary import Stage
from dsar.foundation.errors import DsarError, RuleRefused
from dsar.web.requests import StaffRequest


def act_page(
    request: StaffRequest, case: Case, template: str, form: ActForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    """The page of an act with its form."""
    context = {"nav": "cases", "case": case, "form": form, **more}
    return render(request, template, context, status=status)


def take_errors(form: ActForm, error: DsarError) -> None:
    """Put the words of a refusal beside the field that they belong to."""
    fields = error.fields or {}
    for name, words in fields.items():
        form.add_error(name if name in form.fields else None, words)
    if not fields:
        form.add_error(None, error.message)


@require_http_methods(["GET", "POST"])
@case_page(Act.ASSIGN_CASE)
def assign(request: StaffRequest, case: Case) -> HttpResponse:
    """Give the case to a handler."""
    form = AssignForm(request.POST or None, case=case)
    if request.method == "GET" or not form.is_valid():
        return act_page(request, case, "cases/assign.html", form, status=422 if form.is_bound else 200)
    handler = form.cleaned_data["handler"]
    assign_case(case=case, handler=handler, actor=request.user)
    messages.success(request, _("%(name)s works this case now.") % {"name": handler.full_name})
    return redirect("dsar:case", ref=case.reference)


@require_http_methods(["GET", "POST"])
@case_page(Act.WORK_CASE)
def move(request: StaffRequest, case: Case, move: str) -> HttpResponse:
    """Move the case on, if its gates are met; the page says what each gate asks for."""
    if move not in path_of(case.right).by_hand:
        message = "No such move."
        raise Http404(message)
    chosen = Move(move)
    row = transition(chosen, case.stage, case.right)
    label = label_of(chosen, case)
    if request.method == "POST":
        move_case(case=case, move=chosen, actor=request.user)
        messages.success(request, _("The case is in “%(stage)s” now.") % {"stage": case.get_stage_display()})
        return redirect("dsar:case", ref=case.reference)
    unmet = {fact.gate: fact for fact in unmet_gates(case, chosen)}
    gates = [{"rule": gate_rule(gate), "unmet": unmet.get(gate)} for gate in (row.gates if row else ())]
    context = {"nav": "cases", "case": case, "label": label, "gates": gates, "is_open": row is not None and not unmet}
    return render(request, "cases/move.html", context)


@require_http_methods(["GET", "POST"])
@case_page(Act.WORK_CASE)
def back(request: StaffRequest, case: Case) -> HttpResponse:
    """Move the case back a stage, with a reason."""
    form = ReasonForm(request.POST or None, case=case)
    row = transition(Move.BACK, case.stage, case.right)
    if request.method == "POST" and form.is_valid():
        try:
            move_case(case=case, move=Move.BACK, actor=request.user, reason=form.cleaned_data["reason"])
        except RuleRefused as error:
            take_errors(form, error)
        else:
            messages.success(request, _("The case is in “%(stage)s” again.") % {"stage": case.get_stage_display()})
            return redirect("dsar:case", ref=case.reference)
    status = 422 if form.is_bound else 200
    more = {"row": row, "target": Stage(row.target).label if row else "", "loses_approval": case.stage == Stage.READY}
    return act_page(request, case, "cases/back.html", form, status=status, **more)
