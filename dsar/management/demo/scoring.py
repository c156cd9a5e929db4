"""How good a search was, measured against the ground truth."""

from __future__ import annotations

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

    Several findings at one place count once. A finding without a member counts for the whole file; a deeper place
    (cell, page, part) inside the right file or member is the right place. Findings of a database count as of the shop.

    Args:
        findings: each with `locator` and `decision`.
        truth: the answer sheet.
        subject: index into `truth.subjects`, or the label.
    """
    theirs = _subject(truth, subject)
    places = [_place(finding["locator"]) for finding in findings if finding["decision"] in {"confirmed", "review"}]
    seen = set(places)
    members = {path for path, member in seen if member == "" and isinstance(path, str)}
    expected: dict[str, int] = {}
    found: dict[str, int] = {}
    missed = []
    for trace in theirs.traces:
        expected[trace.format] = expected.get(trace.format, 0) + 1
        if _is_found(_place(trace.locator), seen, members):
            found[trace.format] = found.get(trace.format, 0) + 1
        else:
            missed.append(trace)
    confirmed = {_place(f["locator"]): dict(f["locator"]) for f in findings if f["decision"] == "confirmed"}
    true_places = {_place(trace.locator) for trace in theirs.traces}
    wrong = [locator for place, locator in confirmed.items() if not _is_true(place, true_places)]
    total = len(theirs.traces)
    return Score(
        recall=sum(found.values()) / total if total else 1.0,
        wrong_confirmed=len(wrong) / len(confirmed) if confirmed else 0.0,
        confirmed=len(confirmed),
        per_format={name: FormatScore(count, found.get(name, 0)) for name, count in sorted(expected.items())},
        wrong=wrong,
        missed=missed,
    )


Place = tuple[str, str]


def _subject(truth: GroundTruth, subject: int | str) -> SubjectTruth:
    if isinstance(subject, int):
        return truth.subjects[subject]
    return next(entry for entry in truth.subjects if entry.label == subject)


def _place(locator: Mapping[str, Any]) -> Place:
    if "table" in locator:
        key = sorted((str(column).lower(), str(value)) for column, value in locator["key"].items())
        return str(locator["table"]).lower(), repr(key)
    path = str(locator["path"]).replace("\\", "/")
    return path.removeprefix("./"), str(locator.get("member") or "")


def _same_file(found: Place, true: Place) -> bool:
    """A member's own parts are the member's; a place without member speaks of the whole file."""
    if found[0] != true[0]:
        return False
    return true[1] in {"", found[1]} or found[1] == "" or found[1].startswith(f"{true[1]}/")


def _is_found(place: Place, seen: set[Place], whole_files: set[str]) -> bool:
    if place in seen or place[0] in whole_files:
        return True
    return any(_same_file(found, place) for found in seen if found[0] == place[0] and not place[1].startswith("[("))


def _is_true(place: Place, true_places: set[Place]) -> bool:
    if place in true_places:
        return True
    return any(_same_file(place, true) for true in true_places if true[0] == place[0] and not true[1].startswith("[("))
