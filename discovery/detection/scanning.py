"""Asks the recognisers, each only where it can find something: linear in the length of the text.

One automaton says which recognisers can have something in a stretch of lines and then in a line of it; a second
says which context words stand around that line: a recogniser that needs one is not asked without it. Stretches
overlap in what is read and not in what is reported: a detection belongs to the stretch that it starts in.
"""

from __future__ import annotations

import collections
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from discovery.detection.asking import Asked, LinesAsked, Triggers, one_of
from discovery.detection.context import CONTEXT_REACH, occurring
from discovery.detection.recogniser import (
    LONGEST_VALUE,
    LOOK_BEHIND,
    Finder,
    PatternRecogniser,
    Reaching,
    Seeker,
    Seeking,
    Stretch,
    Weighing,
    reading_bounds,
)
from discovery.detection.triggers import widest, without_lookaround
from discovery.documents import Detection

Seek = Callable[..., None]
# By the number of a recogniser: where it is to look, where it puts what it finds, and which words are near.
_Waiting = dict[int, list[tuple[Any, ...]]]
_WINDOW: Final = 1500  # characters that a line may have before it is cut
_TOGETHER: Final = 512  # stretches about which each recogniser is asked one after the other
_STRETCH: Final = 600  # characters of lines that are asked about together
_OPAQUE: Final = (
    re.compile(  # encoded bytes: nobody reads them, and everything in them looks like a number of some country
        r"(?<![A-Za-z0-9+/])(?:[A-Za-z0-9+/]{1000,}|[A-Za-z0-9+/]{60,}={0,2}(?:\r?\n[A-Za-z0-9+/]{60,}={0,2}){12,})"
    )
)
_LEAST_OPAQUE: Final = 800  # characters that encoded bytes have at least
_NEAR: Final = {(first, second): (first, second) for first in (False, True) for second in (False, True)}  # made once
_ANYWHERE: Final = 1 << 30  # a find may begin anywhere in the line
_EVERY: Final = 16  # of so many characters one is looked at, to see whether there can be encoded bytes
_PERHAPS_OPAQUE: Final = re.compile(rf"[A-Za-z0-9+/=\r\n]{{{_LEAST_OPAQUE // _EVERY - 5}}}")
_OPAQUE_EDGE: Final = 320  # characters at both ends of encoded bytes that are read all the same


class Scanner:
    """A set of recognisers and the automata that say which of them to ask."""

    def __init__(self, finders: tuple[Finder, ...]) -> None:
        self._always = [(getattr(finder, "longest", None), finder) for finder in finders if not trigger_of(finder)]
        self._asked = tuple(finder for finder in finders if trigger_of(finder))
        exact = [number for number, finder in enumerate(self._asked) if not isinstance(finder, PatternRecogniser)]
        self._triggers = Triggers([trigger_of(finder) for finder in self._asked], exact) if self._asked else None
        words = [_words_of(finder) for finder in self._asked]
        lists = list(dict.fromkeys(words_list for both in words for words_list in both if words_list))
        self._words = one_of([occurring(words_list) for words_list in lists])
        # By number: which lists of words are for and against it; None where it asks for none.
        at = {words_list: number for number, words_list in enumerate(lists)}
        near = [(at.get(first, -1), at.get(second, -1)) if first or second else None for first, second in words]
        self._plan = [
            (_seek(finder), near[number], bool(words_needed(finder)), _reach(finder))
            for number, finder in enumerate(self._asked)
        ]

    def scan(self, text: str) -> list[Detection]:
        """Everything the recognisers find, overlaps included."""
        return self.scan_many([text])[0]

    def scan_many(self, texts: Sequence[str]) -> list[list[Detection]]:
        """Everything the recognisers find in each of the texts, overlaps included."""
        waiting: _Waiting = collections.defaultdict(list)
        everything: list[list[Detection]] = []
        lines = self._triggers.lines(_WINDOW, CONTEXT_REACH, LONGEST_VALUE, LOOK_BEHIND) if self._triggers else None
        for text in texts:
            found: list[Detection] = []
            everything.append(found)
            always = [finder for longest, finder in self._always if longest is None or len(text) <= longest]
            for low, high in readable(text):
                if always:
                    for begin, end in windows(text, low, high):
                        for finder in always:
                            found.extend(finder.find(text, begin, end))
                if lines is None:
                    self._look(text, low, high, found, waiting)
                while lines is not None and (low := lines.put(text, low, high, found)) < high:
                    self._put_down_lines(lines, waiting)
        if lines is not None:
            self._put_down_lines(lines, waiting)
        self._ask(waiting)
        return everything

    def _put_down_lines(self, lines: LinesAsked, waiting: _Waiting) -> None:
        """Put down whom to ask about which of the lines that are looked at side by side."""
        count = 0
        for asked, where, found in lines.looked():
            self._put_down(asked, lines.place, where, found, waiting)
            count += 1
            if count >= _TOGETHER:
                self._ask(waiting)
                count = 0

    def _look(self, text: str, low: int, high: int, found: list[Detection], waiting: _Waiting) -> None:
        """Put down whom to ask about which lines, one after the other.

        Where asking about a line is costly, several lines are looked at together first.
        """
        triggers = self._triggers
        if triggers is None:
            return
        is_ascii = text.isascii()
        by_line = always_by_line = triggers.reads_lines
        count = 0
        while low < high:
            end = piece_end(text, low, high, 0 if by_line else _STRETCH)
            if end == low:
                low += 1
                continue
            begin, stop = reading_bounds(text, low, end)
            asked, places = triggers.asked(text[begin:stop])
            if not asked:
                by_line = always_by_line
            elif by_line or text.find("\n", low, end) < 0:
                where = (text, low, end, begin, stop, is_ascii or _is_ascii(text, begin, stop))
                self._put_down(asked, places.__getitem__, where, found, waiting)
                count += 1
                if count >= _TOGETHER:
                    self._ask(waiting)
                    count = 0
            else:
                by_line = True
                continue
            low = end + 1 if end < high and text[end] == "\n" else end

    def _put_down(
        self,
        asked: Asked,
        place: Callable[[int], int],
        where: Stretch,
        found: list[Detection],
        waiting: _Waiting,
    ) -> None:
        """Put down for each recogniser that is asked where to look, and which words are near."""
        present: frozenset[int] | None = None
        for number, ending in asked:
            _, near, is_needing, reach = self._plan[number]
            if reach < 0:
                waiting[number].append((where, found))
                continue
            # What is found reaches to where its trigger ends, which may read one sign beyond it.
            begin = where[3]
            if ending >= 0 and (ends := place(ending)) > reach + 1:
                begin += ends - 1 - reach
            if near is None:
                waiting[number].append((where, found, begin))
                continue
            if present is None and is_needing:
                present = self._words_around(where)
            if present is None:  # looking up the words where something was found costs less than looking for all
                waiting[number].append((where, found, begin))
                continue
            has_words = near[0] in present
            if has_words or not is_needing:
                waiting[number].append((where, found, begin, _NEAR[has_words, near[1] in present]))

    def _ask(self, waiting: _Waiting) -> None:
        """Ask each recogniser about all of its stretches: what it works with stays at hand for the processor."""
        for number in sorted(waiting):
            seek = self._plan[number][0]
            for asked in waiting[number]:
                seek(*asked)
        waiting.clear()

    def _words_around(self, where: Stretch) -> frozenset[int]:
        """Which of the lists of words have one around a line."""
        text, _, _, begin, end, _ = where
        seen = text[max(0, begin - CONTEXT_REACH - 2) : end + CONTEXT_REACH + 1]
        return self._words.which(seen)


