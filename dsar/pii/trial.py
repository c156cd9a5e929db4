"""Trying an own kind on a text: what it finds, what stays below its certainty, what the product finds there anyway."""

from dataclasses import dataclass, field

from discovery.detection import KIND_FACTS, Options, detect
from discovery.detection.own_kinds import OwnKind, PatternRefused, compiled, in_ordinary_text
from discovery.documents import Detection

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the tried text; `look` is "hit", "below" or ""."""

    text: str = field(repr=False)
    look: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of trying: pieces of the text in order, counts, and a refusal where the pattern may not be used.

    Attributes:
        also: labels of what the product itself finds where the own kind finds something.
        ordinary: what it finds in a page of ordinary writing.
    """

    pieces: tuple[Piece, ...] = ()
    hits: int = 0
    below: int = 0
    also: tuple[str, ...] = ()
    ordinary: tuple[str, ...] = ()
    refusal: str = ""


def try_own_kind(own: OwnKind, text: str) -> Trial:
    """Try a kind on a text; a pattern that cannot be read gives a refusal instead. The full check comes with saving."""
    try:
        compiled(own.pattern)
        ordinary = tuple(dict.fromkeys(in_ordinary_text(own)))
    except PatternRefused as refusal:
        return Trial(refusal=str(refusal))
    found = _apart(_found(own, text))
    product = detect(text, options=Options(names="none"))
    also = {KIND_FACTS[one.kind].label for one in product for hit in found if _touch(one, hit)}
    hits = sum(one.score >= own.least for one in found)
    return Trial(_pieces(own, text, found), hits, len(found) - hits, tuple(sorted(also)), ordinary[:3])


def _found(own: OwnKind, text: str) -> list[Detection]:
    finder, found, at = own.finder(), [], 0
    for line in text.split("\n"):
        found += [one for one in finder.find(text, at, at + len(line)) if one.start < one.end]
        at += len(line) + 1
    return found[:MOST_SHOWN]


def _apart(found: list[Detection]) -> list[Detection]:
    kept: list[Detection] = []
    for one in sorted(found, key=lambda each: each.start):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _touch(one: Detection, other: Detection) -> bool:
    return one.start < other.end and other.start < one.end


def _pieces(own: OwnKind, text: str, found: list[Detection]) -> tuple[Piece, ...]:
    pieces, at = [], 0
    for one in found:
        look = "hit" if one.score >= own.least else "below"
        pieces += [Piece(text[at : one.start]), Piece(text[one.start : one.end], look, f"{one.score:.2f} – {one.why}")]
        at = one.end
    return tuple(piece for piece in [*pieces, Piece(text[at:])] if piece.text)
