"""The picture of the risks: every mark lies in its field, no mark hides another, and words tell what is drawn."""

import itertools

import pytest

from dsar.accountability.dpia.matrix import FIELD_HEIGHT, FIELD_WIDTH, LEFT, RADIUS, TOP, matrix
from dsar.accountability.dpia.rules import standings
from tests.dsar.accountability.dpia.making import a_measure, a_risk, whole


def drawn(ratings, **lowered):
    risks = [a_risk(f"R{number}", *rating) for number, rating in enumerate(ratings, 1)]
    names = tuple(risk.id for risk in risks)
    return matrix(standings(whole(risks, [a_measure(risks=names, **lowered)])))


def field_of(mark):
    """Likelihood and severity of the field in which a mark lies, from its place alone."""
    return 4 - int((mark.y - TOP) // FIELD_HEIGHT), 1 + int((mark.x - LEFT) // FIELD_WIDTH)


@pytest.mark.parametrize("rating", list(itertools.product(range(1, 5), repeat=2)), ids=str)
def test_every_mark_lies_in_the_field_of_its_risk(rating):
    found = drawn([rating], likelihood=1, severity=1)

    places = {mark.kind: field_of(mark) for mark in found.marks}
    assert places == {"before": rating, "after": tuple(max(1, value - 1) for value in rating)}


def test_four_risks_of_one_field_do_not_hide_one_another():
    marks = drawn([(3, 3)] * 4, likelihood=0).marks

    assert len(marks) == 8
    for one, other in itertools.combinations(marks, 2):
        assert ((one.x - other.x) ** 2 + (one.y - other.y) ** 2) ** 0.5 > 2 * RADIUS


def test_twelve_risks_of_one_field_stay_in_it():
    assert {field_of(mark) for mark in drawn([(2, 2)] * 12, likelihood=0).marks} == {(2, 2)}


def test_no_way_of_a_column_crosses_the_mark_of_another_risk():
    found = drawn([(4, 3), (3, 3), (2, 3)], likelihood=1)

    assert len({arrow.x1 for arrow in found.arrows}) == 3
    assert all(arrow.x1 == arrow.x2 and arrow.y2 > arrow.y1 for arrow in found.arrows)


def test_a_risk_that_is_not_lowered_has_no_arrow_and_is_told_so():
    found = drawn([(2, 2)], likelihood=0)

    assert found.arrows == ()
    assert found.desc == "R1: noticeable, possible (medium), not lowered."


def test_the_levels_are_written_into_the_fields():
    words = [field.words for field in drawn([(1, 1)]).fields]

    assert words[:4] == ["Medium", "High", "Very high", "Very high"]
    assert words[12:] == ["Low", "Low", "Low", "Medium"]


def test_risks_that_nobody_rated_are_not_drawn():
    found = drawn([(None, 2)])

    assert (found.marks, found.desc) == ((), "No risk is rated yet.")
