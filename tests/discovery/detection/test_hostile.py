"""Text made to be slow is not: time grows with length, for every recogniser and for the engine, whatever the text."""

import base64
import random
import time

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from discovery.detection import Options, detect
from discovery.detection.recogniser import PatternRecogniser
from discovery.detection.recognisers import built_in

RULES = Options(names="none")
FINDERS = built_in(("en", "de", "fr"))
LINE = 1_500  # the longest line that a recogniser is given
RUNS = (
    "7", "12-", "1 ", "+1 ", "(1", "0.", " ", "\t", "@", "a@", "a.b@c.", "a.", "A", "A1", "a1b", "AB12 ", "::", "0:", "/",
    "x/", "http://", "www.", "é", "e\u0301", "\u0661", "😀", "_", "-", "*", "X", "'", ", ", "()", "<", "eyJ", "\\n",
    "1 A ", "12 Street ", "Rue ", "1 rue de ", "Am Markt 1 ", "Flat 1, ", "1 May ", "May 1 ", "1/1/", "passport 1",
    "IBAN GB", "Aa ", "Aa-", "Sr. ", "password: ", "member of ", "-----BEGIN ", "SK", "EMP", "1\u00b7", "\u2022",
)  # fmt: skip
NEARLY = ("!", "x", "1", " 1985", "@", "é")  # what a match fails on at the very end


@pytest.mark.parametrize("run", RUNS)
def test_no_recogniser_takes_long_for_a_line(run):
    line = (run * LINE)[:LINE] + NEARLY[len(run) % len(NEARLY)]

    for finder in FINDERS:
        if seconds(finder, line) > 0.1:  # once more, in case the machine was busy
            assert seconds(finder, line) < 0.1, finder.name


def seconds(finder, text):
    started = time.process_time()
    for _ in finder.find(text, 0, len(text)):
        pass
    return time.process_time() - started


def read(text):
    """Seconds that the engine needs."""
    started = time.process_time()
    detect(text, options=RULES)
    return time.process_time() - started


@pytest.mark.parametrize("run", RUNS[::3])
def test_time_grows_with_length_and_no_faster(run):
    short, long = ((run * count)[:count] for count in (8_000, 48_000))
    detect(short, options=RULES)

    # The better of two: a collection of garbage may fall into one of them.
    assert min(read(long), read(long)) < 12 * max(read(short), 0.01)


def hostile_lines():
    """Lines of one megabyte without a break, and two of what nobody reads."""
    encoded = base64.b64encode(random.Random(7).randbytes(1_500_000)).decode()
    return {
        "base64": encoded,
        "base64 in lines": "\n".join(encoded[at : at + 76] for at in range(0, len(encoded), 76)),
        "digits": "7" * 1_000_000,
        "spaces": " " * 1_000_000,
        "at signs": "@" * 400_000,
        "words": "lorem ipsum " * 80_000,
        "accents": "e" + "\u0301" * 300_000,
        "emoji": "👩‍👩‍👧" * 30_000,
        "nothing visible": "\u200b" * 300_000,
    }


@pytest.mark.parametrize("name", hostile_lines())
def test_megabytes_on_one_line_take_less_than_a_second(name):
    text = hostile_lines()[name]
    detect("warm 020 7946 0018", options=RULES)

    assert read(text) < 1.0


WORST = st.text(
    alphabet=st.one_of(
        st.sampled_from("0123456789 -./:@()+,#'\"<>*_\\\n\tABCXYZabcxyz\u00b7\u2022"),
        st.characters(codec="utf-16", categories=("L", "N", "P", "S", "Z", "M", "C")),
    ),
    max_size=60,
)


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(piece=WORST, times=st.integers(1, 40), tail=WORST)
@example(piece="\ud800", times=30, tail="SIN 130 692 544")
def test_any_text_is_read_in_time_and_gives_stretches_of_it(piece, times, tail):
    text = piece * times + tail

    started = time.process_time()
    found = detect(text, options=RULES)

    assert time.process_time() - started < 0.5
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(one.end <= two.start for one, two in zip(found, found[1:], strict=False))


def test_every_pattern_counts_to_a_bound():
    endless = [
        one.name
        for one in FINDERS
        if isinstance(one, PatternRecogniser) and ("*" in bare(one.pattern) or "+" in bare(one.pattern))
    ]

    assert endless == []


def bare(pattern):
    """The pattern without its classes and escaped signs."""
    kept, at = "", 0
    while at < len(pattern):
        if pattern[at] == "\\":
            at += 2
        elif pattern[at] == "[":
            at += 2
            while pattern[at] != "]":
                at += 2 if pattern[at] == "\\" else 1
            at += 1
        else:
            kept += pattern[at]
            at += 1
    return kept
