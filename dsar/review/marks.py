"""A text cut into segments for the screen: what goes black, what is suggested, what is the subject's own. Plain Python.

Signs that reorder or hide text (bidirectional controls, zero width) become visible tokens, so that a document cannot
dress itself up as something else.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

LONGEST_SHOWN: Final = 20_000
# Which look wins where marks overlap.
_RANK: Final = {"redact": 0, "suggested": 1, "exemption": 2, "keep": 3, "own": 4}
_HIDDEN: Final = re.compile(
    "[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\u00ad\u061c\u0000-\u0008\u000e-\u001f\u007f]"
)
_SHORT: Final = {
    "\u202a": "LRE", "\u202b": "RLE", "\u202c": "PDF", "\u202d": "LRO", "\u202e": "RLO", "\u2066": "LRI",
    "\u2067": "RLI", "\u2068": "FSI", "\u2069": "PDI", "\u200e": "LRM", "\u200f": "RLM", "\u200b": "ZWSP",
    "\u200c": "ZWNJ", "\u200d": "ZWJ", "\u2060": "WJ", "\ufeff": "BOM", "\u00ad": "SHY", "\u061c": "ALM",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch with its look: redact, suggested, exemption, keep or own. `id` is the passage's, where it has one."""

    start: int
    end: int
    look: str
    id: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of text in one look; a token stands for one hidden sign."""

    text: str
    start: int
    look: str = ""
    id: str = ""
    title: str = ""
    is_token: bool = False


def segments(text: str, marks: Iterable[Mark]) -> list[Segment]:
    """The text in order, each piece under the mark that wins there; what is beyond the limit is left out."""
    shown = text[:LONGEST_SHOWN]
    pieces: list[Segment] = []
    at = 0
    for mark in _apart(marks, len(shown)):
        pieces.extend(_plain(shown[at : mark.start], at))
        pieces.extend(_plain(shown[mark.start : mark.end], mark.start, mark))
        at = mark.end
    pieces.extend(_plain(shown[at:], at))
    return pieces


def own_marks(text: str, profile: Mapping[str, Any]) -> list[Mark]:
    """Where the data subject's own names, addresses and numbers stand."""
    pattern = _own_pattern(profile)
    return [Mark(hit.start(), hit.end(), "own") for hit in pattern.finditer(text)] if pattern else []


def places_of(text: str, words: str) -> list[tuple[int, int]]:
    """Every place where the words stand, without regard to case and to the kind of white space."""
    parts = [re.escape(part) for part in words.split()]
    if not parts:
        return []
    return [hit.span() for hit in re.finditer(r"\s+".join(parts), text, re.IGNORECASE)]


def excerpt(text: str, start: int, end: int, around: int = 160) -> tuple[str, str, str]:
    """The words before, the passage, the words after, cut at white space."""
    low, high = max(0, start - around), min(len(text), end + around)
    before, after = text[low:start], text[end:high]
    if low and " " in before:
        before = "… " + before.split(" ", 1)[1]
    if high < len(text) and " " in after:
        after = after.rsplit(" ", 1)[0] + " …"
    return without_tricks(before), without_tricks(text[start:end]), without_tricks(after)


def without_tricks(text: str) -> str:
    """The text with hidden signs as visible words in brackets, for places that show no tokens."""
    return _HIDDEN.sub(lambda hit: f"[{_name_of(hit.group())}]", text)


def _apart(marks: Iterable[Mark], length: int) -> list[Mark]:
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda one: (_RANK.get(one.look, 9), one.start, -one.end)):
        if mark.start < mark.end <= length and all(mark.end <= one.start or mark.start >= one.end for one in kept):
            kept.append(mark)
    return sorted(kept, key=lambda one: one.start)


def _plain(text: str, start: int, mark: Mark | None = None) -> Iterator[Segment]:
    look, own_id, title = (mark.look, mark.id, mark.title) if mark else ("", "", "")
    at = 0
    for hit in _HIDDEN.finditer(text):
        if hit.start() > at:
            yield Segment(text[at : hit.start()], start + at, look, own_id, title)
        name = unicodedata.name(hit.group(), "control character").lower()
        yield Segment(_name_of(hit.group()), start + hit.start(), look, own_id, name, is_token=True)
        at = hit.end()
    if at < len(text):
        yield Segment(text[at:], start + at, look, own_id, title)


def _name_of(sign: str) -> str:
    return _SHORT.get(sign, f"U+{ord(sign):04X}")


def _own_pattern(profile: Mapping[str, Any]) -> re.Pattern[str] | None:
    names: Sequence[Any] = [profile.get("name", ""), *profile.get("names", ())]
    values = [
        str(value) for key in ("emails", "phones", "addresses", "dates_of_birth") for value in profile.get(key, ())
    ]
    values += [str(one.get("value", "")) for one in profile.get("identifiers", ())]
    values += [str(name) for name in names]
    wanted = sorted({value.strip() for value in values if len(value.strip()) > 2}, key=len, reverse=True)
    if not wanted:
        return None
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(value) for value in wanted) + r")(?!\w)", re.IGNORECASE)
