"""The arithmetic of risks, and what a screening speaks for."""

import datetime as dt
from dataclasses import replace

import pytest

from dsar.accountability.dpia.completeness import Advice, Consulted, approval_hurdles, missing, parts, share_complete
from dsar.accountability.dpia.content import Checked, Content, Views, as_json, from_json, without_risk
from dsar.accountability.dpia.questions import ALL, CRITERIA, EXEMPTIONS, MANDATORY
from dsar.accountability.dpia.rules import (
    Place,
    Presumption,
    level_of,
    overall,
    read,
    review_hurdle,
    screening_hurdles,
    standings,
)
from dsar.accountability.dpia.shipped import SHIPPED
from tests.dsar.accountability.dpia.making import TODAY, a_measure, a_risk, whole

NO = dict.fromkeys(ALL, "no")
WHY = "Only names of colleagues, shown to colleagues."


@pytest.mark.parametrize(
    ("score", "level"),
    [(0, "unrated"), (1, "low"), (3, "low"), (4, "medium"), (6, "medium"), (8, "high"), (9, "high"), (12, "very_high"), (16, "very_high")],
)  # fmt: skip
def test_the_level_follows_from_the_score(score, level):
    assert level_of(score).value == level


def test_measures_take_steps_off_and_nothing_falls_below_one():
    content = whole(
        [a_risk(likelihood=3, severity=4)], [a_measure(likelihood=3, severity=1), a_measure("M2", likelihood=2)]
    )

    found = standings(content)[0]

    assert (found.before, found.after) == (Place(3, 4), Place(1, 3))


def test_only_measures_that_are_done_count_today_and_dropped_ones_never():
    measures = [a_measure(likelihood=1, state="done"), a_measure("M2", likelihood=1), a_measure("M3", likelihood=1, state="dropped")]  # fmt: skip
    found = standings(whole([a_risk(likelihood=4, severity=2)], measures))[0]

    assert (found.before.likelihood, found.today.likelihood, found.after.likelihood) == (4, 3, 2)


def test_a_measure_works_only_on_the_risks_that_it_names():
    content = whole([a_risk(), a_risk("R2")], [a_measure(risks=("R2",))])

    assert [one.after for one in standings(content)] == [Place(3, 3), Place(1, 3)]


def test_the_highest_risk_stands_for_the_whole():
    content = whole([a_risk(likelihood=4, severity=4), a_risk("R2", 1, 1)], [a_measure(likelihood=1)])

    assert (overall(content).before, overall(content).after) == (16, 12)


def test_a_risk_that_nobody_rated_is_told_apart():
    content = whole([a_risk(likelihood=None)])

    assert overall(content).before == 0
    assert any("not rated" in words for words in missing(content, "risks"))


@pytest.mark.parametrize("shipped", SHIPPED, ids=lambda one: one.slug)
def test_a_shipped_template_rates_nothing_and_its_measures_meet_its_risks(shipped):
    names = {risk.id for risk in shipped.content.risks}

    assert not any(risk.is_rated for risk in shipped.content.risks)
    assert {name for one in shipped.content.measures for name in one.risks} == names
    assert not any(one.state == "done" for one in shipped.content.measures)
    assert all(risk.source and risk.threat and risk.consequence for risk in shipped.content.risks)


@pytest.mark.parametrize(
    ("yes", "presumption"),
    [
        ((), Presumption.NONE),
        (("vulnerable",), Presumption.POSSIBLE),
        (("vulnerable", "monitoring"), Presumption.PRESUMED),
        (("special",), Presumption.REQUIRED),
        (("on_list", "by_law"), Presumption.REQUIRED),
    ],
)
def test_answers_speak_for_an_assessment_or_not(yes, presumption):
    assert read(NO | dict.fromkeys(yes, "yes")).presumption is presumption


def test_who_is_not_sure_is_counted_like_yes():
    found = read(NO | {"large_scale": "unsure", "sensitive": "yes"})

    assert found.presumption is Presumption.PRESUMED
    assert found.unsure == ("large_scale",)


def test_open_questions_leave_it_open():
    assert read({}).presumption is Presumption.OPEN
    assert len(read({}).open) == len(MANDATORY) + len(CRITERIA) + len(EXEMPTIONS) == 16


@pytest.mark.parametrize(
    ("answers", "more", "code"),
    [
        ({"vulnerable": ""}, {}, "open_questions"),
        ({}, {"reasons": "No."}, "reasons"),
        ({"special": "yes"}, {}, "mandatory"),
        ({"on_list": "yes"}, {"entry": "No. 4"}, "mandatory"),
        ({"vulnerable": "yes", "scoring": "yes"}, {}, "dpo_view"),
        ({"similar": "yes"}, {}, "entry"),
    ],
)
def test_a_decision_against_an_assessment_is_refused(answers, more, code):
    given = {"reasons": WHY, "entry": "", "dpo_view": ""} | more

    found = screening_hurdles(NO | answers, outcome="not_needed", has_dpo=True, **given)

    assert [one.code for one in found] == [code]


