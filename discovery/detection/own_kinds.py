"""Kinds of the organisation's own: a pattern that is checked before it may look at anybody's text.

The pattern is RE2, so it takes linear time whatever the text; look-arounds and back-references do not exist there. It
is refused where it matches nothing at all or too much of ordinary writing, or is slow on texts made to be slow.
"""

from __future__ import annotations

import functools
import itertools
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import re2

from discovery.detection.kinds import Category, Risk
from discovery.detection.recogniser import context_bonus, reading_bounds
from discovery.documents import Detection, Kind

OWN: Final = "own:"
LONGEST_PATTERN: Final = 500
LARGEST_PROGRAM: Final = 3000  # instructions of RE2; 500 letters make about as many
MOST_WORDS: Final = 20
MOST_IN_ORDINARY_TEXT: Final = 3
_LONGEST_ORDINARY: Final = 60  # a number of an organisation is shorter; a longer find is a piece of a sentence
SLOWEST_SECONDS_A_MEGABYTE: Final = 3.0
_MEMORY: Final = 2 << 20
_HOSTILE_CHARACTERS: Final = 1 << 17
_STRETCH: Final = 2000
_MOST_MATCHES: Final = 2000  # in one stretch of hostile text; more says enough
_ORDINARY: Final = Path(__file__).parent / "lists" / "ordinary_writing.txt"
_LOOK_AROUND: Final = re.compile(r"\(\?<?[=!]")
_BACK_REFERENCE: Final = re.compile(r"(?<!\\)(?:\\\\)*(?:\\[1-9]|\\k<|\(\?P=)")
_REPEATED: Final = re.compile(r"invalid repetition size|too large|too many")


class PatternRefused(ValueError):
    """A pattern may not be used; `code` says which rule, the message says it to a person."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class OwnKind:
    """A kind of the organisation's own, as it is looked for.

    Attributes:
        slug: letters a–z, digits and underscores; stays the same for all versions.
        label: what people call it ("Locker number").
        pattern: RE2; a group named "value" narrows the span.
        score: certainty 0..1 of the pattern alone; context words near the find add to it.
        least: detections below it are not reported.
        context: words in small letters.
        counts_as: a kind of the product, or OWN_KIND.
        number: of the version.
    """

    slug: str
    label: str
    pattern: str
    category: Category
    risk: Risk
    score: float = 0.8
    least: float = 0.5
    context: tuple[str, ...] = ()
    counts_as: Kind = Kind.OWN_KIND
    number: int = 1

    @property
    def recogniser(self) -> str:
        """The name under which its detections and its threshold go."""
        return OWN + self.slug

    def finder(self) -> OwnRecogniser:
        """The recogniser to hand to `Options.custom`."""
        return OwnRecogniser(self.recogniser, self.label, self.pattern, self.score, self.context, self.counts_as)


@dataclass(frozen=True, slots=True)
class OwnRecogniser:
    """Finds a kind of the organisation's own; a Finder of the engine, in linear time for any text."""

    name: str
    label: str
    trigger: str
    score: float
    context: tuple[str, ...] = ()
    kind: Kind = Kind.OWN_KIND

    def find(self, text: str, low: int, high: int) -> Iterator[Detection]:
        """The detections that start in [low, high)."""
        begin, end = reading_bounds(text, low, high)
        pattern = compiled(self.trigger)
        group: int = pattern.groupindex.get("value", 0)
        for hit in pattern.finditer(text[begin:end]):
            start, stop = hit.start(group) + begin, hit.end(group) + begin
            if low <= start < min(high, stop):
                yield self._weighed(text, start, stop)

    def _weighed(self, text: str, start: int, end: int) -> Detection:
        bonus, word = context_bonus(text, start, end, self.context)
        score = round(min(1.0, self.score + bonus), 3)
        why = f"looks like {self.label}, a kind of your own" + (f"; “{word}” stands near" if word else "")
        return Detection(start, end, self.kind, score, why, recogniser=self.name)


@functools.lru_cache(maxsize=512)
def compiled(pattern: str) -> Any:
    """The pattern as an RE2 automaton.

    Raises:
        PatternRefused: RE2 does not take it.
    """
    options = re2.Options()
    options.max_mem = _MEMORY
    options.log_errors = False
    try:
        made = re2.compile(pattern, options)
    except re2.error as error:
        raise _refusal(pattern, _words_of(error)) from error
    if max(made.programsize, made.reverseprogramsize) > LARGEST_PROGRAM:
        raise _too_large()
    return made


