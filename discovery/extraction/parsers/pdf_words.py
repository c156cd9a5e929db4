"""The text layer of a PDF page as one text and the places of its words: found and redacted by the same coordinates."""

from __future__ import annotations

import ctypes
import unicodedata
from dataclasses import dataclass, field

import pypdfium2
import pypdfium2.raw as pdfium

from discovery.documents import Box, Word

_HYPHENS = frozenset({0x02, 0xFFFE, 0xAD})
_PRECISION = 100  # PDFium turns page into device coordinates in whole numbers: hundredths of a point


@dataclass(frozen=True, slots=True)
class PageText:
    """Text of a page as shown (NFC), its words, and the words that a hyphen at a line's end cut, with the hyphen.

    Words cut by such a hyphen are joined in `text` (two `Word`s without a gap), because that is how one searches for
    them; `hyphenated` keeps the other reading ("Meyer-Lund").
    """

    text: str
    words: tuple[Word, ...]
    hyphenated: tuple[str, ...]


@dataclass
class _Collector:
    page: int
    pieces: list[str] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    hyphenated: list[str] = field(default_factory=list)
    length: int = 0
    word: str = ""
    box: tuple[float, float, float, float] | None = None
    before_hyphen: str = ""

    def character(self, text: str, box: tuple[float, float, float, float] | None) -> None:
        self.word += text
        if box is not None:
            mine = self.box or box
            self.box = (min(mine[0], box[0]), min(mine[1], box[1]), max(mine[2], box[2]), max(mine[3], box[3]))

    def end_word(self) -> None:
        text = unicodedata.normalize("NFC", self.word)
        if text:
            if self.box is not None and self.box[0] < self.box[2] and self.box[1] < self.box[3]:
                self.words.append(Word(self.length, self.length + len(text), Box(self.page, *self.box)))
            self.pieces.append(text)
            self.length += len(text)
            if self.before_hyphen:
                self.hyphenated.append(f"{self.before_hyphen}-{text}")
                self.before_hyphen = ""
        self.word, self.box = "", None

    def gap(self, text: str) -> None:
        self.end_word()
        self.pieces.append(text)
        self.length += len(text)


def page_text(page: pypdfium2.PdfPage, number: int) -> PageText:
    """The text of a page with boxes in points of the page as displayed (rotated, cropped), origin top left."""
    textpage = page.get_textpage()
    collector = _Collector(number)
    count = pdfium.FPDFText_CountChars(textpage)
    width, height = page.get_size()
    size = (int(width * _PRECISION), int(height * _PRECISION))
    index = 0
    while index < count:
        code, used = _code_point(textpage, index, count)
        if _cuts_word(code, textpage, index + used, count):
            _cut(collector, _display_box(page, textpage, index, size))
            index = _after_break(textpage, index + used, count)
            continue
        if code in {0, 0xAD} or 0xFFFE <= code <= 0xFFFF or (code < 32 and chr(code) not in "\r\n\t\x02"):
            index += used
            continue
        letter = "-" if code == 0x02 else chr(code)
        if letter == "\r":
            pass
        elif letter.isspace():
            collector.gap("\n" if letter == "\n" else " ")
        else:
            collector.character(letter, _display_box(page, textpage, index, size))
        index += used
    collector.end_word()
    textpage.close()
    return PageText("".join(collector.pieces), tuple(collector.words), tuple(collector.hyphenated))


def _cut(collector: _Collector, hyphen: tuple[float, float, float, float] | None) -> None:
    before = collector.word
    if hyphen is not None and collector.box is not None:
        collector.character("", hyphen)  # the hyphen is hidden with its word
    collector.end_word()
    collector.before_hyphen = before


def _code_point(textpage: pypdfium2.PdfTextPage, index: int, count: int) -> tuple[int, int]:
    """The character at an index and how many indices it takes (two for a surrogate pair)."""
    code = int(pdfium.FPDFText_GetUnicode(textpage, index))
    if 0xD800 <= code < 0xDC00 and index + 1 < count:
        low = int(pdfium.FPDFText_GetUnicode(textpage, index + 1))
        if 0xDC00 <= low < 0xE000:
            return 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00), 2
    return (0 if 0xD800 <= code < 0xE000 or code > 0x10FFFF else code), 1


def _cuts_word(code: int, textpage: pypdfium2.PdfTextPage, index: int, count: int) -> bool:
    """True for a hyphen at a line's end: PDFium marks those itself; a soft hyphen must stand before a break."""
    if code not in _HYPHENS or index >= count:
        return False
    return code != 0xAD or pdfium.FPDFText_GetUnicode(textpage, index) in {10, 13}


def _after_break(textpage: pypdfium2.PdfTextPage, index: int, count: int) -> int:
    while index < count and pdfium.FPDFText_GetUnicode(textpage, index) in {10, 13}:
        index += 1
    return index


def _display_box(
    page: pypdfium2.PdfPage, textpage: pypdfium2.PdfTextPage, index: int, size: tuple[int, int]
) -> tuple[float, float, float, float] | None:
    """The character's box: as wide as the glyph, as high as its font, so that a black box covers all of it."""
    loose = pdfium.FS_RECTF()
    if not pdfium.FPDFText_GetLooseCharBox(textpage, index, loose) or loose.left == loose.right:
        return None
    x, y = ctypes.c_int(), ctypes.c_int()
    corners = []
    for across, up in ((loose.left, loose.top), (loose.right, loose.bottom)):
        pdfium.FPDF_PageToDevice(page, 0, 0, *size, 0, across, up, x, y)
        corners.append((x.value / _PRECISION, y.value / _PRECISION))
    (x0, y0), (x1, y1) = corners
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
