"""Finding a passage in a page's characters although it is broken over lines, hyphenated, letter-spaced or ligatured."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

SHORTEST_INSIDE_WORD = 4  # shorter passages ("Ann") must stand as whole words, or half of every page goes
SHORTEST_LETTER_SPACED = 3
SHORTEST_ACROSS_WORDS = 12  # so long that a chance hit across word borders is out of the question
HYPHENS = frozenset("-\u00ad\u2010\u2011\x02\ufffe")  # PDFium gives U+0002 for a hyphen at the end of a line
LINE_ENDS = frozenset("\r\n\u2028\u2029\x0b\x0c")
ALIKE = str.maketrans(
    {"‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-"}
)


@dataclass(frozen=True, slots=True)
class Folded:
    """A text in folded form; `origin[i]` is the index of the character that `text[i]` comes from."""

    text: str
    origin: tuple[int, ...]


@lru_cache(maxsize=4096)
def fold_character(character: str) -> str:
    """The character without case, accent, ligature and width; "" for what has no ink; " " for any white space."""
    if character.isspace():
        return " "
    decomposed = unicodedata.normalize("NFKD", character.translate(ALIKE)).casefold()
    return "".join(
        part
        for part in unicodedata.normalize("NFKD", decomposed)
        if unicodedata.category(part) not in {"Mn", "Cf", "Cc", "Cn"}
    )


def spaced(characters: Sequence[str]) -> Folded:
    """The folded text with single spaces; a word divided by a hyphen at the end of a line is joined."""
    text: list[str] = []
    origin: list[int] = []
    skip_until = -1
    for index, character in enumerate(characters):
        if index < skip_until:
            continue
        if character in HYPHENS and (end := _end_of_break(characters, index)):
            skip_until = end
            continue
        for part in fold_character(character):
            if part == " " and (not text or text[-1] == " "):
                continue
            text.append(part)
            origin.append(index)
    return Folded("".join(text), tuple(origin))


def squeezed(characters: Sequence[str]) -> Folded:
    """Letters and digits alone."""
    text: list[str] = []
    origin: list[int] = []
    for index, character in enumerate(characters):
        for part in fold_character(character):
            if part.isalnum():
                text.append(part)
                origin.append(index)
    return Folded("".join(text), tuple(origin))


class Searchable:
    """A page's characters, folded once for any number of passages."""

    def __init__(self, characters: Sequence[str]) -> None:
        self.characters = characters
        self._spaced = spaced(characters)
        self._squeezed = squeezed(characters)

    def occurrences(self, passage: str) -> list[tuple[int, int]]:
        """Where the passage stands: half-open index ranges into the characters, in order, without repeats.

        Whole words for passages under four letters; longer ones also inside words; without white space and punctuation
        when both ends are word borders or the passage has twelve letters or more.
        """
        ranges = set(_in_spaced(self._spaced, passage)) | set(_in_squeezed(self._squeezed, self.characters, passage))
        return sorted(ranges)

    def is_inside_word(self, start: int, end: int) -> bool:
        """Whether a letter or digit follows or goes before without a gap."""
        return not (_border_at(self.characters, start) and _border_at(self.characters, end))


def _in_spaced(page: Folded, passage: str) -> Iterator[tuple[int, int]]:
    wanted = spaced(passage).text.strip()
    if not wanted:
        return
    whole_word = sum(part.isalnum() for part in wanted) < SHORTEST_INSIDE_WORD
    for start in _starts(page.text, wanted):
        end = start + len(wanted)
        if whole_word and not (_is_border(page.text, start) and _is_border(page.text, end)):
            continue
        yield page.origin[start], page.origin[end - 1] + 1


def _in_squeezed(page: Folded, characters: Sequence[str], passage: str) -> Iterator[tuple[int, int]]:
    wanted = squeezed(passage).text
    if len(wanted) < SHORTEST_LETTER_SPACED:
        return
    for start in _starts(page.text, wanted):
        first, last = page.origin[start], page.origin[start + len(wanted) - 1] + 1
        if len(wanted) < SHORTEST_ACROSS_WORDS and not (_border_at(characters, first) and _border_at(characters, last)):
            continue
        yield first, last


def _starts(text: str, wanted: str) -> Iterator[int]:
    at = text.find(wanted)
    while at >= 0:
        yield at
        at = text.find(wanted, at + 1)


def _is_border(text: str, at: int) -> bool:
    if at <= 0 or at >= len(text):
        return True
    return not (text[at - 1].isalnum() and text[at].isalnum())


def _border_at(characters: Sequence[str], at: int) -> bool:
    if at <= 0 or at >= len(characters):
        return True
    before, after = fold_character(characters[at - 1]), fold_character(characters[at])
    return not (before[-1:].isalnum() and after[:1].isalnum())


def _end_of_break(characters: Sequence[str], index: int) -> int:
    """The index behind the line break after a hyphen, or 0 where the hyphen does not end a line."""
    soft = characters[index] in "\x02\u00ad\ufffe"
    after, broke = index + 1, False
    while after < len(characters) and characters[after].isspace():
        broke = broke or characters[after] in LINE_ENDS
        after += 1
    return after if broke or (soft and after > index + 1) else 0