def _is_ascii(text: str, begin: int, end: int) -> bool:
    return text.isascii() or text[max(0, begin - LOOK_BEHIND) : end].isascii()


def _words_of(finder: Finder) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words for and against what the recogniser finds."""
    return (finder.context, finder.against) if isinstance(finder, PatternRecogniser | Weighing) else ((), ())


def words_needed(finder: Finder) -> tuple[str, ...]:
    """The context words without any of which the recogniser finds nothing; () where it needs none."""
    if isinstance(finder, PatternRecogniser) and finder.context_required:
        return finder.context
    return ()


def trigger_of(finder: Finder) -> str:
    """The RE2 pattern without which the recogniser finds nothing; "" when it must always look."""
    if isinstance(finder, PatternRecogniser):
        return without_lookaround(finder.trigger or finder.pattern)
    return without_lookaround(finder.trigger)


def _seek(finder: Finder) -> Seek:
    if isinstance(finder, PatternRecogniser):
        return Seeker(finder).seek
    if isinstance(finder, Seeking):
        return finder.seek

    def seek(where: Stretch, found: list[Detection]) -> None:
        found.extend(finder.find(*where[:3]))

    return seek


def _reach(finder: Finder) -> int:
    """How far before the end of its trigger a find may begin; -1 for recognisers that ask for the whole line."""
    if isinstance(finder, Reaching):
        return finder.reach
    if not isinstance(finder, PatternRecogniser):
        return -1
    # A trigger of its own may reach beyond what is found, into what must stand behind it.
    return _ANYWHERE if finder.trigger else widest(finder.pattern)


def readable(text: str) -> Iterator[tuple[int, int]]:
    """The stretches of the text, in order, without gap or overlap but for encoded bytes, which are left out."""
    low = 0
    if len(text) >= _LEAST_OPAQUE and _PERHAPS_OPAQUE.search(text[::_EVERY]):
        for hit in _OPAQUE.finditer(text):
            yield low, hit.start() + _OPAQUE_EDGE
            low = hit.end() - _OPAQUE_EDGE
    yield low, len(text)


def pieces(text: str) -> Iterator[tuple[int, int]]:
    """The lines of the text, and the pieces of lines that are very long, one by one."""
    for low, high in readable(text):
        while low < high:
            end = piece_end(text, low, high, 0)
            yield low, end
            low = end + 1 if text[end : end + 1] == "\n" else end


def piece_end(text: str, low: int, high: int, wanted: int) -> int:
    """Where the piece ends that begins at `low`: whole lines of `wanted` characters together, or else one line.

    A line of more than 1,500 characters is cut at a space, or anywhere where it has none.
    """
    if high - low <= wanted:
        return high
    end = text.rfind("\n", low, low + wanted)
    if end < 0:
        end = text.find("\n", low + wanted, min(high, low + _WINDOW))
    if end >= 0:
        return end
    if high - low <= _WINDOW:
        return high
    cut = text.rfind(" ", low + _WINDOW // 2, low + _WINDOW)
    return cut + 1 if cut > 0 else low + _WINDOW


def windows(text: str, low: int, high: int) -> Iterator[tuple[int, int]]:
    """Pieces of [low, high) of up to 1,500 characters, cut at a line break or a space where there is one."""
    while low < high:
        end = min(low + _WINDOW, high)
        if end < high:
            half = low + _WINDOW // 2
            cut = max(text.rfind("\n", half, end), 0) or text.rfind(" ", half, end)
            end = cut + 1 if cut > low else end
        yield low, end
        low = end
