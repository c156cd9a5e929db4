"""Reports as files: a table file in which no cell is a formula, and a PDF set in the sandbox."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from dsar.foundation.errors import DsarError
from dsar.foundation.sandbox import Limits, Verdict, run_sandboxed
from dsar.processing_records.rules import plain_cell
from dsar.statistics.sheets import Sheet, words_of

RENDER = "dsar.response.render"
STYLE = Path(settings.BASE_DIR) / "static" / "css" / "package.css"
PAPER_STYLE = Path(settings.BASE_DIR) / "static" / "css" / "report_paper.css"
LIMITS = Limits(wall_seconds=60.0, wall_seconds_per_unit=4.0, wall_seconds_max=300.0, cpu_seconds=60.0)
ROWS_A_PAGE = 30


def table_file(sheet: Sheet) -> bytes:
    """The sheet as CSV in UTF-8 with a mark that spreadsheets know: figures first, then each table under its title."""
    written = io.StringIO()
    csv.writer(written).writerows([[plain_cell(cell) for cell in row] for row in _lines(sheet)])
    return written.getvalue().encode("utf-8-sig")


def _lines(sheet: Sheet) -> Iterator[list[str]]:
    yield [sheet.title, sheet.lead]
    for figure in sheet.figures:
        yield [figure.label, figure.value, figure.note]
    for table in sheet.tables:
        yield []
        yield [table.title]
        yield [table.head, *(column.label for column in table.columns)]
        for row in table.rows:
            yield [row.name, *("" if cell is None else words_of(cell) for cell in row.cells)]
        if table.note:
            yield [table.note]
    yield []
    for sentence in sheet.method:
        yield [sentence]


def pdf(template: str, context: dict[str, Any], *, rows: int) -> bytes:
    """A page template as PDF/UA, set by a program without network and without our rights.

    Raises:
        DsarError: it could not be set ("pdf_failed").
    """
    markup = render_to_string(template, {"language": translation.get_language() or "en", **context})
    style = STYLE.read_bytes() + b"\n" + PAPER_STYLE.read_bytes()
    files: dict[str, Any] = {"report.html": markup.encode(), "package.css": style}
    result = run_sandboxed(RENDER, {"pages": 2 + rows // ROWS_A_PAGE}, files=files, limits=LIMITS)
    content = result.files.get("report.pdf")
    if result.verdict is not Verdict.OK or content is None:
        message = "The PDF could not be made. Try again, or take the table file."
        raise DsarError(message, code="pdf_failed")
    return content


def sheet_pdf(sheet: Sheet, organisation: str) -> bytes:
    """The sheet as PDF."""
    rows = sum(len(table.rows) for table in sheet.tables)
    return pdf("statistics/paper/report.html", {"sheet": sheet, "organisation": organisation}, rows=rows)
