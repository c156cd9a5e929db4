"""Puts files on the shelf and writes on the answer sheet, at the same time, whom they are about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dsar.management.demo.truth import Expected, NotTheirs, Source, SubjectTruth, Trace


@dataclass(frozen=True, slots=True)
class About:
    """A data subject stands here.

    Attributes:
        label: which subject.
        identifier: by what the subject is known here.
        member, part: the place inside the file, as the search names it; "" for the file itself.
    """

    label: str
    identifier: str
    expected: Expected = "confirmed"
    member: str = ""
    part: str = ""


@dataclass(frozen=True, slots=True)
class LooksLike:
    """Somebody else stands here who looks like the data subject."""

    label: str
    reason: str
    member: str = ""
    part: str = ""


Mention = About | LooksLike


class AnswerSheet:
    """The truth as it grows."""

    def __init__(self, profiles: Mapping[str, dict[str, Any]]) -> None:
        self.subjects = {label: SubjectTruth(label, profile) for label, profile in profiles.items()}
        self.unreadable: list[dict[str, str]] = []

    def note(self, source: Source, locator: dict[str, Any], form: str, mention: Mention) -> None:
        """Write one place down."""
        subject = self.subjects[mention.label]
        if isinstance(mention, About):
            subject.traces.append(Trace(source, locator, mention.identifier, form, mention.expected))
        else:
            subject.not_theirs.append(NotTheirs(source, locator, mention.reason))

    def row(self, table: str, key: dict[str, Any], mention: Mention) -> None:
        """Write a row of the shop down."""
        self.note("shop", {"schema": None, "table": table, "key": key}, "row", mention)


class Shelf:
    """The folder of files."""

    def __init__(self, root: Path, sheet: AnswerSheet) -> None:
        self._root, self._sheet = root, sheet
        self.count = 0

    def put(self, path: str, content: bytes | str, *mentions: Mention, form: str = "") -> None:
        """Write a file and who is in it; `form` is the format of the answer sheet where the suffix does not say it."""
        self._write(path, content.encode() if isinstance(content, str) else content)
        for mention in mentions:
            inside = {"member": mention.member, "part": mention.part}
            locator = {"path": path, **{name: value for name, value in inside.items() if value}}
            self._sheet.note("files", locator, form or path.rsplit(".", 1)[-1], mention)

    def put_unreadable(self, path: str, content: bytes, reason: str) -> None:
        """Write a file that no search can read; the coverage has to name it."""
        self._write(path, content)
        self._sheet.unreadable.append({"path": path, "reason": reason})

    def _write(self, path: str, content: bytes) -> None:
        target = self._root / path
        if target.exists():
            message = f"the demo would write {path} twice"
            raise ValueError(message)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        self.count += 1
