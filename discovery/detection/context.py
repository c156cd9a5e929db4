"""Words that stand near a value and say what it is."""

from __future__ import annotations

import functools
import re
from typing import Final

try:  # compiled (discovery/compiled.py); else the Python here answers, with the same answers
    from discovery.detection.near import Near
except ImportError:
    Near = None  # type: ignore[assignment, misc]

CONTEXT_REACH: Final = 50  # characters before and after in which a context word counts
_NEAREST_BONUS: Final = 0.42
_DISTANCE_LOSS: Final = 0.12
_AFTER_BONUS: Final = 0.18
_TOKEN: Final = re.compile(r"\w+")
_BETWEEN_TOKENS: Final = bytes(code if chr(code).isalnum() or code == 0x5F else 0x20 for code in range(128)).ljust(256)
_SURROUNDINGS_KEPT: Final = 1024  # several recognisers ask about the same value one after the other


def tokens_of(text: str) -> list[str]:
    """The runs of letters, digits and underscores in a text; for ASCII by a way several times as quick."""
    if text.isascii():
        return text.encode().translate(_BETWEEN_TOKENS).decode().split()
    return _TOKEN.findall(text)


@functools.cache
def words_pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """The words as one pattern, whole words only, in any case."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE)


def context_bonus(text: str, start: int, end: int, words: tuple[str, ...]) -> tuple[float, str]:
    """What context words within 50 characters add to a score, and the nearest word; the nearer the more.

    Words before the value count more than words after it, which must stand on the same line. Only the paragraph of
    the value counts. Where two words end at the same place the longer one is named.
    """
    return context_of(words).bonus(text, start, end) if words else (0.0, "")


def nearest_word(before: str, words: tuple[str, ...]) -> tuple[int, str]:
    """Where the last of the words that stand in a text of small letters ends, and which it is; (-1, "") for none."""
    return context_of(words).nearest(before)


def _bonus_at(distance: int) -> float:
    """What is added for a word with so many signs between it and the value."""
    return _NEAREST_BONUS - _DISTANCE_LOSS * distance / CONTEXT_REACH


class Context:
    """Context words, told apart once into those that are one token each and the others."""

    __slots__ = ("_beginnings", "_without_token", "phrases", "singles")

    def __init__(self, words: tuple[str, ...]) -> None:
        self.singles = frozenset(word for word in words if _TOKEN.fullmatch(word))
        self.phrases = tuple(word for word in words if word not in self.singles)
        # A phrase stands in no text that lacks the first of its tokens.
        self._beginnings = frozenset(_TOKEN.findall(phrase)[0] for phrase in self.phrases if _TOKEN.search(phrase))
        self._without_token = not all(map(_TOKEN.search, self.phrases))

    def _may_have_phrases(self, tokens: list[str]) -> bool:
        return self._without_token or not self._beginnings.isdisjoint(tokens)

    def bonus(self, text: str, start: int, end: int) -> tuple[float, str]:
        """As `context_bonus`."""
        before, tokens = _before(text[start - CONTEXT_REACH - 1 if start > CONTEXT_REACH else 0 : start])
        ends, word = self._last_of(before, tokens)
        if word:
            return _bonus_at(len(before) - ends), word
        after, tokens = _after(text[end : end + CONTEXT_REACH])
        word = self._first_of(after, tokens)
        return (_AFTER_BONUS, word) if word else (0.0, "")

    def nearest(self, before: str) -> tuple[int, str]:
        """As `nearest_word`."""
        return self._last_of(before, tokens_of(before))

    def _last_of(self, before: str, tokens: list[str]) -> tuple[int, str]:
        ends, nearest = -1, ""
        if not self.singles.isdisjoint(tokens):
            nearest = next(token for token in reversed(tokens) if token in self.singles)
            ends = last_place(before, nearest) + len(nearest)
        for word in self.phrases if self._may_have_phrases(tokens) else ():
            if (
                word in before
                and (at := last_place(before, word)) >= 0
                and (at + len(word), len(word)) > (ends, len(nearest))
            ):
                ends, nearest = at + len(word), word
        return ends, nearest

    def _first_of(self, after: str, tokens: list[str]) -> str:
        first, starts = "", len(after)
        if not self.singles.isdisjoint(tokens):
            first = next(token for token in tokens if token in self.singles)
            starts = first_place(after, first)
        for word in self.phrases if self._may_have_phrases(tokens) else ():
            if word in after and 0 <= (at := first_place(after, word)) < starts:
                starts, first = at, word
        return first


_BONUSES: Final = tuple(_bonus_at(distance) for distance in range(CONTEXT_REACH + 2))


@functools.lru_cache(maxsize=512)
def context_of(words: tuple[str, ...]) -> Context | Near:
    """The context that the words make."""
    context = Context(words)
    return context if Near is None or not all(words) else Near(words, context, _BONUSES, _AFTER_BONUS)


@functools.lru_cache(maxsize=_SURROUNDINGS_KEPT)
def _before(stretch: str) -> tuple[str, list[str]]:
    """The part of the stretch that belongs to the paragraph it ends in, in small letters, and its tokens."""
    before = (stretch.rpartition("\n\n")[2] if "\n\n" in stretch else stretch).lower()
    return before, tokens_of(before)


@functools.lru_cache(maxsize=_SURROUNDINGS_KEPT)
def _after(stretch: str) -> tuple[str, list[str]]:
    """The part of the stretch that stands on the line it begins in, in small letters, and its tokens."""
    after = (stretch.partition("\n")[0] if "\n" in stretch else stretch).lower()
    return after, tokens_of(after)


def forget_surroundings() -> None:
    """Keep nothing of the texts that were read."""
    _before.cache_clear()
    _after.cache_clear()


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


def occurring(words: tuple[str, ...]) -> str:
    """An RE2 pattern that occurs in every text in which one of the words does as a whole word."""
    return rf"(?i)(?:^|[^\w])(?:{'|'.join(map(re.escape, words))})(?:[^\w]|$)"
