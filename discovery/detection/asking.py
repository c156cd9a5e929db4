"""Which recognisers to ask about a stretch of text: their triggers, put together into automata.

Where our own automaton is compiled it reads each line once, and says where triggers end too; else RE2's are asked.

An automaton for many patterns has a state for every way to be in the midst of some of them at once. What makes that
product large is kept apart: numbers that begin where a word does are looked for by an automaton of their own, and only
where there is a digit; and of a trigger with a gap in it, "a number, later a word for a street", only the pieces are
looked for at first.
"""

from __future__ import annotations

import functools
import re
from array import array
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any, Final, NamedTuple

import re2

from discovery.detection.automata.keeping import walk_of
from discovery.detection.automata.parts import NotReadable
from discovery.detection.automata.walking import IS_COMPILED, Walk
from discovery.detection.triggers import coarse, gapless, loosened, needs_digit

try:  # compiled (discovery/compiled.py); else each line is read on its own
    from discovery.detection.automata.lanes import Lines
except ImportError:
    Lines = None  # type: ignore[assignment, misc]

_NUMBER: Final = re.compile(r"(?:\(\?i\))?(?:\(\?:\^\||\\b)(?!.*\)\{)")  # begins at a word; no group again and again
_DIGIT: Final = frozenset((r"\d", "[0-9]"))  # pieces that are not worth waiting for
_AUTOMATON_BYTES: Final = 256 << 20
_MOST_MET: Final = 8192  # sets of patterns that occur together, of which is remembered what they ask for

# Recognisers to ask, and for each which of the places that were met is where its trigger first ends; -1 for none.
Asked = tuple[tuple[int, int], ...]
# Those, and the recognisers to ask where their trigger itself occurs, with what looks for it.
_Met = tuple[Asked, tuple[tuple[int, Any], ...]]
# Whom to ask about a line, the line (as recognisers take it), and what was put in with its text.
Looked = tuple[Asked, tuple[str, int, int, int, int, bool], Any]
_Key = tuple[int, ...] | bytes  # the numbers of the sets of patterns that end; as bytes four each


class _Reading(NamedTuple):
    """An automaton, and what was met by it: by the sets of patterns that end, in their order."""

    walk: Walk | None
    met: dict[_Key, _Met]


class Triggers:
    """The triggers of recognisers, by number.

    For the numbers in `exact` the trigger itself is looked for before the recogniser is asked: asking costs more.
    """

    def __init__(self, triggers: list[str], exact: Collection[int] = ()) -> None:
        self._plain = _Lot()
        self._digits = _Lot()
        # By the longest piece of each branch: number, all pieces of the branch, and what looks for the trigger itself.
        self._gapped: dict[int, list[tuple[int, frozenset[int], Any]]] = {}
        pieces: dict[str, int] = {}
        for number, trigger in enumerate(triggers):
            short = loosened(trigger)
            branches = gapless(short)
            if all(len(branch) == 1 for branch in branches) and (number not in exact or coarse(short) == short):
                self._lot(short).add(coarse(short), number)
                continue
            itself = one_of([short])
            for branch in branches:
                marks = frozenset(pieces.setdefault(piece, -1 - len(pieces)) for piece in branch if piece not in _DIGIT)
                if marks:
                    longest = pieces[max((piece for piece in branch if piece not in _DIGIT), key=len)]
                    self._gapped.setdefault(longest, []).append((number, marks, itself))
                else:
                    self._lot(short).add(coarse(branch[0]), number)
        for piece, mark in pieces.items():
            self._lot(piece).add(coarse(loosened(piece, far=2)), mark)
        self._digit = -len(pieces) - 1
        walk = walk_for(self._plain.patterns + self._digits.patterns, self._plain.numbers + self._digits.numbers)
        self._reading = _Reading(walk, {})
        if walk is None:
            self._plain.add("[0-9]", self._digit)
            self._plain.made = automaton(self._plain.patterns)
            self._digits.made = automaton(self._digits.patterns)

    @property
    def reads_lines(self) -> bool:
        """Whether each line is best asked about on its own."""
        return self._reading.walk is not None

    def _lot(self, trigger: str) -> _Lot:
        is_number = _NUMBER.match(trigger) and needs_digit(trigger)
        return self._digits if is_number else self._plain

    def asked(self, seen: str) -> tuple[Asked, Sequence[int]]:
        """The recognisers whose trigger occurs in the text, and the places where some of them first end."""
        reading = self._reading
        places: Sequence[int] = ()
        if reading.walk is not None:
            key, places = reading.walk.marks(seen)
            if not key:
                return (), places
        else:
            key = self._asked_by_re2(seen.encode("utf-8", "replace"))
        found, perhaps = reading.met.get(key) or self._meet(reading, key)
        if perhaps:
            found += tuple([(number, -1) for number, itself in perhaps if itself.occurs(seen)])
        self._begin_anew_where_full(reading)
        return found, places

    def lines(self, window: int, around: int, beyond: int, behind: int) -> LinesAsked | None:
        """What looks at many lines side by side; None where that is not compiled.

        Args:
            window: signs that a line may have before it is cut.
            around: signs before a piece of a cut line that are read with it.
            beyond: signs behind it that are read with it.
            behind: signs before what is read that a pattern may look back.
        """
        reading = self._reading
        if reading.walk is None or Lines is None:
            return None
        return LinesAsked(Lines(reading.walk, window, around, beyond, behind), functools.partial(self._looked, reading))

    def _looked(self, reading: _Reading, lines: Lines) -> Iterator[Looked]:
        lines.read()
        for where, about, key in lines:
            found, perhaps = reading.met.get(key) or self._meet(reading, key)
            if perhaps:
                seen = where[0][where[3] : where[4]]
                found += tuple([(number, -1) for number, itself in perhaps if itself.occurs(seen)])
            if found:
                yield found, where, about
        self._begin_anew_where_full(reading)

    def _begin_anew_where_full(self, reading: _Reading) -> None:
        if reading.walk is not None and reading.walk.is_full():
            self._reading = _Reading(reading.walk.renewed(), {})

    def _asked_by_re2(self, seen: bytes) -> tuple[int, ...]:
        plain = self._plain.made.Match(seen) or ()
        numbers = [self._plain.numbers[at] for at in plain]
        if self._digits.made and self._digit in numbers:
            numbers += [self._digits.numbers[at] for at in self._digits.made.Match(seen) or ()]
        return tuple(numbers)

    def _meet(self, reading: _Reading, key: _Key) -> _Met:
        """Work out what patterns that occur together ask for, and keep it: lines of one sort have the same."""
        ends: dict[int, int] = {}
        if reading.walk is None:
            ends = dict.fromkeys(key, -1)
        else:
            for at, together in enumerate(array("i", key) if isinstance(key, bytes) else key):
                for number in reading.walk.ends(together):
                    ends.setdefault(number, at)
        marks = {number for number in ends if number < 0 and number != self._digit}
        perhaps = {
            number: itself
            for mark in marks
            for number, needed, itself in self._gapped.get(mark, ())
            if number not in ends and needed <= marks
        }
        if len(reading.met) >= _MOST_MET:
            reading.met.clear()
        found = tuple((number, at) for number, at in ends.items() if number >= 0)
        met = reading.met[key] = found, tuple(perhaps.items())
        return met


