"""Decisions: exemptions that wait, on every case on which the person may decide."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dsar.access.rules import Act
from dsar.cases import permissions
from dsar.cases.models import Case
from dsar.foundation.errors import Conflict, NotPermitted, RuleRefused
from dsar.foundation.keys import keys_at_hand
from dsar.review import exemptions
from dsar.review.forms import DecisionForm, OpinionForm
from dsar.review.item_page import context_of, label_proposal
from dsar.review.models import ExemptionProposal, ProposalStatus
from dsar.review.proposal_services import decide_proposal, give_opinion
from dsar.review.selectors import proposals_to_decide
from dsar.web.requests import StaffRequest, staff_page

A_PAGE = 25


@require_GET
@staff_page
def decisions(request: StaffRequest) -> HttpResponse:
    """Proposals that wait for this person, oldest first; filters by exemption and case."""
    _demand_decider(request)
    waiting = proposals_to_decide(request.user).select_related("item__case", "item__exhibit__case", "passage__case")
    found = waiting
    if kind := request.GET.get("exemption"):
        found = found.filter(exemption_id=kind)
    if reference := request.GET.get("case"):
        found = found.filter(case__reference=reference.upper())
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    with keys_at_hand({proposal.case.key_id for proposal in page}):
        for proposal in page:
            _dress(proposal)
        context = {
            "nav": "decisions", "page": page, "kinds": _kinds(waiting), "cases": _cases(waiting),
            "chosen": kind or "", "chosen_case": reference or "", "user": request.user,
        }  # fmt: skip
        return render(request, "review/decisions.html", context)


@require_http_methods(["GET", "POST"])
@staff_page
def decision(request: StaffRequest, proposal_id: UUID) -> HttpResponse:
    """One proposal with its passage, test and reasons; approve or reject it, each with a reason."""
    _demand_decider(request)
    proposal = _find(request, proposal_id)
    form = DecisionForm(request.POST or None, is_own=_is_own_in_small_team(request, proposal))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                values = form.cleaned_data
                decide_proposal(
                    proposal=proposal,
                    status=values["status"],
                    reason=values["reason"],
                    actor=request.user,
                    small_team_reason=values.get("small_team_reason", ""),
                )
            except (RuleRefused, Conflict) as error:
                form.add_error(None, error.message)
                status = error.status
                proposal = _find(request, proposal_id)
            else:
                return _next(request, proposal)
    return _page(request, proposal, form, OpinionForm(initial={"opinion": proposal.opinion}), status)


@require_POST
@staff_page
def decision_opinion(request: StaffRequest, proposal_id: UUID) -> HttpResponse:
    """Note the DPO's opinion beside the decision."""
    _demand_decider(request)
    proposal = _find(request, proposal_id)
    form = OpinionForm(request.POST)
    if not form.is_valid():
        deciding = DecisionForm(is_own=_is_own_in_small_team(request, proposal))
        return _page(request, proposal, deciding, form, 422)
    give_opinion(proposal=proposal, opinion=form.cleaned_data["opinion"], actor=request.user)
    messages.success(request, _("The opinion is noted."))
    return redirect("dsar:decision", proposal_id=proposal.pk)


def _is_own_in_small_team(request: StaffRequest, proposal: ExemptionProposal) -> bool:
    return proposal.proposer_id == request.user.pk and proposal.case.controller.small_team


def _page(
    request: StaffRequest, proposal: ExemptionProposal, form: DecisionForm, opinion: OpinionForm, status: int
) -> HttpResponse:
    case = proposal.case
    with keys_at_hand([case.key_id]):
        _dress(proposal)
        is_open = proposal.status == ProposalStatus.PENDING
        context = {
            "nav": "decisions", "proposal": proposal, "case": case, "form": form, "opinion_form": opinion,
            "is_own": proposal.proposer_id == request.user.pk and not case.controller.small_team,
            "may_decide": is_open and permissions.may(request.user, Act.DECIDE_EXEMPTION, case),
            "may_advise": is_open and permissions.may(request.user, Act.GIVE_OPINION, case),
            "waiting": proposals_to_decide(request.user).count(),
        }  # fmt: skip
        return render(request, "review/decision.html", context, status=status)


def _next(request: StaffRequest, proposal: ExemptionProposal) -> HttpResponse:
    if proposal.status == ProposalStatus.APPROVED:
        messages.success(request, _("Approved. The item follows it."))
    else:
        messages.success(request, _("Rejected. The item is undecided again."))
    after = proposals_to_decide(request.user).first()
    return redirect("dsar:decision", proposal_id=after.pk) if after else redirect("dsar:decisions")


def _find(request: StaffRequest, proposal_id: UUID) -> ExemptionProposal:
    """A proposal on a case that the person may see, decided or not; others do not exist."""
    known = ExemptionProposal.objects.filter(case__in=Case.objects.visible_to(request.user))
    found = known.select_related(
        "case__controller", "case__key", "item__case__controller", "item__exhibit__blocks", "item__exhibit__case",
        "passage__case", "proposer", "decider", "opinion_by",
    ).filter(pk=proposal_id)  # fmt: skip
    proposal = found.first()
    if proposal is None:
        message = "No such proposal."
        raise Http404(message)
    return proposal


def _dress(proposal: ExemptionProposal) -> None:
    """What the templates show: the exemption's words, the passage between the words around it."""
    label_proposal(proposal)
    before, passage, after = context_of(proposal)
    proposal.around = {"before": before, "passage": passage, "after": after}  # type: ignore[attr-defined]


def _demand_decider(request: StaffRequest) -> None:
    if not request.user.may(Act.DECIDE_EXEMPTION):
        message = _("Exemptions are decided by the DPO or an approver.")
        raise NotPermitted(message)


def _kinds(waiting: Any) -> list[tuple[str, str]]:
    ids = waiting.order_by("exemption_id").values_list("exemption_id", flat=True).distinct()
    return [(key, exemptions.find(key).label) for key in ids]


def _cases(waiting: Any) -> list[str]:
    return list(waiting.order_by("case__reference").values_list("case__reference", flat=True).distinct())
