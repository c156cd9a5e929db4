"""What goes into a package: letters, list, rows and copies, as markup and as data. Reads the case, stores nothing."""

import csv
import datetime as dt
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from dsar.cases import clock as case_clock
from dsar.cases.models import Case
from dsar.foundation import storage
from dsar.redaction.gates import copies_of
from dsar.response.points import POINTS
from dsar.response.selectors import (
    OutgoingRow,
    holds_data,
    is_partial,
    outgoing_rows,
    recipient_of,
    sheet_of,
    systems_that_show,
    told_exemptions,
)
from dsar.response.wording import LANGUAGES, said
from dsar.review.models import Verdict
from dsar.search.models import PlannedSystem, PlanState

NARROW = 7
ROWS_A_VOLUME = 1500
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
STYLE = Path(settings.BASE_DIR) / "static" / "css" / "package.css"


@dataclass(frozen=True, slots=True)
class TableOut:
    """The rows of one table as they leave: the values as they stand in the database."""

    system: str
    name: str
    columns: list[str]
    rows: list[list[Any]]

    @property
    def is_narrow(self) -> bool:
        """Whether it fits across a page."""
        return len(self.columns) <= NARROW

    @property
    def count(self) -> int:
        """How many records."""
        return len(self.rows)

    @property
    def shown(self) -> list[list[str]]:
        """The rows as texts for a page."""
        return [[_cell(value) for value in row] for row in self.rows]

    @property
    def records(self) -> list[list[tuple[str, str]]]:
        """The rows as pairs of column and text."""
        return [list(zip(self.columns, row, strict=True)) for row in self.shown]


@dataclass(slots=True)
class Composition:
    """The pieces of a package before they are set: markup by name, files by path in the archive."""

    markup: dict[str, str] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    about: dict[str, str] = field(default_factory=dict)
    pages: int = 0
    style: bytes = b""


def compose(case: Case, *, today: dt.date, is_rehearsal: bool) -> Composition:
    """Everything of the package in the case's language; the proved copies are read from sealed storage."""
    made = Composition(style=style_of(case.language))
    documents = _documents(case, made)
    rows = outgoing_rows(case)
    tables = tables_of(rows)
    with translation.override(case.language if case.language in LANGUAGES else "en"):
        common = _common(case, today, is_rehearsal=is_rehearsal)
        listed = {"documents": documents, "tables": tables}
        letter = _letter(case, listed) | common
        made.markup["cover-letter"] = render_to_string("packages/cover_letter.html", letter)
        made.markup["about-your-data"] = render_to_string("packages/about_your_data.html", _points(case) | common)
        made.markup["list"] = render_to_string("packages/schedule.html", listed | common)
        for name, context in _volumes(tables):
            made.markup[name] = render_to_string("packages/your_data.html", context | common)
        made.about = _about(made.markup, case.language)
    if tables:
        made.files["data/your-data.json"] = _json(case, today, tables, documents)
        made.files |= {f"data/{_file_name(number, table)}": _csv(table) for number, table in enumerate(tables, 1)}
    made.pages = 10 + len(rows) // 8
    return made


def style_of(language: str) -> bytes:
    """The style sheet of the package, its page numbers in the language of the case."""
    text = STYLE.read_text(encoding="utf-8")
    for words in ('"Page "', '" of "'):
        text = text.replace(words, f'"{said(words.strip(chr(34)), language)}"')
    return text.encode()


def tables_of(rows: Sequence[OutgoingRow]) -> list[TableOut]:
    """The rows by system and table; a column stands where any row of the table has it."""
    grouped: dict[tuple[str, str], list[OutgoingRow]] = {}
    for row in rows:
        grouped.setdefault((row.system, row.group.rpartition("/")[2]), []).append(row)
    tables = []
    for (system, name), members in grouped.items():
        columns = list(dict.fromkeys(column for member in members for column in member.values))
        cells = [[member.values.get(column) for column in columns] for member in members]
        tables.append(TableOut(system, name, columns, cells))
    return tables


def _documents(case: Case, made: Composition) -> list[dict[str, Any]]:
    listed = []
    for number, state in enumerate((one for one in copies_of(case) if one.is_proved), 1):
        assert state.row is not None and state.row.output is not None  # noqa: PT018, S101 - a proved copy has its file
        name = f"documents/{number:03d}.pdf"
        made.files[name] = storage.read(state.row.output)
        is_redacted = state.item.verdict == Verdict.REDACT
        system, pages = state.item.exhibit.source_name, state.row.page_count
        listed.append({"file": name, "system": system, "pages": pages, "is_redacted": is_redacted})
    return listed


