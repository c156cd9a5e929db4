"""Patterns as machine code find what Python finds with them, everywhere, and leave to Python what is not theirs."""

import functools
import importlib
import pkgutil
import random
import re

import pytest

from discovery import detection
from discovery.detection.patterns import IS_NATIVE, expression, for_pcre2, native
from discovery.detection.recogniser import PatternRecogniser, compiled_for_ascii
from discovery.detection.recognisers import built_in, name_rules
from tests.discovery.detection.labelled import passages

ODD = "\x00\t\x0b\x0c\r\x1c\x1d\x1e\x1f \n-./@(+#'\"_0aZ"
BEYOND = "é–ſK\u00a0٣😀"


@functools.cache
def machines():
    """Every pattern of detection that may be machine code, with the place that it stands in.

    Where PCRE2 is missing they are those of Python: then all that follows holds of itself.
    """
    found = {}
    for module in pkgutil.walk_packages(detection.__path__, "discovery.detection."):
        for name, value in vars(importlib.import_module(module.name)).items():
            for one in value.values() if isinstance(value, dict) else value if isinstance(value, tuple) else [value]:
                if isinstance(one, type(expression("a"))):
                    found[one.pattern, one.flags] = (f"{module.name}.{name}", one)
    for finder in (*built_in(("en",)), *name_rules("rules")):
        if isinstance(finder, PatternRecogniser):
            one = compiled_for_ascii(finder.pattern)
            found[one.pattern, one.flags] = (finder.name, one)
    return list(found.values())


def texts(count, *, signs):
    rng = random.Random(count)
    chosen = rng.sample([text[:400] for text, _ in passages("structured")], count)
    for text in chosen:
        changed = [sign if sign.isascii() else "-" for sign in text]
        for _ in range(rng.randint(0, 6)):
            changed[rng.randrange(len(changed))] = rng.choice(signs)
        yield "".join(changed)


def places(hits):
    return [[hit.span(number) for number in range(hit.re.groups + 1)] for hit in hits]


def machine_places(made, hits):
    return [[hit.span(number) for number in range(made.groups + 1)] for hit in hits]


def test_every_pattern_is_machine_code_where_pcre2_is_there():
    left = [place for place, one in machines() if not (native(one) and native(one).is_machine_code())]

    assert len(machines()) > 100
    assert left == ([] if IS_NATIVE else [place for place, _ in machines()])


@pytest.mark.parametrize("signs", [ODD, ODD + BEYOND], ids=["ascii", "beyond ascii"])
def test_machine_code_and_python_find_the_same(signs):
    rng = random.Random(5)
    hits = 0
    for text in texts(40, signs=signs):
        begin, end = sorted(rng.sample(range(len(text) + 1), 2))
        for place, made in machines():
            plain = re.compile(made.pattern, made.flags)
            for low, high in ((0, len(text)), (begin, end)):
                expected = places(plain.finditer(text, low, high))
                assert machine_places(made, made.finditer(text, low, high)) == expected, (place, text, low, high)
                hits += len(expected)
            for way in ("search", "match", "fullmatch"):
                expected = places(filter(None, [getattr(plain, way)(text, begin, end)]))
                assert machine_places(made, filter(None, [getattr(made, way)(text, begin, end)])) == expected

    assert hits > 3_000


def test_whole_values_are_told_alike():
    for text in texts(30, signs=ODD):
        for value in re.findall(r"[\w+(][\w+()./@ -]{2,24}", text):
            for place, made in machines():
                plain = re.compile(made.pattern, made.flags)
                assert bool(made.fullmatch(value)) == bool(plain.fullmatch(value)), (place, value)


@pytest.mark.parametrize("text", ["tel. 12 34", "é tel. 12 34", "– tel. 12 34", "😀 tel. 12 34"])
def test_a_match_tells_its_groups(text):
    made = expression(r"(?i)(?P<word>TEL\.) (?P<first>\d+)(?P<none>x)? (\d+)")

    hit = made.search(text)

    assert hit["word"] == "tel."
    assert hit.group("first") == "12"
    assert hit[4] == "34"
    assert hit.group() == hit[0] == "tel. 12 34"
    assert hit["none"] is None
    assert hit.start("none") == -1
    assert hit.group("first", 4) == ("12", "34")
    assert hit.groups() == ("tel.", "12", None, "34")
    assert text[hit.start() : hit.end()] == hit[0]
    with pytest.raises(IndexError):
        hit.group(5)


@pytest.mark.parametrize(
    ("source", "text", "places_of_it"),
    [
        (r"[\s,]x", "a\x1cx,x", [(1, 3), (3, 5)]),  # a space of Unicode that is none of ASCII
        (r"\v", "\x0a\x0b", [(1, 2)]),  # vertical tab, not every break of a line
        (r"a{,2}b", "aab", [(0, 3)]),
        (r"[a[]+", "a[a]", [(0, 3)]),
        (r"[]a]+", "x]a", [(1, 3)]),
        (r"b\Z", "b\n", []),
        (r"b$", "b\n", [(0, 1)]),
        (r"x*", "xay", [(0, 1), (1, 1), (2, 2), (3, 3)]),
        (r"\u00e9?a", "a", [(0, 1)]),
        (r"(?<=ab)c", "abc", [(2, 3)]),
        (r"^a", "aa", [(0, 1)]),
    ],
)
def test_what_pcre2_would_read_in_another_way_means_what_it_means_in_python(source, text, places_of_it):
    assert [hit.span() for hit in expression(source).finditer(text)] == places_of_it


def test_what_looks_back_sees_what_stands_before_the_place():
    text = "é" + "x" * 80 + "ab"

    assert [hit.span() for hit in expression(r"(?<=a)b").finditer(text, 82)] == [(82, 83)]
    assert [hit.span() for hit in expression(r"(?<!a)b").finditer(text, 82)] == []
    assert [hit.span() for hit in expression(r"^b").finditer(text, 82)] == []


def test_patterns_of_python_alone_are_left_to_it():
    assert for_pcre2(r"(?a)\w", is_ascii=False) is None
    assert for_pcre2(r"[^\S\n]", is_ascii=False) is None
    assert for_pcre2(r"(a)(?(1)b|c)", is_ascii=True) is None


def test_what_needs_too_much_room_is_left_to_python():
    made = expression(r"(?:(a|b)(?:c|d)?){1,9000}e")
    text = "acbd" * 4_000 + "e"

    assert made.search(text).span() == re.search(made.pattern, text).span()
