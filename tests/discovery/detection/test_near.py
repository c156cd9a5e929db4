"""What is compiled of looking around a value finds what its Python form finds, in texts of every sort."""

import random

import pytest

from discovery.detection.context import _AFTER_BONUS, _BONUSES, CONTEXT_REACH, Context, context_of
from discovery.detection.recognisers import built_in
from tests.discovery.detection.labelled import passages

near = pytest.importorskip("discovery.detection.near", reason="detection is not compiled here")

OWN = (
    ("tel", "tel.", "n°", "mobile no", "no", "(tel", "cell.", "phone number", "number", "#", "# no", "id:"),
    ("né", "né le", "le", "geburtstag am", "am", "n. c", "c", "date of birth", "birth", "of birth", "k x", "x"),
    ("a", "a a", "a a a", "aa", "a.", ".a", "a.a", "_", "_a", "-", "--", "a-"),
)
PIECES = (
    " ",
    " ",
    " ",
    ".",
    "-",
    "\n",
    "\n\n",
    "\r\n",
    "_",
    "(",
    ":",
    "#",
    "°",
    "é",
    "K",
    "ſ",
    "İ",
    "😀",
    "a",
    "x",
    "7",
)


def lists_of_words():
    ours = [words for one in built_in(("en", "de", "fr")) for words in (getattr(one, "context", ()),) if words]
    return [*OWN, *random.Random(3).sample(sorted(set(ours)), 12)]


def text_of(rng, words):
    parts = []
    for _ in range(rng.randrange(2, 24)):
        part = rng.choice(words) if rng.random() < 0.3 else rng.choice(PIECES)
        parts.append(rng.choice((part, part, part.upper(), part.title(), part[1:])))
    return "".join(parts)


@pytest.mark.parametrize("words", lists_of_words(), ids=lambda words: words[0])
def test_the_same_word_and_bonus_stand_around_a_place(words):
    rng, plain = random.Random(words[0]), Context(words)
    compiled = near.Near(words, plain, _BONUSES, _AFTER_BONUS)
    for _ in range(400):
        text = text_of(rng, words)
        start = rng.randrange(len(text) + 1)
        end = min(len(text), start + rng.randrange(4))

        assert compiled.bonus(text, start, end) == plain.bonus(text, start, end), (text, start, end)
        assert compiled.nearest(text.lower()) == plain.nearest(text.lower()), text
        assert compiled.nearest(text) == plain.nearest(text), text


def test_a_word_that_is_cut_fifty_one_signs_before_counts_as_it_did():
    words = ("one", "phone", "hone number")
    plain, compiled = Context(words), context_of(words)
    for gap in range(CONTEXT_REACH + 3):
        for word in words:
            text = f"phone {word}{' ' * gap}55512{' ' * gap}{word}s {word}"

            assert compiled.bonus(text, text.index("5"), text.index("5") + 5) == plain.bonus(
                text, text.index("5"), text.index("5") + 5
            )


def test_passages_as_people_write_them():
    lists = lists_of_words()
    for number, (text, labels) in enumerate(passages("structured")):
        for start, end, _ in labels:
            words = lists[number % len(lists)]

            assert context_of(words).bonus(text, start, end) == Context(words).bonus(text, start, end)


def test_places_outside_the_text_are_left_to_the_python_form():
    words = ("tel",)

    assert context_of(words).bonus("tel 5", 4, 99) == Context(words).bonus("tel 5", 4, 99)
    assert context_of(("tel", "")).bonus("tel 5", 4, 5) == Context(("tel", "")).bonus("tel 5", 4, 5)
