"""Reading a file of choices that were made elsewhere: CSV or JSON into lines, each with its faults. Plain Python.

Columns: known_by, identifier, purpose, act, at, method, channel, and optionally wording (number), language, evidence.
"""

import csv
import datetime as dt
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from consent.rules import normal_identifier
from consent.vocabulary import Act, Channel, Method, SubjectKind

MOST_LINES = 50_000
COLUMNS = ("known_by", "identifier", "purpose", "act", "at", "method", "channel", "wording", "language", "evidence")
NEEDED = COLUMNS[:6]
MOST_EVIDENCE = 2000
MORE = "\x00more"  # no name of a column: a line with cells beyond the last one
IMPORTABLE = frozenset({Act.GRANTED, Act.DENIED, Act.WITHDRAWN, Act.OPTED_OUT, Act.OPTED_IN})


class BadFile(Exception):
    """The file as a whole cannot be read; `words` says why."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


@dataclass(frozen=True, slots=True)
class Line:
    """A line that can be read; `number` counts from the first line of the file (CSV: the header is 1)."""

    number: int
    kind: SubjectKind
    identifier: str = field(repr=False)
    purpose: str
    act: Act
    at: dt.datetime
    method: Method
    channel: Channel
    wording: int | None = None
    language: str = ""
    evidence: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a line, and in which column; the value itself is not repeated."""

    number: int
    column: str
    words: str


def read(content: str, form: str) -> tuple[list[Line], list[Fault]]:
    """The lines and the faults of a file ("csv" or "json").

    Raises:
        BadFile: it is no such file, lacks a column, or is too long.
    """
    rows = list(_rows(content, form))
    if not rows:
        raise BadFile("The file has no lines.")
    if len(rows) > MOST_LINES:
        raise BadFile(f"The file has more than {MOST_LINES} lines; cut it.")
    lines, faults = [], []
    for number, row in rows:
        line, wrong = _line(number, row)
        faults += wrong
        if line is not None:
            lines.append(line)
    return lines, faults


def _rows(content: str, form: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    return _json_rows(content) if form == "json" else _csv_rows(content)


def _csv_rows(content: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    text = content.removeprefix("\ufeff")
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text), delimiter=";" if first.count(";") > first.count(",") else ",", strict=True)
    try:
        header = [name.strip().lower() for name in next(reader, [])]
        _check_columns(header)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                row: dict[str, Any] = dict(zip(header, cells, strict=False))
                more = any(cell.strip() for cell in cells[len(header) :])
                yield reader.line_num, row | {MORE: True} if more else row
    except csv.Error as error:
        raise BadFile(f"Line {reader.line_num} is no CSV.") from error


def _json_rows(content: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    try:
        given = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise BadFile("This is no JSON.") from error
    entries = given.get("entries") if isinstance(given, dict) else given
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise BadFile("The file is a list of objects, or an object with a list named “entries”.")
    for number, entry in enumerate(entries, 1):
        yield number, {name: "" if value is None else value for name, value in entry.items()}


def _check_columns(names: Sequence[str]) -> None:
    if twice := sorted({name for name in names if name and names.count(name) > 1}):
        raise BadFile(f"These columns stand twice: {', '.join(name[:30] for name in twice[:5])}.")
    if missing := [name for name in NEEDED if name not in names]:
        raise BadFile(f"The file lacks: {', '.join(missing)}.")
    if unknown := sorted(set(names) - set(COLUMNS)):
        raise BadFile(f"These columns are not known: {', '.join(name[:30] for name in unknown[:5])}.")


Word = TypeVar("Word", SubjectKind, Act, Method, Channel)


def _line(number: int, row: Mapping[str, Any]) -> tuple[Line | None, list[Fault]]:
    cells = {name: str(row.get(name, "")).strip() for name in COLUMNS}
    faults: list[Fault] = []

    def wrong(column: str, words: str) -> None:
        faults.append(Fault(number, column, words))

    for column, words in _misplaced(row):
        wrong(column, words)
    kind = _word(SubjectKind, cells["known_by"])
    act, method = _word(Act, cells["act"]), _word(Method, cells["method"])
    channel = _word(Channel, cells["channel"] or Channel.IMPORT)
    at, wording = _instant(cells["at"]), _number(cells["wording"])
    if kind is None:
        wrong("known_by", f"One of {', '.join(SubjectKind)}.")
    elif not normal_identifier(kind, cells["identifier"]):
        wrong("identifier", "This cannot be an identifier of this kind.")
    if not cells["purpose"]:
        wrong("purpose", "The code of the purpose is missing.")
    if act not in IMPORTABLE:
        wrong("act", f"One of {', '.join(sorted(IMPORTABLE))}.")
    if method is None:
        wrong("method", f"One of {', '.join(Method)}.")
    if channel is None:
        wrong("channel", f"One of {', '.join(Channel)}.")
    if at is None:
        wrong("at", "A date and time with its zone, such as 2026-03-01T10:15:00+01:00.")
    if wording is None:
        wrong("wording", "The number of the wording, or nothing.")
    if len(cells["evidence"]) > MOST_EVIDENCE:
        wrong("evidence", f"At most {MOST_EVIDENCE} characters.")
    if faults or kind is None or act is None or method is None or channel is None or at is None:
        return None, faults
    values = (number, kind, cells["identifier"], cells["purpose"], act, at, method, channel, wording or None)
    return Line(*values, language=cells["language"], evidence=cells["evidence"]), []


def _misplaced(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What the line has beside its columns, or in a shape that is no value."""
    if row.get(MORE):
        yield "", "The line has more columns than the first line names."
    for name in sorted(set(row) - set(COLUMNS) - {MORE}):
        yield name[:30], "This column is not known."
    for name in COLUMNS:
        if isinstance(row.get(name), list | dict | bool):
            yield name, "Text or a number."


def _word(words: type[Word], given: str) -> Word | None:
    try:
        return words(given.lower())
    except ValueError:
        return None


def _instant(given: str) -> dt.datetime | None:
    try:
        moment = dt.datetime.fromisoformat(given)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None


def _number(given: str) -> int | None:
    """The number, 0 where nothing is given, None where it is no number."""
    return 0 if not given else int(given) if given.isascii() and given.isdigit() and len(given) < 7 else None
