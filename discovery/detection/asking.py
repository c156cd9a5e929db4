"""Which recognisers to ask about a stretch of text: their triggers, put together into two RE2 automata.

An automaton for many patterns has a state for every way to be in the midst of some of them at once. What makes that
product large is kept apart: numbers that begin where a word does are looked for by an automaton of their own, and only
where there is a digit; and of a trigger with a gap in it, "a number, later a word for a street", only the pieces are
looked for at first.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any, Final

import re2

from discovery.detection.triggers import coarse, gapless, loosened, needs_digit

_NUMBER: Final = re.compile(r"(?:\(\?i\))?(?:\(\?:\^\||\\b)(?!.*\)\{)")  # begins at a word; no group again and again
_AUTOMATON_BYTES: Final = 256 << 20
_MOST_MET: Final = 8192  # sets of patterns that occur together, of which is remembered what they ask for

# The recognisers to ask, and those to ask where their trigger itself occurs, with what looks for it.
_Asked = tuple[tuple[int, ...], tuple[tuple[int, Any], ...]]


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
            itself = automaton([short])
            for branch in branches:
                marks = frozenset(pieces.setdefault(piece, -1 - len(pieces)) for piece in branch)
                self._gapped.setdefault(pieces[max(branch, key=len)], []).append((number, marks, itself))
        for piece, mark in pieces.items():
            self._lot(piece).add(coarse(loosened(piece, far=2)), mark)
        self._digit = -len(pieces) - 1
        self._digit_at = len(self._plain.patterns)
        self._plain.add("[0-9]", self._digit)
        self._met: dict[tuple[tuple[int, ...], tuple[int, ...]], _Asked] = {}
        self._plain.made = automaton(self._plain.patterns)
        self._digits.made = automaton(self._digits.patterns)

    def _lot(self, trigger: str) -> _Lot:
        is_number = _NUMBER.match(trigger) and needs_digit(trigger)
        return self._digits if is_number else self._plain

    def asked(self, seen: bytes) -> tuple[int, ...]:
        """The numbers of the recognisers whose trigger occurs in the bytes."""
        plain = tuple(self._plain.made.Match(seen) or ())
        digits: tuple[int, ...] = ()
        if self._digit_at in plain and self._digits.made:
            digits = tuple(self._digits.made.Match(seen) or ())
        found, perhaps = self._met.get((plain, digits)) or self._meet(plain, digits)
        if perhaps:
            found += tuple([number for number, itself in perhaps if itself.Match(seen)])
        return found

    def _meet(self, plain: tuple[int, ...], digits: tuple[int, ...]) -> _Asked:
        """Work out what patterns that occur together ask for, and keep it: lines of one sort have the same."""
        numbers = [self._plain.numbers[at] for at in plain] + [self._digits.numbers[at] for at in digits]
        found = [number for number in numbers if number >= 0]
        marks = [number for number in numbers if number < 0 and number != self._digit]
        perhaps = {
            number: itself
            for mark in marks
            for number, needed, itself in self._gapped.get(mark, ())
            if number not in found and needed.issubset(marks)
        }
        if len(self._met) >= _MOST_MET:
            self._met.clear()
        met = self._met[plain, digits] = tuple(found), tuple(perhaps.items())
        return met


class _Lot:
    """Patterns of one automaton, and the number that each stands for."""

    def __init__(self) -> None:
        self.patterns: list[str] = []
        self.numbers: list[int] = []
        self.made: Any = None

    def add(self, pattern: str, number: int) -> None:
        self.patterns.append(pattern)
        self.numbers.append(number)


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
