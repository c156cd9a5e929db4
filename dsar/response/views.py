"""Sign-off: the answer, the copies, the package, the opinion, the approval."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dsar.access.reauthentication import recently_authenticated
from dsar.access.rules import Act
from dsar.cases import permissions
from dsar.cases.lifecycle import Move
from dsar.cases.models import Case
from dsar.cases.pages import case_page
from dsar.cases.registry import GateFact
from dsar.cases.services import move_case, unmet_gates
from dsar.cases.vocabulary import Stage
from dsar.foundation import storage
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.redaction import services as redaction
from dsar.redaction.gates import copies_of
from dsar.redaction.models import RedactedDocument
from dsar.response import services
from dsar.response.forms import AnswersForm, ApprovalForm, OpinionForm, initial_from
from dsar.response.models import Package
from dsar.response.points import POINTS
from dsar.response.selectors import basis_of, drafts_of, latest_package, recipient_of, sheet_of
from dsar.web.downloads import download
from dsar.web.requests import StaffRequest, page_or_fragment


@require_GET
@case_page(Act.VIEW_CASE)
def sign_off(request: StaffRequest, case: Case) -> HttpResponse:
    """Where the answer stands: points, copies, package, opinion, decision."""
    return page_or_fragment(request, "response/sign_off.html", "response/_work.html", _context(request, case))


@require_http_methods(["GET", "POST"])
@case_page(Act.WORK_CASE)
def answers(request: StaffRequest, case: Case) -> HttpResponse:
    """Write the points of Article 15; the register's view stands beside each."""
    sheet, drafts = sheet_of(case), drafts_of(case)
    form = AnswersForm(request.POST or None, initial=initial_from(sheet.answers, drafts, sheet.opening, sheet.version))
    if request.method == "POST" and form.is_valid():
        try:
            services.write_answers(
                case=case,
                answers=form.answers(),
                opening=form.cleaned_data["opening"],
                actor=request.user,
                version=form.cleaned_data["version"],
            )
        except Conflict as conflict:
            form.add_error(None, conflict.message)
        else:
            messages.success(request, _("The answer is saved."))
            return redirect("dsar:case-sign-off", ref=case.reference)
    points = [
        {
            "point": point,
            "text": form[point.key],
            "na": form[f"{point.key}_na"],
            "reason": form[f"{point.key}_reason"],
            "missing": drafts[point.key].missing,
        }
        for point in POINTS
    ]
    context = {"case": case, "form": form, "points": points, "nav": "cases"}
    return render(request, "response/answers.html", context, status=422 if form.errors else 200)


@require_POST
@case_page(Act.WORK_CASE)
def copies(request: StaffRequest, case: Case) -> HttpResponse:
    """Order the outgoing copies of the documents."""
    ordered = redaction.order_copies(case=case, actor=request.user)
    words = _("%(count)d copies are being made.") if ordered else _("Every copy is up to date.")
    messages.success(request, words % {"count": ordered} if ordered else words)
    return redirect("dsar:case-sign-off", ref=case.reference)


@require_POST
@case_page(Act.WORK_CASE)
def build(request: StaffRequest, case: Case) -> HttpResponse:
    """Move to sign-off where the gates allow it, and order the package."""
    try:
        if case.stage == Stage.REVIEW:
            move_case(case=case, move=Move.TO_SIGN_OFF, actor=request.user)
        services.order_package(case=case, actor=request.user)
        messages.success(request, _("The package is being built."))
    except RuleRefused as refusal:
        messages.error(request, refusal.message)
    return redirect("dsar:case-sign-off", ref=case.reference)


@require_POST
@case_page(Act.GIVE_OPINION)
def opinion(request: StaffRequest, case: Case) -> HttpResponse:
    """Record the DPO's opinion on the newest package."""
    form = OpinionForm(request.POST)
    package = latest_package(case)
    if package is not None and form.is_valid():
        try:
            services.give_opinion(package=package, opinion=form.cleaned_data["opinion"], actor=request.user)
        except RuleRefused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("The opinion is recorded."))
            return redirect("dsar:case-sign-off", ref=case.reference)
    return render(request, "response/sign_off.html", _context(request, case, opinion_form=form), status=422)


