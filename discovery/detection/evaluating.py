"""Measures a detector on labelled passages: by kind and overall, exact and overlapping, with what was confused."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from discovery.detection.scoring import Label, Score, score_text, total
from discovery.documents import Detection, Kind

NOTHING: Final = "nothing"
_NAMES: Final = frozenset(kind.value for kind in Kind)
_STARTS: Final = ("start", "start_position")
_ENDS: Final = ("end", "end_position")
_KINDS: Final = ("kind", "label", "entity_type")


class LabelsUnreadable(ValueError):
    """A line of a labelled file cannot be used; the message names the line and what is wrong."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A text and what is labelled in it."""

    text: str
    labels: tuple[Label, ...]


@dataclass(slots=True)
class Evaluation:
    """Counts over a labelled set.

    Attributes:
        passages: how many were read.
        exact: counts by kind where only equal spans agree.
        overlapping: counts by kind where half of the union must be shared.
        covered: characters: labelled and found whatever the kind, only found, only labelled.
        confused: how often a labelled kind was found as another, or as nothing; and the other way round.
    """

    passages: int = 0
    exact: dict[Kind, Score] = field(default_factory=dict)
    overlapping: dict[Kind, Score] = field(default_factory=dict)
    covered: Score = field(default_factory=Score)
    confused: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, labels: Sequence[Label], found: Sequence[Detection]) -> None:
        """Count one passage."""
        self.passages += 1
        self.exact = total([self.exact, score_text(labels, found, exact=True)])
        self.overlapping = total([self.overlapping, score_text(labels, found)])
        self.covered += covered(labels, found)
        self.confused.update(_confusions(labels, found))

    def as_json(self) -> dict[str, Any]:
        """Figures as plain values, rounded to four places."""
        kinds = sorted(self.overlapping)
        return {
            "passages": self.passages,
            "overall": {"exact": _figures(_sum(self.exact)), "overlapping": _figures(_sum(self.overlapping))},
            "any_kind": _figures(self.covered),
            "kinds": {
                kind.value: {
                    "exact": _figures(self.exact.get(kind, Score())),
                    "overlapping": _figures(self.overlapping[kind]),
                }
                for kind in kinds
            },
            "confused": [
                {"labelled": labelled, "found": found, "times": times}
                for (labelled, found), times in sorted(self.confused.items(), key=lambda one: (-one[1], one[0]))
            ],
        }


def read_labelled(lines: Iterable[str], renamed: Mapping[str, str] | None = None) -> Iterator[Passage]:
    """The passages of a JSON Lines file.

    Each line is an object with "text" (or "full_text") and "spans", a list of {"start", "end", "kind"} in characters;
    the names start_position, end_position, label and entity_type are understood too.

    Args:
        lines: of the file; empty ones are passed over.
        renamed: names of kinds in the file to our own; "" leaves the label out.

    Raises:
        LabelsUnreadable: the line is no such object, a span lies outside the text, or a kind is unknown.
    """
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _passage(line, number, renamed or {})


def covered(labels: Sequence[Label], found: Sequence[Detection]) -> Score:
    """Characters that are labelled and found, only found, only labelled; whatever the kinds."""
    meant = {at for start, end, _kind in labels for at in range(start, end)}
    seen = {at for one in found for at in range(one.start, one.end)}
    return Score(len(meant & seen), len(seen - meant), len(meant - seen))


def _passage(line: str, number: int, renamed: Mapping[str, str]) -> Passage:
    try:
        given: dict[str, Any] = json.loads(line)
        text: str = given["text"] if "text" in given else given["full_text"]
        spans = [(_one(span, _STARTS), _one(span, _ENDS), str(_one(span, _KINDS))) for span in given["spans"]]
    except (ValueError, KeyError, TypeError) as error:
        message = f"line {number}: an object with text and spans (start, end, kind) was expected"
        raise LabelsUnreadable(message) from error
    labels = []
    for start, end, name in spans:
        ours = renamed.get(name, name)
        if not ours:
            continue
        if ours not in _NAMES:
            message = f"line {number}: there is no kind {name!r}; rename it, or leave it out by renaming it to nothing"
            raise LabelsUnreadable(message)
        if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(text)):
            message = f"line {number}: the span {start}–{end} does not lie in the text of {len(text)} characters"
            raise LabelsUnreadable(message)
        labels.append((start, end, Kind(ours)))
    return Passage(text, tuple(labels))


def _one(span: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    return next(span[name] for name in names if name in span) if any(name in span for name in names) else span[names[0]]


def _confusions(labels: Sequence[Label], found: Sequence[Detection]) -> Iterator[tuple[str, str]]:
    met: set[int] = set()
    for start, end, kind in labels:
        touching = [
            (min(end, one.end) - max(start, one.start), number)
            for number, one in enumerate(found)
            if one.start < end and start < one.end
        ]
        met.update(number for _shared, number in touching)
        best = found[max(touching)[1]].kind if touching else None
        if best is not kind:
            yield kind.value, best.value if best else NOTHING
    for number, one in enumerate(found):
        if number not in met:
            yield NOTHING, one.kind.value


def _sum(by_kind: Mapping[Kind, Score]) -> Score:
    return sum(by_kind.values(), Score())


def _figures(score: Score) -> dict[str, float | int]:
    return {
        "precision": round(score.precision, 4),
        "recall": round(score.recall, 4),
        "f1": round(score.f(), 4),
        "f2": round(score.f(2.0), 4),
        "labelled": score.hits + score.misses,
        "found": score.hits + score.false_alarms,
    }
