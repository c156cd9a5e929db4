# cython: boundscheck=False, wraparound=False, initializedcheck=False
"""An automaton for many patterns that is made while it reads: one look at a sign, whatever the number of patterns.

Compiled (docs/develop.md) it reads a sign in a nanosecond; as plain Python it gives the same answers, but RE2 is then
quicker and is used in its place.
"""

from __future__ import annotations

import bisect
from array import array
from typing import Final

from discovery.detection.automata.parts import Border, Fork, Met, Parts, Ranges, Sign

IS_COMPILED: Final = not __file__.endswith(".py")
_NEAR_SIGNS: Final = 0x250  # signs whose class is looked up in a table
_MOST_STATES: Final = 32_000
_FIRST_STATES: Final = 1_024
# What stands before a place, and what behind it.
_NOTHING: Final = 0
_NO_WORD: Final = 1
_WORD: Final = 2
_LINE: Final = 3  # the end of a line
_SORTS: Final = 4

Marks = list[tuple[tuple[int, ...], int]]


class Walk:
    """Says which of the patterns occur in a text, by their numbers, and where their occurrences end first."""

    def __init__(self, patterns: list[str], numbers: list[int]) -> None:
        parts = Parts()
        self._numbered = numbers
        starts = [parts.add(pattern, number) for number, pattern in enumerate(patterns)]
        self._parts = parts.all
        self._bounds, is_in, self._sort = _classes(parts.sets)
        self._end = len(self._bounds)  # the class of the end of a text
        self._width = self._end + 1
        self._near = array("i", [self._class_of(code) for code in range(_NEAR_SIGNS)])
        self._is_in = array("i", [one for row in is_in for one in (*row, 0)])
        # Of each part: the row of its set of signs, -1 where it is no sign; and what comes behind that.
        self._row = array("i", [one.of * self._width if isinstance(one, Sign) else -1 for one in parts.all])
        self._behind = array("i", [one.behind if isinstance(one, Sign) else 0 for one in parts.all])
        self._ways_known: dict[int, tuple[list[int], list[int]]] = {}
        # What stands at every place: the parts that patterns begin with, and by number what is reached from them.
        self._common: list[frozenset[int]] = [frozenset(starts)]
        self._common_numbers: dict[frozenset[int], int] = {frozenset(starts): 0}
        self._known: dict[int, tuple[int, frozenset[int], frozenset[int]]] = {}
        self._begun_known: dict[int, int] = {}
        self._grouped: dict[int, tuple[list[tuple[int, set[int]]], set[int]]] = {}
        self._forget()

    def _forget(self) -> None:
        self._numbers: dict[tuple[int, frozenset[int], int, tuple[int, ...]], int] = {}
        self._from: list[int] = []  # of each state: the number of the common parts,
        self._items: list[frozenset[int]] = []  # the parts that it has beside them,
        self._before: list[int] = []  # what was read last,
        self._met = array("i", bytes(4 * _FIRST_STATES))  # and the number of the set of patterns that ended just now.
        self._ends: list[tuple[int, ...]] = []
        self._ends_numbers: dict[tuple[int, ...], int] = {}
        self._marked = array("q", bytes(8 * _FIRST_STATES))  # when such a set was last met
        self._room = _FIRST_STATES
        self._next = array("i", bytes(4 * self._room * self._width))
        self._clock = 0
        self._state(-1, frozenset(), _NOTHING, ())  # never reached: 0 stands for "not known yet"
        self._begin = self._state(0, frozenset(), _NOTHING, ()) * self._width

    def is_full(self) -> bool:
        """Whether it has met so many different texts that it had better begin anew."""
        return len(self._items) > _MOST_STATES

    def renewed(self) -> Walk:
        """The same automaton before it read anything; this one may still be in use."""
        other = Walk.__new__(Walk)
        other._numbered, other._parts = self._numbered, self._parts
        other._bounds, other._is_in, other._sort = self._bounds, self._is_in, self._sort
        other._end, other._width, other._near = self._end, self._width, self._near
        other._row, other._behind, other._ways_known = self._row, self._behind, self._ways_known
        other._common, other._common_numbers, other._known = self._common, self._common_numbers, self._known
        other._begun_known, other._grouped = self._begun_known, self._grouped
        other._forget()
        return other

    def states(self) -> int:
        """How many states it has made so far."""
        return len(self._items)

    def read(self, text: str) -> Marks:
        """The patterns that occur, with the place where they end: at least the first of each."""
        marks: Marks = []
        self._clock += 1
        clock = self._clock
        state, at = self._begin, 0
        for sign in text:
            code = ord(sign)
            step = self._next[state + (self._near[code] if code < _NEAR_SIGNS else self._class_of(code))]
            if step <= 0:
                step = self._met_or_learnt(step, state, code, at, clock, marks)
            state = step
            at += 1
        self._met_or_learnt(self._next[state + self._end], state, -1, at, clock, marks)
        return marks

    def occurs(self, text: str) -> bool:
        """Whether one of the patterns occurs; it reads no further than that."""
        state = self._begin
        for sign in text:
            code = ord(sign)
            step = self._next[state + (self._near[code] if code < _NEAR_SIGNS else self._class_of(code))]
            if step <= 0:
                if step == 0:
                    step = self._learn(state, self._kind(code))
                if step < 0:
                    return True
            state = step
        step = self._next[state + self._end]
        return (step or self._learn(state, self._end)) < 0

    def _met_or_learnt(self, step: int, state: int, code: int, at: int, clock: int, marks: Marks) -> int:
        """The next state where that is not known yet, or where patterns ended, which are marked once a text."""
        if step == 0:
            step = self._learn(state, self._end if code < 0 else self._kind(code))
        if step < 0:
            step = -step
            number = self._met[step // self._width]
            if self._marked[number] != clock:
                self._marked[number] = clock
                marks.append((self._ends[number], at))
        return step

    def _kind(self, code: int) -> int:
        return self._near[code] if code < _NEAR_SIGNS else self._class_of(code)

    def _class_of(self, code: int) -> int:
        return bisect.bisect_right(self._bounds, code) - 1

    def _learn(self, state: int, kind: int) -> int:
        """Work out where a sign of a class leads from a state; negative where patterns end before it."""
        behind = _NOTHING
        if kind != self._end:
            behind = self._sort[kind]
        number = state // self._width
        common, items, met = self._from_common(self._from[number], self._before[number], kind, behind)
        if self._items[number]:
            more, ended = set(items), set(met)
            self._step(self._items[number], self._before[number], kind, behind, more, ended)
            items, met = frozenset(more - self._common[common]), frozenset(ended)
        ends = tuple(sorted([self._numbered[one] for one in met]))
        leads_to = self._state(common, items, behind, ends) * self._width
        step = -leads_to if met else leads_to
        self._next[state + kind] = step
        return step

    def _state(self, common: int, items: frozenset[int], before: int, met: tuple[int, ...]) -> int:
        key = (common, items, before, met)
        known = self._numbers.get(key)
        if known is not None:
            return known
        number = len(self._items)
        if number >= self._room:
            self._next = array("i", bytes(self._next) + bytes(4 * self._room * self._width))
            self._met = array("i", bytes(self._met) + bytes(4 * self._room))
            self._marked = array("q", bytes(self._marked) + bytes(8 * self._room))
            self._room *= 2
        self._numbers[key] = number
        self._from.append(common)
        self._items.append(items)
        self._before.append(before)
        self._met[number] = self._ends_numbers.setdefault(met, len(self._ends))
        if self._met[number] == len(self._ends):
            self._ends.append(met)
        return number

    def _from_common(
        self, common: int, before: int, kind: int, behind: int
    ) -> tuple[int, frozenset[int], frozenset[int]]:
        """The number of the common parts behind a sign, what is reached beside them, and the patterns that end."""
        key = (common * _SORTS + before) * self._width + kind
        known = self._known.get(key)
        if known is None:
            number = self._begun(before, kind, behind)
            items, met = self._from_grouped(common, before, kind, behind)
            met = met | self._from_grouped(0, before, kind, behind)[1]
            known = self._known[key] = (number, frozenset(items - self._common[number]), frozenset(met))
        return known

    def _begun(self, before: int, kind: int, behind: int) -> int:
        """The number of the parts that stand behind a sign wherever it stands."""
        number = self._begun_known.get(before * self._width + kind)
        if number is None:
            everywhere = frozenset(self._from_grouped(0, before, kind, behind)[0])
            number = self._common_numbers.setdefault(everywhere, len(self._common))
            if number == len(self._common):
                self._common.append(everywhere)
            self._begun_known[before * self._width + kind] = number
        return number

    def _from_grouped(self, common: int, before: int, kind: int, behind: int) -> tuple[set[int], set[int]]:
        """What follows a sign behind the common parts, which are put together by the sets of signs they ask for."""
        key = (common * _SORTS + before) * _SORTS + behind
        grouped = self._grouped.get(key)
        if grouped is None:
            rows: dict[int, set[int]] = {}
            ends: set[int] = set()
            for part in self._common[common]:
                ways, met = self._ways(part, before, behind)
                ends.update(met)
                for way in ways:
                    rows.setdefault(self._row[way], set()).add(self._behind[way])
            grouped = self._grouped[key] = (list(rows.items()), ends)
        items: set[int] = set()
        for row, following in grouped[0]:
            if self._is_in[row + kind]:
                items |= following
        return items, grouped[1]

    def _step(self, parts: frozenset[int], before: int, kind: int, behind: int, items: set[int], met: set[int]) -> None:
        """Add what follows a sign of this kind behind each of the parts, and the patterns that end before it."""
        for part in parts:
            row = self._row[part]
            if row >= 0:
                if self._is_in[row + kind]:
                    items.add(self._behind[part])
                continue
            ways, ends = self._ways(part, before, behind)
            for way in ways:
                if self._is_in[self._row[way] + kind]:
                    items.add(self._behind[way])
            met.update(ends)

    def _ways(self, first: int, before: int, behind: int) -> tuple[list[int], list[int]]:
        """The signs that can come next from a part, and the patterns that end there."""
        key = (first * _SORTS + before) * _SORTS + behind
        known = self._ways_known.get(key)
        if known is None:
            known = self._ways_known[key] = self._ways_worked_out(first, before, behind)
        return known

    def _ways_worked_out(self, first: int, before: int, behind: int) -> tuple[list[int], list[int]]:
        signs: list[int] = []
        met: list[int] = []
        seen = {first}
        waiting = [first]
        while waiting:
            at = waiting.pop()
            part = self._parts[at]
            following: list[int] = []
            if isinstance(part, Sign):
                signs.append(at)
            elif isinstance(part, Met):
                met.append(part.number)
            elif isinstance(part, Fork):
                following = part.ways
            elif isinstance(part, Border) and _holds(part.which, before, behind):
                following = [part.behind]
            for one in following:
                if one not in seen:
                    seen.add(one)
                    waiting.append(one)
        return signs, met


def _holds(which: str, before: int, behind: int) -> bool:
    if which[0] == "^":
        return before == _NOTHING or (which == "^m" and before == _LINE)
    if which[0] == "$":
        return behind == _NOTHING or (which == "$m" and behind == _LINE)
    return ((before == _WORD) != (behind == _WORD)) == (which == "b")


def _classes(sets: list[Ranges]) -> tuple[list[int], list[list[bool]], list[int]]:
    """Where each class of signs begins that no set tells apart, which are in each set, and of which sort each is."""
    words: Ranges = ((48, 57), (65, 90), (95, 95), (97, 122))
    edges = {0}
    for ranges in (*sets, words, ((10, 10),)):
        for low, high in ranges:
            edges.update((low, high + 1))
    bounds = sorted(edge for edge in edges if edge <= 0x10FFFF)
    sorts = [_LINE if edge == 10 else _WORD if within else _NO_WORD for edge, within in _within(bounds, words)]
    return bounds, [[within for _, within in _within(bounds, ranges)] for ranges in sets], sorts


def _within(bounds: list[int], ranges: Ranges) -> list[tuple[int, bool]]:
    lows = [low for low, _ in ranges]
    found = []
    for edge in bounds:
        at = bisect.bisect_right(lows, edge) - 1
        found.append((edge, at >= 0 and edge <= ranges[at][1]))
    return found
