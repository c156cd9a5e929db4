"""Exemptions: one person proposes, another one decides."""

import pytest
from django.db import IntegrityError, transaction

from dsar.cases.registry import gate_fact
from dsar.foundation import clock
from dsar.foundation.errors import Conflict, NotPermitted, RuleRefused
from dsar.review import exemptions, gates
from dsar.review.models import ExemptionProposal, PassageStatus, Verdict
from dsar.review.proposal_services import decide_proposal, give_opinion, propose_exemption, withdraw_proposal
from dsar.review.selectors import proposals_to_decide
from dsar.review.services import decide
from tests.dsar.review.exhibits import add_item, answers_to, in_review, suggest_passage
from tests.world import make_case

LPP, MGMT = exemptions.find("uk.lpp"), exemptions.find("uk.mgmt")


@pytest.fixture
def case(world):
    return in_review(make_case(world))


def propose(item, actor, law=LPP, action="withhold", passage=None, **changed):
    asked = {"test": answers_to(law), "reasons": "It is advice on this claim."} | changed
    return propose_exemption(item=item, exemption_id=law.id, action=action, actor=actor, passage=passage, **asked)


def test_a_proposal_waits_and_the_gate_is_shut(world, case):
    item = add_item(case, "Text")
    decide(item=item, verdict=Verdict.DISCLOSE, actor=world.handler, version=0)

    propose(item, world.handler)

    item.refresh_from_db()
    assert item.verdict == Verdict.UNDECIDED
    assert not gate_fact("G10", case).is_met
    assert not gate_fact("G11", case).is_met
    assert "1 exemption" in gates.no_exemption_waits(case).reason


def test_an_approved_exemption_withholds_the_item(world, case):
    item = add_item(case, "Text")
    proposal = propose(item, world.handler)

    decide_proposal(proposal=proposal, status="approved", reason="Advice indeed", actor=world.dpo)

    item.refresh_from_db()
    assert (item.verdict, item.decided_by) == (Verdict.WITHHOLD, world.dpo)
    assert gate_fact("G10", case).is_met
    assert gate_fact("G11", case).is_met


def test_an_approved_exemption_redacts_its_passage(world, case):
    item = add_item(case, "Erik was there.")
    passage = suggest_passage(item)
    proposal = propose(item, world.handler, MGMT, "redact", passage)

    decide_proposal(proposal=proposal, status="approved", reason="Yes", actor=world.dpo)

    item.refresh_from_db()
    passage.refresh_from_db()
    assert (item.verdict, passage.status) == (Verdict.REDACT, PassageStatus.REDACT)


def test_a_rejected_exemption_leaves_the_item_undecided(world, case):
    item = add_item(case, "Erik was there.")
    passage = suggest_passage(item)
    proposal = propose(item, world.handler, MGMT, "redact", passage)

    decide_proposal(proposal=proposal, status="rejected", reason="No prejudice shown", actor=world.dpo)

    item.refresh_from_db()
    passage.refresh_from_db()
    proposal.refresh_from_db()
    assert (item.verdict, passage.status) == (Verdict.UNDECIDED, PassageStatus.SUGGESTED)
    assert proposal.decision_reason == "No prejudice shown"
    assert not gate_fact("G10", case).is_met


def test_an_approval_does_not_settle_what_is_still_open(world, case):
    item = add_item(case, "Erik was there, and Olga.")
    passage = suggest_passage(item)
    suggest_passage(item, 20, 24)
    proposal = propose(item, world.handler, MGMT, "redact", passage)

    decide_proposal(proposal=proposal, status="approved", reason="Yes", actor=world.dpo)

    item.refresh_from_db()
    assert item.verdict == Verdict.UNDECIDED


def test_nobody_decides_on_their_own_proposal(world, case):
    proposal = propose(add_item(case, "Text"), world.dpo)

    with pytest.raises(RuleRefused) as refusal:
        decide_proposal(proposal=proposal, status="approved", reason="Mine", actor=world.dpo)

    assert refusal.value.code == "own_proposal"


