r"""A portable package as CSV (RFC 4180), one file a set, described by csv-metadata.json (CSV on the Web). Plain Python.

A cell is what it looks like, but for cells that begin with a backslash: a letter behind it names what follows (see
MARKS), any other sign is the first one of a text that a spreadsheet would have taken for a formula.
"""

import base64
import csv
import io
import json
import re
from collections.abc import Iterator
from typing import Any, Final

from dsar.rights.portability.as_json import document_entry, omission_entry, set_entry
from dsar.rights.portability.cells import PLAIN, Cell, Kind
from dsar.rights.portability.facts import FORMAT, VERSION, DataSet, Facts

NULL_MARK: Final = "\\N"
ABSENT_MARK: Final = "\\A"
# What stands behind the backslash, by kind; texts with control characters are \T: and base64.
MARKS: Final = {
    Kind.TEXT: "\\S:",
    Kind.INTEGER: "\\I:",
    Kind.NUMBER: "\\D:",
    Kind.BOOLEAN: "\\B:",
    Kind.BINARY: "\\X:",
    Kind.JSON: "\\J:",
    Kind.LEFT_OUT: "\\L:",
}
CODED_TEXT: Final = "\\T:"
# What a spreadsheet may take for the start of a formula (OWASP), and our own mark.
_DEFUSED: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "\\")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
DIALECT: Final = {
    "encoding": "utf-8",
    "delimiter": ",",
    "quoteChar": '"',
    "doubleQuote": True,
    "header": True,
    "headerRowCount": 1,
    "lineTerminators": ["\r\n"],
    "skipInitialSpace": False,
    "trim": False,
}


def write(one: DataSet) -> Iterator[bytes]:
    """The file of a set: a header, then a line for each record, its id first."""
    yield _line(["record", *(cell_text(Cell(Kind.TEXT, column.name), Kind.TEXT) for column in one.columns)])
    for record in one.records():
        cells = [
            cell_text(record.cells[column.id], column.type) if column.id in record.cells else ABSENT_MARK
            for column in one.columns
        ]
        yield _line([record.id, *cells])


def file_name(number: int, one: DataSet) -> str:
    """The name of a set's file in the archive: a number and plain letters."""
    plain = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in one.name.lower())
    return f"csv/{number:02d}-{plain.strip('-')[:40] or 'set'}.csv"


def metadata(facts: Facts) -> bytes:
    """csv-metadata.json: a group of tables with the dialect; what CSV cannot say stands in the notes."""
    tables = [_table(number, one) for number, one in enumerate(facts.sets, 1)]
    about = {
        "format": FORMAT,
        "version": VERSION,
        "reference": facts.reference,
        "created_at": facts.created_at.isoformat(),
        "reference_date": facts.reference_date.isoformat(),
        "language": facts.language,
        "controller": {"name": facts.controller, "country": facts.country, "contact": facts.contact},
        "documents": [document_entry(one) for one in facts.documents],
        "left_out": [omission_entry(one) for one in facts.omissions],
    }
    whole = {"@context": "http://www.w3.org/ns/csvw", "dialect": DIALECT, "tables": tables, "notes": [about]}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def cell_text(cell: Cell, column_type: str) -> str:
    """A cell as it stands in the file of a column of that type."""
    if cell.kind is Kind.NULL:
        return NULL_MARK
    if cell.kind is Kind.TEXT and _CONTROL.search(cell.text):
        return CODED_TEXT + base64.b64encode(cell.text.encode()).decode()
    is_marked = cell.kind not in PLAIN or cell.kind != column_type
    if is_marked and not (cell.kind is Kind.TEXT and column_type not in PLAIN):
        media = f"{cell.media_type};" if cell.kind is Kind.BINARY else ""
        return f"{MARKS[cell.kind]}{media}{cell.text}"
    return f"\\{cell.text}" if cell.kind is Kind.TEXT and cell.text.startswith(_DEFUSED) else cell.text


def _table(number: int, one: DataSet) -> dict[str, Any]:
    columns: list[dict[str, Any]] = [{"name": "record", "titles": "record", "datatype": "string", "required": True}]
    for column in one.columns:
        header = cell_text(Cell(Kind.TEXT, column.name), Kind.TEXT)
        columns.append({"name": column.id, "titles": header, "datatype": "string", "null": NULL_MARK})
    return {
        "url": file_name(number, one).removeprefix("csv/"),
        "tableSchema": {"columns": columns, "primaryKey": "record"},
        "notes": [set_entry(one)],
    }


def _line(cells: list[str]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue().encode()