@require_POST
@case_page(Act.APPROVE_RELEASE)
@recently_authenticated
def approve(request: StaffRequest, case: Case) -> HttpResponse:
    """Approve the newest package as it stands."""
    package = latest_package(case)
    form = ApprovalForm(request.POST, is_own=_is_own_in_small_team(request, package))
    if package is not None and form.is_valid():
        try:
            services.approve_package(
                package=package,
                reason=form.cleaned_data["reason"],
                actor=request.user,
                small_team_reason=form.cleaned_data.get("small_team_reason", ""),
            )
        except RuleRefused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("The package is approved; the case is ready to send."))
            return redirect("dsar:case-sign-off", ref=case.reference)
    return render(request, "response/sign_off.html", _context(request, case, approval_form=form), status=422)


@require_GET
@case_page(Act.VIEW_CASE)
def package_file(request: StaffRequest, case: Case, number: int) -> HttpResponse:
    """Download a package to look into it."""
    package = Package.objects.filter(case=case, number=number, file__isnull=False).select_related("file").first()
    if package is None or package.file is None:
        raise Http404
    services.note_look(package=package, actor=request.user)
    name = f"{case.reference}-package-{number}.zip"
    return download(  # type: ignore[return-value]  # streamed
        storage.chunks(package.file), name=name, media_type="application/zip", size=package.file.size
    )


@require_GET
@case_page(Act.VIEW_CASE)
def copy_file(request: StaffRequest, case: Case, number: int) -> HttpResponse:
    """Download the outgoing copy of an item."""
    row = RedactedDocument.objects.filter(case=case, item__exhibit__number=number, output__isnull=False).select_related(
        "output"
    )
    found = row.first()
    if found is None or found.output is None:
        raise Http404
    services.note_look(package=None, actor=request.user, case=case, copy=number)
    return download(  # type: ignore[return-value]  # streamed
        storage.chunks(found.output), name=f"{number:03d}.pdf", media_type="application/pdf"
    )


def _unmet(case: Case) -> list[GateFact]:
    """What keeps the case from sign-off, or at sign-off from approval; not the approval itself (G14)."""
    if case.stage == Stage.REVIEW:
        return unmet_gates(case, Move.TO_SIGN_OFF)
    if case.stage == Stage.SIGN_OFF:
        return [fact for fact in unmet_gates(case, Move.APPROVE) if fact.gate != "G14"]
    return []


def _is_own_in_small_team(request: StaffRequest, package: Package | None) -> bool:
    return package is not None and package.author_id == request.user.pk and package.case.controller.small_team


def _context(
    request: StaffRequest,
    case: Case,
    *,
    opinion_form: OpinionForm | None = None,
    approval_form: ApprovalForm | None = None,
) -> dict[str, Any]:
    package = latest_package(case)
    states = copies_of(case)
    is_stale = package is not None and package.state == "done" and package.basis != basis_of(case)
    is_working = (package is not None and package.state in ("waiting", "working")) or any(
        state.row is not None and state.row.state in ("waiting", "working") for state in states
    )
    may = {
        act: permissions.may(request.user, act, case) for act in (Act.WORK_CASE, Act.GIVE_OPINION, Act.APPROVE_RELEASE)
    }
    return {
        "case": case,
        "nav": "cases",
        "package": package,
        "is_stale": is_stale,
        "is_working": is_working,
        "copies": states,
        "proved": sum(state.is_proved for state in states),
        "obstacles": services.obstacles(case),
        "has_answers": bool(sheet_of(case).answers),
        "unmet": _unmet(case),
        "recipient": recipient_of(case),
        "can_build": case.stage in (Stage.REVIEW, Stage.SIGN_OFF) and may[Act.WORK_CASE],
        "may_work": may[Act.WORK_CASE],
        "may_opine": may[Act.GIVE_OPINION] and case.stage == Stage.SIGN_OFF,
        "may_approve": may[Act.APPROVE_RELEASE] and case.stage == Stage.SIGN_OFF,
        "is_author": package is not None and package.author_id == request.user.pk,
        "opinion_form": opinion_form or OpinionForm(),
        "approval_form": approval_form or ApprovalForm(is_own=_is_own_in_small_team(request, package)),
    }
