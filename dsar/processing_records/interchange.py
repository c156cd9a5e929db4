"""The register as a file and back, in plain Python: JSON with everything, CSV tables that a spreadsheet can edit.

What a file does not mention stays as it is: a missing column or key changes nothing, a missing entry is not removed.
Every fault names its line. Cells that a spreadsheet could take for a formula are defused on the way out and restored
on the way in, so what was written is what is read.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dsar.processing_records.interchange_cells import (
    FLAGS,
    LISTS,
    RECIPIENT_FIELDS,
    SOURCE_FIELDS,
    cell_of,
    defused,
    restored,
    value_of_cell,
)
from dsar.processing_records.json_lines import JsonFault, elements

FORMAT = "dsar-desk register 1"
LARGEST = 1_000_000  # bytes of a file
MOST_ENTRIES = 5_000

# Field, heading in tables, longest text (0: any length). A list stands one entry a line in its cell.
ACTIVITY_FIELDS: tuple[tuple[str, str, int], ...] = (
    ("controller", "Controller", 200),
    ("name", "Processing activity", 150),
    ("purpose", "Purposes", 0),
    ("legal_basis", "Legal basis", 200),
    ("data_subjects", "Categories of data subjects", 300),
    ("categories", "Categories of personal data", 0),
    ("recipients", "Recipients", 0),
    ("retention", "Retention", 0),
    ("source_of_data", "Source of the data", 0),
    ("has_automated_decisions", "Automated decisions", 0),
    ("automated_decisions", "Logic of automated decisions", 0),
    ("security_measures", "Security measures", 0),
    ("systems", "Systems", 0),
)
SYSTEM_FIELDS: tuple[tuple[str, str, int], ...] = (
    ("name", "System", 150),
    ("description", "Description", 0),
    ("owner", "Owner", 150),
    ("owner_contact", "Owner's contact", 300),
    ("is_paper", "On paper", 0),
    ("sources", "Sources", 0),
)
_RECIPIENT_LONGEST = {"name": 200, "role": 100, "country": 2, "safeguard": 300, "category_reason": 300, "email": 320}


@dataclass(frozen=True, slots=True)
class Fault:
    """What keeps a file from being taken: the line it is on, the field, and what to do."""

    line: int
    field: str
    words: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a file with its line: only the fields that the file gives."""

    kind: str
    line: int
    values: Mapping[str, Any]

    @property
    def name(self) -> str:
        """Its name."""
        return str(self.values.get("name", ""))


@dataclass(slots=True)
class Reading:
    """What a file holds, and what is wrong with it."""

    entries: list[Entry] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def fields_of(kind: str) -> tuple[tuple[str, str, int], ...]:
    """The fields of an activity or a system."""
    return ACTIVITY_FIELDS if kind == "activity" else SYSTEM_FIELDS


