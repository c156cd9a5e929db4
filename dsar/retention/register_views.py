"""Set-up, Retention: the periods of the controller's own register, and legal holds."""

import datetime as dt
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dsar.access.pages import role_page
from dsar.access.rules import Act
from dsar.cases.hold_models import PersonHold
from dsar.cases.person_hold_services import hold_person, keep_person_hold, lift_person_hold
from dsar.foundation import clock
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.foundation.keys import keys_at_hand
from dsar.processing_records.models import ProcessingActivity
from dsar.retention import selectors
from dsar.retention.counting_services import databases_of, drop_column, name_column
from dsar.retention.forms import CountForm, PersonHoldForm, TermForm
from dsar.retention.models import TermColumn
from dsar.retention.rules import add_months
from dsar.retention.term_services import Term, set_term
from dsar.retention.views import context_for, show_error
from dsar.web.requests import StaffRequest

_NAMES = ("months", "starts_with", "look_every_months")


@require_GET
@role_page(Act.SEE_RETENTION)
def register(request: StaffRequest) -> HttpResponse:
    """Every entry of the register with its period, and the day before which its data should have gone."""
    context = context_for("retention-register", rows=selectors.term_rows())
    return render(request, "retention/register.html", context)


@require_http_methods(["GET", "POST"])
@role_page(Act.SEE_RETENTION)
def term(request: StaffRequest, activity_id: UUID) -> HttpResponse:
    """The period of one entry as a number."""
    found = ProcessingActivity.objects.select_related("controller", "term")
    activity = get_object_or_404(found.prefetch_related("systems__erasure_targets"), pk=activity_id)
    row = selectors.term_row(activity)
    known = getattr(activity, "term", None)
    initial = {name: getattr(known, name) for name in _NAMES} if known else {"months": row.proposal}
    form = TermForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            set_term(activity=activity, term=Term(**form.cleaned_data), actor=request.user)
        except RuleRefused as error:
            show_error(form, error)
        else:
            messages.success(request, _("The period is set. The next sweep asks whether what is past it has gone."))
            return redirect("dsar:retention-register")
    return _term_page(request, row, form)


@require_POST
@role_page(Act.EDIT_RETENTION)
def count(request: StaffRequest, activity_id: UUID) -> HttpResponse:
    """Count rows past the period of an entry in a date column, now and with every sweep."""
    found = ProcessingActivity.objects.select_related("controller", "term")
    activity = get_object_or_404(found.prefetch_related("systems__erasure_targets"), pk=activity_id)
    form = CountForm(request.POST, databases=databases_of(activity))
    if form.is_valid():
        try:
            name_column(activity=activity, actor=request.user, **form.cleaned_data)
        except RuleRefused as error:
            show_error(form, error)
        else:
            messages.success(request, _("A worker counts now, and with every sweep."))
            return redirect("dsar:retention-term", activity_id=activity_id)
    known = getattr(activity, "term", None)
    initial = {name: getattr(known, name) for name in _NAMES} if known else {}
    return _term_page(request, selectors.term_row(activity), TermForm(initial=initial), form)


@require_POST
@role_page(Act.EDIT_RETENTION)
def count_drop(request: StaffRequest, activity_id: UUID, column_id: UUID) -> HttpResponse:
    """Count in a column no more."""
    drop_column(row=get_object_or_404(TermColumn, pk=column_id, term__activity=activity_id), actor=request.user)
    messages.success(request, _("It is no longer counted there."))
    return redirect("dsar:retention-term", activity_id=activity_id)


def _term_page(
    request: StaffRequest, row: selectors.TermRow, form: TermForm, count_form: CountForm | None = None
) -> HttpResponse:
    databases = databases_of(row.activity)
    context = context_for(
        "retention-register", row=row, form=form, may_edit=request.user.may(Act.EDIT_RETENTION), databases=databases,
        count_form=count_form or CountForm(databases=databases),
    )  # fmt: skip
    is_wrong = form.errors or (count_form is not None and count_form.errors)
    return render(request, "retention/term.html", context, status=422 if is_wrong else 200)


@require_GET
@role_page(Act.SEE_RETENTION)
def holds(request: StaffRequest) -> HttpResponse:
    """The holds that stand."""
    may_decide = request.user.may(Act.DECIDE_RETENTION)
    rows = selectors.hold_rows(request.user)
    with keys_at_hand([row.hold.key_id for row in rows]):
        return render(request, "retention/holds.html", context_for("retention-holds", rows=rows, may_decide=may_decide))


@require_http_methods(["GET", "POST"])
@role_page(Act.DECIDE_RETENTION)
def hold_new(request: StaffRequest) -> HttpResponse:
    """Hold a person across all their cases."""
    initial = {"review_on": add_months(clock.today("UTC"), 6)}
    form = PersonHoldForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("kind", "reason", "review_on")}
        try:
            hold_person(details=form.details(), actor=request.user, **given)
        except RuleRefused as error:
            show_error(form, error)
        else:
            messages.success(request, _("The person is held: nothing of their cases is deleted."))
            return redirect("dsar:retention-holds")
    context = context_for("retention-holds", form=form)
    return render(request, "retention/hold_new.html", context, status=422 if form.errors else 200)


@require_POST
@role_page(Act.DECIDE_RETENTION)
def hold_act(request: StaffRequest, hold_id: UUID, act: str) -> HttpResponse:
    """Lift a hold on a person, or keep it and look again later."""
    hold = get_object_or_404(PersonHold, pk=hold_id)
    try:
        if act == "lift":
            lift_person_hold(hold=hold, reason=request.POST.get("reason", ""), actor=request.user)
            messages.success(request, _("The hold is lifted."))
        elif act == "keep":
            day = _day(request.POST.get("review_on", ""))
            keep_person_hold(hold=hold, review_on=day or clock.today("UTC"), actor=request.user)
            messages.success(request, _("The hold stays."))
        else:
            raise Http404
    except (RuleRefused, Conflict) as error:
        messages.error(request, error.message)
    return redirect("dsar:retention-holds")


def _day(words: str) -> dt.date | None:
    try:
        return parse_date(words)
    except ValueError:
        return None
