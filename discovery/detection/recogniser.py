"""What a recogniser is, and the register where built-in and own recognisers meet."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Protocol

from discovery.documents import Detection, Kind

CONTEXT_REACH: Final = 50  # characters before and after in which a context word counts
LONGEST_VALUE: Final = 400  # characters a value may go on beyond the stretch it starts in
_NEAREST_BONUS: Final = 0.42
_DISTANCE_LOSS: Final = 0.12
_AFTER_BONUS: Final = 0.18
_AGAINST_LOSS: Final = 0.4
_TOKEN: Final = re.compile(r"\w+")
_FIRST_ATOM: Final = re.compile(r"(?P<sign>\\d|\[(?:\\.|[^\]\\])+\])(?:\{(?P<times>\d+)\})?")


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


@functools.cache
def words_pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """The words as one pattern, whole words only, in any case."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE)


def context_bonus(text: str, start: int, end: int, words: tuple[str, ...]) -> tuple[float, str]:
    """What context words within 50 characters add to a score, and the nearest word; the nearer the more.

    Words before the value count more than words after it, which must stand on the same line. Only the paragraph of
    the value counts. Where two words end at the same place the longer one is named.
    """
    if not words:
        return 0.0, ""
    before = text[max(0, start - CONTEXT_REACH - 1) : start].rpartition("\n\n")[2].lower()
    ends, nearest = nearest_word(before, words)
    if nearest:
        return _NEAREST_BONUS - _DISTANCE_LOSS * (len(before) - ends) / CONTEXT_REACH, nearest
    first = first_word(text[end : end + CONTEXT_REACH].partition("\n")[0].lower(), words)
    return (_AFTER_BONUS, first) if first else (0.0, "")


def nearest_word(before: str, words: tuple[str, ...]) -> tuple[int, str]:
    """Where the last of the words that stand in a text of small letters ends, and which it is; (-1, "") for none."""
    singles, phrases = _told_apart(words)
    ends, nearest = -1, ""
    for token in reversed(_TOKEN.findall(before)):
        if token in singles:
            ends, nearest = last_place(before, token) + len(token), token
            break
    for word in phrases:
        if (
            word in before
            and (at := last_place(before, word)) >= 0
            and (at + len(word), len(word)) > (ends, len(nearest))
        ):
            ends, nearest = at + len(word), word
    return ends, nearest


def first_word(after: str, words: tuple[str, ...]) -> str:
    """The first of the words that stands in a text of small letters; "" for none."""
    singles, phrases = _told_apart(words)
    first = next((token for token in _TOKEN.findall(after) if token in singles), "")
    starts = first_place(after, first) if first else len(after)
    for word in phrases:
        if word in after and 0 <= (at := first_place(after, word)) < starts:
            starts, first = at, word
    return first


@functools.lru_cache(maxsize=512)
def _told_apart(words: tuple[str, ...]) -> tuple[frozenset[str], tuple[str, ...]]:
    """Words that are one token each, and the others."""
    singles = frozenset(word for word in words if _TOKEN.fullmatch(word))
    return singles, tuple(word for word in words if word not in singles)


def last_place(lowered: str, word: str) -> int:
    """Where the word stands last as a whole word in a text of small letters; -1 where it does not."""
    at = lowered.rfind(word)
    while at >= 0:
        stop = at + len(word)
        if not (at and is_word(lowered[at - 1])) and not (stop < len(lowered) and is_word(lowered[stop])):
            return at
        at = lowered.rfind(word, 0, stop - 1)
    return -1


def first_place(lowered: str, word: str) -> int:
    """Where the word stands first as a whole word in a text of small letters; -1 where it does not."""
    at = lowered.find(word)
    while at >= 0:
        stop = at + len(word)
        if not (at and is_word(lowered[at - 1])) and not (stop < len(lowered) and is_word(lowered[stop])):
            return at
        at = lowered.find(word, at + 1)
    return -1


def is_word(sign: str) -> bool:
    r"""Whether the sign is a letter, a digit or an underscore: what \w accepts."""
    return sign.isalnum() or sign == "_"


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
        pattern = compiled(self.pattern)
        group = "value" if "value" in pattern.groupindex else 0
        for hit in pattern.finditer(text, *reading_bounds(text, low, high)):
            start, end = hit.span(group)
            if low <= start < high and (found := self._weigh(text, start, end)):
                yield found

    def _weigh(self, text: str, start: int, end: int) -> Detection | None:
        passed = self.check is None or self.check(text[start:end])
        if not passed and not self.mistyped_score:
            return None
        bonus, word = context_bonus(text, start, end, self.context)
        if not word and (self.context_required or not passed):
            return None
        score = self.score if passed else self.mistyped_score - 0.2
        if self.against and not word and context_bonus(text, start, end, self.against)[1]:
            score -= _AGAINST_LOSS
        validator = self.check_name if self.check and passed else ""
        score = round(max(0.0, min(1.0, score + bonus)), 3)
        why = sentence(self.what or self.name.replace("_", " "), self.check_name, word, passed=passed)
        return Detection(start, end, self.kind, score, why, validator, recogniser=self.name)


