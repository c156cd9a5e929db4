"""Pages of a refusal and of a fee: the draft, the DPO's opinion, the decision with the letter before it goes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from dsar.access.reauthentication import recently_authenticated
from dsar.access.rules import Act
from dsar.cases import clock as case_clock
from dsar.cases import decision_services, ending_letters, permissions
from dsar.cases.act_views import act_page, take_errors
from dsar.cases.ending_forms import DecisionForm, FeeForm, GroundForm, OpinionForm, RefusalForm
from dsar.cases.ending_gates import names_three_routes, pending, refusal_grounded
from dsar.cases.ending_models import Ending, EndingKind
from dsar.cases.ending_rules import ELEMENTS, FEES, GROUNDS
from dsar.cases.lifecycle import Move, transition
from dsar.cases.models import Case
from dsar.cases.notify import reach_of
from dsar.cases.pages import case_page
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.web.requests import StaffRequest


@dataclass(frozen=True, slots=True)
class Kind:
    """What differs between a refusal and a fee."""

    kind: str
    form: type[GroundForm]
    title: Any
    decide_title: Any
    lead: Any
    button: Any
    grounds: dict[str, Any]
    done: Any
    is_danger: bool


REFUSAL = Kind(
    EndingKind.REFUSAL,
    RefusalForm,
    gettext_lazy("Refuse the request"),
    gettext_lazy("Decide on the refusal"),
    gettext_lazy(
        "A refusal names its ground and its reasons, and tells the ways to complain (GDPR Art. 12(4)). The controller "
        "has to show abuse, with both elements. Somebody else than you decides on it."
    ),
    gettext_lazy("Refuse and send the letter"),
    dict(GROUNDS),
    gettext_lazy("The request is refused, the letter is queued, and the case is closed."),
    is_danger=True,
)
FEE = Kind(
    EndingKind.FEE,
    FeeForm,
    gettext_lazy("Ask for a fee"),
    gettext_lazy("Decide on the fee"),
    gettext_lazy(
        "The first copy is free. A fee is possible for a manifestly unfounded or excessive request, or for a further "
        "copy; the person is told before, and may withdraw. Somebody else than you decides on it."
    ),
    gettext_lazy("Ask for the fee and send the letter"),
    dict(FEES),
    gettext_lazy("The letter that asks for the fee is queued."),
    is_danger=False,
)


@require_http_methods(["GET", "POST"])
@case_page(Act.VIEW_CASE)
def refuse(request: StaffRequest, case: Case) -> HttpResponse:
    """Draft a refusal, or decide on the draft."""
    return _page(request, case, REFUSAL)


@require_http_methods(["GET", "POST"])
@case_page(Act.VIEW_CASE)
def fee(request: StaffRequest, case: Case) -> HttpResponse:
    """Draft a fee, or decide on the draft."""
    return _page(request, case, FEE)


@require_POST
@case_page(Act.GIVE_OPINION)
def opinion(request: StaffRequest, case: Case, kind: str) -> HttpResponse:
    """Record the DPO's opinion on a draft."""
    form = OpinionForm(request.POST, case=case)
    row = pending(case, kind)
    if row is not None and form.is_valid():
        decision_services.give_opinion(ending=row, opinion=form.cleaned_data["opinion"], actor=request.user)
        messages.success(request, _("The opinion is recorded."))
    elif row is not None:
        messages.error(request, _("Write the opinion in a sentence."))
    return redirect("dsar:case-fee" if kind == EndingKind.FEE else "dsar:case-refuse", ref=case.reference)


@require_POST
@case_page(Act.VIEW_CASE)
def drop(request: StaffRequest, case: Case, kind: str) -> HttpResponse:
    """Take a draft back, or do not agree with it."""
    row = pending(case, kind)
    if row is None:
        return redirect("dsar:case", ref=case.reference)
    reason = request.POST.get("reason", "").strip()
    is_own = row.proposer_id == request.user.pk
    try:
        if is_own and not reason:
            decision_services.take_back(ending=row, actor=request.user)
            messages.success(request, _("The draft is taken back. The case goes on."))
        else:
            decision_services.decline(ending=row, reason=reason, actor=request.user)
            messages.success(request, _("The draft is not agreed. The case goes on."))
    except (RuleRefused, Conflict) as error:
        messages.error(request, error.message)
        return redirect("dsar:case-fee" if kind == EndingKind.FEE else "dsar:case-refuse", ref=case.reference)
    return redirect("dsar:case", ref=case.reference)


