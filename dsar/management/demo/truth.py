"""What is truly about whom: the answer sheet against which a search is measured."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

Source = Literal["files", "shop"]
Expected = Literal["confirmed", "review"]


@dataclass(frozen=True, slots=True)
class Trace:
    """A place that is about a data subject.

    Attributes:
        locator: {"path", "member"?, "part"?} of a file, {"schema", "table", "key"} of a row.
        identifier: by what the person can be known there ("email_address", "person", "foreign_key" …).
        format: "pdf", "scan", "eml" … or "row".
        expected: what a careful search should decide; scoring accepts either.
    """

    source: Source
    locator: dict[str, Any]
    identifier: str
    format: str
    expected: Expected = "confirmed"


@dataclass(frozen=True, slots=True)
class NotTheirs:
    """A place that looks like the data subject's and is somebody else's: must not be confirmed."""

    source: Source
    locator: dict[str, Any]
    reason: str


@dataclass(frozen=True, slots=True)
class SubjectTruth:
    """A data subject: the profile (format of SUBJECT.json), what is theirs, what only looks so."""

    label: str
    profile: dict[str, Any]
    traces: list[Trace] = field(default_factory=list)
    not_theirs: list[NotTheirs] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class GroundTruth:
    """The whole answer sheet.

    Attributes:
        unreadable: files that no search can read, with the reason the coverage should give.
    """

    seed: int
    subjects: list[SubjectTruth]
    unreadable: list[dict[str, str]]
    file_count: int
    row_counts: dict[str, int]

    def as_json(self) -> dict[str, Any]:
        """The form in which it is stored."""
        return asdict(self)

    @classmethod
    def from_json(cls, raw: dict[str, Any]) -> GroundTruth:
        """The truth from its stored form.

        Raises:
            KeyError: a part is missing.
        """
        subjects = [
            SubjectTruth(
                label=entry["label"],
                profile=entry["profile"],
                traces=[Trace(**trace) for trace in entry["traces"]],
                not_theirs=[NotTheirs(**place) for place in entry["not_theirs"]],
            )
            for entry in raw["subjects"]
        ]
        return cls(raw["seed"], subjects, raw["unreadable"], raw["file_count"], raw["row_counts"])

    def write(self, root: Path) -> None:
        """Write truth.json and subjects/<n>.json, the profiles for the command line, under `root`."""
        _write_json(root / "truth.json", self.as_json())
        (root / "subjects").mkdir(parents=True, exist_ok=True)
        for number, subject in enumerate(self.subjects, start=1):
            _write_json(root / "subjects" / f"{number}.json", subject.profile)


def read_truth(path: Path) -> GroundTruth:
    """The truth stored at `path`."""
    return GroundTruth.from_json(json.loads(path.read_text(encoding="utf-8")))


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
