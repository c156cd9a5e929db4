# cython: boundscheck=False, wraparound=False, initializedcheck=False
"""An automaton for many patterns that is made while it reads: one look at a sign, whatever the number of patterns.

Compiled (docs/develop.md) it reads a sign in a few nanoseconds and learns a state in about two microseconds; as plain
Python it gives the same answers, but RE2 is then quicker and is used in its place.

A state is what may be in the midst of its pattern at a place: the number of the parts that stand wherever the last sign
stands ("common"), the other parts ("items", sorted), what was read last, and the patterns that ended just now.
"""

from __future__ import annotations

import threading
from array import array
from typing import Final

from discovery.detection.automata.layout import Layout, laid_out
from discovery.detection.automata.reaching import Reach
from discovery.detection.automata.rows import packed, unpacked, zeros

IS_COMPILED: Final = not __file__.endswith(".py")
_NEAR_SIGNS = 0x250  # signs whose class is looked up in a table
_MOST_STATES = 32_000
_ROOM_BEYOND = 2_048  # states that one text more may take
_NOTHING = 0  # stands before a text; see layout
_SEED, _STIRRED, _LOW_BITS = 40_503, 16_777_619, 0x7FFFFFFF

Marks = list[tuple[tuple[int, ...], int]]
Learnt = dict[str, "array[int]"]


