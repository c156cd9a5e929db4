r"""Patterns taken apart for an automaton: what each looks for, sign by sign.

Read are the patterns that RE2 reads as triggers: signs, classes, alternatives, counted repeats, `^`, `$`, `\b` and
`(?i)`. Every sign beyond ASCII counts as one of `\p{L}` and its like: a trigger may ask too often, never too seldom.
"""

from __future__ import annotations

import functools
import re
import re._constants as sre  # type: ignore[import-not-found]
import re._parser as sre_parser  # type: ignore[import-not-found]
from collections.abc import Iterable
from typing import Any, Final, NamedTuple

LAST_SIGN: Final = 0x10FFFF
_MOST_PARTS: Final = 60_000
_MOST_TIMES: Final = 1_000
_RE2_ONLY: Final = re.compile(r"\\x\{([0-9a-fA-F]{1,6})\}|\\([pP])(?:\{(\^?\w+)\}|(\w))|(\\.)", re.DOTALL)
# What a class of Unicode has of ASCII.
_OF_ASCII: Final = {"L": "A-Za-z", "Lu": "A-Z", "Ll": "a-z", "N": "0-9", "Nd": "0-9", "M": "", "Lo": "", "Lm": ""}
_FOLDED_BEYOND_ASCII: Final = range(0x80, 0x2200)

Ranges = tuple[tuple[int, int], ...]
_DIGITS: Final[Ranges] = ((48, 57),)
_WORDS: Final[Ranges] = ((48, 57), (65, 90), (95, 95), (97, 122))
_SPACES: Final[Ranges] = ((9, 10), (12, 13), (32, 32))
_ANY: Final[Ranges] = ((0, 9), (11, LAST_SIGN))


class NotReadable(ValueError):
    """The pattern has something that these automata do not know, or is too large for them."""


class Sign(NamedTuple):
    """One sign of a set, then what comes behind."""

    of: int  # the number of the set
    behind: int


class Fork(NamedTuple):
    """Several ways to go on, without a sign."""

    ways: list[int]


class Border(NamedTuple):
    r"""A place that must be the beginning ("^"), the end ("$"), or the edge of a word ("b") or none ("B").

    With "m" behind it, the beginning or the end of a line will do.
    """

    which: str
    behind: int


class Met(NamedTuple):
    """The end of the pattern with this number."""

    number: int


Part = Sign | Fork | Border | Met


class Parts:
    """The parts of several patterns, by number, and the sets of signs that they ask for."""

    def __init__(self) -> None:
        self.all: list[Part] = []
        self.sets: list[Ranges] = []
        self._numbers: dict[Ranges, int] = {}
        self._made: dict[Part, int] = {}

    def add(self, pattern: str, number: int) -> int:
        """The part that the pattern begins with; at its end the number is met.

        Raises:
            NotReadable: the pattern has something else than what the module names, or is too large.
        """
        try:
            tree = sre_parser.parse(_as_python_reads_it(pattern))
        except (re.error, RecursionError, OverflowError) as error:
            raise NotReadable(pattern) from error
        return self._all_of(list(tree), self._made_once(Met(number)), flags=tree.state.flags)

    def _made_once(self, part: Met | Sign | Border) -> int:
        if (known := self._made.get(part)) is not None:
            return known
        self._made[part] = made = self._new(part)
        return made

    def _new(self, part: Part) -> int:
        if len(self.all) >= _MOST_PARTS:
            raise NotReadable("too large")
        self.all.append(part)
        return len(self.all) - 1

    def _all_of(self, items: list[Any], behind: int, *, flags: int) -> int:
        """The items one behind the other, put together from the last."""
        for op, value in reversed(items):
            behind = self._one(op, value, behind, flags=flags)
        return behind

    def _one(self, op: Any, value: Any, behind: int, *, flags: int) -> int:
        if op in _OF_SIGNS:
            ranges = _ranges(op, value)
            return self._sign(
                _any_case(ranges) if flags & re.IGNORECASE and op is not sre.ANY else ranges, op, value, behind
            )
        if op is sre.AT and value in _BORDERS:
            which = _BORDERS[value]
            by_line = bool(flags & re.MULTILINE) and value in (sre.AT_BEGINNING, sre.AT_END)
            return self._made_once(Border(which + "m" if by_line else which, behind))
        if op is sre.SUBPATTERN:
            _, added, taken, inside = value
            return self._all_of(list(inside), behind, flags=(flags | added) & ~taken)
        if op is sre.BRANCH:
            ways = [self._all_of(list(way), behind, flags=flags) for way in value[1]]
            return self._new(Fork(ways))
        if op in (sre.MAX_REPEAT, sre.MIN_REPEAT):
            least, most, inside = value
            return self._repeated(least, most, inside, behind, flags=flags)
        raise NotReadable(str(op))

    def _sign(self, ranges: Ranges, op: Any, value: Any, behind: int) -> int:
        if op is sre.NOT_LITERAL or (op is sre.IN and value[0][0] is sre.NEGATE):
            ranges = _others(ranges)
        number = self._numbers.setdefault(ranges, len(self.sets))
        if number == len(self.sets):
            self.sets.append(ranges)
        return self._made_once(Sign(number, behind))

    def _repeated(self, least: int, most: Any, inside: Any, behind: int, *, flags: int) -> int:
        items = list(inside)
        if most is sre.MAXREPEAT:
            ways: list[int] = []
            again = self._new(Fork(ways))
            ways += [self._all_of(items, again, flags=flags), behind]
            behind = again
        elif most > _MOST_TIMES:
            raise NotReadable("repeated too often")
        else:
            end = behind
            for _ in range(most - least):
                behind = self._new(Fork([self._all_of(items, behind, flags=flags), end]))
        for _ in range(least):
            behind = self._all_of(items, behind, flags=flags)
        return behind


