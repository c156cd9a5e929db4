"""The automaton that is made while it reads says the same as RE2: which patterns occur, and where the first ends."""

import random

import pytest
import re2

from discovery.detection.asking import automaton
from discovery.detection.automata import parts
from discovery.detection.automata.parts import NotReadable
from discovery.detection.automata.walking import Walk

PATTERNS = [
    r"\d{3}-\d{2}",
    r"(?i)\b(?:born|né|geboren)\b",
    r"(?:^|[^\w-])[A-Z]{2}\d{2,4}(?:[^\w]|$)",
    r"(?i)straße|[a-z]+ street",
    r"a.*b",
    r"(?m:^x)|(?m:y$)",
    r"[^a-z\d\s]{2}",
    r"\Bat\B",
    r"(?:ab|a){2,3}c?",
    r"\x{b7}[\x{c0}-\x{ff}]",
    r"^start|end$",
]
SIGNS = "ab xy019-AZ\nÉé·ßſ₤KkstreetBORN"


def found_by(walk, text):
    return {number for numbers, _ in walk.read(text) for number in numbers}


def test_patterns_are_found_where_re2_finds_them():
    walk, other, rng = Walk(PATTERNS, list(range(len(PATTERNS)))), automaton(PATTERNS), random.Random(3)
    texts = ["", "start", "the end", "xat x", "Né à", "·é", "GB12", "y\nx", "ein Straße", "STREET a street"]
    texts += ["".join(rng.choices(SIGNS, k=rng.randint(1, 24))) for _ in range(1_500)]

    for text in texts:
        assert found_by(walk, text) == set(other.Match(text.encode()) or ()), text


@pytest.mark.parametrize(
    "pattern, text, end", [("b", "abab", 2), (r"\d{2,4}", "x1234", 3), ("a|abc", "abc", 1), (r"c$", "acc", 3)]
)
def test_the_place_is_where_the_first_occurrence_ends(pattern, text, end):
    places = [at for _, at in Walk([pattern], [7]).read(text)]

    assert places[0] == end


def test_whether_anything_occurs_is_told_without_the_rest():
    walk = Walk(["needle"], [0])

    assert walk.occurs("a needle, and more")
    assert not walk.occurs("hay")


def test_patterns_have_the_numbers_that_they_were_given():
    assert found_by(Walk(["a", "b"], [-4, 9]), "ba") == {-4, 9}


def test_a_renewed_automaton_finds_the_same_with_what_it_learnt_forgotten():
    walk = Walk(PATTERNS, list(range(len(PATTERNS))))
    found = found_by(walk, "123-45 born")

    again = walk.renewed()

    assert again.states() < walk.states()
    assert found_by(again, "123-45 born") == found


@pytest.mark.parametrize("pattern", [r"(a)\1", "(?=a)b", "a{0,2000}", r"\P{Lu}", r"\p{Greek}", "("])
def test_what_it_cannot_read_it_refuses(pattern):
    with pytest.raises(NotReadable):
        Walk([pattern], [0])


def test_what_is_too_large_it_refuses(monkeypatch):
    monkeypatch.setattr(parts, "_MOST_PARTS", 100)

    with pytest.raises(NotReadable):
        Walk(["(?:ab{9}){20}"], [0])


def test_a_class_of_letters_takes_every_sign_beyond_ascii():
    walk = Walk([r"x[\pL-]y"], [0])

    assert walk.occurs("xÖy")
    assert walk.occurs("x-y")
    assert not walk.occurs("x y")
    assert re2.search(r"x[\pL-]y", "xÖy")


@pytest.mark.parametrize(
    "pattern, text, occurs",
    [
        (r"x\p{Lu}", "xA", True),
        (r"x\p{Lu}", "xa", False),
        (r"x\p{Ll}y", "xéy", True),
        (r"\[\pL", "[é", True),
        (r"\[\p{Nd}\]", "[A]", False),
        (r"[^]\p{Ll}]x", "ax", False),
        (r"[^]\p{Ll}]x", "Ax", True),
    ],
)
def test_a_class_of_unicode_is_read_within_brackets_and_without(pattern, text, occurs):
    assert Walk([pattern], [0]).occurs(text) == occurs
