"""A text made plain: odd spaces, dashes and digits become ASCII, invisible characters go, offsets kept."""

from __future__ import annotations

import bisect
import functools
import re
import unicodedata
from dataclasses import dataclass
from typing import Final

try:  # compiled (discovery/compiled.py)
    from discovery.detection import glances
except ImportError:
    glances = None  # type: ignore[assignment]

from discovery.detection.asking import OneOf, one_of

_ODD_CODEPOINTS: Final = (
    "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"  # spaces
    "\u2010-\u2015\u2212\u2018\u2019\u201c\u201d"  # dashes and quotes
    "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffe"  # soft hyphen, zero width, direction marks, PDFium's
    "\u0300-\u036f\u0660-\u0669\ufb00-\ufb06\uff01-\uff5e"  # loose accents, Arabic digits, ligatures, full width
)
_CODES: Final = 0x20000  # beyond them no sign is made plain
_PLAIN: Final[dict[str, str]] = {
    **dict.fromkeys("\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B))), " "),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
    "\u2018": "'",
    "\u2019": "'",
    "\u201c": '"',
    "\u201d": '"',
}
# "\\n" written out, as JSON in logs has it; not where a path goes on ("C:\\new\\x").
_ESCAPED_BREAK: Final = re.compile(
    r"(?<!\\)(?<!\W[A-Za-z]:)(?<!^[A-Za-z]:)\\(?:r\\n|[nrt])(?![a-z]{1,30}\\(?![nrt\"]))"
)
_INVISIBLE: Final = frozenset(
    "\u00ad\ufeff\ufffe" + "".join(map(chr, [*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065)]))
)


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and the way back.

    `anchors` are pairs (offset in `text`, offset in the original) at the start of every stretch that was copied
    unchanged or replaced; between anchors both advance together.
    """

    text: str
    original_length: int
    folded_anchors: tuple[int, ...] = ()
    original_anchors: tuple[int, ...] = ()

    def original(self, offset: int) -> int:
        """The place in the original text of an offset into the folded text."""
        if not self.folded_anchors:
            return offset
        at = bisect.bisect_right(self.folded_anchors, offset) - 1
        last = at + 1 == len(self.original_anchors)
        ceiling = self.original_length if last else self.original_anchors[at + 1]
        return min(self.original_anchors[at] + offset - self.folded_anchors[at], ceiling)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The half-open stretch of the original for one of the folded text; never empty for a non-empty stretch."""
        return self.original(start), self.original(end - 1) + 1


class Weaver:
    """Builds a Folded text piece by piece."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._folded: list[int] = []
        self._original: list[int] = []
        self._length = 0

    def add(self, piece: str, original_offset: int) -> None:
        """Append a piece that stands for the original from `original_offset` on."""
        if not piece:
            return
        self._folded.append(self._length)
        self._original.append(original_offset)
        self._pieces.append(piece)
        self._length += len(piece)

    def done(self, original_length: int) -> Folded:
        """The text woven so far."""
        return Folded("".join(self._pieces), original_length, tuple(self._folded), tuple(self._original))


def fold(text: str) -> Folded:
    r"""The text with Unicode spaces, dashes, quotes, digits and compatibility forms made plain (NFKC, per sign).

    Letters keep their accents and their case. Line breaks and tabs that stand written out ("\n") become real ones.
    Plain text comes back as it is, without a map; and where every odd sign becomes one sign, there is no map either.
    """
    if "\\" in text:
        text = _ESCAPED_BREAK.sub(_real_break, text)
    if text.isascii():
        return Folded(text, len(text))
    odd_signs = _odd_signs(text)
    if not odd_signs:
        return Folded(text, len(text))
    plain = {sign: _plain(sign, "a") for sign in odd_signs}
    if any(len(ours) != 1 for ours in plain.values()):
        return _woven(text, _odd()[1])
    for sign, ours in plain.items():
        text = text.replace(sign, ours)
    return Folded(text, len(text))


def _odd_signs(text: str) -> set[str]:
    """The signs of the text that are made plain."""
    if glances is not None:
        return glances.marked_signs(text, _marks())
    quick, odd = _odd()
    return set(odd.findall(text)) if quick.occurs(text) else set()


@functools.cache
def _marks() -> bytes:
    """A mark at the code of each sign that is made plain."""
    marks = bytearray(_CODES)
    for hit in _odd()[1].finditer("".join(map(chr, range(_CODES)))):
        marks[hit.start()] = 1
    return bytes(marks)


@functools.cache
def _odd() -> tuple[OneOf, re.Pattern[str]]:
    """What finds the signs that are made plain: quickly whether there is one, and where they are."""
    digits = "".join(chr(code) for code in range(0x80, _CODES) if chr(code).isdecimal())  # of every script
    signs = f"[{_ODD_CODEPOINTS}{digits}]"
    return one_of([signs]), re.compile(signs)


def _woven(text: str, odd: re.Pattern[str]) -> Folded:
    weaver, at = Weaver(), 0
    for hit in odd.finditer(text):
        weaver.add(text[at : hit.start()], at)
        weaver.add(_plain(hit.group(), text[hit.start() - 1 : hit.start()]), hit.start())
        at = hit.end()
    weaver.add(text[at:], at)
    return weaver.done(len(text))


def _real_break(hit: re.Match[str]) -> str:
    """As many signs as were there, so that offsets stay."""
    return ("\t" if hit.group().endswith("t") else "\n").rjust(len(hit.group()))


def _plain(sign: str, before: str) -> str:
    if sign in _INVISIBLE:
        return ""
    if sign in _PLAIN:
        return _PLAIN[sign]
    if sign.isdigit():
        return str(unicodedata.digit(sign))
    if unicodedata.combining(sign):
        # A loose accent would split words; the letter before it stands, which every pattern accepts.
        return "" if before.isalpha() else sign
    return unicodedata.normalize("NFKC", sign)
