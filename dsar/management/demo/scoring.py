"""How good a search was, measured against the ground truth."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dsar.management.demo.truth import GroundTruth, SubjectTruth, Trace


@dataclass(frozen=True, slots=True)
class FormatScore:
    """How many of the places of one format were found."""

    expected: int
    found: int

    @property
    def recall(self) -> float:
        """Share 0..1; 1 where nothing was to be found."""
        return self.found / self.expected if self.expected else 1.0


@dataclass(frozen=True, slots=True)
class Score:
    """The result for one data subject.

    Attributes:
        recall: share of the subject's places that have a finding, decided confirmed or review.
        wrong_confirmed: share of the confirmed places that are not the subject's; 0 where none was confirmed.
        confirmed: number of distinct confirmed places.
        wrong, missed: those places, for the person who improves the search.
    """

    recall: float
    wrong_confirmed: float
    confirmed: int
    per_format: dict[str, FormatScore]
    wrong: list[dict[str, Any]]
    missed: list[Trace]


def score(findings: Sequence[Mapping[str, Any]], truth: GroundTruth, subject: int | str) -> Score:
    """Measure findings (format of `dsar scan-files --json`) for one subject.

    Several findings at one place count once. Places are files, files inside files (member of an archive, message of a
    mailbox, attachment) and rows; a deeper place (cell, page) inside the right one is the right place. What stands in a
    member must be found in that member. Findings of a database count as of the shop.

    Args:
        findings: each with `locator` and `decision`.
        truth: the answer sheet.
        subject: index into `truth.subjects`, or the label.
    """
    theirs = _subject(truth, subject)
    seen = {_place(finding["locator"]) for finding in findings if finding["decision"] in {"confirmed", "review"}}
    expected: dict[str, int] = {}
    found: dict[str, int] = {}
    missed = []
    for trace in theirs.traces:
        expected[trace.format] = expected.get(trace.format, 0) + 1
        true = _place(trace.locator)
        if any(_is_inside(place, true) for place in seen):
            found[trace.format] = found.get(trace.format, 0) + 1
        else:
            missed.append(trace)
    confirmed = {_place(f["locator"]): dict(f["locator"]) for f in findings if f["decision"] == "confirmed"}
    true_places = [_place(trace.locator) for trace in theirs.traces]
    wrong = [
        locator for place, locator in confirmed.items() if not any(_is_inside(place, true) for true in true_places)
    ]
    total = len(theirs.traces)
    return Score(
        recall=sum(found.values()) / total if total else 1.0,
        wrong_confirmed=len(wrong) / len(confirmed) if confirmed else 0.0,
        confirmed=len(confirmed),
        per_format={name: FormatScore(count, found.get(name, 0)) for name, count in sorted(expected.items())},
        wrong=wrong,
        missed=missed,
    )


Place = tuple[str, ...]
_ATTACHMENT = re.compile(r"attachment \d+: ")


def _subject(truth: GroundTruth, subject: int | str) -> SubjectTruth:
    if isinstance(subject, int):
        return truth.subjects[subject]
    return next(entry for entry in truth.subjects if entry.label == subject)


def _place(locator: Mapping[str, Any]) -> Place:
    """Table and key of a row; path, then the files inside one another. Parts that are no files are left out."""
    if "table" in locator:
        key = sorted((str(column).lower(), str(value)) for column, value in locator["key"].items())
        return str(locator["table"]).lower(), repr(key)
    path = str(locator["path"]).replace("\\", "/").removeprefix("./")
    parts = [
        part for part in str(locator.get("part") or "").split(" › ") if part.startswith(("message ", "attachment "))
    ]
    named = [_ATTACHMENT.sub("", part) for part in parts if part.startswith("message ") or _ATTACHMENT.match(part)]
    member = str(locator.get("member") or "")
    return path, *([member] if member else []), *named


def _is_inside(place: Place, true: Place) -> bool:
    """Whether the place is the true one or lies in it."""
    return place[: len(true)] == true
