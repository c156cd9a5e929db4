"""The simple track as rules: who may take it, and what ends it."""

from dataclasses import replace

import pytest

from dsar.cases.simple_rules import LEFT, Item, Request, first_obstacle, has_free_text, why_not

FITS = Request(right="access", relation="self", flags=(), is_protected=False, stage="triage", recipients=0)
ROW = Item(
    number=1, form="row", is_confirmed=True, has_free_text=False, passages=0, signals=0, proposals=0, own_special=0
)


def test_a_person_who_asks_for_their_own_ordinary_data_may_take_it():
    assert why_not(FITS) == []


@pytest.mark.parametrize(
    "change",
    [
        {"right": "erasure"},
        {"relation": "parent"},
        {"flags": ("grievance",)},
        {"is_protected": True},
        {"stage": "review"},
        {"recipients": 1},
    ],
    ids=lambda change: next(iter(change)),
)
def test_everything_else_goes_the_ordinary_way(change):
    assert len(why_not(replace(FITS, **change))) == 1


@pytest.mark.parametrize(
    "change, because",
    [
        ({"form": "document"}, "free_text"),
        ({"has_free_text": True}, "free_text"),
        ({"signals": 1}, "exemption"),
        ({"proposals": 1}, "exemption"),
        ({"passages": 2}, "other_people"),
        ({"is_confirmed": False}, "unsure"),
    ],
    ids=lambda value: value if isinstance(value, str) else next(iter(value)),
)
def test_what_needs_judgement_ends_it_and_says_where(change, because):
    assert first_obstacle([ROW, replace(ROW, number=7, **change)]) == (because, 7)
    assert because in LEFT


def test_rows_alone_end_nothing():
    assert first_obstacle([ROW, replace(ROW, number=2)]) is None


@pytest.mark.parametrize(
    "values, expected",
    [
        ({"id": 1, "email": "ana@example.com", "city": "Leeds"}, False),
        ({"note": "x" * 201}, True),
        ({"note": "she said " * 13}, True),
        ({"note": "Leave it with the porter"}, False),
        ({}, False),
    ],
)
def test_a_long_value_was_written_by_somebody(values, expected):
    assert has_free_text(values) is expected
