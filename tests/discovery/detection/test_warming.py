"""Automata learn from made-up text before they are used, and what they learnt is written once."""

import random

import pytest

from discovery.detection import warming
from discovery.detection.automata import keeping
from discovery.detection.automata.sampling import Sampler
from discovery.detection.automata.walking import Walk
from discovery.detection.warming_text import Writer, written_by_others

PATTERNS = [r"\d{3}-\d{2}-\d{4}", r"(?i)\bborn\b", r"[a-z.]+@[a-z]+\.org"]
NUMBERS = [0, 1, 2]


@pytest.fixture
def walk(monkeypatch):
    """The only automaton of a small product, which reads little."""
    walk = Walk(PATTERNS, NUMBERS)
    monkeypatch.setattr(warming, "automata_in_use", lambda: {keeping.name_of(PATTERNS, NUMBERS): walk})
    monkeypatch.setattr(warming, "_MADE_UP", 12_000)
    monkeypatch.setattr(warming, "written_by_others", lambda: ["He was born here.", "for at in range(3):"])
    return walk


def test_what_is_learnt_is_written_once_and_read_again(walk, tmp_path):
    written = warming.warm(tmp_path)
    again = Walk([], [], *keeping.read(tmp_path / written[0]))
    states = again.states()

    again.read("Born 123-45-6789")

    assert again.states() == states > 20
    assert warming.warm(tmp_path) == []


def test_a_damaged_file_is_written_anew_and_one_of_other_patterns_goes(walk, tmp_path):
    (name,) = warming.warm(tmp_path)
    (tmp_path / name).write_bytes(b"damaged")
    (tmp_path / f"of-other-patterns{keeping.SUFFIX}").touch()
    (tmp_path / "discovery.detection.automata.walking.so").touch()

    assert warming.warm(tmp_path) == [name]
    assert sorted(one.name for one in tmp_path.iterdir()) == sorted([name, "discovery.detection.automata.walking.so"])


def test_the_text_has_what_is_looked_for_and_is_the_same_every_time(walk):
    lines = warming.training_lines([walk])

    assert lines == warming.training_lines([walk])
    found = {number for line in lines for numbers, _ in walk.read(line) for number in numbers}
    assert found == {0, 1, 2}


def test_the_product_has_an_automaton_for_each_set_of_recognisers_that_it_keeps():
    if keeping.FOLDER is None:
        pytest.skip("RE2 is asked where nothing is compiled")

    largest = sorted(len(one.layout.starts) for one in warming.automata_in_use().values())[-3:]

    assert min(largest) > 100


def test_lines_are_of_many_sorts():
    rng = random.Random(3)
    lines = Writer(rng, Sampler(Walk(PATTERNS, NUMBERS).layout).one).lines()

    some = "\n".join(next(lines) for _ in range(400))

    assert all(sign in some for sign in ("@", '": ', "|", "</", "straße", "ERROR"))
    assert len(written_by_others()) > 5_000
