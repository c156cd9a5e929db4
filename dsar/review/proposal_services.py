"""Exemptions: put forward by one person with the answers to its test, decided by another one with a reason."""

from collections.abc import Mapping
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases import permissions
from dsar.cases.models import Case
from dsar.foundation import clock
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.review import exemptions
from dsar.review.exemption_kinds import REDACT, WITHHOLD, Exemption
from dsar.review.models import ExemptionProposal, Passage, PassageStatus, ProposalStatus, ReviewItem, Verdict
from dsar.review.services import demand_review, reopen, settle

catalogue.declare(
    review_exemption_proposed="Item {number}: exemption {exemption} proposed ({action}): {reasons}",
    review_exemption_decided="Item {number}: exemption {exemption} {status}: {reason}",
    review_exemption_withdrawn="Item {number}: proposed exemption {exemption} taken back",
    review_opinion_given="Item {number}: the DPO's opinion on exemption {exemption} noted",
)

_DECISIONS: Final = (ProposalStatus.APPROVED, ProposalStatus.REJECTED)


@transaction.atomic
def propose_exemption(
    *,
    item: ReviewItem,
    exemption_id: str,
    action: str,
    test: Mapping[str, str],
    reasons: str,
    actor: User,
    passage: Passage | None = None,
) -> ExemptionProposal:
    """Put an exemption forward for an item (withhold) or a passage (redact); the item is undecided until the decision.

    Args:
        item: what it is about.
        exemption_id: a row of the catalogue that the case's regime and country have.
        action: "redact" (with a passage) or "withhold" (the whole item).
        test: an answer to each question of the exemption's test, by question.
        reasons: why it applies here, in words; the person who asked does not get them.
        actor: who proposes.
        passage: the stretch it is about.

    Raises:
        RuleRefused: an answer or the reasons are missing (`fields` names them), the exemption is not one of this
            regime, the action is not one of the exemption's, or the same is waiting already.
        NotPermitted: the actor may not work on the case.
    """
    demand_review(item.case, actor)
    exemption = _exemption_for(item.case, exemption_id)
    _check_proposal(item, exemption, action, test, reasons, passage)
    proposal = ExemptionProposal.objects.create(
        case=item.case, item=item, passage=passage, exemption_id=exemption.id, action=action,
        test=[{"question": question, "answer": test[question].strip()} for question in exemption.test],
        reasons=reasons.strip(), proposer=actor, proposed_at=clock.now(),
    )  # fmt: skip
    reopen(item)
    record(
        "review.exemption_proposed",
        actor=actor,
        case=item.case,
        about=proposal,
        facts={"number": item.exhibit.number, "exemption": exemption.id, "action": action},
        payload={"reasons": proposal.reasons},
    )
    return proposal


@transaction.atomic
def decide_proposal(
    *, proposal: ExemptionProposal, status: str, reason: str, actor: User, small_team_reason: str = ""
) -> ExemptionProposal:
    """Approve or reject. Rejected: the item is undecided again. Approved: it is redacted or withheld accordingly.

    Whoever comes second, also at the same instant, gets a Conflict: there is one decision.

    Raises:
        Conflict: it is decided or taken back already.
        RuleRefused: no reason; the proposer decides outside a small team, or in one without saying why nobody else can.
        NotPermitted: the actor may not decide on this case.
    """
    demand_review(proposal.case, actor, Act.DECIDE_EXEMPTION)
    if status not in _DECISIONS:
        message = _("An exemption is approved or rejected.")
        raise RuleRefused(message, code="no_such_decision")
    if not reason.strip():
        message = _("Say why.")
        raise RuleRefused(message, code="reason_missing", fields={"reason": message})
    small_team = _small_team_reason(proposal, actor, small_team_reason)
    taken = ExemptionProposal.objects.filter(pk=proposal.pk, status=ProposalStatus.PENDING).update(
        status=status, decider=actor, decided_at=clock.now(), small_team_reason=small_team
    )
    if not taken:
        message = _("Somebody else has decided on this exemption, or it was taken back.")
        raise Conflict(message)
    proposal.refresh_from_db(fields=["status", "decider", "decided_at", "small_team_reason"])
    proposal.decision_reason = reason.strip()
    proposal.save(update_fields=["decision_reason"])
    _carry_out(proposal, actor)
    facts = {"number": proposal.item.exhibit.number, "exemption": proposal.exemption_id, "status": status}
    facts |= {"small_team": bool(small_team), "verdict": proposal.item.verdict}
    record(
        "review.exemption_decided",
        actor=actor,
        case=proposal.case,
        about=proposal,
        facts=facts,
        payload={"reason": proposal.decision_reason, "small_team_reason": small_team},
    )
    return proposal


@transaction.atomic
def withdraw_proposal(*, proposal: ExemptionProposal, actor: User) -> None:
    """Take a proposal back before it is decided; the item stays undecided.

    Raises:
        Conflict: it is decided already.
        NotPermitted: the actor may not work on the case.
    """
    demand_review(proposal.case, actor)
    taken = ExemptionProposal.objects.filter(pk=proposal.pk, status=ProposalStatus.PENDING).update(
        status=ProposalStatus.WITHDRAWN
    )
    if not taken:
        message = _("It is decided already.")
        raise Conflict(message)
    proposal.refresh_from_db(fields=["status"])
    _free_passage(proposal)
    reopen(proposal.item)
    facts = {"number": proposal.item.exhibit.number, "exemption": proposal.exemption_id}
    record("review.exemption_withdrawn", actor=actor, case=proposal.case, about=proposal, facts=facts)