class Walk(Reach):
    """Says which of the patterns occur in a text, by their numbers, and where their occurrences end first.

    With what was learnt by another one of the same layout (`learnt`) it begins where that ended.
    """

    def __init__(
        self, patterns: list[str], numbers: list[int], layout: Layout | None = None, learnt: Learnt | None = None
    ) -> None:
        super().__init__(layout or laid_out(patterns, numbers))
        self._kept = learnt
        self._lock = threading.Lock()
        self._near = array("i", [self._class_of(code) for code in range(_NEAR_SIGNS)])
        self._is_ready = False
        self._forget()

    def _forget(self) -> None:
        self._clock = 0
        kept = self._kept
        count = len(kept["common"]) if kept else 0
        self._room = max(_MOST_STATES, count) + _ROOM_BEYOND
        self._next = zeros(self._room * self._width)
        if kept is not None:
            self._take_up(kept, count)
            return
        self._common, self._before, self._met = zeros(self._room), zeros(self._room), zeros(self._room)
        self._from = zeros(self._room + 1)  # of each state: where its items begin; those of the next end them
        self._items = zeros(8 * self._room)
        self._ends: list[tuple[int, ...]] = [()]
        self._marked = array("q", bytes(8 * 64))  # when a set of patterns that end together was last met
        self._commons = [tuple(sorted(set(self._layout.starts)))]
        self._states = 1  # 0 stands for "not known yet"
        self._is_ready = False
        self._ready()
        self._begin = self._state(0, _NOTHING, 0, 0) * self._width

    def _take_up(self, kept: Learnt, count: int) -> None:
        """Go on from what was learnt before."""
        spare = self._room - count
        self._common, self._before = self._with_room(kept["common"], spare), self._with_room(kept["before"], spare)
        self._met, self._from = self._with_room(kept["met"], spare), self._with_room(kept["from"], spare)
        self._items = self._with_room(kept["items"], len(kept["items"]) // 4 + 1024)
        self._ends = unpacked(kept["ends"])
        self._commons = unpacked(kept["commons"])
        self._marked = array("q", bytes(8 * (len(self._ends) + 64)))
        self._states = count
        self._begin = self._width
        self._is_ready = False
        self._take_steps(kept["places"], kept["steps"], len(kept["steps"]))

    def _take_steps(self, places: array[int], steps: array[int], count: int) -> None:
        for at in range(count):
            self._next[places[at]] = steps[at]

    def learnt(self) -> Learnt:
        """What was learnt so far, for another one of the same layout."""
        count = self._states
        places = [at for at in range(count * self._width) if self._next[at] != 0]
        return {
            "common": array("i", self._common[:count]),
            "before": array("i", self._before[:count]),
            "met": array("i", self._met[:count]),
            "from": array("i", self._from[: count + 1]),
            "items": array("i", self._items[: self._from[count]]),
            "places": array("i", places),
            "steps": array("i", [self._next[at] for at in places]),
            "ends": packed(self._ends),
            "commons": packed(self._commons),
        }

    def tread(self, text: str, counts: array[int]) -> None:
        """Count each step that a text takes, at its place; there must be room for all the places of all states."""
        state = self._begin
        for sign in text:
            code = ord(sign)
            kind = self._near[code] if code < _NEAR_SIGNS else self._class_of(code)
            counts[state + kind] += 1
            step = self._next[state + kind] or self._learn(state, kind)
            state = -step if step < 0 else step
        counts[state + self._end] += 1

    def is_full(self) -> bool:
        """Whether it has met so many different texts that it had better begin anew."""
        return self._states > _MOST_STATES

    def renewed(self) -> Walk:
        """The same automaton as it was at the beginning; this one may still be in use."""
        return Walk([], [], self._layout, self._kept)

    def bare(self) -> Walk:
        """The same automaton before anything was learnt."""
        return Walk([], [], self._layout)

    def states(self) -> int:
        """How many states it has made so far."""
        return self._states

    def ends(self, number: int) -> tuple[int, ...]:
        """The patterns that end together, by the number that `marks` gives for them."""
        return self._ends[number]

    def read(self, text: str) -> Marks:
        """The patterns that occur, with the place where they end: at least the first of each."""
        numbers, places = self.marks(text)
        return [(self._ends[number], at) for number, at in zip(numbers, places, strict=True)]

    def marks(self, text: str) -> tuple[tuple[int, ...], list[int]]:
        """The numbers of the sets of patterns that end together somewhere (see `ends`), and where each does first."""
        numbers: list[int] = []
        places: list[int] = []
        self._clock += 1
        clock = self._clock
        near, steps = self._near, self._next
        state, at = self._begin, 0
        for sign in text:
            code = ord(sign)
            kind = near[code] if code < _NEAR_SIGNS else self._class_of(code)
            step = steps[state + kind]
            if step <= 0:
                if step == 0:
                    step = self._learn(state, kind)
                    steps = self._next
                if step < 0:
                    step = -step
                    number = self._met[step // self._width]
                    if self._marked[number] != clock:
                        self._marked[number] = clock
                        numbers.append(number)
                        places.append(at)
            state = step
            at += 1
        step = steps[state + self._end]
        if step == 0:
            step = self._learn(state, self._end)
        if step < 0:
            number = self._met[-step // self._width]
            if self._marked[number] != clock:
                numbers.append(number)
                places.append(at)
        return tuple(numbers), places

    def occurs(self, text: str) -> bool:
        """Whether one of the patterns occurs; it reads no further than that."""
        near, steps = self._near, self._next
        state = self._begin
        for sign in text:
            code = ord(sign)
            kind = near[code] if code < _NEAR_SIGNS else self._class_of(code)
            step = steps[state + kind]
            if step <= 0:
                if step == 0:
                    step = self._learn(state, kind)
                    steps = self._next
                if step < 0:
                    return True
            state = step
        step = steps[state + self._end]
        return (step or self._learn(state, self._end)) < 0

    def _ready(self) -> None:
        """Make what is needed for learning only."""
        self._make_ready()
        self._ends_numbers = {one: number for number, one in enumerate(self._ends)}
        self._is_ready = True
        self._hash_all()

    def _hash_all(self) -> None:
        """Put all states into slots by what they are; four slots for each state that there is room for."""
        self._slots_less_one = (1 << (2 * self._room).bit_length()) - 1
        self._slots = zeros(self._slots_less_one + 1)
        for number in range(1, self._states):
            first, last = self._from[number], self._from[number + 1]
            slot = self._hash(self._items, first, last, self._common[number], self._met[number])
            while self._slots[slot]:
                slot = (slot + 1) & self._slots_less_one
            self._slots[slot] = number

    def _hash(self, items: array[int], first: int, last: int, common: int, met: int) -> int:
        mixed = _SEED + common * 31 + met
        for at in range(first, last):
            mixed = (mixed * _STIRRED ^ items[at]) & _LOW_BITS
        return (mixed ^ (mixed >> 13)) & self._slots_less_one

    def _learn(self, state: int, kind: int) -> int:
        """Work out where a sign of a class leads from a state; negative where patterns end before it."""
        with self._lock:  # threads take turns wherever Python collects garbage
            return self._next[state + kind] or self._worked_out(state, kind)

    def _worked_out(self, state: int, kind: int) -> int:
        if not self._is_ready:
            self._ready()
        behind = _NOTHING if kind == self._end else self._sort[kind]
        number = state // self._width
        before = self._before[number]
        place = self._from_common(self._common[number], before, kind, behind)
        common, count, ended = self._pool[place], self._pool[place + 1], self._pool[place + 2]
        self._mark_common(common)
        place += 3
        for at in range(count):
            self._found[at] = self._pool[place + at]
            self._seen[self._found[at]] = self._stamp
        place += count
        for at in range(ended):
            self._ended[at] = self._pool[place + at]
            self._seen_ends[self._ended[at]] = self._stamp
        first, last = self._from[number], self._from[number + 1]
        if last > first:
            count, ended = self._step(self._items, first, last, before, kind, behind, count, ended)
        self._put_in_order(self._found, count)
        met = self._ends_number(ended) if ended else 0
        leads_to = self._state(common, behind, met, count) * self._width
        step = -leads_to if ended else leads_to
        self._next[state + kind] = step
        return step

    def _state(self, common: int, before: int, met: int, count: int) -> int:
        """The state with the parts that are put down, sorted."""
        slot = self._hash(self._found, 0, count, common, met)
        number = self._slots[slot]
        while number:
            if (
                self._common[number] == common
                and self._before[number] == before
                and self._met[number] == met
                and self._is_found(self._from[number], self._from[number + 1], count)
            ):
                return number
            slot = (slot + 1) & self._slots_less_one
            number = self._slots[slot]
        number = self._states
        first = self._from[number]
        if number + 1 >= self._room:
            self._make_room()
            slot = self._hash(self._found, 0, count, common, met)
            while self._slots[slot]:
                slot = (slot + 1) & self._slots_less_one
        if first + count > len(self._items):
            self._items = self._with_room(self._items, first + count)
        for at in range(count):
            self._items[first + at] = self._found[at]
        self._common[number], self._before[number], self._met[number] = common, before, met
        self._from[number + 1] = first + count
        self._slots[slot] = number
        self._states += 1
        return number

    def _ends_number(self, ended: int) -> int:
        """The number of the set of the patterns that are put down as ended."""
        ends = tuple(sorted([self._numbered[self._ended[at]] for at in range(ended)]))
        number = self._ends_numbers.setdefault(ends, len(self._ends))
        if number == len(self._ends):
            self._ends.append(ends)
            if number >= len(self._marked):
                self._marked = array("q", bytes(self._marked) + bytes(8 * number))
        return number

    def _is_found(self, first: int, last: int, count: int) -> bool:
        if last - first != count:
            return False
        for at in range(count):  # noqa: SIM110 - compiled it is a loop in C, which a generator is not
            if self._items[first + at] != self._found[at]:
                return False
        return True

    def _make_room(self) -> None:
        self._next = self._with_room(self._next, self._room * self._width)
        self._common, self._before = (
            self._with_room(self._common, self._room),
            self._with_room(self._before, self._room),
        )
        self._met, self._from = self._with_room(self._met, self._room), self._with_room(self._from, self._room)
        self._room *= 2
        self._hash_all()
