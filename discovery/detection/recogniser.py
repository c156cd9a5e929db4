"""What a recogniser is, and the register where built-in and own recognisers meet."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Protocol

from discovery.documents import Detection, Kind

CONTEXT_REACH: Final = 50  # characters before and after in which a context word counts
_NEAREST_BONUS: Final = 0.42
_DISTANCE_LOSS: Final = 0.12
_AFTER_BONUS: Final = 0.18
_AGAINST_LOSS: Final = 0.4


class Finder(Protocol):
    """Finds one family of personal data.

    The engine calls `find` only for windows in which `trigger` (an RE2 pattern, "" for every window) occurs. `find`
    yields detections that start in [low, high) of the folded text; it never raises for any text, and its patterns are
    bounded: time grows linearly with the window.
    """

    @property
    def name(self) -> str: ...

    @property
    def trigger(self) -> str: ...

    def find(self, text: str, low: int, high: int) -> Iterator[Detection]: ...


@functools.cache
def words_pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """The words as one pattern, whole words only, in any case; a trailing * in a word allows any ending."""
    forms = (re.escape(word[:-1]) + r"\w*" if word.endswith("*") else re.escape(word) for word in words)
    return re.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)", re.IGNORECASE)


def context_bonus(text: str, start: int, end: int, words: tuple[str, ...]) -> tuple[float, str]:
    """What context words within 50 characters add to a score, and the nearest word; the nearer the more.

    Words before the value count more than words after it, which must stand on the same line. Only the paragraph of
    the value counts.
    """
    if not words:
        return 0.0, ""
    pattern = words_pattern(words)
    before = text[max(0, start - CONTEXT_REACH - 1) : start].rpartition("\n\n")[2]
    nearest = None
    for nearest in pattern.finditer(before):  # noqa: B007 - the last one is the nearest
        pass
    if nearest is not None:
        return _NEAREST_BONUS - _DISTANCE_LOSS * (len(before) - nearest.end()) / CONTEXT_REACH, nearest.group().lower()
    after = text[end : end + CONTEXT_REACH].partition("\n")[0]
    if hit := pattern.search(after):
        return _AFTER_BONUS, hit.group().lower()
    return 0.0, ""


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
        context: words that raise the score; with `context_required` a find without one is dropped.
        against: words that lower it ("invoice", "order").
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

    def find(self, text: str, low: int, high: int) -> Iterator[Detection]:
        """The detections that start in [low, high)."""
        pattern = compiled(self.pattern)
        group = "value" if "value" in pattern.groupindex else 0
        for hit in pattern.finditer(text, max(0, low - CONTEXT_REACH), min(len(text), high + 400)):
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
        return Detection(
            start,
            end,
            self.kind,
            round(max(0.0, min(1.0, score + bonus)), 3),
            self._why(word, passed=passed),
            validator,
        )

    def _why(self, word: str, *, passed: bool) -> str:
        parts = [f"looks like {self.what or self.name.replace('_', ' ')}"]
        if self.check and self.check_name:
            parts.append(f"{self.check_name} {'passed' if passed else 'failed, perhaps mistyped'}")
        if word:
            parts.append(f"“{word}” stands near")
        return "; ".join(parts)


@functools.cache
def compiled(pattern: str) -> re.Pattern[str]:
    """The compiled pattern."""
    return re.compile(pattern)


def without_lookaround(pattern: str) -> str:
    r"""The pattern for RE2: look-arounds left out (a wider pattern), named groups made plain.

    A look-behind for a word at the very start becomes \\b: without it the automaton would track every place of a long
    run of letters at once, and base64 would cost seconds a megabyte.
    """
    flags, pattern = ("(?i)", pattern[4:]) if pattern.startswith("(?i)") else ("", pattern)
    out, at = [flags], 0
    if pattern.startswith((r"(?<!\w)", r"(?<![\w")):
        out.append(r"\b")
    while at < len(pattern):
        if pattern.startswith(("(?<!", "(?!", "(?<=", "(?="), at):
            at = _closing(pattern, at) + 1
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
    depth, at, in_class = 0, opening, False
    while at < len(pattern):
        sign = pattern[at]
        if sign == "\\":
            at += 1
        elif in_class:
            in_class = sign != "]"
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
