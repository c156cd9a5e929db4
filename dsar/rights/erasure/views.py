"""The page of an erasure on its case: what is decided, rehearsed, approved, carried out, certified."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dsar.access.rules import Act
from dsar.cases import permissions
from dsar.cases.act_views import take_errors
from dsar.cases.forms import ActForm
from dsar.cases.lifecycle import Move
from dsar.cases.models import Case
from dsar.cases.notify import reach_of
from dsar.cases.pages import case_page
from dsar.cases.services import unmet_gates
from dsar.cases.vocabulary import RightAsked, Stage
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.foundation.keys import keys_at_hand
from dsar.processing_records.models import ProcessingActivity
from dsar.processing_records.selectors import recipient_addresses
from dsar.rights.acts import PageAct, named_act
from dsar.rights.erasure import answers, case_services, flow_services, letters_services
from dsar.rights.erasure.certificate_pdf import certificate_pdf
from dsar.rights.erasure.forms import DecisionForm, GroundForm
from dsar.rights.erasure.selectors import ErasurePage, erasure_page
from dsar.rights.erasure.shared import erased_of
from dsar.rights.erasure.situation import last_run
from dsar.web.downloads import download
from dsar.web.requests import StaffRequest
from erasure.plan import Action, Preview
from erasure.rules import CategoryRuling
from erasure.runs.models import ErasureCertificate, RunState

PAGE_ROWS = 50


@require_http_methods(["GET", "POST"])
@case_page(Act.VIEW_CASE)
def erasure(request: StaffRequest, case: Case) -> HttpResponse:
    """The erasure of the case; the ground is recorded here. A case about another right says how to get one."""
    if case.right != RightAsked.ERASURE:
        may_work = permissions.may(request.user, Act.WORK_CASE, case)
        return render(request, "erasure/other_right.html", {"nav": "cases", "case": case, "may_work": may_work})
    form = GroundForm(request.POST if request.method == "POST" else None, case=case)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        if _try(form, lambda: case_services.record_ground(case=case, actor=request.user, **values)):
            messages.success(request, _("The ground is recorded."))
            return redirect("dsar:case-erasure", ref=case.reference)
    return _page(request, case, form)


@require_http_methods(["GET", "POST"])
@case_page(Act.WORK_CASE)
def category(request: StaffRequest, case: Case, activity_id: UUID) -> HttpResponse:
    """Decide one entry of the register."""
    _demand_erasure(case)
    activity = ProcessingActivity.objects.filter(pk=activity_id, controller=case.controller).first()
    if activity is None:
        raise Http404
    known = next(row.decision for row in erasure_page(case, request.user).categories if row.activity.pk == activity.pk)
    initial = {name: getattr(known, name) for name in ("decision", "exception", "why", "until")} if known else None
    form = DecisionForm(request.POST if request.method == "POST" else None, case=case, initial=initial)
    if request.method == "POST" and form.is_valid():
        ruling = CategoryRuling(**form.cleaned_data)
        if _try(
            form,
            lambda: case_services.decide_category(case=case, activity=activity, ruling=ruling, actor=request.user),
        ):
            messages.success(request, _("The decision is recorded."))
            return redirect("dsar:case-erasure", ref=case.reference)
    context = {"nav": "cases", "case": case, "activity": activity, "form": form}
    return render(request, "erasure/category.html", context, status=422 if form.errors else 200)


@require_POST
@case_page(Act.VIEW_CASE)
def act(request: StaffRequest, case: Case, name: str) -> HttpResponse:
    """One of the acts of the page; approving, carrying out and telling ask for the password again."""
    _demand_erasure(case)
    return named_act(request, case, name, _ACTS, page="dsar:case-erasure")


@require_GET
@case_page(Act.VIEW_CASE)
def rehearsal(request: StaffRequest, case: Case, step_id: UUID) -> HttpResponse:
    """Exactly what would go on one target, what stays and why, with samples."""
    _demand_erasure(case)
    run = last_run(case)
    step = run.steps.filter(pk=step_id).first() if run else None
    if step is None or run is None:
        raise Http404
    step.run = run
    with keys_at_hand([case.key_id]):
        preview = Preview.from_json(step.preview)
    shared = [change for change in preview.changes if change.action is Action.REDACT]
    own = [change for change in preview.changes if change.action is not Action.REDACT]
    context = {
        "nav": "cases",
        "case": case,
        "run": run,
        "step": step,
        "preview": preview,
        "page": Paginator(own, PAGE_ROWS).get_page(request.GET.get("page")),
        "erased_of_others": erased_of(run, str(step.ref)),
        "shared": Paginator(shared, PAGE_ROWS).get_page(request.GET.get("shared")),
        "stays": preview.stays[:PAGE_ROWS],
        "more_stays": max(0, len(preview.stays) - PAGE_ROWS),
    }
    return render(request, "erasure/rehearsal.html", context)


@require_GET
@case_page(Act.VIEW_CASE)
def certificate(request: StaffRequest, case: Case, form: str) -> HttpResponse:
    """The certificate as a page to print (pdf) or as signed data (json)."""
    row = ErasureCertificate.objects.filter(order_id=case.pk).first()
    if row is None or form not in ("pdf", "json"):
        raise Http404
    name = f"{case.reference}-erasure-certificate.{form}"
    if form == "json":
        whole = {"certificate": json.loads(bytes(row.body)), "signature": row.signature}
        content = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        return download([content], name=name, media_type="application/json", size=len(content))  # type: ignore[return-value]
    content = certificate_pdf(case, row)
    return download([content], name=name, media_type="application/pdf", size=len(content))  # type: ignore[return-value]


def _page(request: StaffRequest, case: Case, form: GroundForm) -> HttpResponse:
    with keys_at_hand([case.key_id]):
        page = erasure_page(case, request.user)
        can = permissions.acts_on(case, request.user)
        run = page.run
        is_author = bool(run and run.proposed_by == request.user.pk and not case.controller.small_team)
        context = {
            "nav": "cases", "case": case, "page": page, "form": form,
            "may_work": Act.WORK_CASE in can, "may_approve": Act.APPROVE_RELEASE in can and not is_author,
            "is_author": is_author, "certificate": ErasureCertificate.objects.filter(order_id=case.pk).first(),
        } | _letters(case, page)  # fmt: skip
        return render(request, "erasure/case.html", context, status=422 if form.errors else 200)


def _letters(case: Case, page: ErasurePage) -> dict[str, Any]:
    """The letters: the one to the person as it would go, or that it went; how those to recipients stand."""
    is_done = page.run is not None and page.run.state == RunState.DONE
    told = answers.answer_notice(case)
    order = answers.answer_order(case) if is_done and told is None else None
    letters = answers.recipient_notices(case) if page.run and page.run.started_at else {}
    known = recipient_addresses(case.controller) if page.recipients else {}
    rows = [(name, row, letters.get(name, ""), known.get(name, "")) for name, row in page.recipients]
    can_close = case.stage == Stage.SENT and not unmet_gates(case, Move.CLOSE)
    return {"answer": order, "told": told, "recipient_rows": rows, "can_close": can_close, "reach": reach_of(case)}


def _demand_erasure(case: Case) -> None:
    if case.right != RightAsked.ERASURE:
        missing = "This case asks for another right."
        raise Http404(missing)


def _try(form: ActForm, do: Callable[[], Any]) -> bool:
    try:
        do()
    except RuleRefused as error:
        take_errors(form, error)
        return False
    except Conflict as error:
        form.add_error(None, error.message)
        return False
    return True


def _answer(case: Case, request: StaffRequest) -> None:
    answers: dict[str, dict[str, str]] = {}
    for name, value in request.POST.items():
        mark, _bar, rest = name.partition("|")
        ref, _bar, question = rest.partition("|")
        if mark == "q" and question and value:
            answers.setdefault(ref, {})[question] = str(value)
    if not answers:
        raise RuleRefused(_("Answer at least one question."), code="no_answer")
    case_services.answer(case=case, answers=answers, actor=request.user)


def _confirm(case: Case, request: StaffRequest) -> None:
    try:
        step_id = UUID(request.POST.get("step", ""))
    except ValueError:
        raise Http404 from None
    case_services.confirm(case=case, step_id=step_id, words=request.POST.get("words", ""), actor=request.user)


def _recipient(case: Case, request: StaffRequest) -> None:
    given = request.POST
    case_services.note_recipient(
        case=case, recipient=given.get("recipient", "")[:200], was_told=given.get("told") == "yes",
        words=given.get("words", ""), actor=request.user,
    )  # fmt: skip


def _write_recipient(case: Case, request: StaffRequest) -> None:
    given = request.POST
    letters_services.write_to_recipient(
        case=case, recipient=given.get("recipient", "")[:200], address=given.get("address", "")[:1000],
        actor=request.user,
    )  # fmt: skip


def _take_details(case: Case, request: StaffRequest) -> None:
    other = Case.objects.visible_to(request.user).filter(reference=request.POST.get("other", "")).first()
    if other is None:
        raise Http404
    case_services.take_details(case=case, other=other, actor=request.user)


_ACTS = {
    "rehearse": PageAct(
        lambda c, r: case_services.rehearse(case=c, actor=r.user, asks_anew="anew" in r.POST),
        gettext_lazy("The rehearsal is under way."),
    ),
    "answer": PageAct(_answer, gettext_lazy("The answers are kept. It is rehearsed again with them.")),
    "propose": PageAct(
        lambda c, r: case_services.propose(case=c, gaps_reason=r.POST.get("gaps_reason", ""), actor=r.user),
        gettext_lazy("A second person can approve now."),
    ),
    "approve": PageAct(
        lambda c, r: case_services.approve(
            case=c, fingerprint=r.POST.get("fingerprint", ""), actor=r.user, is_shared_seen="shared_seen" in r.POST
        ),
        gettext_lazy("Approved. It can be carried out."),
        cannot_be_taken_back=True,
    ),
    "send-back": PageAct(
        lambda c, r: case_services.send_back(case=c, actor=r.user),
        gettext_lazy("The proposal is given back."),
    ),
    "carry-out": PageAct(
        lambda c, r: case_services.carry_out(case=c, actor=r.user),
        gettext_lazy("The erasure has begun: every target is compared with the rehearsal first."),
        cannot_be_taken_back=True,
    ),
    "repeat": PageAct(
        lambda c, r: case_services.repeat(case=c, actor=r.user),
        gettext_lazy("What failed is tried again."),
        cannot_be_taken_back=True,
    ),
    "confirm": PageAct(_confirm, gettext_lazy("Signed."), cannot_be_taken_back=True),
    "drop": PageAct(lambda c, r: case_services.cancel(case=c, actor=r.user), gettext_lazy("The rehearsal is dropped.")),
    "recipient": PageAct(_recipient, gettext_lazy("Recorded.")),
    "take-details": PageAct(_take_details, gettext_lazy("Taken over. The next rehearsal looks for them too.")),
    "write-recipient": PageAct(_write_recipient, gettext_lazy("The letter to the recipient is queued.")),
    "tell": PageAct(
        lambda c, r: letters_services.answer_person(case=c, actor=r.user, is_confirmed="confirmed" in r.POST),
        gettext_lazy("The letter to the person is queued. The clock has stopped."),
        cannot_be_taken_back=True,
    ),
    "close": PageAct(lambda c, r: flow_services.close(case=c, actor=r.user), gettext_lazy("The case is closed.")),
}
