"""Pages on which a case ends without a disclosure, a fee is asked for, or a case is taken up again."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dsar.access.rules import Act
from dsar.cases import clock as case_clock
from dsar.cases import closing_services, ending_letters, permissions, reopening_services
from dsar.cases.act_views import act_page, take_errors
from dsar.cases.ending_forms import AnewForm, EndForm, ReminderForm, ReopenForm
from dsar.cases.ending_gates import pending
from dsar.cases.ending_models import Ending, EndingKind
from dsar.cases.ending_pages import WORDS, ways_of
from dsar.cases.lifecycle import gate_rule, transition
from dsar.cases.models import Case
from dsar.cases.notify import reach_of
from dsar.cases.pages import case_page
from dsar.foundation.errors import RuleRefused
from dsar.web.requests import StaffRequest


@require_GET
@case_page(Act.VIEW_CASE)
def close(request: StaffRequest, case: Case) -> HttpResponse:
    """Every way in which the case can end without an answer, with what each one needs."""
    ways = ways_of(case, permissions.acts_on(case, request.user))
    earlier = Ending.objects.filter(case=case).select_related("case", "proposer", "decider")
    context = {"nav": "cases", "case": case, "ways": ways, "earlier": earlier}
    return render(request, "cases/close.html", context)


@require_http_methods(["GET", "POST"])
@case_page(Act.VIEW_CASE)
def close_as(request: StaffRequest, case: Case, kind: str) -> HttpResponse:
    """One way to end the case: what is written for it, the gate in words, the letter before it goes."""
    if kind not in closing_services.WAYS:
        message = "No such ending."
        raise Http404(message)
    row = transition(closing_services.WAYS[kind].move, case.stage, case.right)
    if row is not None:
        permissions.demand(request.user, Act(row.act), case)
    is_protected = reach_of(case).is_protected
    form = EndForm(request.POST if request.method == "POST" else None, case=case, kind=kind, is_protected=is_protected)
    if request.method == "POST" and form.is_valid() and request.POST.get("act") != "preview":
        values = form.cleaned_data
        try:
            closing_services.close_as(
                case=case,
                kind=kind,
                findings=form.findings(),
                actor=request.user,
                duplicate_of=_other(request, values.get("other", "")),
                is_confirmed=bool(values.get("confirmed")),
            )
        except RuleRefused as error:
            case.refresh_from_db()
            take_errors(form, error)
        else:
            messages.success(request, _("The case is closed: %(how)s.") % {"how": case.get_outcome_display().lower()})
            return redirect("dsar:case", ref=case.reference)
    more = _context(case, kind, form) | {"is_open": row is not None, "words": WORDS[kind]}
    return act_page(request, case, "cases/close_as.html", form, status=_status(form, request), **more)


@require_http_methods(["GET", "POST"])
@case_page(Act.WORK_CASE)
def remind(request: StaffRequest, case: Case) -> HttpResponse:
    """Remind the person, with the consequence: the first step to closing for want of a reply."""
    row = pending(case, EndingKind.NO_REPLY)
    form = ReminderForm(request.POST if request.method == "POST" else None, case=case, row=row)
    if not reach_of(case).is_protected:
        del form.fields["confirmed"]
    letter = None
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        if request.POST.get("act") == "preview":
            told = {"question": values["question"], "closing_on": values["closing_on"]}
            letter = ending_letters.preview_of(case, "reminder", told)
        else:
            try:
                closing_services.remind(
                    case=case,
                    question=values["question"],
                    asked_on=values["asked_on"],
                    closing_on=values["closing_on"],
                    actor=request.user,
                    is_confirmed=bool(values.get("confirmed")),
                )
            except RuleRefused as error:
                take_errors(form, error)
            else:
                messages.success(request, _("The reminder goes out. The case stays open until its day has passed."))
                return redirect("dsar:case", ref=case.reference)
    more = {"row": row, "letter": letter}
    return act_page(request, case, "cases/remind.html", form, status=_status(form, request), **more)


@require_http_methods(["GET", "POST"])
@case_page(Act.VIEW_CASE)
def reopen(request: StaffRequest, case: Case) -> HttpResponse:
    """Take a sent or closed case up again."""
    occasions = reopening_services.occasions_for(case, request.user)
    if not occasions:
        permissions.demand(request.user, Act.GIVE_OPINION, case)
    form = ReopenForm(request.POST if request.method == "POST" else None, case=case, occasions=occasions)
    is_open = not case.is_open
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            reopening_services.reopen_case(
                case=case, occasion=values["occasion"], reason=values["reason"], actor=request.user
            )
        except RuleRefused as error:
            case.refresh_from_db()
            take_errors(form, error)
        else:
            words = _("The case is open again, in “%(stage)s”.") % {"stage": case.get_stage_display()}
            if case.responded_on:
                words += " " + _("The day of the first answer stays on record.")
            messages.success(request, words)
            return redirect("dsar:case", ref=case.reference)
    return act_page(request, case, "cases/reopen.html", form, status=_status(form, request), is_open=is_open)


@require_http_methods(["GET", "POST"])
@case_page(Act.WORK_CASE)
def anew(request: StaffRequest, case: Case) -> HttpResponse:
    """Log what came as a new, linked request of the same person."""
    form = AnewForm(request.POST if request.method == "POST" else None, case=case)
    if request.method == "GET":
        form.fields["received_on"].initial = case_clock.today_of(case)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            made = reopening_services.ask_anew(
                case=case,
                received_on=values["received_on"],
                channel=values["channel"],
                request_text=values["request_text"],
                actor=request.user,
            )
        except RuleRefused as error:
            take_errors(form, error)
        else:
            messages.success(request, _("Logged as %(ref)s, with a clock of its own.") % {"ref": made.reference})
            return redirect("dsar:case", ref=made.reference)
    return act_page(request, case, "cases/anew.html", form, status=_status(form, request))


def _context(case: Case, kind: str, form: EndForm) -> dict[str, Any]:
    findings = dict(form.findings()) if form.is_bound and form.is_valid() else {}
    row = pending(case, kind)
    if row is not None:
        findings = row.findings | findings
    gate = closing_services.gate_of(case, kind)
    words = gate_rule(gate.gate).words if gate else ""
    letter = ending_letters.preview_letter(case, kind, findings)
    return {"kind": kind, "letter": letter, "gate": gate, "gate_words": words, "row": row}


def _other(request: StaffRequest, reference: str) -> Case | None:
    if not reference.strip():
        return None
    return Case.objects.visible_to(request.user).filter(reference=reference.strip().upper()).first()


def _status(form: Any, request: StaffRequest) -> int:
    """422 where something was refused; a preview that holds is an ordinary page."""
    return 422 if form.is_bound and form.errors else 200