def test_the_database_refuses_it_too(world, case):
    proposal = propose(add_item(case, "Text"), world.dpo)

    with pytest.raises(IntegrityError), transaction.atomic():
        ExemptionProposal.objects.filter(pk=proposal.pk).update(
            status="approved", decider=world.dpo, decided_at=clock.now()
        )


def test_a_small_team_may_and_its_reason_is_kept(world, case):
    world.controller.small_team, world.controller.small_team_reason = True, "One privacy officer"
    world.controller.save()
    case.refresh_from_db()
    proposal = propose(add_item(case, "Text"), world.dpo)

    with pytest.raises(RuleRefused) as silent:
        decide_proposal(proposal=proposal, status="approved", reason="Alone here", actor=world.dpo)
    why = "Nobody else is here this week."
    decide_proposal(proposal=proposal, status="approved", reason="It holds", actor=world.dpo, small_team_reason=why)

    proposal.refresh_from_db()
    assert silent.value.code == "small_team_reason"
    assert proposal.small_team_reason == "Nobody else is here this week."


def test_the_second_decision_is_a_conflict(world, case):
    proposal = propose(add_item(case, "Text"), world.handler)
    decide_proposal(proposal=proposal, status="approved", reason="Yes", actor=world.dpo)

    with pytest.raises(Conflict):
        decide_proposal(proposal=proposal, status="rejected", reason="No", actor=world.approver)

    proposal.refresh_from_db()
    assert proposal.status == "approved"


@pytest.mark.parametrize("name", ["handler", "intake", "admin", "auditor", "stranger"])
def test_others_may_not_decide(world, case, name):
    proposal = propose(add_item(case, "Text"), world.dpo)

    with pytest.raises(NotPermitted):
        decide_proposal(proposal=proposal, status="approved", reason="Yes", actor=getattr(world, name))


@pytest.mark.parametrize(
    "changed, field",
    [
        ({"reasons": " "}, "reasons"),
        ({"test": {}}, "test_0"),
        ({"action": "redact"}, "passage"),
    ],
)
def test_an_incomplete_proposal_names_what_is_missing(world, case, changed, field):
    item = add_item(case, "Text")

    with pytest.raises(RuleRefused) as refusal:
        propose(item, world.handler, **changed)

    assert field in refusal.value.fields


def test_an_exemption_of_another_law_is_refused(world, case):
    with pytest.raises(RuleRefused) as refusal:
        propose(add_item(case, "Text"), world.handler, exemptions.find("de.secrecy"))

    assert refusal.value.code == "no_such_exemption"


def test_the_same_is_not_proposed_twice(world, case):
    item = add_item(case, "Text")
    propose(item, world.handler)

    with pytest.raises(RuleRefused):
        propose(item, world.handler)


def test_a_proposal_is_taken_back(world, case):
    proposal = propose(add_item(case, "Text"), world.handler)

    withdraw_proposal(proposal=proposal, actor=world.handler)

    assert gate_fact("G11", case).is_met
    with pytest.raises(Conflict):
        decide_proposal(proposal=proposal, status="approved", reason="Late", actor=world.dpo)


def test_the_dpos_opinion_stands_apart(world, case):
    proposal = propose(add_item(case, "Text"), world.handler)

    give_opinion(proposal=proposal, opinion="I advise against it.", actor=world.dpo)

    proposal.refresh_from_db()
    assert (proposal.opinion, proposal.status, proposal.decision_reason) == ("I advise against it.", "pending", "")
    with pytest.raises(NotPermitted):
        give_opinion(proposal=proposal, opinion="Me too", actor=world.approver)


def test_the_decision_list_is_for_those_who_decide(world, case):
    propose(add_item(case, "Text"), world.handler)

    assert proposals_to_decide(world.dpo).count() == 1
    assert proposals_to_decide(world.handler).count() == 0
    assert proposals_to_decide(world.stranger).count() == 0
