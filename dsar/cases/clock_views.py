"""Acts on the clock as pages: each shows old → new with the explaining sentences before it is done."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dsar.access.rules import Act
from dsar.cases import clock as case_clock
from dsar.cases import clock_acts, clock_corrections
from dsar.cases.act_views import act_page, take_errors
from dsar.cases.clock_forms import (
    DECLINED,
    ClockForm,
    CorrectForm,
    ExtendForm,
    PauseForm,
    ProvedForm,
    ReceiptForm,
    ResumeForm,
    WithdrawForm,
    lawful_pauses,
)
from dsar.cases.clock_store import EVIDENCE, ClockPreview, preview
from dsar.cases.clock_words import warning_words
from dsar.cases.models import Case, CaseFile, ClockEvent
from dsar.cases.pages import case_page
from dsar.cases.services import attach_file
from dsar.cases.vocabulary import EventKind
from dsar.deadlines.events import PauseKind
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.templatetags.desk_words import date_words
from dsar.web.requests import StaffRequest

PREVIEWS = "cases/_preview.html"
Try = Callable[[], ClockPreview | None]


def _clock_act(
    request: StaffRequest, case: Case, form: ClockForm, template: str, try_: Try, act: Callable[[], str], **more: Any
) -> HttpResponse:
    """Show the form, its preview, or do the act; a live preview asks for the fragment only."""
    if request.method == "GET":
        return act_page(request, case, template, form, **more)
    is_valid = form.is_valid()
    if request.htmx:
        return render(request, PREVIEWS, _shown(try_()))
    if not is_valid:
        return act_page(request, case, template, form, status=422, **more)
    if request.POST.get("act") == "preview":
        return act_page(request, case, template, form, **_shown(try_()), **more)
    try:
        with transaction.atomic():  # the file that proves the day is kept only if the act is done
            words = act()
    except (RuleRefused, Conflict) as error:
        take_errors(form, error)
        return act_page(request, case, template, form, status=error.status, **more)
    messages.success(request, words)
    return redirect("dsar:case", ref=case.reference)


def _shown(found: ClockPreview | None) -> dict[str, Any]:
    return {"preview": found, "warnings": warning_words(found.warnings) if found else []}


def _event_preview(case: Case, form: Any) -> Try:
    def try_() -> ClockPreview | None:
        event = form.event()
        return preview(case, event) if event else None

    return try_


def _proof(request: StaffRequest, case: Case, form: ClockForm) -> CaseFile | None:
    upload = form.cleaned_data.get("evidence")
    if not upload:
        return None
    return attach_file(case=case, upload=upload, purpose=EVIDENCE, actor=request.user)


def _form(kind: type[Any], request: StaffRequest, case: Case, **more: Any) -> Any:
    return kind(request.POST or None, request.FILES or None, case=case, **more)


@require_http_methods(["GET", "POST"])
@case_page(Act.WORK_CASE)
def pause(request: StaffRequest, case: Case) -> HttpResponse:
    """Pause the clock by a lawful question."""
    form: PauseForm = _form(PauseForm, request, case)

    def act() -> str:
        values = form.cleaned_data
        clock_acts.pause(
            case=case,
            waiting_for=PauseKind(values["waiting_for"]),
            on=values["on"],
            reason=values["reason"],
            large_quantity=values["large_quantity"],
            new_doubt=values.get("new_doubt", ""),
            evidence=_proof(request, case, form),
            actor=request.user,
        )
        return _("The ask is recorded; the dates follow.")

    others = [rule for rule in lawful_pauses(case) if rule.gate != "G5"]
    return _clock_act(request, case, form, "cases/pause.html", _event_preview(case, form), act, others=others)


@require_http_methods(["GET", "POST"])
@case_page(Act.WORK_CASE)
def resume(request: StaffRequest, case: Case) -> HttpResponse:
    """Record the answer of the requester."""
    form: ResumeForm = _form(ResumeForm, request, case)

    def act() -> str:
        values = form.cleaned_data
        clock_acts.resume(
            case=case,
            waiting_for=PauseKind(values["waiting_for"]),
            on=values["on"],
            actor=request.user,
            is_sufficient=form.is_enough,
            declined_to_narrow=values["is_sufficient"] == DECLINED,
            evidence=_proof(request, case, form),
        )
        if not form.is_enough:
            return _("The answer is recorded. It is not enough, so the clock still waits.")
        if case.due_on is None:
            return _("The answer is recorded.")
        return _("The answer is recorded. Due on %(day)s.") % {"day": date_words(case.due_on)}

    return _clock_act(request, case, form, "cases/resume.html", _event_preview(case, form), act)


@require_http_methods(["GET", "POST"])
@case_page(Act.EXTEND_DEADLINE)
def extend(request: StaffRequest, case: Case) -> HttpResponse:
    """Extend the deadline once, with grounds and reasons; the notice goes with the act."""
    form: ExtendForm = _form(ExtendForm, request, case)
    form.fields["criteria"].initial = request.GET.getlist("criteria")  # what the case page suggests; people decide

    def act() -> str:
        values = form.cleaned_data
        event = clock_acts.extend(
            case=case,
            on=values["on"],
            criteria=values["criteria"],
            reason=values["reason"],
            until=values["until"],
            evidence=_proof(request, case, form),
            is_confirmed=values.get("confirmed", False),
            actor=request.user,
        )
        words = _("The deadline is extended to %(day)s.") % {"day": date_words(case.due_on)}
        return f"{words} {_('The notice is on its way.')}" if event.notice_id else words

    return _clock_act(request, case, form, "cases/extend.html", _event_preview(case, form), act)


@require_http_methods(["GET", "POST"])
@case_page(Act.GIVE_OPINION)
def receipt(request: StaffRequest, case: Case) -> HttpResponse:
    """Correct the day of receipt; the DPO's act, with a proof."""
    form: ReceiptForm = _form(ReceiptForm, request, case)

    def try_() -> ClockPreview | None:
        at, take = form.received_at(), bool(form.cleaned_data.get("take_rules"))
        return clock_corrections.receipt_change(case, at, take_rules_of_that_day=take).preview if at else None

    def act() -> str:
        at, evidence = form.received_at(), _proof(request, case, form)
        if at is None or evidence is None:  # the form demands both
            raise RuleRefused(_("Attach the file that proves the day."), code="evidence_missing")
        clock_corrections.correct_receipt(
            case=case,
            received_at=at,
            reason=form.cleaned_data["reason"],
            evidence=evidence,
            actor=request.user,
            take_rules_of_that_day=form.cleaned_data["take_rules"],
        )
        return _("The receipt is corrected; the first one stays in the history.")

    return _clock_act(request, case, form, "cases/receipt.html", try_, act)