def as_json(activities: Sequence[Mapping[str, Any]], systems: Sequence[Mapping[str, Any]]) -> bytes:
    """The register as JSON."""
    content = {"format": FORMAT, "systems": list(systems), "activities": list(activities)}
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def as_csv(kind: str, rows: Iterable[Mapping[str, Any]]) -> bytes:
    """One kind of entries as a table, in UTF-8 with a mark that spreadsheets know."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow([heading for _name, heading, _longest in fields_of(kind)])
    for row in rows:
        writer.writerow([defused(cell_of(name, row[name])) for name, _heading, _longest in fields_of(kind)])
    return written.getvalue().encode("utf-8-sig")


def read(content: bytes) -> Reading:
    """A file as entries; JSON or CSV is told by its first character."""
    if len(content) > LARGEST:
        return Reading(faults=[Fault(1, "", f"The file is larger than {LARGEST // 1_000_000} MB.")])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        return Reading(faults=[Fault(line, "", "The file is not in UTF-8. Save it as “CSV UTF-8”.")])
    reading = _read_json(text) if text.lstrip()[:1] in ("{", "[") else _read_csv(text)
    if len(reading.entries) > MOST_ENTRIES:
        reading.faults.append(Fault(1, "", f"More than {MOST_ENTRIES} entries."))
    if not reading.entries and not reading.faults:
        reading.faults.append(Fault(1, "", "The file holds no entry."))
    _refuse_doubles(reading)
    return reading


def _read_json(text: str) -> Reading:
    reading = Reading()
    try:
        for key, line, value in elements(text, ("format", "systems", "activities")):
            if key == "format":
                if value != FORMAT:
                    reading.faults.append(Fault(line, "format", f"This is not “{FORMAT}”."))
            elif not isinstance(value, dict):
                reading.faults.append(Fault(line, key, "An entry is written in braces."))
            else:
                _take(reading, "activity" if key == "activities" else "system", line, value)
    except JsonFault as fault:
        reading.faults.append(Fault(fault.line, "", fault.words))
    return reading


def _read_csv(text: str) -> Reading:
    reading = Reading()
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        head = [cell.strip() for cell in next(rows, [])]
        kind = _kind_of(head)
        names = {heading: name for name, heading, _longest in fields_of(kind)}
        if unknown := [cell for cell in head if cell not in names]:
            reading.faults.append(Fault(1, "", f"Unknown column: {', '.join(unknown) or 'none'}."))
            return reading
        if len(set(head)) < len(head):
            reading.faults.append(Fault(1, "", "A column stands here twice."))
            return reading
        last = rows.line_num
        for cells in rows:
            line, last = last + 1, rows.line_num
            if any(cell.strip() for cell in cells):
                _take_row(reading, kind, line, [names[cell] for cell in head], cells)
    except csv.Error as error:
        reading.faults.append(Fault(rows.line_num, "", f"The table cannot be read here ({error})."))
    return reading


def _kind_of(head: Sequence[str]) -> str:
    return (
        "system" if head[:1] == ["System"] or ("System" in head and "Processing activity" not in head) else "activity"
    )


def _take_row(reading: Reading, kind: str, line: int, names: Sequence[str], cells: Sequence[str]) -> None:
    if len(cells) != len(names):
        reading.faults.append(Fault(line, "", f"{len(cells)} cells where the head has {len(names)}."))
        return
    given: dict[str, Any] = {}
    for name, cell in zip(names, cells, strict=True):
        value = restored(cell)
        try:
            given[name] = value_of_cell(name, value)
        except ValueError as error:
            reading.faults.append(Fault(line, name, str(error)))
            return
    _take(reading, kind, line, given)


def _take(reading: Reading, kind: str, line: int, given: Mapping[str, Any]) -> None:
    """Check an entry and keep it if it is right."""
    faults = [Fault(line, name, words) for name, words in _wrong(kind, given)]
    reading.faults += faults
    if not faults:
        reading.entries.append(Entry(kind, line, dict(given)))


def _wrong(kind: str, given: Mapping[str, Any]) -> list[tuple[str, str]]:
    known = {name: longest for name, _heading, longest in fields_of(kind)}
    found = [(name, "There is no such field.") for name in given if name not in known]
    if not str(given.get("name") or "").strip():
        found.append(("name", "The name is missing."))
    for name, value in given.items():
        if name in known and (words := _wrong_value(name, value, known[name])):
            found.append((name, words))
    return found


def _wrong_value(name: str, value: Any, longest: int) -> str:
    if name in FLAGS:
        return "" if value is None or isinstance(value, bool) else "Yes, no, or nothing."
    if name in LISTS:
        is_list = isinstance(value, list) and all(isinstance(entry, str) and entry.strip() for entry in value)
        return "" if is_list and not any("\n" in entry for entry in value) else "A list of texts, each on one line."
    if name == "recipients":
        return _wrong_parts(value, RECIPIENT_FIELDS, _wrong_recipient)
    if name == "sources":
        return _wrong_parts(value, SOURCE_FIELDS, lambda part: "")
    if not isinstance(value, str):
        return "A text is wanted here."
    return f"Longer than {longest} characters." if longest and len(value) > longest else ""


def _wrong_parts(value: Any, known: Sequence[str], judge: Callable[[Mapping[str, Any]], str]) -> str:
    if not isinstance(value, list) or not all(isinstance(part, dict) for part in value):
        return "A list of entries in braces."
    for part in value:
        if set(part) - set(known) or not str(part.get("name") or "").strip():
            return f"Each has a name, and of these: {', '.join(known)}."
        if any(name in FLAGS and not isinstance(one, bool) for name, one in part.items()):
            return "Yes or no."
        if any(name not in FLAGS and not isinstance(one, str) for name, one in part.items()):
            return "A text is wanted here."
        if words := judge(part):
            return words
    return ""


def _wrong_recipient(part: Mapping[str, Any]) -> str:
    name = part["name"]
    for column, longest in _RECIPIENT_LONGEST.items():
        if column != "country" and len(part.get(column) or "") > longest:
            return f"{name}: {column} is longer than {longest} characters."
    if not re.fullmatch(r"[A-Za-z]{2}|", part.get("country") or ""):
        return f"{name}: the country is two letters, such as US."
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+|", part.get("email") or ""):
        return f"{name}: the e-mail address is none."
    if part.get("is_category") and not (part.get("category_reason") or "").strip():
        return f"{name}: say why only the category can be named (C-154/21)."
    return ""


def _refuse_doubles(reading: Reading) -> None:
    seen: dict[tuple[str, str, str], int] = {}
    for entry in reading.entries:
        key = (entry.kind, str(entry.values.get("controller", "")).casefold(), entry.name.casefold())
        if key in seen:
            reading.faults.append(Fault(entry.line, "name", f"“{entry.name}” stands on line {seen[key]} already."))
        seen.setdefault(key, entry.line)
