"""CSV and TSV: one block a row, each value beside its header, so that a value is read in its context."""

from __future__ import annotations

import csv
import io

from discovery.extraction.parsers.text import decoded
from discovery.extraction.reading import Reading

_MARKS = ",;\t|"
_LARGEST_FIELD = 1_000_000


def parse(content: bytes, reading: Reading) -> None:
    """Rows as "Header: value; Header: value" with the row's number (from 1, the header row included)."""
    text = decoded(content, reading)
    csv.field_size_limit(_LARGEST_FIELD)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    header: list[str] = []
    for number, row in enumerate(rows, start=1):
        if number == 1 and _is_header(row):
            header = [cell.strip() for cell in row]
            reading.add("; ".join(header), role="header", row=1)
            continue
        reading.add("; ".join(_labelled(row, header)), row=number)


def _delimiter(text: str) -> str:
    lines = [line for line in text[:20_000].splitlines()[:20] if line]
    return max(_MARKS, key=lambda mark: (min((line.count(mark) for line in lines), default=0), lines[0].count(mark)))


def _is_header(row: list[str]) -> bool:
    """A first row without figures and without addresses names the columns."""
    return bool(row) and all(cell.strip() and "@" not in cell and not cell.strip()[:1].isdigit() for cell in row)


def _labelled(row: list[str], header: list[str]) -> list[str]:
    filled = [(index, cell.strip()) for index, cell in enumerate(row) if cell.strip()]
    return [f"{header[index]}: {cell}" if index < len(header) else cell for index, cell in filled]