_OF_SIGNS: Final = frozenset((sre.LITERAL, sre.NOT_LITERAL, sre.IN, sre.ANY))
_BORDERS: Final = {
    sre.AT_BEGINNING: "^",
    sre.AT_BEGINNING_STRING: "^",
    sre.AT_END: "$",
    sre.AT_END_STRING: "$",
    sre.AT_BOUNDARY: "b",
    sre.AT_NON_BOUNDARY: "B",
}
_CATEGORIES: Final[dict[Any, Ranges]] = {
    sre.CATEGORY_DIGIT: _DIGITS,
    sre.CATEGORY_WORD: _WORDS,
    sre.CATEGORY_SPACE: _SPACES,
}
_OTHER_CATEGORIES: Final[dict[Any, Ranges]] = {
    sre.CATEGORY_NOT_DIGIT: _DIGITS,
    sre.CATEGORY_NOT_WORD: _WORDS,
    sre.CATEGORY_NOT_SPACE: _SPACES,
}


def _as_python_reads_it(pattern: str) -> str:
    def read(hit: re.Match[str]) -> str:
        if hit[1]:
            return f"\\U{int(hit[1], 16):08x}"
        if hit[2]:
            of_ascii = _OF_ASCII.get(hit[3] or hit[4])
            if hit[2] == "P" or of_ascii is None:
                raise NotReadable(pattern)
            ranges = of_ascii + "\x80-\U0010ffff"  # any sign beyond ASCII may be of the class
            return ranges if hit.start() in within else f"[{ranges}]"
        return hit[5]

    within = _within_classes(pattern)
    return _RE2_ONLY.sub(read, pattern)


def _within_classes(pattern: str) -> frozenset[int]:
    """The places that stand within brackets."""
    places, at, begun = set[int](), 0, -1
    while at < len(pattern):
        if pattern[at] == "\\":
            places.update((at,) if begun >= 0 else ())
            at += 1
        elif begun < 0 and pattern[at] == "[":
            begun = at + pattern.startswith("[^", at)
        elif pattern[at] == "]" and at > begun + 1:
            begun = -1
        at += 1
    return frozenset(places)


def _ranges(op: Any, value: Any) -> Ranges:
    """The signs of an item of the tree; for those that say "none of these", those."""
    if op is sre.ANY:
        return _ANY
    if op is not sre.IN:
        return ((value, value),)
    found: list[tuple[int, int]] = []
    for what, one in value:
        if what is sre.LITERAL:
            found.append((one, one))
        elif what is sre.RANGE:
            found.append(one)
        elif what is sre.CATEGORY and one in _CATEGORIES:
            found += _CATEGORIES[one]
        elif what is sre.CATEGORY and one in _OTHER_CATEGORIES:
            found += _others(_OTHER_CATEGORIES[one])
        elif what is not sre.NEGATE:
            raise NotReadable(str(what))
    return _joined(found)


def _joined(ranges: Iterable[tuple[int, int]]) -> Ranges:
    """The ranges in order, those that touch made one."""
    made: list[tuple[int, int]] = []
    for low, high in sorted(ranges):
        if made and low <= made[-1][1] + 1:
            made[-1] = (made[-1][0], max(high, made[-1][1]))
        else:
            made.append((low, high))
    return tuple(made)


def _others(ranges: Ranges) -> Ranges:
    """Every sign that is not in the ranges."""
    made, at = [], 0
    for low, high in ranges:
        if low > at:
            made.append((at, low - 1))
        at = high + 1
    return (*made, (at, LAST_SIGN)) if at <= LAST_SIGN else tuple(made)


@functools.cache
def _any_case(ranges: Ranges) -> Ranges:
    """The ranges, with the other case of every letter in them."""
    alike = _alike()
    more = [
        (other, other)
        for low, high in ranges
        for sign in range(low, min(high, _FOLDED_BEYOND_ASCII.stop) + 1)
        for other in alike.get(sign, ())
    ]
    return _joined([*ranges, *more])


@functools.cache
def _alike() -> dict[int, tuple[int, ...]]:
    """By letter: all that differ from it in case only."""
    by_small: dict[str, list[int]] = {}
    for code in (*range(0x41, 0x7B), *_FOLDED_BEYOND_ASCII, 0x1E9E):
        sign = chr(code)
        small = sign.casefold()
        by_small.setdefault(small if len(small) == 1 else sign.lower(), []).append(code)
    return {code: tuple(codes) for codes in by_small.values() if len(codes) > 1 for code in codes}
