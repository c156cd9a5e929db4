"""The pages of the identity room: the checks of a case, and the acts on each."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dsar.access.rules import Act
from dsar.cases import permissions
from dsar.cases.act_views import take_errors
from dsar.cases.clock import today_of
from dsar.cases.models import Case
from dsar.cases.pages import case_page
from dsar.cases.vocabulary import Relation, Stage
from dsar.foundation.errors import RuleRefused
from dsar.identity import evidence_services, services
from dsar.identity.forms import (
    PROVED_FORMS,
    AskForm,
    CheckForm,
    EvidenceForm,
    InsufficientForm,
    NotNeededForm,
    ProvedForm,
)
from dsar.identity.gates import identity_gate
from dsar.identity.models import DataTier
from dsar.identity.people import hints_for, missing_roles, people_of
from dsar.identity.selectors import WantedCheck, evidence_of, wanted_check, wanted_checks
from dsar.web.downloads import download
from dsar.web.requests import StaffRequest


@require_GET
@case_page(Act.VIEW_CASE)
def checks(request: StaffRequest, case: Case) -> HttpResponse:
    """The checks that the case wants, how they stand, and what can be done."""
    return _page(request, case, EvidenceForm(wanted=wanted_checks(case)))


@require_POST
@case_page(Act.WORK_CASE)
def evidence(request: StaffRequest, case: Case) -> HttpResponse:
    """Attach a file that was sent as proof; it proves nothing by itself."""
    form = EvidenceForm(request.POST, request.FILES, wanted=wanted_checks(case))
    if not form.is_valid():
        return _page(request, case, form, status=422)
    values = form.cleaned_data
    evidence_services.add_evidence(case=case, kind=values["kind"], upload=values["file"], actor=request.user)
    messages.success(request, _("The file is sealed. Look at it, then record what it shows."))
    return redirect("dsar:case-identity", ref=case.reference)


@require_GET
@case_page(Act.WORK_CASE)
def evidence_file(request: StaffRequest, case: Case, file_id: UUID) -> HttpResponse:
    """Look at a file that was sent as proof; who looked, and when, is kept."""
    attached = next((one for one in evidence_of(case) if one.pk == file_id), None)
    if attached is None:
        message = "No such file."
        raise Http404(message)
    content = evidence_services.view_evidence(case=case, attached=attached, actor=request.user)
    name, size = attached.file.name, attached.file.size
    return download(content, name=name, media_type="application/octet-stream", size=size)  # type: ignore[return-value]  # streamed


@require_http_methods(["GET", "POST"])
@case_page(Act.WORK_CASE)
def ask(request: StaffRequest, case: Case, kind: str) -> HttpResponse:
    """Ask for proof, with the reason of the doubt."""
    form = AskForm(request.POST or None, case=case, wanted=_found(case, kind))

    def act() -> str:
        values = form.cleaned_data
        services.ask_for_proof(
            case=case,
            kind=kind,
            doubt=values["doubt"],
            method=values["method"],
            on=values["on"],
            actor=request.user,
            is_mailed=values.get("is_mailed", False),
            tier=values.get("tier") or DataTier.ORDINARY,
        )
        return _("The ask is recorded; the dates follow.")

    more = {
        "title": _("Ask for proof"),
        "label": _("Record the ask"),
        "is_late": services.is_late(case, today_of(case)),
        "stops": services.stops_the_clock(case, kind),
    }
    return _act(request, case, form, act, **more)


@require_http_methods(["GET", "POST"])
@case_page(Act.WORK_CASE)
def proved(request: StaffRequest, case: Case, kind: str) -> HttpResponse:
    """Record that it is proved."""
    form = PROVED_FORMS.get(kind, ProvedForm)(request.POST or None, case=case, wanted=_found(case, kind))

    def act() -> str:
        services.verify(case=case, kind=kind, proof=form.proof(), actor=request.user)
        return _("It is recorded as proved.")

    title, label = _("Record that it is proved"), _("Record the proof")
    if form.wanted.is_question:
        title, label = _("Record what was found"), _("Record it")
    return _act(request, case, form, act, title=title, label=label)


@require_http_methods(["GET", "POST"])
@case_page(Act.WORK_CASE)
def insufficient(request: StaffRequest, case: Case, kind: str) -> HttpResponse:
    """Record that what came is not enough."""
    form = InsufficientForm(request.POST or None, case=case, wanted=_found(case, kind))

    def act() -> str:
        values = form.cleaned_data
        services.mark_insufficient(case=case, kind=kind, on=values["on"], note=values["note"], actor=request.user)
        return _("Recorded. The clock goes on waiting where it waits.")

    title = _("What came is not enough")
    return _act(request, case, form, act, title=title, label=_("Record that it is not enough"))


@require_http_methods(["GET", "POST"])
@case_page(Act.WORK_CASE)
def not_needed(request: StaffRequest, case: Case, kind: str) -> HttpResponse:
    """Record that no proof is needed, and why."""
    form = NotNeededForm(request.POST or None, case=case, wanted=_found(case, kind))

    def act() -> str:
        services.mark_not_needed(case=case, kind=kind, reason=form.cleaned_data["reason"], actor=request.user)
        return _("Recorded: no proof is needed.")

    return _act(request, case, form, act, title=_("No proof is needed"), label=_("Record that none is needed"))


def _found(case: Case, kind: str) -> WantedCheck:
    wanted = wanted_check(case, kind)
    if wanted is None:
        message = "This case wants no such check."
        raise Http404(message)
    return wanted


def _page(request: StaffRequest, case: Case, form: EvidenceForm, *, status: int = 200) -> HttpResponse:
    gate = identity_gate(case)
    people = people_of(case)
    context = {
        "nav": "cases",
        "case": case,
        "checks": wanted_checks(case),
        "evidence": evidence_of(case),
        "evidence_form": form,
        "may_work": permissions.may(request.user, Act.WORK_CASE, case),
        "gate": gate,
        "people": people,
        "missing_roles": missing_roles(case),
        "executor": any(one.person.relation == Relation.EXECUTOR for one in wanted_checks(case)),
        "may_go_on": gate.is_met and case.stage in (Stage.TRIAGE, Stage.IDENTITY),
    }
    return render(request, "identity/checks.html", context, status=status)


def _act(request: StaffRequest, case: Case, form: CheckForm, act: Callable[[], str], **more: Any) -> HttpResponse:
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                messages.success(request, act())
            except RuleRefused as error:
                take_errors(form, error)
            else:
                return redirect("dsar:case-identity", ref=case.reference)
    context = {
        "nav": "cases",
        "case": case,
        "form": form,
        "wanted": form.wanted,
        "hints": hints_for(form.wanted),
        **more,
    }
    return render(request, "identity/act.html", context, status=status)
