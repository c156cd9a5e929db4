"""The pages of portability on its case: findings, bases, what was provided, the package, who gets it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dsar.access.reauthentication import recently_authenticated
from dsar.access.rules import Act
from dsar.cases import permissions
from dsar.cases.act_views import take_errors
from dsar.cases.forms import ActForm
from dsar.cases.models import Case
from dsar.cases.pages import case_page
from dsar.cases.vocabulary import RightAsked
from dsar.foundation import storage
from dsar.foundation.errors import DsarError
from dsar.foundation.keys import keys_at_hand
from dsar.processing_records.models import ProcessingActivity
from dsar.rights.acts import PageAct, named_act
from dsar.rights.decisions import services as decisions
from dsar.rights.decisions.models import DecisionState, RightDecision
from dsar.rights.portability import package_services, plan_services
from dsar.rights.portability.findings import candidates
from dsar.rights.portability.forms import (
    ActivityForm,
    ApproveForm,
    FeasibilityForm,
    FindingsForm,
    RefuseForm,
    SetForm,
    StopForm,
    WishForm,
)
from dsar.rights.portability.models import ActivityRuling, PortablePackage, SetRuling
from dsar.rights.portability.pictures import SHOWN, content_of
from dsar.rights.portability.proposing import proposed_activity, survey_of
from dsar.rights.portability.readiness import latest_package
from dsar.rights.portability.rules import proposed_basis
from dsar.rights.portability.selectors import choices_for, column_lines, portability_page
from dsar.rights.portability.surveying import sets_of
from dsar.web.downloads import download
from dsar.web.requests import StaffRequest

_Forms = dict[str, ActForm]


@require_http_methods(["GET", "POST"])
@case_page(Act.VIEW_CASE)
def portability(request: StaffRequest, case: Case) -> HttpResponse:
    """The portability of the case; each form of the page posts here under its name in `do`.

    Approving the package and agreeing to a refusal ask for the password again.
    """
    if case.right != RightAsked.PORTABILITY:
        may_work = permissions.may(request.user, Act.WORK_CASE, case)
        return render(request, "portability/other_right.html", {"nav": "cases", "case": case, "may_work": may_work})
    do = str(request.POST.get("do", ""))
    if request.method != "POST":
        return _page(request, case, _forms(request, case), status=200)
    guarded = recently_authenticated(_posted) if do in _CANNOT_BE_TAKEN_BACK else _posted
    return guarded(request, case, do)


@require_POST
@case_page(Act.VIEW_CASE)
def act(request: StaffRequest, case: Case, name: str) -> HttpResponse:
    """One of the acts of the page that need no words; what is wrong stands on top of it."""
    _demand_right(case)
    return named_act(request, case, name, _ACTS, page="dsar:case-portability")


@require_http_methods(["GET", "POST"])
@case_page(Act.WORK_CASE)
def activity(request: StaffRequest, case: Case, activity_id: UUID) -> HttpResponse:
    """Decide the basis of an entry of the register."""
    _demand_right(case)
    entry = ProcessingActivity.objects.filter(pk=activity_id, controller=case.controller).first()
    if entry is None:
        raise Http404
    row = ActivityRuling.objects.filter(case=case, activity=entry).first()
    initial: dict[str, Any] = {"basis": proposed_basis(entry.legal_basis), "is_automated": True}
    if row is not None:
        initial = {"basis": row.basis, "is_automated": row.is_automated, "why": row.why}
    form = ActivityForm(request.POST if request.method == "POST" else None, case=case, initial=initial)
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data
        if _try(form, lambda: plan_services.rule_activity(case=case, activity=entry, actor=request.user, **clean)):
            messages.success(request, _("The basis is decided."))
            return redirect("dsar:case-portability", ref=case.reference)
    context = {"nav": "cases", "case": case, "activity": entry, "form": form}
    return render(request, "portability/activity.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@case_page(Act.WORK_CASE)
def one_set(request: StaffRequest, case: Case, place: int) -> HttpResponse:
    """Decide a set: what it serves, and column by column whether the person provided it."""
    _demand_right(case)
    with keys_at_hand([case.key_id]):
        sets = sets_of(survey_of(case))
        if not 1 <= place <= len(sets):
            raise Http404
        known = sets[place - 1]
        row = SetRuling.objects.filter(case=case, key=known["key"]).select_related("activity").first()
        proposed = row.activity if row else proposed_activity(case, known)
        lines = column_lines(case, known, row, proposed)
        initial = {"activity": proposed, "is_in": row.is_in if row else True, "why": row.why if row else ""}
        posted = request.POST if request.method == "POST" else None
        form = SetForm(posted, case=case, columns=lines, choices=choices_for(case, known), initial=initial)
        key = known["key"]
        if (
            posted is not None
            and form.is_valid()
            and _try(form, lambda: plan_services.rule_set(case=case, key=key, order=form.order(), actor=request.user))
        ):
            messages.success(request, _("The set is decided."))
            return redirect("dsar:case-portability", ref=case.reference)
        context = {"nav": "cases", "case": case, "known": known, "form": form, "ruling": row, "proposed": proposed}
        return render(request, "portability/set.html", context, status=422 if form.errors else 200)


@require_GET
@case_page(Act.VIEW_CASE)
def package_file(request: StaffRequest, case: Case, number: int) -> HttpResponse:
    """The package as it would leave, for a look before it does; recorded."""
    _demand_right(case)
    found = PortablePackage.objects.filter(case=case, number=number, file__isnull=False).select_related("file").first()
    if found is None or found.file is None:
        raise Http404
    found.case = case
    package_services.note_look(package=found, actor=request.user)
    name = f"{case.reference}-portable-{number}.zip"
    size = found.file.size
    return download(storage.chunks(found.file), name=name, media_type="application/zip", size=size)  # type: ignore[return-value]


@require_GET
@case_page(Act.VIEW_CASE)
def picture(request: StaffRequest, case: Case, number: int, place: int) -> HttpResponse:
    """One picture, or other binary content, of a package as it would leave; recorded as a look at the package."""
    _demand_right(case)
    found = PortablePackage.objects.filter(case=case, number=number, file__isnull=False).select_related("file").first()
    if found is None or found.file is None:
        raise Http404
    found.case = case
    with keys_at_hand([case.key_id]):
        listed = found.report.get("pictures", ())
        if not 1 <= place <= len(listed):
            raise Http404
        content = content_of(storage.read(found.file), listed[place - 1]["place"])
    package_services.note_look(package=found, actor=request.user)
    media_type = listed[place - 1]["media_type"]
    if media_type in SHOWN:
        return HttpResponse(content, content_type=media_type, headers={"Cache-Control": "no-store"})
    name = f"{case.reference}-portable-{number}-{place}.bin"
    return download([content], name=name, media_type="application/octet-stream", size=len(content))  # type: ignore[return-value]


def _posted(request: StaffRequest, case: Case, do: str) -> HttpResponse:
    forms = _forms(request, case)
    form = forms.get(do)
    if form is None:
        raise Http404
    if form.is_valid() and _try(form, lambda: _DO[do](case, form.cleaned_data, request)):
        messages.success(request, str(_DONE[do]))
        return redirect("dsar:case-portability", ref=case.reference)
    case.refresh_from_db()
    return _page(request, case, forms, status=422)


def _page(request: StaffRequest, case: Case, forms: _Forms, *, status: int) -> HttpResponse:
    keys = [case.key_id]
    with keys_at_hand(keys):
        page = portability_page(case, request.user)
        context = {"nav": "cases", "case": case, "page": page, "forms": forms}
        return render(request, "portability/case.html", context, status=status)


def _forms(request: StaffRequest, case: Case) -> _Forms:
    """Every form of the page, the posted one bound."""
    do = request.POST.get("do", "") if request.method == "POST" else ""
    plan = plan_services.plan_of(case)
    package = latest_package(case)
    feasible = "" if plan.feasible is None else "yes" if plan.feasible else "no"
    initial: dict[str, dict[str, Any]] = {
        "findings": {"source": plan.source.reference if plan.source else "", "words": plan.look_words},
        "wish": {"to_person": plan.to_person, "to_controller": plan.to_controller},
        "feasibility": {"feasible": feasible, "feasible_words": plan.feasible_words},
    }
    kinds: dict[str, type[ActForm]] = {
        "findings": FindingsForm, "wish": WishForm, "feasibility": FeasibilityForm, "approve": ApproveForm,
        "refuse": RefuseForm, "agree": ApproveForm, "give_back": StopForm,
    }  # fmt: skip
    forms: _Forms = {}
    for name, kind in kinds.items():
        more: dict[str, Any] = {"sources": candidates(case, request.user)} if kind is FindingsForm else {}
        posted = request.POST if name == do else None
        forms[name] = kind(posted, case=case, prefix=name, initial=initial.get(name), **more)
    pictures = package.report.get("pictures", ()) if package is not None and package.report else ()
    places = forms["approve"].fields["pictures"]
    places.choices = [(one["place"], one["place"]) for one in pictures]  # type: ignore[attr-defined]  # a choice field
    forms["agree"].fields.pop("pictures")
    if package is None or package.author_id != request.user.pk or not case.controller.small_team:
        forms["approve"].fields.pop("small_team_reason")
    if not case.controller.small_team:
        forms["agree"].fields.pop("small_team_reason")
    return forms


def _findings(case: Case, clean: dict[str, Any], request: StaffRequest) -> None:
    reference = clean["source"]
    known = {one.reference: one for one in candidates(case, request.user)} | {case.reference: case}
    plan_services.choose_findings(
        case=case, source=known.get(reference, case), words=clean["words"], actor=request.user
    )  # fmt: skip


def _approve(case: Case, clean: dict[str, Any], request: StaffRequest) -> None:
    package = latest_package(case)
    if package is None:
        raise Http404
    words = {name: value for name, value in clean.items() if name not in ("version", "pictures")}
    package_services.approve_package(
        package=package, actor=request.user, read=clean["version"], seen=clean["pictures"], **words
    )


def _feasibility(case: Case, clean: dict[str, Any], request: StaffRequest) -> None:
    plan_services.decide_feasibility(
        case=case, feasible=clean["feasible"] == "yes", words=clean["feasible_words"], actor=request.user
    )  # fmt: skip


def _refuse(case: Case, clean: dict[str, Any], request: StaffRequest) -> None:
    decisions.propose(case=case, outcome="refused", actor=request.user, **clean)


def _proposal(case: Case) -> RightDecision:
    row = RightDecision.objects.filter(case=case, state=DecisionState.PROPOSED).first()
    if row is None:
        raise Http404
    row.case = case
    return row


def _agree(case: Case, clean: dict[str, Any], request: StaffRequest) -> None:
    small = clean.get("small_team_reason", "")
    decisions.agree(decision=_proposal(case), actor=request.user, read=clean["version"], small_team_reason=small)


def _give_back(case: Case, clean: dict[str, Any], request: StaffRequest) -> None:
    decisions.give_back(decision=_proposal(case), remark=clean["reason"], actor=request.user)


def _close(case: Case, request: StaffRequest) -> None:
    if case.outcome:
        package_services.close_case(case=case, actor=request.user)
    else:
        decisions.finish(case=case, actor=request.user)


_DO: dict[str, Callable[[Case, dict[str, Any], StaffRequest], Any]] = {
    "findings": _findings,
    "wish": lambda case, clean, request: plan_services.record_wish(case=case, actor=request.user, **clean),
    "feasibility": _feasibility,
    "approve": _approve,
    "refuse": _refuse,
    "agree": _agree,
    "give_back": _give_back,
}
_DONE: dict[str, Any] = {
    "findings": gettext_lazy("The findings are being read. The page looks again by itself."),
    "wish": gettext_lazy("It is noted who gets the package."),
    "feasibility": gettext_lazy("It is decided whether transmission is feasible."),
    "approve": gettext_lazy("Approved as it stands. It can be sent."),
    "refuse": gettext_lazy("A second person can agree to the refusal now."),
    "agree": gettext_lazy("The refusal is agreed. Tell the person."),
    "give_back": gettext_lazy("The refusal is given back."),
}
_CANNOT_BE_TAKEN_BACK = frozenset({"approve", "agree"})
_ACTS = {
    "survey": PageAct(
        lambda case, request: plan_services.survey_again(case=case, actor=request.user),
        gettext_lazy("The findings are being read again."),
    ),
    "proposals": PageAct(
        lambda case, request: plan_services.take_proposals(case=case, actor=request.user),
        gettext_lazy("The proposals are taken over. Look at each before you pass the case on."),
    ),
    "package": PageAct(
        lambda case, request: package_services.order_package(case=case, actor=request.user),
        gettext_lazy("The package is being made. The page looks again by itself."),
    ),
    "answer": PageAct(
        lambda case, request: decisions.answer(case=case, actor=request.user),
        gettext_lazy("The person is told, and the clock has stopped."),
    ),
    "close": PageAct(_close, gettext_lazy("The case is closed.")),
}


def _demand_right(case: Case) -> None:
    if case.right != RightAsked.PORTABILITY:
        raise Http404


def _try(form: ActForm, do: Callable[[], Any]) -> bool:
    """Do it; False with the words of the refusal in the form. Who may not act is refused as everywhere."""
    try:
        do()
    except DsarError as error:
        if error.status == 403:
            raise
        take_errors(form, error)
        return False
    return True