@functools.lru_cache(maxsize=4096)
def sentence(what: str, check_name: str, word: str, *, passed: bool) -> str:
    """Why something was detected, in one sentence for a person."""
    parts = [f"looks like {what}"]
    if check_name:
        parts.append(f"{check_name} {'passed' if passed else 'failed, perhaps mistyped'}")
    if word:
        parts.append(f"“{word}” stands near")
    return "; ".join(parts)


@functools.cache
def compiled(pattern: str) -> re.Pattern[str]:
    """The compiled pattern, in the form in which it starts quickest."""
    return re.compile(first_sign_first(pattern))


def first_sign_first(pattern: str) -> str:
    r"""An equal pattern that takes its first sign before it looks back: `(?<!\w)\d{3}` becomes `\d(?<!\w.)\d{2}`.

    Python's engine skips quickly to the signs that a pattern may begin with, but not past a look-behind. Patterns that
    do not begin with look-behinds for one sign, followed by one class, stay as they are.
    """
    flags, rest = ("(?i)", pattern[4:]) if pattern.startswith("(?i)") else ("", pattern)
    looks, at = "", 0
    while rest.startswith("(?<!", at):
        closing = _closing(rest, at)
        looks += rest[at:closing] + r"[\s\S])"
        at = closing + 1
    atom = _FIRST_ATOM.match(rest, at)
    if not looks or atom is None or rest[atom.end() :].startswith(("*", "?", "+", "{")) or _has_branches(rest):
        return pattern
    sign, times = atom.group("sign"), int(atom.group("times") or 1)
    left = f"{sign}{{{times - 1}}}" if times > 1 else ""
    return f"{flags}{sign}{looks}{left}{rest[atom.end() :]}"


def _has_branches(pattern: str) -> bool:
    """Whether a | stands outside every group."""
    at = 0
    while at < len(pattern):
        if pattern[at] == "|":
            return True
        at = _closing(pattern, at) if pattern[at] in "([" else at + (pattern[at] == "\\")
        at += 1
    return False


def without_lookaround(pattern: str) -> str:
    r"""The pattern for RE2: look-arounds left out (a wider pattern), named groups made plain.

    A look-behind for a word at the very start becomes \\b: without it the automaton would track every place of a long
    run of letters at once, and base64 would cost seconds a megabyte. A look-ahead that refuses a word at the very end
    becomes a sign that is no ASCII letter or digit, so that longer numbers do not trigger.
    """
    flags, pattern = ("(?i)", pattern[4:]) if pattern.startswith("(?i)") else ("", pattern)
    out, at = [flags], 0
    if pattern.startswith((r"(?<!\w)", r"(?<![\w")):
        out.append(r"\b")
    while at < len(pattern):
        if pattern.startswith(("(?<!", "(?!", "(?<=", "(?="), at):
            closing = _closing(pattern, at)
            if closing + 1 == len(pattern) and pattern.startswith((r"(?!\w", r"(?![\w"), at):
                out.append("(?:[^0-9A-Za-z_]|$)")
            at = closing + 1
        elif pattern.startswith("(?P<", at):
            out.append("(?:")
            at = pattern.index(">", at) + 1
        elif pattern.startswith("(?P=", at):
            out.append(".?")  # RE2 has no back-references; ours repeat one separator
            at = pattern.index(")", at) + 1
        elif pattern[at] == "\\":
            out.append(pattern[at : at + 2])
            at += 2
        else:
            out.append(pattern[at])
            at += 1
    return "".join(out)


def _closing(pattern: str, opening: int) -> int:
    """Where the group or the class that opens here is closed."""
    depth, at, in_class = 0, opening, False
    while at < len(pattern):
        sign = pattern[at]
        if sign == "\\":
            at += 1
        elif in_class:
            in_class = sign != "]"
            if not in_class and depth == 0:
                return at
        elif sign == "[":
            in_class = True
        elif sign == "(":
            depth += 1
        elif sign == ")":
            depth -= 1
            if depth == 0:
                return at
        at += 1
    message = "a group of the pattern is not closed"
    raise ValueError(message)