@pytest.mark.parametrize(
    ("answers", "more"),
    [
        ({}, {}),
        ({"vulnerable": "yes"}, {}),
        ({"vulnerable": "yes", "scoring": "yes"}, {"dpo_view": "I agree."}),
        ({"vulnerable": "yes", "scoring": "yes"}, {"has_dpo": False}),
        ({"special": "yes", "by_law": "yes"}, {}),
        ({"special": "yes", "similar": "yes"}, {"entry": "DPIA-2026-0001"}),
    ],
)
def test_a_decision_against_an_assessment_is_allowed(answers, more):
    given = {"reasons": WHY, "entry": "", "dpo_view": "", "has_dpo": True} | more

    assert screening_hurdles(NO | answers, outcome="not_needed", **given) == []


def test_an_assessment_may_always_be_found_needed():
    assert screening_hurdles(NO, outcome="needed", reasons=WHY, entry="", dpo_view="", has_dpo=True) == []


def hurdles(content, advice=None, consulted=None, *, has_dpo=True):
    told = advice or Advice("Go on.", "yes", "")
    found = approval_hurdles(content, advice=told, consulted=consulted or Consulted(), has_dpo=has_dpo, today=TODAY)
    return [one.code for one in found]


def test_nothing_keeps_a_whole_assessment_of_low_risk_from_approval():
    assert hurdles(whole()) == []
    assert share_complete(whole()) == 100


def test_an_empty_assessment_lacks_every_part():
    assert [one.part for one in parts(Content()) if not one.is_complete] == [
        "description",
        "necessity",
        "risks",
        "views",
    ]
    assert share_complete(Content()) == 20


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (whole(description={}), "incomplete_description"),
        (whole(necessity={}), "incomplete_necessity"),
        (whole(views=Views("yes", "", "They agreed.")), "incomplete_views"),
        (whole(views=Views("no", "", "")), "incomplete_views"),
        (whole(measures=[a_measure(owner="")]), "incomplete_measures"),
        (whole([a_risk(consequence="")]), "incomplete_risks"),
    ],
)
def test_a_part_that_lacks_something_keeps_it_from_approval(content, code):
    assert hurdles(content) == [code]


def test_a_high_risk_without_any_measure_keeps_it_from_approval():
    assert hurdles(whole(measures=[])) == ["incomplete_measures", "consultation_missing"]


def test_a_point_that_is_not_met_keeps_it_from_approval():
    content = whole()
    content = replace(content, necessity={**content.necessity, "legal_basis": Checked("not_met", "None found.")})

    assert hurdles(content) == ["necessity_not_met"]


@pytest.mark.parametrize(
    ("advice", "code"),
    [
        (Advice(), "advice_missing"),
        (Advice("Stop.", "", ""), "advice_unanswered"),
        (Advice("Stop.", "no", ""), "advice_reasons"),
    ],
)
def test_advice_that_is_missing_or_not_answered_keeps_it_from_approval(advice, code):
    assert hurdles(whole(), advice) == [code]


def test_no_advice_is_demanded_where_there_is_no_dpo():
    assert hurdles(whole(), Advice(), has_dpo=False) == []


HIGH = whole(measures=[a_measure(likelihood=0)])


@pytest.mark.parametrize(
    ("consulted", "codes"),
    [
        (Consulted(), ["consultation_missing"]),
        (Consulted(is_sent=True, ends_on=dt.date(2026, 4, 27)), ["consultation_unanswered"]),
        (Consulted(is_sent=True, answer="advice"), []),
        (Consulted(is_sent=True, answer="silence"), []),
        (Consulted(is_sent=True, answer="forbidden"), ["consultation_forbidden"]),
    ],
)
def test_residual_risk_that_stays_high_asks_for_prior_consultation(consulted, codes):
    assert hurdles(HIGH, consulted=consulted) == codes


def test_what_the_authority_forbids_stays_forbidden_where_the_risk_is_low():
    assert hurdles(whole(), consulted=Consulted(is_sent=True, answer="forbidden")) == ["consultation_forbidden"]


@pytest.mark.parametrize(("days", "is_wrong"), [(None, True), (0, True), (1, False), (1100, False), (1200, True)])
def test_a_review_lies_ahead_and_within_three_years(days, is_wrong):
    day = None if days is None else TODAY + dt.timedelta(days=days)

    assert bool(review_hurdle(day, TODAY)) is is_wrong


def test_what_is_stored_is_read_back_as_it_was():
    content = whole([a_risk(), a_risk("R2", likelihood=None)], [a_measure(), a_measure("M2", due_on=None)])

    assert from_json(as_json(content)) == content


def test_a_risk_that_is_taken_out_is_named_by_no_measure():
    content = without_risk(whole([a_risk(), a_risk("R2")], [a_measure(risks=("R1", "R2"))]), "R1")

    assert [risk.id for risk in content.risks] == ["R2"]
    assert content.measures[0].risks == ("R2",)
