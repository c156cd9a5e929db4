"""Word, Excel and ZIP files with the places in which text hides; the same bytes for the same content."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Mapping, Sequence

import docx
import openpyxl
from openpyxl.comments import Comment

from dsar.management.demo.content import Content, Fields, Heading, Table, long_date

_STAMP = (2026, 10, 1, 9, 0, 0)
_SAVED = datetime.datetime(2026, 10, 1, 9, 0, tzinfo=datetime.UTC)


def as_docx(content: Content, *, header: str = "", comment: tuple[str, str] | None = None) -> bytes:
    """The document for Word.

    Args:
        content: what it says.
        header: text of the page header.
        comment: author and text of a comment on the first paragraph.
    """
    file = docx.Document()
    file.core_properties.author = content.author or "Northwind Outfitters"
    file.core_properties.title = content.title
    file.core_properties.created = file.core_properties.modified = _SAVED
    if header:
        file.sections[0].header.paragraphs[0].text = header
    for line in content.recipient:
        file.add_paragraph(line).paragraph_format.space_after = 0
    file.add_paragraph(" · ".join(filter(None, (long_date(content.day, content.branch), content.reference))))
    if content.marking:
        file.add_paragraph().add_run(content.marking.upper()).bold = True
    file.add_heading(content.title, level=1)
    first = None
    for block in content.blocks:
        if isinstance(block, str):
            paragraph = file.add_paragraph(block)
            first = first or paragraph
        elif isinstance(block, Heading):
            file.add_heading(block.text, level=2)
        else:
            _docx_table(file, block)
    if comment and first is not None:
        file.add_comment(first.runs, text=comment[1], author=comment[0], initials=comment[0][:2])
    buffer = io.BytesIO()
    file.save(buffer)
    return _settled(buffer.getvalue())


def _docx_table(file: docx.document.Document, block: Table | Fields) -> None:
    rows: Sequence[Sequence[str]] = block.pairs if isinstance(block, Fields) else (block.header, *block.rows)
    table = file.add_table(rows=0, cols=len(rows[0]), style="Light Grid Accent 1")
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    file.add_paragraph()


def as_xlsx(
    sheets: Mapping[str, Sequence[Sequence[object]]],
    *,
    hidden: frozenset[str] = frozenset(),
    comments: Mapping[str, str] | None = None,
) -> bytes:
    """A workbook.

    Args:
        sheets: rows by sheet name; the first row is the heading.
        hidden: names of sheets a reader does not see.
        comments: notes on cells of the first sheet, by cell ("B4").
    """
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = "Northwind Outfitters"
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for column in "ABCDEFGH":
            sheet.column_dimensions[column].width = 24
        sheet.freeze_panes = "A2"
        sheet.sheet_state = "hidden" if name in hidden else "visible"
    for cell, text in (comments or {}).items():
        book.worksheets[0][cell].comment = Comment(text, "Northwind Outfitters")
    buffer = io.BytesIO()
    book.save(buffer)
    return _settled(buffer.getvalue())


def as_zip(members: Mapping[str, bytes]) -> bytes:
    """An archive of the members, with a fixed date."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in members.items():
            archive.writestr(_entry(name), data)
    return buffer.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _STAMP)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def _settled(package: bytes) -> bytes:
    """The office file with the dates of its making replaced, so that it does not change from run to run."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    for name, data in members.items():
        if name == "docProps/core.xml" or name.startswith("word/comments"):
            members[name] = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?", b"2026-10-01T09:00:00", data)
    return as_zip(members)