def _page(request: StaffRequest, case: Case, kind: Kind) -> HttpResponse:
    draft = pending(case, kind.kind)
    may_decide = permissions.may(request.user, Act.APPROVE_RELEASE, case)
    wants_draft = request.POST.get("act") in ("draft", "preview") or "draft" in request.GET or draft is None
    if not wants_draft and draft is not None:
        if may_decide:
            decide: Callable[..., HttpResponse] = recently_authenticated(_decide)
            return decide(request, case, kind, draft)
        return act_page(request, case, "cases/decide_ending.html", OpinionForm(case=case), **_seen(case, kind, draft))
    if not permissions.acts_on(case, request.user) & {Act.WORK_CASE, Act.APPROVE_RELEASE}:
        permissions.demand(request.user, Act.WORK_CASE, case)
    return _draft(request, case, kind, draft)


def _draft(request: StaffRequest, case: Case, kind: Kind, draft: Ending | None) -> HttpResponse:
    initial = {"ground": draft.ground, **draft.findings} if draft else {}
    form = kind.form(request.POST if request.method == "POST" else None, case=case, initial=initial)
    findings = dict(initial)
    if request.method == "POST" and form.is_valid():
        findings = form.findings()
        if request.POST.get("act") != "preview":
            try:
                decision_services.propose(
                    case=case,
                    kind=kind.kind,
                    ground=form.cleaned_data["ground"],
                    findings=findings,
                    actor=request.user,
                )
            except RuleRefused as error:
                take_errors(form, error)
            else:
                messages.success(request, _("The draft is saved. Somebody else who may approve decides on it."))
                return redirect("dsar:case", ref=case.reference)
    more = {
        "kind": kind,
        "draft": draft,
        "letter": ending_letters.preview_letter(case, kind.kind, findings) if findings else None,
        "is_open": transition(Move.REFUSE, case.stage, case.right) is not None,
        "is_late": decision_services.is_late(case, case_clock.today_of(case)),
        "stops": kind.kind == EndingKind.FEE and decision_services.fee_stops_the_clock(case),
    }
    status = 422 if form.is_bound and form.errors else 200
    return act_page(request, case, "cases/draft_ending.html", form, status=status, **more)


def _decide(request: StaffRequest, case: Case, kind: Kind, draft: Ending) -> HttpResponse:
    """Decide on a draft, after the password was given again."""
    may_opine = permissions.may(request.user, Act.GIVE_OPINION, case)
    form = DecisionForm(
        request.POST if request.method == "POST" else None,
        case=case,
        needs_opinion=may_opine and draft.opinion_at is None,
        is_own_draft=draft.proposer_id == request.user.pk and case.controller.small_team,
        is_protected=reach_of(case).is_protected,
    )
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        act = decision_services.refuse if kind is REFUSAL else decision_services.ask_fee
        try:
            if values.get("opinion"):
                decision_services.give_opinion(ending=draft, opinion=values["opinion"], actor=request.user)
            act(
                ending=draft,
                decision=values["decision"],
                actor=request.user,
                small_team_reason=values.get("small_team_reason", ""),
                is_confirmed=bool(values.get("confirmed")),
            )
        except RuleRefused as error:
            case.refresh_from_db()
            take_errors(form, error)
        else:
            messages.success(request, str(kind.done))
            return redirect("dsar:case", ref=case.reference)
    status = 422 if form.is_bound and form.errors else 200
    return act_page(
        request, case, "cases/decide_ending.html", form, status=status, may_decide=True, **_seen(case, kind, draft)
    )


def _seen(case: Case, kind: Kind, draft: Ending) -> dict[str, Any]:
    """The draft as everybody on the case sees it."""
    labels = {name: words.partition(":")[0] for name, words in ELEMENTS.items()}
    inside = [{"label": labels[name], "text": draft.findings[name]} for name in labels if draft.findings.get(name)]
    unmet = []
    if kind is REFUSAL:
        unmet = [fact.reason for fact in (refusal_grounded(case), names_three_routes(case)) if not fact.is_met]
    return {
        "kind": kind,
        "draft": draft,
        "ground": kind.grounds.get(draft.ground),
        "findings": [entry for entry in inside if entry["label"] != labels["reasons"]],
        "letter": ending_letters.preview_letter(case, kind.kind, draft.findings),
        "unmet": unmet,
        "is_late": decision_services.is_late(case, case_clock.today_of(case)),
    }
