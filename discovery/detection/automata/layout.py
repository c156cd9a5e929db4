"""The parts of patterns as rows of numbers, which an automaton reads quickly and a file can hold."""

from __future__ import annotations

import bisect
from array import array
from typing import Final, NamedTuple

from discovery.detection.automata.parts import Border, Fork, Met, Parts, Ranges, Sign

# What a part is that is no sign; a border's sort is added to the first of them.
FORK: Final = -1
MET: Final = -2
BORDER: Final = -3
BORDERS: Final = ("^", "^m", "$", "$m", "b", "B")
# What stands before a place, and what behind it.
NOTHING: Final = 0
NO_WORD: Final = 1
WORD: Final = 2
LINE: Final = 3  # the end of a line


class Layout(NamedTuple):
    """What patterns look for.

    Signs that no set tells apart are a class; behind the last class stands the end of a text, which is in no set.
    """

    bounds: array[int]  # where each class of signs begins
    sorts: array[int]  # of each class: NO_WORD, WORD or LINE
    is_in: array[int]  # a row for each set: of each class, 1 where its signs are in the set
    row: array[int]  # of each part: where the row of its set begins, or what it is
    behind: array[int]  # of each part: the part behind; where its ways begin; which pattern has its end there
    ways: array[int]  # how many ways there are, and then they
    starts: array[int]  # the part that each pattern begins with
    numbers: array[int]  # the number that each pattern stands for


def laid_out(patterns: list[str], numbers: list[int]) -> Layout:
    """The patterns, taken apart.

    Raises:
        NotReadable: one of them has something that these automata do not know, or they are too large.
    """
    parts = Parts()
    starts = [parts.add(pattern, number) for number, pattern in enumerate(patterns)]
    bounds, is_in, sorts = _classes(parts.sets)
    width = len(bounds) + 1
    row, behind, ways = array("i"), array("i"), array("i")
    for part in parts.all:
        if isinstance(part, Sign):
            row.append(part.of * width)
            behind.append(part.behind)
        elif isinstance(part, Met):
            row.append(MET)
            behind.append(part.number)
        elif isinstance(part, Fork):
            row.append(FORK)
            behind.append(len(ways))
            ways.extend([len(part.ways), *part.ways])
        elif isinstance(part, Border):
            row.append(BORDER - BORDERS.index(part.which))
            behind.append(part.behind)
    rows = array("b", [one for within in is_in for one in (*within, 0)])
    edges, kinds = array("i", bounds), array("i", sorts)
    return Layout(edges, kinds, rows, row, behind, ways, array("i", starts), array("i", numbers))


def _classes(sets: list[Ranges]) -> tuple[list[int], list[list[bool]], list[int]]:
    """Where each class of signs begins that no set tells apart, which are in each set, and of which sort each is."""
    words: Ranges = ((48, 57), (65, 90), (95, 95), (97, 122))
    edges = {0}
    for ranges in (*sets, words, ((10, 10),)):
        for low, high in ranges:
            edges.update((low, high + 1))
    bounds = sorted(edge for edge in edges if edge <= 0x10FFFF)
    sorts = [
        LINE if edge == 10 else WORD if within else NO_WORD
        for edge, within in zip(bounds, _within(bounds, words), strict=True)
    ]
    return bounds, [_within(bounds, ranges) for ranges in sets], sorts


def _within(bounds: list[int], ranges: Ranges) -> list[bool]:
    """Of each class: whether its signs are in the ranges."""
    lows = [low for low, _ in ranges]
    at = [bisect.bisect_right(lows, edge) - 1 for edge in bounds]
    return [one >= 0 and edge <= ranges[one][1] for one, edge in zip(at, bounds, strict=True)]
