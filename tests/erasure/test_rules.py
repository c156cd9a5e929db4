import dataclasses

import pytest

from erasure.rules import CategoryRuling, Situation, blockers, exceptions_for, grounds_for, may_approve, refusal_of

READY = Situation(has_ground=True, identity_proved=True, is_rehearsed=True, is_approved=True)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"identity_proved": False}, "identity"),
        ({"has_ground": False}, "no_ground"),
        ({"undecided_categories": 2}, "undecided"),
        ({"is_rehearsed": False}, "not_rehearsed"),
        ({"open_questions": 1}, "open_questions"),
        ({"gaps": 3}, "gaps"),
        ({"is_approved": False}, "not_approved"),
        ({"holds": 1}, "legal_hold"),
        ({"open_access": ("DSAR-2026-0001-X",)}, "access_open"),
        ({"open_complaints": 1}, "complaint_open"),
    ],
)
def test_each_obstacle_blocks_the_execution_by_its_name(change, code):
    now = dataclasses.replace(READY, **change)

    assert [found.code for found in blockers(now)] == [code]


def test_nothing_stands_in_the_way_of_a_ready_erasure():
    assert blockers(READY) == []
    assert blockers(dataclasses.replace(READY, gaps=3, gaps_accepted=True)) == []


@pytest.mark.parametrize(
    "change", [{"holds": 1}, {"open_access": ("X",)}, {"open_complaints": 1}, {"is_approved": False}]
)
def test_holds_access_and_complaints_do_not_keep_from_asking_for_approval(change):
    assert blockers(dataclasses.replace(READY, **change), asking_for="approval") == []


@pytest.mark.parametrize(
    ("ruling", "missing"),
    [
        (CategoryRuling("erase"), ""),
        (CategoryRuling("erase", "legal_claims"), "exception:not_with_erase"),
        (CategoryRuling("keep"), "exception:needed"),
        (CategoryRuling("keep", "retention", "Tax law", "2034"), "decision:restrict_instead"),
        (CategoryRuling("restrict", "retention", "Tax law", "2034"), ""),
        (CategoryRuling("keep", "legal_claims", "", "2030"), "why:needed"),
        (CategoryRuling("keep", "legal_claims", "A claim is pending", ""), "until:needed"),
        (CategoryRuling("forget"), "decision:unknown"),
    ],
)
def test_what_stays_says_why_under_which_exception_and_how_long(ruling, missing):
    assert refusal_of(ruling) == missing


def test_ground_g_is_british_and_paragraph_35_is_german():
    assert "malicious_allegation" in grounds_for("UK")
    assert "malicious_allegation" not in grounds_for("EU")
    assert "effort" in exceptions_for("DE")
    assert "effort" not in exceptions_for("FR")


def test_one_person_proposes_and_another_approves_unless_a_small_team_says_why():
    assert may_approve(proposer=1, approver=2)
    assert not may_approve(proposer=1, approver=1)
    assert may_approve(proposer=1, approver=1, small_team_reason="One person works here")


def test_california_needs_no_ground_but_the_request_and_has_exceptions_of_its_own():
    grounds, exceptions = grounds_for("CCPA"), exceptions_for("US", "CCPA")

    assert list(grounds) == ["consumer_request"]
    assert len(exceptions) == 8
    assert all(article.startswith("Cal. Civ. Code § 1798.105(d)") for article, _words in exceptions.values())
    assert not set(exceptions) & set(exceptions_for("DE", "EU"))
    assert "consumer_request" not in grounds_for("EU")
