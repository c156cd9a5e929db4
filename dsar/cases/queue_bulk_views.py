"""Acts on many cases from the list: what is chosen, what would happen, what happened. Three steps, one address."""

from typing import Any
from urllib.parse import parse_qsl

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from dsar.access.pages import role_page
from dsar.access.rules import Act
from dsar.cases import selectors
from dsar.cases.messages_letters import by_hand_preview
from dsar.cases.models import Case
from dsar.cases.notify import frame_of_letter, reach_of
from dsar.cases.querysets import CaseQuerySet
from dsar.cases.queue_bulk import MOST, BulkPlan, carry_out, plan
from dsar.cases.queue_bulk_forms import FORMS
from dsar.cases.queue_filters import as_filters
from dsar.foundation.errors import DsarError
from dsar.foundation.keys import keys_at_hand
from dsar.web.requests import StaffRequest

WORDS: dict[str, dict[str, Any]] = {
    "assign": {
        "title": gettext_lazy("Assign the cases"),
        "done": gettext_lazy("Assigned"),
        "note": gettext_lazy("Each case keeps its dates. Its history says who gave it to whom."),
    },
    "letter": {
        "title": gettext_lazy("Send a letter"),
        "done": gettext_lazy("Queued"),
        "note": gettext_lazy("One letter a case goes through the outbox; it moves no clock."),
    },
    "hold": {
        "title": gettext_lazy("Put on hold"),
        "done": gettext_lazy("On hold"),
        "note": gettext_lazy(
            "An internal hold moves no clock: the dates run on, reminders come, and the law knows no such pause."
        ),
    },
}


@require_POST
@role_page(Act.ASSIGN_CASE, Act.WORK_CASE)
def bulk(request: StaffRequest) -> HttpResponse:
    """Ask for what the act needs, then show what it would change, then do it."""
    act = request.POST.get("act", "")
    if act not in FORMS:
        return redirect("dsar:case-list")
    cases, asked = _chosen(request)
    if not asked:
        return _answer(request, act, cases, {"nothing": True}, status=422)
    step = request.POST.get("step", "")
    form = FORMS[act](request.POST if step in ("check", "do") else None)
    if not form.is_bound or not form.is_valid():
        made = plan(act, cases, {}, request.user, asked=asked)
        return _answer(request, act, cases, {"form": form, "plan": made}, status=422 if form.is_bound else 200)
    made = plan(act, cases, form.cleaned_data, request.user, asked=asked)
    if step == "do":
        return _answer(request, act, cases, {"done": carry_out(act, made, form.cleaned_data, request.user)})
    return _answer(request, act, cases, {"plan": made, "check": True, "form": form, **_example(act, made, form)})


def _chosen(request: StaffRequest) -> tuple[list[Case], int]:
    """The cases chosen, as far as the person may see them, by reference; and how many were chosen."""
    visible: CaseQuerySet = Case.objects.visible_to(request.user)
    if request.POST.get("whole"):
        query = dict(parse_qsl(request.POST.get("query", "")))
        filters = as_filters(request.POST.get("query", "")) | {name: query[name] for name in ("q",) if name in query}
        visible = selectors.queue(request.user, filters)
        references = list(visible.order_by("reference").values_list("reference", flat=True)[: MOST + 1])
    else:
        given = [*request.POST.getlist("case"), *request.POST.get("cases", "").split()]
        references = sorted({reference.upper() for reference in given})
    wanted = references[:MOST]
    found = visible.filter(reference__in=wanted).select_related("controller", "handler")
    return list(found.prefetch_related("people").order_by("reference")), len(wanted)


def _example(act: str, made: BulkPlan, form: forms.Form) -> dict[str, Any]:
    """The first letter as it would go out."""
    if act != "letter" or not made.will:
        return {}
    case = made.will[0]
    with keys_at_hand([case.key_id]):
        try:
            typed = form.cleaned_data
            text = by_hand_preview(case, typed["letter"], typed, frame_of_letter(case, reach_of(case)))
        except DsarError as error:
            return {"example_refused": error.message, "example_of": case.reference}
    return {"example": text, "example_of": case.reference}


def _answer(
    request: StaffRequest, act: str, cases: list[Case], more: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    references = " ".join(case.reference for case in cases)
    back = f"{reverse('dsar:case-list')}?{request.POST.get('query') or 'clock='}"
    context = {"nav": "cases", "act": act, "words": WORDS[act], "cases": references, "back_url": back, "most": MOST}
    context |= {"query": request.POST.get("query", ""), "crumbs": [{"label": _("Cases"), "url": back}]} | more
    return render(request, "cases/bulk.html", context, status=status)
