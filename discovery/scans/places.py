"""From what was read in one item to places with a decision: what findings and exhibits are made of. No Django."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from discovery.documents import Decision, FoundRow, Match, Span, SubjectProfile, TextBlock
from discovery.extraction import ExtractedFile, ExtractedPart
from discovery.matching import match_blocks
from discovery.scans.kinds import kind_of

RANK: Final = {Decision.CONFIRMED: 0, Decision.EXCLUDED: 1, Decision.REVIEW: 2, Decision.CONTEXT: 3}
_FINE: Final = ("page", "cell", "row", "slide", "header", "pointer", "element")
_EXCERPT_SIDE: Final = 40


@dataclass(frozen=True, slots=True)
class Place:
    """One identifier at one place of an item, or one row of a database, with the decision about it.

    Attributes:
        locator: in the published form, {"path", "page" | "part" | "cell" …} or {"schema", "table", "key"}.
        kind: a Kind's value where the identifier is of a known kind.
        identifier_type: as the match has it, a kind or the profile's words.
        identifier: the profile's value that hit; kept out of repr.
        path: the way to it in words.
        excerpt: the words around the hit, the hit itself masked.
    """

    locator: Mapping[str, object] = field(repr=False)
    kind: str
    identifier_type: str
    identifier: str = field(repr=False)
    decision: Decision
    score: float
    why: str
    reason: str
    path: str = field(repr=False)
    excerpt: str = field(default="", repr=False)

    def as_json(self, source: str) -> dict[str, object]:
        """The published form of the command line."""
        return {
            "source": source,
            "locator": dict(self.locator),
            "kind": self.kind,
            "identifier": self.identifier,
            "decision": self.decision.value,
            "score": round(self.score, 3),
            "path": self.path,
            "why": self.why,
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True)
class JudgedPart:
    """A part of a file (the file itself, a message, an attachment) with the places in it."""

    part: ExtractedPart
    locator: Mapping[str, object] = field(repr=False)
    places: tuple[Place, ...]

    @property
    def decision(self) -> Decision | None:
        """What the part is as a whole: the weightiest of its places; None where nothing was found."""
        return weightiest(place.decision for place in self.places)


def weightiest(decisions: Iterable[Decision]) -> Decision | None:
    """Of several decisions about one document the one that counts: an excluded namesake never hides a check."""
    order = (Decision.CONFIRMED, Decision.REVIEW, Decision.CONTEXT, Decision.EXCLUDED)
    return min(decisions, key=order.index, default=None)


def judge_file(extracted: ExtractedFile, *, ref: str, profile: SubjectProfile) -> list[JudgedPart]:
    """Every part of a file in which something of the subject was found, in order of appearance."""
    judged = []
    for part in extracted.parts:
        locator = {"path": ref, **part.locator.parts}
        matches = match_blocks(part.extraction.blocks, profile)
        if matches:
            places = tuple(_places(part.extraction.blocks, matches, locator))
            judged.append(JudgedPart(part, locator, places))
    return judged


def judge_rows(rows: Iterable[FoundRow]) -> list[Place]:
    """The rows of a database as places."""
    return [
        Place(
            locator=row.locator.as_json(),
            kind=kind_of(row.match.identifier),
            identifier_type=row.match.identifier,
            identifier=row.match.value,
            decision=row.match.decision,
            score=row.match.score,
            why=row.match.why,
            reason=row.match.reason,
            path=row.path,
        )
        for row in rows
    ]


def place_words(locator: Mapping[str, object]) -> str:
    """A locator in words: "hr/letter.pdf, page 2" or "orders, id 7"."""
    if "table" in locator:
        table = f"{locator['schema']}.{locator['table']}" if locator.get("schema") else str(locator["table"])
        key = locator.get("key")
        keys = ", ".join(f"{name} {value}" for name, value in key.items()) if isinstance(key, Mapping) else ""
        return f"{table}, {keys}" if keys else table
    words = [str(locator.get("path", ""))]
    words += [_words(name, value) for name, value in locator.items() if name not in ("path", "member", "part")]
    inside = [str(locator[name]) for name in ("member", "part") if name in locator]
    return ", ".join([" › ".join([words[0], *inside]), *words[1:]])


def _words(name: str, value: object) -> str:
    """A part of a locator in words; pages count from 0 in locators and from 1 for people."""
    return f"page {value + 1}" if name == "page" and isinstance(value, int) else f"{name} {value}"


def same_place(locator: Mapping[str, object]) -> str:
    """One text for one place, whatever the order of its parts."""
    return json.dumps(locator, sort_keys=True, ensure_ascii=False, default=str)


def _places(blocks: Sequence[TextBlock], matches: Iterable[Match], locator: Mapping[str, object]) -> Iterator[Place]:
    kept: dict[tuple[str, str, str], Place] = {}
    for match in matches:
        spans = match.spans or (None,)
        for span in spans:
            own = _locator(locator, blocks[span.block]) if span else dict(locator)
            place = _place(match, own, _excerpt(blocks, span) if span else "")
            key = (same_place(own), place.kind, place.identifier)
            before = kept.get(key)
            if before is None or RANK[place.decision] < RANK[before.decision]:
                kept[key] = place
    yield from kept.values()


def _place(match: Match, locator: Mapping[str, object], excerpt: str) -> Place:
    return Place(
        locator=locator,
        kind=kind_of(match.identifier),
        identifier_type=match.identifier,
        identifier=match.value,
        decision=match.decision,
        score=match.score,
        why=match.why,
        reason=match.reason,
        path=f"{place_words(locator)}: {match.why}",
        excerpt=excerpt,
    )


def _locator(item: Mapping[str, object], block: TextBlock) -> dict[str, object]:
    """The place of a block, no finer than a page, a cell, a row or a named part."""
    inside = block.locator.parts
    own = dict(item)
    for name in ("sheet", "table", *_FINE):
        if name in inside:
            own["sheet" if name == "table" else name] = inside[name]
    if not any(name in inside for name in _FINE) and "part" in inside:
        own["in" if "part" in item else "part"] = inside["part"]
    return own


def _excerpt(blocks: Sequence[TextBlock], span: Span) -> str:
    text = blocks[span.block].text
    before, after = text[max(0, span.start - _EXCERPT_SIDE) : span.start], text[span.end : span.end + _EXCERPT_SIDE]
    return " ".join(f"{before}{_dots(text[span.start : span.end])}{after}".split())


def _dots(value: str) -> str:
    return " ".join(f"{word[:1]}…" for word in value.split())