def check_own_kind(own: OwnKind) -> float:
    """Refuse a kind that could not be looked for safely; gives the seconds a megabyte of the slowest hostile text.

    Raises:
        PatternRefused: codes "pattern_missing", "pattern_too_long", "look_around", "back_reference",
            "pattern_too_large", "pattern_wrong", "matches_nothing", "matches_too_much", "too_slow", "bad_scores",
            "bad_words".
    """
    _check_numbers(own)
    if not own.pattern.strip():
        raise PatternRefused("pattern_missing", "Write the pattern.")
    if len(own.pattern) > LONGEST_PATTERN:
        raise PatternRefused("pattern_too_long", f"The pattern is longer than {LONGEST_PATTERN} characters.")
    made = compiled(own.pattern)
    if any(made.search(text) and not made.search(text).group() for text in ("", " ", "a", "1")):
        message = "The pattern matches the empty text. Say how many signs there are at least: \\d{4} or [A-Z]+."
        raise PatternRefused("matches_nothing", message)
    _check_ordinary(own)
    seconds = slowest(own)
    if seconds > SLOWEST_SECONDS_A_MEGABYTE:
        message = f"The pattern takes {seconds:.1f} seconds for a megabyte of text made to be slow. Make it narrower."
        raise PatternRefused("too_slow", message)
    return seconds


def in_ordinary_text(own: OwnKind) -> list[str]:
    """What the kind finds in a page of ordinary writing, where it should find nothing."""
    text = ordinary_writing()
    found = []
    for low, high in _lines(text):
        for one in own.finder().find(text, low, high):
            if one.score >= own.least:
                found.append(text[one.start : one.end])
    return found


def slowest(own: OwnKind) -> float:
    """Seconds a megabyte of the hostile text that takes longest; the better of two tries counts."""
    return max(min(_seconds(own, text) for _try in range(2)) for text in hostile_texts(own.pattern))


def hostile_texts(pattern: str) -> Iterator[str]:
    """Long texts in which a pattern begins to match again and again."""
    seeds = ["a", "0", "A1-", "a b.c, ", "é@_", "Zm9vYmFyZGVhZGJlZWY", *_beginnings(pattern)]
    for seed in seeds:
        yield (seed * (_STRETCH // len(seed) + 1))[:_STRETCH]


@functools.cache
def ordinary_writing() -> str:
    """A page of letters, notes and lists in three languages without any organisation's numbers."""
    return _ORDINARY.read_text(encoding="utf-8")


def _check_numbers(own: OwnKind) -> None:
    if not (0 < own.score <= 1 and 0 < own.least <= 1):
        raise PatternRefused("bad_scores", "Certainties lie between 0.05 and 1.")
    if own.score < own.least and not own.context:
        message = "The pattern alone never reaches the least certainty: lower it, or give context words."
        raise PatternRefused("bad_scores", message)
    if len(own.context) > MOST_WORDS or any(len(word) > 40 or word != word.lower() for word in own.context):
        raise PatternRefused("bad_words", f"At most {MOST_WORDS} context words of at most 40 letters each.")


def _check_ordinary(own: OwnKind) -> None:
    text = ordinary_writing()
    matched = [len(hit.group()) for line in text.split("\n") for hit in compiled(own.pattern).finditer(line)]
    found = in_ordinary_text(own)
    is_wide = sum(matched) * 5 > len(text) or max(matched, default=0) > _LONGEST_ORDINARY
    if is_wide or len(found) > MOST_IN_ORDINARY_TEXT:
        shown = ", ".join(f"“{piece[:30]}”" for piece in itertools.islice(dict.fromkeys(found), 3)) or "whole lines"
        message = (
            f"The pattern matches too much: in a page of ordinary writing it finds {shown}. "
            "Make it narrower, or give context words and a certainty that the pattern alone does not reach."
        )
        raise PatternRefused("matches_too_much", message)


def _seconds(own: OwnKind, stretch: str) -> float:
    times = _HOSTILE_CHARACTERS // len(stretch)
    finder = own.finder()
    begun = time.perf_counter()
    for _again in range(times):
        sum(1 for _one in itertools.islice(finder.find(stretch, 0, len(stretch)), _MOST_MATCHES))
    return (time.perf_counter() - begun) * (1 << 20) / (times * len(stretch))


def _beginnings(pattern: str) -> Iterator[str]:
    """How matches of the pattern begin, as far as RE2 can say."""
    try:
        low, high = compiled(pattern).possiblematchrange(24)
    except re2.error:
        return
    for end in (low, high):
        words = end.decode("utf-8", "ignore") if isinstance(end, bytes) else str(end)
        if words:
            yield words


def _lines(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for line in text.split("\n"):
        yield at, at + len(line)
        at += len(line) + 1


def _words_of(error: Exception) -> str:
    told = error.args[0] if error.args else ""
    return told.decode("utf-8", "replace") if isinstance(told, bytes) else str(told)


def _refusal(pattern: str, told: str) -> PatternRefused:
    if _LOOK_AROUND.search(pattern):
        message = "Look-ahead and look-behind, (?=…) (?!…) (?<…), do not exist here. Use \\b at the edges of words."
        return PatternRefused("look_around", message)
    if _BACK_REFERENCE.search(pattern):
        message = "Back-references, \\1 or (?P=…), do not exist here: write the part out again."
        return PatternRefused("back_reference", message)
    if _REPEATED.search(told):
        return _too_large()
    return PatternRefused("pattern_wrong", f"The pattern cannot be read: {told}.")


def _too_large() -> PatternRefused:
    return PatternRefused("pattern_too_large", "The pattern is too large: repeat fewer times, list fewer alternatives.")
