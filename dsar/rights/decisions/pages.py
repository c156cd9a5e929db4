"""Pages that the rooms of decided rights share: the frame of a room's page, a page with one form, one-button acts."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from dsar.access.rules import Act
from dsar.cases import permissions, registry
from dsar.cases.act_views import take_errors
from dsar.cases.forms import ActForm
from dsar.cases.lifecycle import Move
from dsar.cases.models import Case
from dsar.cases.services import unmet_gates
from dsar.cases.vocabulary import Stage
from dsar.foundation.errors import Conflict, DsarError, RuleRefused
from dsar.foundation.keys import keys_at_hand
from dsar.rights.decisions import selectors
from dsar.rights.decisions.models import RightTask
from dsar.rights.decisions.rooms import CARRIED_OUT, RightRoom, room_of
from dsar.rights.decisions.services import current_decision
from dsar.web.requests import StaffRequest


def demand_right(case: Case, right: str) -> RightRoom:
    """The room of the case. Raises Conflict where the case is about another right."""
    room = room_of(case)
    if room is None or case.right != right:
        raise Conflict(_("This case asks for another right. Split the request by right: each has a case of its own."))
    return room


def other_right(request: StaffRequest, case: Case, title: Any) -> HttpResponse:
    """The page of a right on a case that asks for another one: it says how to get a case for it."""
    may_work = permissions.may(request.user, Act.WORK_CASE, case)
    context = {"nav": "cases", "case": case, "title": title, "may_work": may_work}
    return render(request, "rights/other_right.html", context)


def room_page(request: StaffRequest, case: Case, template: str, **own: Any) -> HttpResponse:
    """A room's page on its case: what is its own, and below it decision, tasks, answer, recipients."""
    room = room_of(case)
    if room is None:
        raise Conflict(_("This right is not decided in this way."))
    with keys_at_hand([case.key_id]):
        can, decision = permissions.acts_on(case, request.user), current_decision(case)
        context = {
            "nav": "cases", "case": case, "room": room, "may_work": Act.WORK_CASE in can,
            "may_approve": Act.APPROVE_RELEASE in can, "decision": decision,
            "at_decision": case.stage == Stage.REVIEW, "before": case.stage in (Stage.TRIAGE, Stage.IDENTITY),
            "proposal": selectors.proposal_of(case), "rows": selectors.rows_of(case),
            "tasks": list(RightTask.objects.filter(case=case).select_related("case", "signed_by")),
            "recipients": list(enumerate(selectors.recipient_rows(case))) if decision else [],
            "carried_out": registry.gate_fact(CARRIED_OUT, case) if decision else None,
            "to_close": unmet_gates(case, Move.CLOSE) if case.stage == Stage.SENT else [],
            **own,
        }  # fmt: skip
        return render(request, template, context)


def form_page(
    request: StaffRequest,
    case: Case,
    form: ActForm,
    do: Callable[[dict[str, Any]], Any],
    *,
    title: Any,
    label: Any,
    done: Any,
    lead: Any = "",
    back: str = "",
    **more: Any,
) -> HttpResponse:
    """A page with one form: what is refused stands beside its field (422), what was typed stays."""
    room = room_of(case)
    address = back or (
        reverse(room.page, args=[case.reference]) if room else reverse("dsar:case", args=[case.reference])
    )
    with keys_at_hand([case.key_id]):
        if request.method == "POST" and form.is_valid():
            try:
                do(form.cleaned_data)
            except (RuleRefused, Conflict) as error:
                take_errors(form, error)
            else:
                messages.success(request, done)
                return redirect(address)
        context = {
            "nav": "cases", "case": case, "form": form, "title": title, "label": label, "lead": lead,
            "back_url": address, "has_file": form.is_multipart(), **more,
        }  # fmt: skip
        return render(request, "rights/form.html", context, status=422 if form.errors else 200)


def one_click(request: StaffRequest, case: Case, do: Callable[[], Any], done: Any, *, to: str = "") -> HttpResponse:
    """An act without a form: what is refused is told on top of the page it came from."""
    room = room_of(case)
    try:
        do()
    except DsarError as error:
        if error.status == 403:
            raise
        messages.error(request, error.message)
    else:
        messages.success(request, done)
    return redirect(to or (room.page if room else "dsar:case"), ref=case.reference)