class LinesAsked:
    """Lines of many texts, looked at side by side."""

    __slots__ = ("_lines", "_looked", "place", "put")

    def __init__(self, lines: Lines, looked: Callable[[Lines], Iterator[Looked]]) -> None:
        self._lines = lines
        self._looked = looked
        # Takes (text, low, high, about); gives the place up to which there was room.
        self.put: Callable[[str, int, int, Any], int] = lines.put
        # Takes the number of one of the places that were met in the line that was told last; gives the place.
        self.place: Callable[[int], int] = lines.place

    def looked(self) -> Iterator[Looked]:
        """The lines in which there may be something, in their order; and let go of all of them."""
        return self._looked(self._lines)


class _Lot:
    """Patterns of one automaton, and the number that each stands for."""

    def __init__(self) -> None:
        self.patterns: list[str] = []
        self.numbers: list[int] = []
        self.made: Any = None

    def add(self, pattern: str, number: int) -> None:
        self.patterns.append(pattern)
        self.numbers.append(number)


class OneOf:
    """Whether one of several patterns occurs in a text, and which."""

    def __init__(self, patterns: list[str]) -> None:
        self._walk = walk_for(patterns, list(range(len(patterns))))
        self._re2 = automaton(patterns) if self._walk is None else None
        self._met: dict[tuple[int, ...], frozenset[int]] = {}

    def occurs(self, seen: str) -> bool:
        """Whether one of the patterns occurs."""
        if self._walk is None:
            return self._re2 is not None and bool(self._re2.Match(seen.encode("utf-8", "replace")))
        if self._walk.is_full():
            self._walk = self._walk.renewed()
        return self._walk.occurs(seen)

    def which(self, seen: str) -> frozenset[int]:
        """The numbers of the patterns that occur."""
        if self._walk is None:
            return frozenset(self._re2.Match(seen.encode("utf-8", "replace")) or ()) if self._re2 else frozenset()
        key, _ = self._walk.marks(seen)
        found = self._met.get(key)
        if found is None:
            if len(self._met) >= _MOST_MET:
                self._met.clear()
            found = self._met[key] = frozenset(number for one in key for number in self._walk.ends(one))
        if self._walk.is_full():
            self._walk = self._walk.renewed()
            self._met.clear()
        return found


def one_of(patterns: list[str]) -> OneOf:
    """What looks for the patterns."""
    return OneOf(patterns)


def walk_for(patterns: list[str], numbers: list[int]) -> Walk | None:
    """Our own automaton where it is compiled and can read the patterns; else RE2 is quicker."""
    if not IS_COMPILED or not patterns:
        return None
    try:
        return walk_of(patterns, numbers)
    except NotReadable:
        return None


def automaton(patterns: list[str]) -> Any:
    """Says which of the RE2 patterns occur in given bytes; None for no patterns."""
    if not patterns:
        return None
    made = re2.Set.SearchSet(_options())
    for pattern in patterns:
        made.Add(pattern)
    made.Compile()
    return made


def _options() -> Any:
    options = re2.Options()
    options.max_mem = _AUTOMATON_BYTES
    options.log_errors = False
    return options
