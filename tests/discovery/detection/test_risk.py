"""The risk of a text: what raises it, how far, and why."""

import math

import pytest

from discovery.detection.moderating import Place, Verdict, moderate
from discovery.detection.risk import BEND, COMBINED_POINTS, POINTS, Level, level_of, risk_of
from discovery.documents import Detection, Kind


def found(*kinds, score=1.0):
    return [Detection(at * 10, at * 10 + 5, kind, score, "") for at, kind in enumerate(kinds)]


def test_no_personal_data_is_no_risk():
    assert (risk_of([]).score, risk_of([]).level) == (0, Level.NONE)
    assert risk_of(found(Kind.DATE_TIME, Kind.ORGANISATION)).score == 0


@pytest.mark.parametrize(
    ("kinds", "level"),
    [
        ([Kind.UK_POSTCODE], Level.LOW),
        ([Kind.PERSON], Level.LOW),
        ([Kind.PERSON, Kind.EMAIL_ADDRESS, Kind.PHONE_NUMBER], Level.MEDIUM),
        ([Kind.IBAN], Level.MEDIUM),
        ([Kind.US_SSN], Level.HIGH),
        ([Kind.PERSON, Kind.CREDIT_CARD], Level.HIGH),
        ([Kind.PERSON, Kind.US_SSN, Kind.DATE_OF_BIRTH], Level.CRITICAL),
        ([Kind.EMAIL_ADDRESS, Kind.SECRET, Kind.SECRET], Level.CRITICAL),
    ],
)
def test_the_level_follows_what_stands_in_the_text(kinds, level):
    assert risk_of(found(*kinds)).level is level


def test_the_figure_is_the_published_formula():
    risk = risk_of([*found(Kind.PERSON, score=0.8), *found(Kind.US_SSN, Kind.US_SSN, score=0.9)])

    points = POINTS[2] * 0.8 + POINTS[4] * (0.9 + 0.45) + COMBINED_POINTS
    assert risk.score == round(100 * (1 - math.exp(-points / BEND)))
    assert sum(factor.points for factor in risk.factors) == pytest.approx(points)


def test_more_certainty_and_more_values_never_lower_the_risk():
    kinds = [Kind.PERSON, Kind.UK_NINO, Kind.EMAIL_ADDRESS, Kind.EMAIL_ADDRESS, Kind.DATE_OF_BIRTH, Kind.LOCATION]
    scores = [risk_of(found(*kinds[:count])).score for count in range(1, 7)]

    assert scores == sorted(scores)
    assert risk_of(found(Kind.IBAN, score=0.4)).score < risk_of(found(Kind.IBAN, score=0.9)).score
    assert risk_of(found(*list(Kind) * 40)).score <= 100


def test_the_factors_say_why_the_weightiest_first():
    factors = risk_of(found(Kind.PERSON, Kind.US_SSN)).factors

    assert factors[0].words == "US social security number"
    assert any("identity theft" in factor.words for factor in factors)


def test_safe_is_below_the_threshold():
    risk = risk_of(found(Kind.PERSON))

    assert risk.is_safe(risk.score + 1)
    assert not risk.is_safe(risk.score)


@pytest.mark.parametrize(("score", "level"), [(0, "none"), (1, "low"), (24, "low"), (25, "medium"), (75, "critical")])
def test_levels_meet_without_a_gap(score, level):
    assert level_of(score).value == level


@pytest.mark.parametrize(
    ("kinds", "place", "verdict"),
    [
        ([], Place.PUBLIC, Verdict.ALLOW),
        ([Kind.PERSON], Place.PUBLIC, Verdict.MASK),
        ([Kind.PERSON], Place.INTERNAL, Verdict.ALLOW),
        ([Kind.PERSON, Kind.US_SSN], Place.PUBLIC, Verdict.BLOCK),
        ([Kind.PERSON, Kind.US_SSN], Place.INTERNAL, Verdict.REVIEW),
        ([Kind.CREDIT_CARD], Place.INTERNAL, Verdict.MASK),
        ([Kind.HEALTH], Place.SUPPORT, Verdict.REVIEW),
        ([Kind.IP_ADDRESS], Place.LOG, Verdict.MASK),
    ],
)
def test_the_verdict_depends_on_where_the_text_goes(kinds, place, verdict):
    assert moderate(found(*kinds), place).verdict is verdict


def test_a_verdict_has_reasons():
    assert any("Art. 9" in reason for reason in moderate(found(Kind.RELIGION), Place.INTERNAL).reasons)
