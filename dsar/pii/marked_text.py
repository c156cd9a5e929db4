"""A text cut into plain stretches and marked ones, for a page. Plain Python.

Signs that turn the direction of writing or cannot be seen are shown by their number, so that no text can look like
another one on the page.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from discovery.detection import Risk, facts
from discovery.detection.describing import context_of, method_of, risk_level_of
from discovery.documents import Detection

_UNSEEN: Final = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad]")
_NEARLY_CERTAIN, _LIKELY = 0.85, 0.6


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text; `number` is that of its detection, 0 where nothing was found."""

    text: str
    number: int = 0
    label: str = ""
    risk: str = ""


@dataclass(frozen=True, slots=True)
class FoundLine:
    """A detection told in a table. `sure` is nearly_certain, likely or possible."""

    number: int
    value: str
    label: str
    category: str
    risk: Risk
    sure: str
    percent: int
    method: str
    context: str
    why: str
    article: str


Naming = Callable[[Detection], str]


def pieces(text: str, found: Sequence[Detection], name_of: Naming) -> list[Piece]:
    """The text in order; joined, the pieces are the text but for signs that cannot be seen."""
    made, at = [], 0
    for number, one in enumerate(found, 1):
        if one.start > at:
            made.append(Piece(seen(text[at : one.start])))
        risk = risk_level_of(one).name.lower()
        made.append(Piece(seen(text[one.start : one.end]), number, name_of(one), risk))
        at = one.end
    if at < len(text):
        made.append(Piece(seen(text[at:])))
    return made


def lines(text: str, found: Sequence[Detection], name_of: Naming) -> list[FoundLine]:
    """One line a detection, in the order of the text."""
    return [_line(number, text, one, name_of(one)) for number, one in enumerate(found, 1)]


def seen(text: str) -> str:
    """The text with signs that cannot be seen written out: ⟦U+202E⟧."""
    return _UNSEEN.sub(lambda hit: f"⟦U+{ord(hit[0]):04X}⟧", text)


def _line(number: int, text: str, one: Detection, label: str) -> FoundLine:
    known = facts(one.kind)
    sure = "nearly_certain" if one.score >= _NEARLY_CERTAIN else "likely" if one.score >= _LIKELY else "possible"
    return FoundLine(
        number=number,
        value=seen(text[one.start : one.end]),
        label=label,
        category=known.category.value,
        risk=risk_level_of(one),
        sure=sure,
        percent=round(one.score * 100),
        method=method_of(one).value,
        context=context_of(one),
        why=one.why,
        article=known.article,
    )
