"""What an automaton has learnt is kept in a file: it goes on from there, and never from one that is not whole."""

import random
import re
import subprocess
import sys

import pytest

from discovery import compiled
from discovery.detection import Options, detect_many
from discovery.detection.automata import keeping
from discovery.detection.automata.choosing import often_taken
from discovery.detection.automata.sampling import Sampler
from discovery.detection.automata.walking import Walk
from tests.discovery.detection.automata.test_walking import PATTERNS, SIGNS

NUMBERS = list(range(len(PATTERNS)))
KNOWN = ["123-45 born", "GB12, Straße, y", "ab ab start"]


@pytest.fixture
def path(tmp_path):
    """A file of an automaton that has read a few texts."""
    walk = Walk(PATTERNS, NUMBERS)
    place = tmp_path / keeping.name_of(PATTERNS, NUMBERS)
    keeping.write(place, walk.layout, often_taken(walk, KNOWN, most=1_000))
    return place


def test_it_goes_on_from_what_was_learnt(path):
    walk, other, rng = Walk([], [], *keeping.read(path)), Walk(PATTERNS, NUMBERS), random.Random(4)
    texts = [*KNOWN, *("".join(rng.choices(SIGNS, k=rng.randint(1, 24))) for _ in range(300))]
    states = walk.states()

    found = [walk.read(text) for text in texts]

    assert found == [other.read(text) for text in texts]
    assert states > 30
    assert walk.states() > states


def test_what_was_read_before_is_not_learnt_again(path):
    walk = Walk([], [], *keeping.read(path))
    states = walk.states()

    for text in KNOWN:
        walk.read(text)

    assert walk.states() == states


def test_a_full_one_begins_anew_from_what_was_kept(path):
    walk = Walk([], [], *keeping.read(path))
    states = walk.states()
    walk.read("9999-1 something else, born on a street")

    assert walk.renewed().states() == states < walk.states()
    assert walk.bare().states() == 2


def test_the_busiest_states_are_left_where_there_are_many():
    walk = Walk(PATTERNS, NUMBERS)

    learnt = often_taken(walk, ["born"] * 9 + KNOWN, most=7)
    again = Walk([], [], walk.layout, learnt)

    assert again.states() == 7
    again.read("born")
    assert again.states() == 7
    assert again.read(KNOWN[1]) == walk.read(KNOWN[1])


@pytest.mark.parametrize("cut", [0, 10, 40, 1_000, -1])
def test_a_file_that_was_cut_off_is_not_taken(path, cut):
    path.write_bytes(path.read_bytes()[:cut])

    assert keeping.read(path) is None


def test_a_file_in_which_one_bit_differs_is_not_taken(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)

    assert keeping.read(path) is None


def test_a_file_of_other_patterns_is_not_taken(path):
    other = path.with_name(keeping.name_of(PATTERNS[1:], NUMBERS[1:]))
    path.rename(other)

    assert other.name != path.name
    assert keeping.read(other) is None


def test_another_number_for_a_pattern_is_another_file():
    assert keeping.name_of(["a"], [1]) != keeping.name_of(["a"], [2])


def test_strings_made_from_patterns_have_them():
    patterns = [r"\d{3}-\d{2}", r"(?:ab|a){2,3}c?", r"x\{[é-ü]+"]
    sampler, rng = Sampler(Walk(patterns, [0, 1, 2]).layout), random.Random(5)

    made = [sampler.one(rng) for _ in range(60)]

    assert all(any(re.fullmatch(pattern, one) for pattern in patterns) for one in made)
    assert {one[0] for one in made} >= {"a", "x"}


def test_new_processes_find_the_same_with_what_was_kept_and_without(tmp_path):
    texts = ["IBAN GB82 WEST 1234 5698 7654 32, born 3 May 1990", "12 Mill Lane, Leeds, LS1 4AP", "ana@example.org"]
    told = subprocess.run(
        [sys.executable, "-c", _WITHOUT, *texts], cwd=compiled.ROOT, capture_output=True, text=True, check=True
    )

    found = [[tuple(one) for one in ones] for ones in detect_many(texts, options=Options(names="none"))]

    assert told.stdout.strip() == repr(found)


_WITHOUT = """
import sys
from discovery.detection.automata import keeping
keeping.FOLDER = None
from discovery.detection import Options, detect_many
print([[tuple(one) for one in ones] for ones in detect_many(sys.argv[1:], options=Options(names="none"))])
"""
