"""Kinds of the organisation's own: found by RE2, refused with the reason where the pattern is not fit."""

import pickle
import random

import pytest

from discovery.detection import Category, Options, Risk, detect
from discovery.detection.own_kinds import (
    OwnKind,
    PatternRefused,
    check_own_kind,
    hostile_texts,
    ordinary_writing,
    slowest,
)
from discovery.documents import Kind


def kind(pattern, **changes):
    return OwnKind("locker", "Locker number", pattern, Category.BUSINESS, Risk.MEDIUM, **changes)


def found(own, text, **options):
    made = Options(custom=(own.finder(),), names="none", **options)
    return [(text[one.start : one.end], one) for one in detect(text, options=made) if one.recogniser == own.recogniser]


def test_an_own_kind_is_found_with_its_place_and_its_name():
    own = kind(r"\bLKR-\d{3,5}\b")

    [(words, one)] = found(own, "Née Öztürk keeps locker LKR-4471 in hall B.")

    assert words == "LKR-4471"
    assert (one.kind, one.recogniser, one.score) == (Kind.OWN_KIND, "own:locker", 0.8)
    assert "Locker number" in one.why


def test_a_named_group_narrows_what_is_marked():
    own = kind(r"\bLKR-(?P<value>\d{3,5})\b")

    assert [words for words, _one in found(own, "LKR-4471 and LKR-88")] == ["4471"]


def test_context_makes_it_more_certain():
    own = kind(r"\bQ\d{4}\b", score=0.3, least=0.5, context=("locker",))
    options = {"thresholds": (("own:locker", own.least),)}

    assert [words for words, _one in found(own, "Locker: Q1234\n\n\n" + "x " * 80 + "Q9876", **options)] == ["Q1234"]


def test_a_threshold_of_a_recogniser_wins_over_the_least_score():
    own = kind(r"\bQ\d{4}\b", score=0.3, least=0.2)

    assert found(own, "Q1234") == []
    assert [words for words, _one in found(own, "Q1234", thresholds=(("own:locker", 0.2),))] == ["Q1234"]


def test_an_own_kind_may_count_as_one_of_the_product():
    own = kind(r"\bKDN\d{6}\b", counts_as=Kind.CUSTOMER_ID, score=0.95)

    [(_words, one)] = found(own, "KDN004711")

    assert one.kind is Kind.CUSTOMER_ID


def test_its_finder_travels_to_another_process():
    finder = kind(r"\bLKR-\d{3}\b").finder()

    assert pickle.loads(pickle.dumps(finder)) == finder


@pytest.mark.parametrize(
    ("pattern", "code"),
    [
        ("", "pattern_missing"),
        ("a" * 501, "pattern_too_long"),
        (r"(?=LK)\d+", "look_around"),
        (r"(?<!x)LK\d+", "look_around"),
        (r"(\d)\1{3}", "back_reference"),
        (r"LK\d{1001}", "pattern_too_large"),
        (r"\w{50,900}", "pattern_too_large"),
        (r"LK[0-9", "pattern_wrong"),
        (r"\d*", "matches_nothing"),
        (r"\b", "matches_nothing"),
        (r"\d+", "matches_too_much"),
        (r"[A-Z]\w+", "matches_too_much"),
        (r"the .*", "matches_too_much"),
    ],
)
def test_an_unfit_pattern_is_refused_with_the_reason(pattern, code):
    with pytest.raises(PatternRefused) as refused:
        check_own_kind(kind(pattern))

    assert refused.value.code == code
    assert str(refused.value)


def test_a_wide_pattern_is_taken_where_a_context_word_must_stand_near():
    assert check_own_kind(kind(r"\b\d{4}\b", score=0.3, least=0.5, context=("locker",))) >= 0


def test_a_pattern_that_never_reaches_its_certainty_is_refused():
    with pytest.raises(PatternRefused, match="context words"):
        check_own_kind(kind(r"\bLK\d{4}\b", score=0.3, least=0.6))


def test_patterns_that_hang_other_engines_take_linear_time():
    # (a+)+$ and nested alternatives are exponential where an engine tries them in turn
    for pattern in (r"\b(?:[a-z]{1,20}\.){2,6}\d{4}\b", r"\b(?:a|aa|aaa){5,30}\d{2}\b"):
        assert slowest(kind(pattern)) < 8.0


def test_hostile_texts_begin_as_the_pattern_does():
    assert any("CUST-" in text for text in hostile_texts(r"CUST-\d{4}"))


def test_the_page_of_ordinary_writing_holds_no_number_of_an_organisation():
    text = ordinary_writing()

    assert len(text) > 2000
    assert not [one for one in detect(text, options=Options(names="none")) if one.kind is Kind.CUSTOMER_ID]


def test_whatever_is_typed_is_found_with_or_refused():
    """A few hundred patterns of pieces thrown together: a refusal with words, or finds that lie in the text."""
    chosen = random.Random(5)
    pieces = r"\d \w+ [A-Z] {2,5} ( ) | * ? \b LK- (?P<value> (?: [^x] é \1 (?=".split()
    text = "LK-4471 née 12-34 LK LK-5 x" * 3

    outcomes = [tried("".join(chosen.choices(pieces, k=chosen.randint(1, 8))), text) for _try in range(400)]

    refusals = [outcome for outcome in outcomes if isinstance(outcome, str)]
    finds = [one for outcome in outcomes if not isinstance(outcome, str) for one in outcome]
    assert all(refusals)
    assert len(refusals) > 50
    assert len(finds) > 50
    assert all(0 <= one.start < one.end <= len(text) for one in finds)


def tried(pattern, text):
    """The finds of a pattern, or the words of its refusal."""
    try:
        return list(kind(pattern).finder().find(text, 0, len(text)))
    except PatternRefused as refused:
        return str(refused)
