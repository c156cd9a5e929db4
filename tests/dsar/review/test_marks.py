"""Texts in segments: nothing lost, nothing hidden, the stronger mark wins."""

import hypothesis.strategies as st
from hypothesis import given

from dsar.review.marks import Mark, excerpt, own_marks, places_of, segments


def test_the_stronger_mark_wins_where_two_overlap():
    shown = segments("Erik Berg", [Mark(0, 9, "own"), Mark(0, 4, "redact")])

    assert [(one.text, one.look) for one in shown] == [("Erik", "redact"), (" Berg", "")]


def test_hidden_signs_become_tokens():
    shown = segments("a\u202eb\u200bc", [])

    assert [(one.text, one.is_token) for one in shown] == [
        ("a", False), ("RLO", True), ("b", False), ("ZWSP", True), ("c", False),
    ]  # fmt: skip


@given(
    st.text(max_size=60),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60), st.sampled_from(["redact", "keep", "own"]))),
)
def test_every_character_is_shown_once_in_order(text, raw):
    shown = segments(text, [Mark(start, end, look) for start, end, look in raw])

    at = 0
    for one in shown:
        assert one.start == at
        at += 1 if one.is_token else len(one.text)
    assert at == len(text)


def test_own_data_are_found_as_whole_words():
    profile = {"name": "Ana", "emails": ["ana@example.com"]}

    found = own_marks("Ana, banana, ANA@example.com", profile)

    assert [(one.start, one.end) for one in found] == [(0, 3), (13, 28)]


def test_words_are_found_across_line_breaks():
    assert places_of("Erik\nBerg and erik  berg", "Erik Berg") == [(0, 9), (14, 24)]


def test_an_excerpt_shows_the_words_around():
    text = "word " * 60 + "SECRET" + " word" * 60

    before, passage, after = excerpt(text, 300, 306)

    assert passage == "SECRET"
    assert before.startswith("… ")
    assert after.endswith(" …")
