"""What a business document says, apart from the format it is written in; and its plain-text and PDF forms."""

from __future__ import annotations

import datetime
import html
from dataclasses import dataclass

from dsar.management.demo.pdf import Page, PdfFile, text_width, wrapped
from dsar.management.demo.people import Branch

COMPANY = "Northwind Outfitters Ltd"
OFFICES: dict[Branch, tuple[str, str, str]] = {
    "uk": (COMPANY, "Albion Works, 7 Canal Wharf, Leeds LS11 5PS", "+44 113 496 0400"),
    "de": ("Northwind Outfitters GmbH", "Speicherstraße 3, 20457 Hamburg", "+49 40 66969 100"),
    "fr": ("Northwind Outfitters SARL", "12 quai Rambaud, 69002 Lyon", "+33 4 65 71 40 00"),
}
_BRAND = (0.12, 0.31, 0.29)
_MONTHS = {
    "de": [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
    "fr": [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
}


def long_date(day: datetime.date, branch: Branch) -> str:
    """The day as a letter of the branch writes it."""
    if branch == "uk":
        return f"{day.day} {day:%B %Y}"
    month = _MONTHS[branch][day.month - 1]
    return f"{day.day}. {month} {day.year}" if branch == "de" else f"{day.day} {month} {day.year}"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a heading row; the last column is set flush right."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Fields:
    """Label and value in two columns, as on a form."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside the text."""

    text: str


Block = str | Table | Fields | Heading


@dataclass(frozen=True, slots=True)
class Content:
    """A document.

    Attributes:
        style: "letter", "memo", "invoice", "minutes" or "form"; decides the layout.
        recipient: lines of the address field; empty for what is not sent.
        marking: printed in the head ("Confidential").
    """

    style: str
    branch: Branch
    title: str
    day: datetime.date
    blocks: tuple[Block, ...]
    recipient: tuple[str, ...] = ()
    reference: str = ""
    marking: str = ""
    author: str = ""


def as_text(content: Content) -> str:
    """The document as plain text."""
    lines = [*content.recipient, "", long_date(content.day, content.branch), content.reference, content.marking, ""]
    lines += [content.title, "=" * len(content.title), ""]
    for block in content.blocks:
        if isinstance(block, str):
            lines += [*wrapped(block, 420, 10), ""]
        elif isinstance(block, Heading):
            lines += [block.text, "-" * len(block.text)]
        elif isinstance(block, Fields):
            lines += [f"{label + ':':<26}{value}" for label, value in block.pairs] + [""]
        else:
            lines += ["\t".join(row) for row in (block.header, *block.rows)] + [""]
    return "\n".join(lines).strip() + "\n"


def as_html(content: Content) -> str:
    """The document as a page of the intranet."""
    parts = [f"<h1>{html.escape(content.title)}</h1>", f"<p>{long_date(content.day, content.branch)}</p>"]
    for block in content.blocks:
        if isinstance(block, str):
            parts.append(f"<p>{html.escape(block)}</p>")
        elif isinstance(block, Heading):
            parts.append(f"<h2>{html.escape(block.text)}</h2>")
        elif isinstance(block, Fields):
            rows = "".join(f"<dt>{html.escape(a)}</dt><dd>{html.escape(b)}</dd>" for a, b in block.pairs)
            parts.append(f"<dl>{rows}</dl>")
        else:
            head = "".join(f"<th>{html.escape(cell)}</th>" for cell in block.header)
            body = ("".join(f"<td>{html.escape(cell)}</td>" for cell in row) for row in block.rows)
            parts.append(f"<table><tr>{head}</tr>{''.join(f'<tr>{row}</tr>' for row in body)}</table>")
    head = f'<head><meta charset="utf-8"><title>{html.escape(content.title)}</title></head>'
    return f"<!DOCTYPE html>\n<html>{head}\n<body>\n" + "\n".join(parts) + "\n</body></html>\n"


def as_pdf(content: Content) -> bytes:
    """The document on the organisation's paper."""
    file = PdfFile(content.title, content.author or OFFICES[content.branch][0])
    _Layout(file, content).draw()
    return file.to_bytes()


class _Layout:
    """Sets one document, breaking pages where the paper ends."""

    LEFT, RIGHT, BOTTOM = 62.0, 533.0, 770.0

    def __init__(self, file: PdfFile, content: Content) -> None:
        self._file, self._content = file, content
        self._serif = content.style == "letter"
        self._font, self._bold = ("serif", "serif-bold") if self._serif else ("sans", "bold")
        self._size = 11.0 if self._serif else 9.8
        self._page = self._new_page()

    def draw(self) -> None:
        content = self._content
        self._head()
        if content.style == "letter":
            self._y += 4
        self._page.text(self.LEFT, self._y, content.title, size=13 if self._serif else 16, font=self._bold)
        self._y += 24
        for block in content.blocks:
            if isinstance(block, str):
                self._paragraph(block)
            elif isinstance(block, Heading):
                self._heading(block.text)
            elif isinstance(block, Fields):
                self._fields(block)
            else:
                self._table(block)

    def _new_page(self) -> Page:
        page = self._file.page()
        name, address, phone = OFFICES[self._content.branch]
        if self._content.style in {"letter", "invoice"}:
            page.fill(0, 0, 595, 8, _BRAND)
            page.text(self.LEFT, 48, "NORTHWIND", size=17, font="bold")
            page.text(self.LEFT, 60, "outfitters since 1987", size=7.5, font="italic", grey=0.4)
        page.line(self.LEFT, 788, self.RIGHT, 788)
        page.text(self.LEFT, 800, f"{name} · {address} · {phone}", size=7.5, grey=0.4)
        page.right(self.RIGHT, 800, str(len(self._file.pages)), size=7.5)
        self._y = 92.0 if self._content.style in {"letter", "invoice"} else 60.0
        return page

    def _head(self) -> None:
        content = self._content
        if content.marking:
            self._page.right(self.RIGHT, 48, content.marking.upper(), size=9, font="bold")
        if content.recipient:
            sender = " · ".join(OFFICES[content.branch][:2])
            self._page.text(self.LEFT, 112, sender, size=6.5, grey=0.45)
            self._page.line(self.LEFT, 115, self.LEFT + text_width(sender, 6.5), 115, width=0.3)
            for number, line in enumerate(content.recipient):
                self._page.text(self.LEFT, 130 + 14 * number, line, size=10.5, font=self._font)
            self._y = 150 + 14 * len(content.recipient)
        day = long_date(content.day, content.branch)
        labels = {"uk": ("Date", "Our reference"), "de": ("Datum", "Unser Zeichen"), "fr": ("Date", "Référence")}
        x, y = (380.0, 130.0) if content.recipient else (self.LEFT, self._y)
        for label, value in zip(labels[content.branch], (day, content.reference), strict=True):
            if value:
                self._page.text(x, y, label, size=7.5, grey=0.4)
                self._page.text(x + 62, y, value, size=9.5, font=self._font)
                y += 15
        self._y = max(self._y, y) + 22

    def _room(self, height: float) -> None:
        if self._y + height > self.BOTTOM:
            self._page = self._new_page()

    def _paragraph(self, text: str) -> None:
        for part in text.split("\n"):
            for line in wrapped(part, self.RIGHT - self.LEFT, self._size, self._font):
                self._room(15)
                self._page.text(self.LEFT, self._y, line, size=self._size, font=self._font)
                self._y += self._size * 1.42
        self._y += self._size * 0.75

    def _heading(self, text: str) -> None:
        self._room(40)
        self._y += 6
        self._page.text(self.LEFT, self._y, text, size=11.5, font=self._bold)
        self._y += 18

    def _fields(self, block: Fields) -> None:
        for label, value in block.pairs:
            lines = wrapped(value, self.RIGHT - self.LEFT - 160, 9.5)
            self._room(17 * len(lines))
            self._page.text(self.LEFT, self._y, label, size=8.5, grey=0.35)
            for line in lines:
                self._page.text(self.LEFT + 160, self._y, line, size=9.5)
                self._y += 14
            self._page.line(self.LEFT, self._y - 8, self.RIGHT, self._y - 8, width=0.3, grey=0.8)
            self._y += 5
        self._y += 12

    def _table(self, block: Table) -> None:
        columns = len(block.header)
        widths = _column_widths(block, self.RIGHT - self.LEFT)
        starts = [self.LEFT + sum(widths[:index]) for index in range(columns)]
        self._room(40)
        self._page.fill(self.LEFT, self._y - 12, self.RIGHT - self.LEFT, 18, (0.91, 0.94, 0.93))
        self._table_row(block.header, starts, widths, "bold")
        for row in block.rows:
            self._room(18)
            self._table_row(row, starts, widths, "sans")
            self._page.line(self.LEFT, self._y - 12, self.RIGHT, self._y - 12, width=0.3, grey=0.82)
        self._y += 14

    def _table_row(self, row: tuple[str, ...], starts: list[float], widths: list[float], font: str) -> None:
        cells = [wrapped(cell, width - 8, 8.8, font) for cell, width in zip(row, widths, strict=True)]
        for index, lines in enumerate(cells):
            for number, line in enumerate(lines):
                y = self._y + 11.5 * number
                if index and index == len(cells) - 1:
                    self._page.right(self.RIGHT - 4, y, line, size=8.8, font=font)
                else:
                    self._page.text(starts[index] + 4, y, line, size=8.8, font=font)
        self._y += 11.5 * max(map(len, cells)) + 6.5


def _column_widths(block: Table, width: float) -> list[float]:
    longest = [
        min(max(text_width(row[index], 8.8, "bold") for row in (block.header, *block.rows)) + 14, 210.0)
        for index in range(len(block.header))
    ]
    return [part * width / sum(longest) for part in longest]
