"""The review of a case: the list, deciding by set, and the way back."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dsar.access.rules import Act
from dsar.cases import permissions
from dsar.cases.models import Case
from dsar.cases.pages import case_page
from dsar.cases.vocabulary import Stage
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.foundation.keys import keys_at_hand
from dsar.foundation.leases import LeaseState
from dsar.review.forms import FilterForm
from dsar.review.models import ReviewPreparation, ReviewSet, Verdict
from dsar.review.preparation_services import open_review
from dsar.review.selectors import ItemQuery, choices_of, items_of, progress_of, special_to_confirm, with_counts
from dsar.review.set_services import SET_VERDICTS, decide_set, preview_set, undo_set
from dsar.web.requests import StaffRequest

A_PAGE = 50


@require_GET
@case_page(Act.VIEW_CASE)
def review_list(request: StaffRequest, case: Case) -> HttpResponse:
    """The items of a case by filter, with what can be done to all of them."""
    form = FilterForm(request.GET, choices=choices_of(case))
    query = form.query()
    items = with_counts(items_of(case, query)).select_related("exhibit__case")
    page = Paginator(items, A_PAGE).get_page(request.GET.get("page"))
    progress = progress_of(case)
    is_reading = bool(progress.unread) and _is_being_read(case)
    context = {
        "nav": "cases", "case": case, "form": form, "page": page, "progress": progress, "query": query,
        "chips": _chips(case, form, query), "clear_url": request.path, "verdicts": _set_verdicts(),
        "sets": case.review_sets.filter(undone_at__isnull=True).select_related("made_by", "case")[:3],
        "may_work": permissions.may(request.user, Act.WORK_CASE, case) and case.stage in (Stage.SEARCH, Stage.REVIEW),
        "needs_opening": progress.unread and not is_reading, "is_reading": progress.unread if is_reading else 0,
        "query_string": urlencode(query.as_json()), "tiles": _tiles(case, progress),
        "special": len(special_to_confirm(case)),
    }  # fmt: skip
    with keys_at_hand([case.key_id]):
        return render(request, "review/list.html", context)


@require_POST
@case_page(Act.WORK_CASE)
def review_open(request: StaffRequest, case: Case) -> HttpResponse:
    """Make items of the exhibits and have them read."""
    open_review(case=case, actor=request.user)
    messages.success(request, _("The items are being read. Suggestions appear as they are found."))
    return redirect("dsar:case-review", ref=case.reference)


@require_http_methods(["GET", "POST"])
@case_page(Act.WORK_CASE)
def review_set(request: StaffRequest, case: Case) -> HttpResponse:
    """The confirmation of a set act with count and sample, and the act."""
    given = request.POST if request.method == "POST" else request.GET
    query, verdict = _query_of(given, case), str(given.get("act", ""))
    try:
        if request.method == "POST":
            expected = int(given.get("expected", "0")) if str(given.get("expected", "0")).isdigit() else 0
            made = decide_set(case=case, query=query, verdict=verdict, actor=request.user, expected=expected)
            words = ngettext("%(n)d item decided.", "%(n)d items decided.", made.size) % {"n": made.size}
            messages.success(request, words)
            return redirect("dsar:case-review", ref=case.reference)
        with keys_at_hand([case.key_id]):
            return _confirmation(request, case, query, verdict)
    except (RuleRefused, Conflict) as error:
        messages.error(request, error.message)
        return redirect(_list_url(case, query))


@require_POST
@case_page(Act.WORK_CASE)
def review_set_undo(request: StaffRequest, case: Case, set_id: UUID) -> HttpResponse:
    """Take a set decision back."""
    made = get_object_or_404(ReviewSet.objects.select_related("case__controller"), case=case, pk=set_id)
    try:
        undone = undo_set(made=made, actor=request.user)
    except (RuleRefused, Conflict) as error:
        messages.error(request, error.message)
    else:
        words = ngettext("%(n)d item taken back.", "%(n)d items taken back.", undone) % {"n": undone}
        messages.success(request, words)
    return redirect("dsar:case-review", ref=case.reference)


def _confirmation(request: StaffRequest, case: Case, query: ItemQuery, verdict: str) -> HttpResponse:
    preview = preview_set(case=case, query=query, verdict=verdict)
    context = {
        "nav": "cases", "case": case, "preview": preview, "verdict": verdict, "query": query,
        "verdict_words": dict(_set_verdicts())[verdict], "back_url": _list_url(case, query), "numbers": query.numbers,
    }  # fmt: skip
    return render(request, "review/set.html", context)


def _set_verdicts() -> list[tuple[str, str]]:
    words = {
        Verdict.DISCLOSE: _("Disclose"),
        Verdict.NOT_SUBJECT: _("Not about this person"),
        Verdict.UNDECIDED: _("Decide later"),
    }
    return [(str(verdict), words[verdict]) for verdict in SET_VERDICTS]


def _query_of(given: Any, case: Case) -> ItemQuery:
    """The query that the list sent: the ticked items alone, or where none is ticked the whole filter."""
    numbers = tuple(int(number) for number in given.getlist("numbers") if number.isdigit())
    if given.get("scope") != "filter":
        return ItemQuery(numbers=numbers or (0,))
    return FilterForm(given, choices=choices_of(case)).query()


def _list_url(case: Case, query: ItemQuery) -> str:
    parts = {name: part for name, part in query.as_json().items() if name != "numbers"}
    base = reverse("dsar:case-review", args=[case.reference])
    return f"{base}?{urlencode(parts)}" if parts else base


def _is_being_read(case: Case) -> bool:
    row = ReviewPreparation.objects.filter(case=case).first()
    return row is not None and row.state in (LeaseState.WAITING, LeaseState.WORKING)


def _tiles(case: Case, progress: Any) -> list[dict[str, Any]]:
    base = reverse("dsar:case-review", args=[case.reference])
    return [
        {"label": label, "number": progress.by_verdict.get(verdict, 0), "url": f"{base}?verdict={verdict}"}
        for verdict, label in Verdict.choices
    ]


def _chips(case: Case, form: FilterForm, query: ItemQuery) -> list[dict[str, str]]:
    parts = query.as_json()
    base = reverse("dsar:case-review", args=[case.reference])
    chips = []
    for name, value in parts.items():
        rest = {key: part for key, part in parts.items() if key != name}
        words = dict(form.fields[name].choices).get(value, value)  # type: ignore[attr-defined]  # all are choices
        chips.append({"label": f"{form.fields[name].label}: {words}", "url": f"{base}?{urlencode(rest)}"})
    return chips
