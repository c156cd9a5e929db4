"""What the engine leaves out to be quick would have found nothing: it finds what asking every recogniser finds."""

import random

import pytest

from benchmarks.detection_corpus import SORTS, documents
from discovery.detection.engine import scanner_for
from discovery.detection.recognisers import built_in
from discovery.detection.scanning import piece_end, readable, trigger_of, windows
from tests.discovery.detection.labelled import passages

FINDERS = built_in(("en",))


def asking_everybody(text):
    """Every recogniser, asked about every line."""
    found = []
    for low, high in readable(text):
        for begin, end in windows(text, low, high):
            for finder in FINDERS:
                if not trigger_of(finder):
                    found += finder.find(text, begin, end)
        while low < high:
            end = piece_end(text, low, high, 0)
            for finder in FINDERS:
                if trigger_of(finder):
                    found += finder.find(text, low, end)
            low = end + 1 if text[end : end + 1] == "\n" else end
    return sorted(found)


def quickly(text):
    return sorted(scanner_for(("en",), "none", ()).scan(text))


@pytest.mark.parametrize("sort", SORTS)
def test_the_corpus_of_the_measurements(sort):
    for text in documents(sort, 3_000, seed=77):
        assert quickly(text) == asking_everybody(text)


def test_the_labelled_passages():
    for text, _ in passages("structured")[::4]:
        assert quickly(text) == asking_everybody(text)


@pytest.mark.parametrize("seed", range(2))
def test_passages_on_one_endless_line(seed):
    rng = random.Random(seed)
    text = " ".join(rng.choice(passages("structured"))[0].replace("\n", " ") for _ in range(25))

    assert quickly(text) == asking_everybody(text)