@require_http_methods(["GET", "POST"])
@case_page(Act.EXTEND_DEADLINE)
def withdraw_extension(request: StaffRequest, case: Case) -> HttpResponse:
    """Take the extension back."""
    form: WithdrawForm = _form(WithdrawForm, request, case)
    found = clock_corrections.extension_of(case)

    def try_() -> ClockPreview | None:
        return clock_corrections.without(case, found) if found else None

    def act() -> str:
        clock_corrections.withdraw_extension(case=case, reason=form.cleaned_data["reason"], actor=request.user)
        return _("The extension is withdrawn. Tell the person the earlier date.")

    more = _shown(try_()) if request.method == "GET" else {}
    return _clock_act(request, case, form, "cases/withdraw_extension.html", try_, act, extension=found, **more)


@require_http_methods(["GET", "POST"])
@case_page(Act.APPROVE_RELEASE)
def response_given(request: StaffRequest, case: Case) -> HttpResponse:
    """Record that the person was answered outside this product."""
    form: ProvedForm = _form(ProvedForm, request, case)

    def act() -> str:
        evidence = _proof(request, case, form)
        if evidence is None:  # the form demands it
            raise RuleRefused(_("Attach the file that proves the day."), code="evidence_missing")
        values = form.cleaned_data
        clock_corrections.record_response(
            case=case, on=values["on"], reason=values["reason"], evidence=evidence, actor=request.user
        )
        return _("The clock stopped on %(day)s.") % {"day": date_words(values["on"])}

    return _clock_act(request, case, form, "cases/response_given.html", _event_preview(case, form), act)


@require_http_methods(["GET", "POST"])
@case_page(Act.GIVE_OPINION)
def correct(request: StaffRequest, case: Case, event_id: UUID) -> HttpResponse:
    """Correct the day of an entry of the clock, or strike it out: a new entry supersedes it."""
    entry = get_object_or_404(ClockEvent, case=case, pk=event_id, kind__in=case_clock.ON_THE_CLOCK)
    form: CorrectForm = _form(CorrectForm, request, case)
    if not form.is_bound:
        form.fields["on"].initial = entry.on
    if entry.kind not in (EventKind.ASK, EventKind.ANSWER):
        del form.fields["is_struck"]

    def try_() -> ClockPreview | None:
        if form.cleaned_data.get("is_struck"):
            return clock_corrections.without(case, entry)
        on = form.cleaned_data.get("on")
        return clock_corrections.corrected(case, entry, on)[0] if on else None

    def act() -> str:
        values, evidence = form.cleaned_data, _proof(request, case, form)
        if evidence is None:  # the form demands it
            raise RuleRefused(_("Attach the file that proves the day."), code="evidence_missing")
        common: dict[str, Any] = {"case": case, "event": entry, "reason": values["reason"], "evidence": evidence}
        if values.get("is_struck"):
            clock_corrections.strike_event(**common, actor=request.user)
        else:
            clock_corrections.correct_event(**common, on=values["on"], actor=request.user)
        return _("The correction is recorded; the entry as it was stays in the history.")

    return _clock_act(request, case, form, "cases/correct_clock.html", try_, act, entry=entry)