@transaction.atomic
def give_opinion(*, proposal: ExemptionProposal, opinion: str, actor: User) -> None:
    """Keep the DPO's opinion apart from the decision (GDPR Art. 38(3), 39): it advises, whoever decides.

    Raises:
        RuleRefused: nothing was written.
        NotPermitted: the actor is not the DPO of this case.
    """
    permissions.demand(actor, Act.GIVE_OPINION, proposal.case)
    if not opinion.strip():
        message = _("Write the opinion.")
        raise RuleRefused(message, code="opinion_missing", fields={"opinion": message})
    proposal.opinion, proposal.opinion_by = opinion.strip(), actor
    proposal.save(update_fields=["opinion", "opinion_by"])
    record(
        "review.opinion_given",
        actor=actor,
        case=proposal.case,
        about=proposal,
        facts={"number": proposal.item.exhibit.number, "exemption": proposal.exemption_id},
        payload={"opinion": proposal.opinion},
    )


def exemptions_of(case: Case) -> tuple[Exemption, ...]:
    """The rows of the catalogue that can be put forward in this case."""
    return exemptions.for_regime(case.regime_id, case.controller.country)


def _exemption_for(case: Case, exemption_id: str) -> Exemption:
    found = next((row for row in exemptions_of(case) if row.id == exemption_id), None)
    if found is None:
        message = _("Choose an exemption that the law of this case has.")
        raise RuleRefused(message, code="no_such_exemption", fields={"exemption_id": message})
    return found


def _check_proposal(
    item: ReviewItem,
    exemption: Exemption,
    action: str,
    test: Mapping[str, str],
    reasons: str,
    passage: Passage | None,
) -> None:
    wrong: dict[str, str] = {}
    if action not in exemption.actions:
        wrong["action"] = _("This exemption does not allow that.")
    if action == REDACT and passage is None:
        wrong["passage"] = _("Choose the passage to redact. Mark it first if it is not in the list.")
    if action == WITHHOLD and passage is not None:
        wrong["passage"] = _("Withholding is about the whole item; redact where it is about a passage.")
    if passage is not None and passage.item_id != item.pk:
        wrong["passage"] = _("That passage is in another item.")
    for number, question in enumerate(exemption.test):
        if not test.get(question, "").strip():
            wrong[f"test_{number}"] = _("Answer this question of the test.")
    if not reasons.strip():
        wrong["reasons"] = _("Say why the exemption applies here.")
    same = item.proposals.filter(status=ProposalStatus.PENDING, exemption_id=exemption.id, passage=passage)
    if not wrong and same.exists():
        wrong["exemption_id"] = _("This exemption is waiting for a decision already.")
    if wrong:
        raise RuleRefused(" ".join(dict.fromkeys(wrong.values())), code="proposal_incomplete", fields=wrong)


def _small_team_reason(proposal: ExemptionProposal, actor: User, given: str) -> str:
    """The recorded reason where the proposer may decide; empty where somebody else does."""
    if proposal.proposer_id != actor.pk:
        return ""
    controller = proposal.case.controller
    if not controller.small_team:
        message = _("Somebody else decides on what you proposed.")
        raise RuleRefused(message, code="own_proposal")
    if not given.strip():
        message = _("You decide on your own proposal: say why nobody else can in this case.")
        raise RuleRefused(message, code="small_team_reason", fields={"small_team_reason": message})
    return given.strip()[:300]


def _carry_out(proposal: ExemptionProposal, actor: User) -> None:
    item = proposal.item
    if proposal.status == ProposalStatus.REJECTED:
        _free_passage(proposal)
        reopen(item)
        return
    if proposal.passage is not None:
        Passage.objects.filter(pk=proposal.passage.pk).update(status=PassageStatus.REDACT, decided_by=actor)
    reopen(item)
    verdict = _verdict_after(item, proposal)
    if verdict != Verdict.UNDECIDED:
        settle(item, verdict, actor, item.version)


def _verdict_after(item: ReviewItem, proposal: ExemptionProposal) -> str:
    """What an approval makes of the item: nothing yet where other proposals or suggestions are still open."""
    if item.proposals.filter(status=ProposalStatus.PENDING).exists():
        return Verdict.UNDECIDED
    approved = item.proposals.filter(status=ProposalStatus.APPROVED)
    if proposal.action == WITHHOLD or approved.filter(action=WITHHOLD).exists():
        return Verdict.WITHHOLD
    if item.passages.filter(status=PassageStatus.SUGGESTED).exists():
        return Verdict.UNDECIDED
    return Verdict.REDACT


def _free_passage(proposal: ExemptionProposal) -> None:
    """The passage goes back to a suggestion: what becomes of it is a decision of its own."""
    if proposal.passage is not None:
        Passage.objects.filter(pk=proposal.passage.pk).update(status=PassageStatus.SUGGESTED, decided_by=None)
