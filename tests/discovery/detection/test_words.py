"""Words looked up in place are those that Python finds: names of months, and what speaks for a language."""

import random

import pytest

from discovery.detection import language
from discovery.detection.recognisers import dates

words = pytest.importorskip("discovery.detection.words", reason="detection is not compiled here")

NAMES = sorted(dates._NAMES)
ENDS = ("", "", " ", " ", ", ", "-", "-f", "-feira", "-Feira", "1", "_", "\n", "x", ".", "é", "ß")
COMMON = sorted(language._table())


def spread(rng, pool, most):
    made = []
    for _ in range(rng.randrange(most)):
        word = rng.choice(pool).lstrip("-")
        made.append(rng.choice((word, word, word.title(), word.upper(), word[1:], "un" + word)) + rng.choice(ENDS))
    return "".join(made)


@pytest.mark.parametrize("seed", range(3))
def test_names_of_months_stand_where_python_finds_them(monkeypatch, seed):
    rng, found = random.Random(seed), 0
    cases = [(spread(rng, NAMES, 12), rng.randrange(9), rng.randrange(9)) for _ in range(1500)]
    cases = [(text, min(low, len(text)), max(min(low, len(text)), len(text) - less)) for text, low, less in cases]

    quick = [dates._named(*case) for case in cases]
    monkeypatch.setattr(dates, "_PLACES", None)

    for case, ours in zip(cases, quick, strict=True):
        assert ours == dates._named(*case), case
        found += len(ours)
    assert found > 800


def test_most_texts_are_not_left_to_python():
    text = "Written on 4 March 2020, a Wednesday; read on 5-May-2021."

    assert dates._PLACES(text, 0, len(text)) == [(13, "march"), (27, "wednesday"), (48, "may")]
    assert dates._PLACES("Em 3 de março", 0, 13) is None
    assert dates._PLACES("segunda-feira", 0, 13) is None


@pytest.mark.parametrize("seed", range(3))
def test_the_language_is_the_one_that_python_tells(monkeypatch, seed):
    rng = random.Random(seed)
    by_code = {}
    for word in COMMON:
        for code, _ in language._table()[word]:
            by_code.setdefault(code, []).append(word)
    pools = [COMMON, *by_code.values()]
    texts = [spread(rng, rng.choice(pools), 40) for _ in range(1500)]

    quick = [language.of(text) for text in texts]
    monkeypatch.setattr(language, "Tongues", None)

    assert quick == [language.of(text) for text in texts]
    assert len({one.code for one in quick}) > 8


def test_words_and_endings_without_end_are_read():
    told = words.Tongues({"the": (("en", 9),), "-ing": (("en", 8),), "die": (("de", 9),)}, 3, 7)

    assert told.of("a" * 500 + "ing") == "en"
    assert told.of("the die") == ""
    assert told.of("ing") == ""
    assert told.of("thé") is None