def _common(case: Case, today: dt.date, *, is_rehearsal: bool) -> dict[str, Any]:
    return {
        "controller": case.controller,
        "reference": case.reference,
        "language": case.language,
        "today": today,
        "is_rehearsal": is_rehearsal,
        "holds_data": holds_data(case),
        "is_partial": is_partial(case),
    }


def _letter(case: Case, listed: dict[str, Any]) -> dict[str, Any]:
    sheet = sheet_of(case)
    say = partial(said, language=case.language)
    enclosures = [say("Information about how your data are used"), say("List of what you receive")]
    if listed["tables"]:
        count = sum(table.count for table in listed["tables"])
        enclosures.append(say("Your data: %(count)d records, as PDF, JSON and CSV", count=count))
    if listed["documents"]:
        enclosures.append(say("%(count)d documents", count=len(listed["documents"])))
    return {
        "recipient": recipient_of(case),
        "received_on": case_clock.result_of(case).received,
        "opening": sheet.opening,
        "enclosures": enclosures,
        "told": told_exemptions(case),
        "complaint": sheet.answers.get("complaint", {}).get("text", ""),
    }


def _points(case: Case) -> dict[str, Any]:
    answers, say = sheet_of(case).answers, partial(said, language=case.language)
    points = []
    for point in POINTS:
        answer = answers.get(point.key, {})
        text = (
            say("Not applicable: %(reason)s", reason=answer.get("reason", ""))
            if answer.get("not_applicable")
            else answer.get("text")
        )
        points.append({"title": say(point.title), "article": point.article, "text": text})
    return {"points": points, "searched": _searched(case)}


def _searched(case: Case) -> list[dict[str, str]]:
    """The systems with their result; one in which only things were found that may not show reads as one without."""
    planned = PlannedSystem.objects.filter(case=case).select_related("system").order_by("system__name")
    shown, say = systems_that_show(case), partial(said, language=case.language)
    found = say("searched; data found")
    results: dict[str, str] = {}
    for row in planned:
        words = say("not searched" if row.state == PlanState.LEFT_OUT else "searched; nothing about you")
        is_told = row.source_id is None and row.state == PlanState.DONE and not row.exhibits.exists()
        if row.system_id in shown or is_told:  # a system without exhibits for which somebody answered
            words = found
        if results.get(row.system.name) != found:
            results[row.system.name] = words
    return [{"system": name, "result": result} for name, result in results.items()]


def _volumes(tables: Sequence[TableOut]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rows cut into volumes that the typesetter can take at once."""
    volumes: list[list[TableOut]] = [[]]
    room = ROWS_A_VOLUME
    for table in tables:
        rows = table.rows
        while rows:
            taken, rows = rows[:room], rows[room:]
            volumes[-1].append(TableOut(table.system, table.name, table.columns, taken))
            room -= len(taken)
            if room == 0:
                volumes.append([])
                room = ROWS_A_VOLUME
    filled = [volume for volume in volumes if volume]
    for number, volume in enumerate(filled, 1):
        several = len(filled) > 1
        yield f"your-data-{number}" if several else "your-data", {"tables": volume, "volume": number if several else 0}


def _about(markup: dict[str, str], language: str) -> dict[str, str]:
    words = {
        "cover-letter": "The answer to your request",
        "about-your-data": "Information about how your data are used",
        "list": "List of what you receive",
    }
    return {name: said(words.get(name, "Your data"), language) for name in markup}


def _json(case: Case, today: dt.date, tables: Sequence[TableOut], documents: Sequence[dict[str, Any]]) -> bytes:
    value = {
        "reference": case.reference,
        "controller": case.controller.name,
        "reference_date": today.isoformat(),
        "tables": [
            {
                "system": table.system,
                "table": table.name,
                "columns": table.columns,
                "records": [dict(zip(table.columns, row, strict=True)) for row in table.rows],
            }
            for table in tables
        ],
        "documents": list(documents),
    }
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def _csv(table: TableOut) -> bytes:
    """The table for a spreadsheet: UTF-8 with a mark, no cell may start a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([_harmless(column) for column in table.columns])
    writer.writerows([[_harmless(value) for value in row] for row in table.rows])
    return out.getvalue().encode("utf-8-sig")


def _harmless(value: Any) -> Any:
    if isinstance(value, list | dict):
        value = json.dumps(value, ensure_ascii=False)
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


def _file_name(number: int, table: TableOut) -> str:
    plain = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in table.name.lower())
    return f"{number:02d}-{plain.strip('-')[:40] or 'table'}.csv"


def _cell(value: Any) -> str:
    if value is None or value == "":
        return "—"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
