"""A person decides the risk with the factors; a second one where nobody outside would be told."""

import pytest

from dsar.accountability.breaches.decision_services import decide_risk, second_look
from dsar.accountability.breaches.rules import ClockState, Exception34
from dsar.accountability.breaches.selectors import loaded, still_owed
from dsar.accountability.breaches.standing import clock_of_breach
from dsar.foundation import clock
from dsar.foundation.errors import Conflict, NotPermitted, RuleRefused
from tests.dsar.accountability.breaches.entries import judgement, open_breach, reported

LOOKED = "I read the list and the answer of the recipient myself."


def state(breach):
    return clock_of_breach(loaded().get(pk=breach.pk), clock.now()).state


def test_likely_holds_at_once_and_the_hours_go_on(world):
    breach = open_breach(world)

    decision = decide_risk(breach=breach, judgement=judgement("likely"), actor=world.dpo)

    assert decision.holds
    assert state(breach) is ClockState.RUNNING


def test_unlikely_holds_only_after_another_persons_look(world):
    breach = open_breach(world)
    decision = decide_risk(breach=breach, judgement=judgement("unlikely"), actor=world.dpo)

    assert state(breach) is ClockState.RUNNING
    with pytest.raises(NotPermitted):
        second_look(decision=decision, agrees=True, why=LOOKED, actor=world.dpo)
    agreed = second_look(decision=decision, agrees=True, why=LOOKED, actor=world.approver)

    assert agreed.holds
    assert state(breach) is ClockState.NOT_NEEDED


def test_a_second_look_that_does_not_agree_leaves_the_risk_undecided(world):
    breach = open_breach(world)
    decision = decide_risk(breach=breach, judgement=judgement("unlikely"), actor=world.dpo)

    second_look(decision=decision, agrees=False, why=LOOKED, actor=world.approver)

    assert still_owed(breach) == ["The risk is not decided yet."]
    with pytest.raises(Conflict):
        second_look(decision=decision, agrees=True, why=LOOKED, actor=world.approver)


def test_every_core_factor_is_weighed_and_reasons_are_given(world):
    breach = open_breach(world)
    short = judgement("likely", reasons="Obvious.")

    with pytest.raises(RuleRefused) as refusal:
        decide_risk(
            breach=breach,
            judgement=type(short)(short.risk, short.weighed[1:], short.reasons),
            actor=world.dpo,
        )

    assert set(refusal.value.fields) == {"weight_type", "reasons"}


def test_nobody_decides_before_awareness_or_without_the_role(world):
    with pytest.raises(RuleRefused) as refusal:
        decide_risk(breach=reported(world), judgement=judgement("likely"), actor=world.dpo)
    with pytest.raises(NotPermitted):
        decide_risk(breach=open_breach(world), judgement=judgement("likely"), actor=world.handler)

    assert refusal.value.code == "not_aware"


def test_an_exception_from_telling_people_needs_a_high_risk_and_a_reason(world):
    breach = open_breach(world)
    encrypted = {"exception": Exception34.UNINTELLIGIBLE, "exception_why": "The disk was encrypted; the key is safe."}

    with pytest.raises(RuleRefused):
        decide_risk(breach=breach, judgement=judgement("likely", **encrypted), actor=world.dpo)
    with pytest.raises(RuleRefused):
        decide_risk(
            breach=breach,
            judgement=judgement("high", exception=Exception34.MEASURES, exception_why="Because."),
            actor=world.dpo,
        )
    decide_risk(breach=breach, judgement=judgement("high", **encrypted), actor=world.dpo)

    assert not any("people" in words for words in still_owed(breach))


def test_a_new_decision_takes_the_place_of_the_one_before(world):
    breach = open_breach(world)
    decide_risk(breach=breach, judgement=judgement("likely"), actor=world.dpo)

    decide_risk(breach=breach, judgement=judgement("high"), actor=world.approver)

    assert [one.risk for one in breach.decisions.filter(holds=True)] == ["high"]
    assert breach.decisions.count() == 2
