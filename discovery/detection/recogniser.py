"""What a recogniser is: the interface, and the kind that is made of a pattern, a check and context words."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Protocol, runtime_checkable

from discovery.detection.context import (
    CONTEXT_REACH,
    context_bonus,
    context_of,
    nearest_word,
    words_pattern,
)
from discovery.detection.patterns import native
from discovery.detection.triggers import compiled, compiled_for_ascii, first_sign_first, without_lookaround
from discovery.documents import Detection, Kind

__all__ = [
    "CONTEXT_REACH",
    "LONGEST_VALUE",
    "Finder",
    "PatternRecogniser",
    "Reaching",
    "Seeker",
    "Seeking",
    "Stretch",
    "Weighing",
    "compiled",
    "compiled_for_ascii",
    "context_bonus",
    "first_sign_first",
    "nearest_word",
    "reading_bounds",
    "sentence",
    "stretch",
    "without_lookaround",
    "words_pattern",
]

LONGEST_VALUE: Final = 400  # characters a value may go on beyond the stretch it starts in
_AGAINST_LOSS: Final = 0.4
_MISTYPED_LOSS: Final = 0.2
_detection: Final = functools.partial(tuple.__new__, Detection)  # in half the time of a call of the class
LOOK_BEHIND: Final = 40  # characters that no pattern looks back further than

# What a recogniser is asked about: (text, low, high, begin, end, is_ascii). Detections start in [low, high); patterns
# read [begin, end) of the text; `is_ascii` says that the latter and the 40 characters before it are ASCII. A plain
# tuple, which compiled code takes apart at once.
Stretch = tuple[str, int, int, int, int, bool]


class Finder(Protocol):
    """Finds one family of personal data.

    The engine calls `find` only for windows in which `trigger` (an RE2 pattern, "" for every window) occurs. `find`
    yields detections that start in [low, high) of the folded text; it never raises for any text, and its patterns are
    bounded: time grows linearly with the window. A find lies within one line, unless there is no trigger.
    """

    @property
    def name(self) -> str: ...

    @property
    def trigger(self) -> str: ...

    def find(self, text: str, low: int, high: int) -> Iterator[Detection]: ...


@runtime_checkable
class Seeking(Protocol):
    """A finder that appends what it finds to a list, which is quicker where it is asked for every line."""

    def seek(self, where: Stretch, found: list[Detection]) -> None:
        """Append the detections that start in [low, high)."""


@runtime_checkable
class Reaching(Protocol):
    """A finder whose finds all reach to the end of the trigger, and begin at most `reach` characters before that.

    Its `seek` takes a third argument: where the first of them can begin.
    """

    reach: int


@runtime_checkable
class Weighing(Protocol):
    """A finder that reaches, and weighs words: `seek` is told as a fourth argument whether any stand around at all."""

    context: tuple[str, ...]
    against: tuple[str, ...]


def stretch(text: str, low: int, high: int) -> Stretch:
    """The stretch with what may be read around it."""
    begin, end = reading_bounds(text, low, high)
    return text, low, high, begin, end, text[max(0, begin - LOOK_BEHIND) : end].isascii()


def reading_bounds(text: str, low: int, high: int) -> tuple[int, int]:
    """How far around [low, high) a pattern may read: no further than the line where low and high are its ends."""
    begin = low if low == 0 or text[low - 1] == "\n" else max(0, low - CONTEXT_REACH)
    end = high if high >= len(text) or text[high] == "\n" else min(len(text), high + LONGEST_VALUE)
    return begin, end


@dataclass(frozen=True, slots=True)
class PatternRecogniser:
    """A recogniser made of a pattern, a check and context words.

    Attributes:
        name: unique, snake case.
        pattern: Python regular expression with bounded repetition; a group named "value" narrows the span.
        score: certainty 0..1 without context; with a check, after the check passed.
        source: the standard or publication that the shape comes from.
        check: yes or no for the found text; no drops the find, or gives `mistyped_score` where context is near.
        check_name: published in Detection.validator.
        context: words in small letters that raise the score; with `context_required` a find without one is dropped.
        against: words in small letters that lower it ("invoice", "order").
        trigger: RE2 pattern that every find contains; by default the pattern without its look-arounds.
    """

    name: str
    kind: Kind
    pattern: str
    score: float
    source: str
    check: Callable[[str], bool] | None = None
    check_name: str = ""
    context: tuple[str, ...] = ()
    context_required: bool = False
    against: tuple[str, ...] = ()
    trigger: str = ""
    mistyped_score: float = 0.0
    what: str = ""

    def __post_init__(self) -> None:
        if capitals := [word for word in (*self.context, *self.against) if word != word.lower()]:
            message = f"context words stand in small letters: {capitals}"
            raise ValueError(message)

    def find(self, text: str, low: int, high: int) -> Iterator[Detection]:
        """The detections that start in [low, high)."""
        found: list[Detection] = []
        where = stretch(text, low, high)
        _seeker(self).seek(where, found, where[3])
        yield from found


class Seeker:
    """A pattern recogniser made ready to be asked often."""

    __slots__ = (
        "_against", "_check", "_context", "_finditer", "_finditer_in_ascii", "_group", "_kind", "_name", "_native",
        "_one", "_required", "_score", "_sentences",
    )  # fmt: skip

    def __init__(self, one: PatternRecogniser) -> None:
        pattern = compiled(one.pattern)
        self._one = one
        self._finditer = pattern.finditer
        in_ascii = compiled_for_ascii(one.pattern)
        self._finditer_in_ascii = in_ascii.finditer
        self._native = native(in_ascii)
        self._group: int = pattern.groupindex.get("value", 0)
        self._context = context_of(one.context) if one.context else None
        self._against = context_of(one.against) if one.against else None
        self._required = one.context_required
        self._check = one.check
        self._score = round(max(0.0, min(1.0, one.score)), 3)
        self._kind = one.kind
        self._name = one.name
        self._sentences: dict[tuple[str, bool], str] = {}

    def seek(self, where: Stretch, found: list[Detection], begin: int, near: tuple[bool, bool] = (True, True)) -> None:
        """Append the detections that start in the stretch.

        Nothing is found before `begin`. `near` says whether any of the words for it, and of those against it, stands
        around the line at all.
        """
        text, low, high, _, stop, is_ascii = where
        group = self._group
        if is_ascii and self._native is not None:
            for start, end in self._native.spans(text, begin, stop, group):
                if low <= start < high:
                    self._weigh(text, start, end, near, found)
            return
        for hit in (self._finditer_in_ascii if is_ascii else self._finditer)(text, begin, stop):
            start, end = hit.span(group)
            if low <= start < high:
                self._weigh(text, start, end, near, found)

    def _weigh(self, text: str, start: int, end: int, near: tuple[bool, bool], found: list[Detection]) -> None:
        word, score, passed, validator = "", self._score, True, ""
        if near[0] and self._context is not None:
            bonus, word = self._context.bonus(text, start, end)
        if not word and self._required:
            return
        if self._check is not None:
            if self._check(text[start:end]):
                validator = self._one.check_name
            elif word and self._one.mistyped_score:
                score, passed = self._one.mistyped_score - _MISTYPED_LOSS, False
            else:
                return
        if word:
            score = round(max(0.0, min(1.0, score + bonus)), 3)
        elif near[1] and self._against is not None and self._against.bonus(text, start, end)[1]:
            score = round(max(0.0, min(1.0, score - _AGAINST_LOSS)), 3)
        why = self._sentences.get((word, passed)) or self._why(word, passed=passed)
        found.append(_detection((start, end, self._kind, score, why, validator, 0, self._name)))

    def _why(self, word: str, *, passed: bool) -> str:
        one = self._one
        why = sentence(one.what or one.name.replace("_", " "), one.check_name, word, passed=passed)
        self._sentences[word, passed] = why
        return why


@functools.lru_cache(maxsize=512)
def _seeker(one: PatternRecogniser) -> Seeker:
    return Seeker(one)


def sentence(what: str, check_name: str, word: str, *, passed: bool) -> str:
    """Why something was detected, in one sentence for a person."""
    parts = [f"looks like {what}"]
    if check_name:
        parts.append(f"{check_name} {'passed' if passed else 'failed, perhaps mistyped'}")
    if word:
        parts.append(f"“{word}” stands near")
    return "; ".join(parts)
