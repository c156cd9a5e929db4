"""What stands on the pages of a PDF and where. Opens hostile files with PDFium: call it in a child process only."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image

from discovery.documents import Box
from dsar.redaction.vocabulary import POINTS_PER_INCH, RedactionRefused

PAGES_MAX = 1_000
PIXELS_MAX = 40_000_000
SIDE_MAX_POINTS = 14_400  # the largest page that PDF 1.7 allows (ISO 32000-1 Annex C)
CHARACTERS_MAX = 200_000
GRID = 64  # device units a point, for exact positions through PDFium's own page transform
USABLE_SHARE = 0.7
IMAGE_SHARE_FOR_OCR = 0.003
PATHS_FOR_OCR = 400
CORNERS_FOR_OCR = 12  # letters drawn as outlines have curves and many corners; rules and boxes have none
SEGMENTS_MAX = 20_000
CORNERS_OF_A_BOX = 6
STRAIGHT = 0.1  # sine of the slope up to which a line counts as level


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character of the page as displayed; `box`: ink height, advance width; None where it has no place."""

    text: str
    box: Box | None
    cell: Box | None = None


@dataclass(frozen=True, slots=True)
class PageContent:
    """A page: its size in points as displayed, its characters, and whether pixels may hold more."""

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    has_images: bool
    wants_ocr: bool


def open_pdf(source: bytes) -> pdfium.PdfDocument:
    """The opened document, with forms ready to be drawn.

    Raises:
        RedactionRefused: password_protected, damaged or too_large.
    """
    try:
        document = pdfium.PdfDocument(source)
    except pdfium.PdfiumError as error:
        protected = "password" in str(error).lower()
        code = "password_protected" if protected else "damaged"
        raise RedactionRefused("This PDF cannot be opened.", code=code) from error
    if len(document) > PAGES_MAX:
        raise RedactionRefused(f"This PDF has more than {PAGES_MAX} pages.", code="too_large")
    if not len(document):
        raise RedactionRefused("This PDF has no pages.", code="damaged")
    document.init_forms()
    return document


def open_page(document: pdfium.PdfDocument, number: int) -> pdfium.PdfPage:
    """The page with its notes and form fields made part of it, so that what is seen is also what is read.

    Raises:
        RedactionRefused: damaged or too_large.
    """
    try:
        page = document[number]
        # also where there is no form: notes have looks of their own, and pypdfium2's own method would refuse
        if raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_FAIL:
            raise RedactionRefused(f"The notes of page {number + 1} cannot be read.", code="damaged")
        page.close()
        page = document[number]
    except pdfium.PdfiumError as error:
        raise RedactionRefused(f"Page {number + 1} cannot be read.", code="damaged") from error
    if max(page.get_size()) > SIDE_MAX_POINTS or min(page.get_size()) < 1:
        raise RedactionRefused(f"Page {number + 1} has an impossible size.", code="too_large")
    return page


def read_page(page: pdfium.PdfPage, number: int) -> PageContent:
    """The page's characters with their places, and what a reader of pixels should look at."""
    width, height = page.get_size()
    glyphs = tuple(_glyphs(page, number))
    image_area, paths, corners = _drawn(page)
    has_images = image_area > IMAGE_SHARE_FOR_OCR * width * height
    unusable = not _is_usable(glyphs)
    drawn = paths > PATHS_FOR_OCR or corners >= CORNERS_FOR_OCR
    return PageContent(number, width, height, glyphs, has_images, has_images or unusable or drawn)


def render_page(page: pdfium.PdfPage, dpi: int) -> tuple[Image.Image, float]:
    """The page as RGB pixels on white, and pixels a point; the resolution falls where the page is very large."""
    width, height = page.get_size()
    scale = dpi / POINTS_PER_INCH
    if width * height * scale * scale > PIXELS_MAX:
        scale = (PIXELS_MAX / (width * height)) ** 0.5
    # nothing is drawn that was not made part of the page before: what nobody could read must not be seen either
    bitmap = page.render(scale=scale, may_draw_forms=False, draw_annots=False, rev_byteorder=True)
    image = bitmap.to_pil().convert("RGB")
    return image, scale


def _glyphs(page: pdfium.PdfPage, number: int) -> Iterator[Glyph]:
    place = _Placing(page, number)
    text_page = page.get_textpage()
    count = min(raw.FPDFText_CountChars(text_page), CHARACTERS_MAX)
    edges = [ctypes.c_double() for _ in range(4)]
    loose = raw.FS_RECTF()
    for index in range(count):
        code = raw.FPDFText_GetUnicode(text_page, index)
        if code == 0:
            continue
        text = chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
        if raw.FPDFText_IsGenerated(text_page, index) == 1:
            yield Glyph(text, None)
            continue
        if raw.FPDFText_IsHyphen(text_page, index) == 1:
            text = "\u00ad" if text == "\x02" else text
        raw.FPDFText_GetCharBox(text_page, index, *edges)
        left, right, bottom, top = (edge.value for edge in edges)
        tight = place.box(left, top, right, bottom)
        cell = None
        if raw.FPDFText_GetLooseCharBox(text_page, index, loose):
            cell = place.box(loose.left, loose.top, loose.right, loose.bottom)
        angle = raw.FPDFText_GetCharAngle(text_page, index) - math.radians(page.get_rotation())
        yield Glyph(text, _covering(tight, cell, angle), cell)


def _covering(tight: Box | None, cell: Box | None, angle: float) -> Box | None:
    """The ink's height with the advance's width along the line: lines above and below stay whole."""
    if tight is None or cell is None:
        return tight or cell
    if abs(math.sin(angle)) < STRAIGHT:
        return Box(tight.page, min(tight.x0, cell.x0), tight.y0, max(tight.x1, cell.x1), tight.y1)
    if abs(math.cos(angle)) < STRAIGHT:
        return Box(tight.page, tight.x0, min(tight.y0, cell.y0), tight.x1, max(tight.y1, cell.y1))
    return tight


class _Placing:
    """From the page's own coordinates to points from the top left as displayed (crop and rotation applied)."""

    def __init__(self, page: pdfium.PdfPage, number: int) -> None:
        self._page, self._number = page, number
        width, height = page.get_size()
        self._width, self._height = int(width * GRID), int(height * GRID)
        origin, right, up = self._device(0, 0), self._device(1000, 0), self._device(0, 1000)
        self._origin = origin
        self._right = ((right[0] - origin[0]) / 1000, (right[1] - origin[1]) / 1000)
        self._up = ((up[0] - origin[0]) / 1000, (up[1] - origin[1]) / 1000)

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box | None:
        """The box as displayed; None where it has no area to speak of."""
        ax, ay = self._displayed(x0, y0)
        bx, by = self._displayed(x1, y1)
        left, right, top, bottom = min(ax, bx), max(ax, bx), min(ay, by), max(ay, by)
        if not (right - left < SIDE_MAX_POINTS and bottom - top < SIDE_MAX_POINTS):
            return None
        if right - left < 0.01 and bottom - top < 0.01:
            return None
        return Box(self._number, left, top, right, bottom)

    def _displayed(self, x: float, y: float) -> tuple[float, float]:
        return (
            (self._origin[0] + x * self._right[0] + y * self._up[0]) / GRID,
            (self._origin[1] + x * self._right[1] + y * self._up[1]) / GRID,
        )

    def _device(self, x: float, y: float) -> tuple[int, int]:
        across, down = ctypes.c_int(), ctypes.c_int()
        raw.FPDF_PageToDevice(self._page, 0, 0, self._width, self._height, 0, x, y, across, down)
        return across.value, down.value


def _drawn(page: pdfium.PdfPage) -> tuple[float, int, int]:
    """Area of the images in square points (an upper bound), paths, and corners and curves such as letters have."""
    area, paths, corners, segments = 0.0, 0, 0, 0
    for item in page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH), max_depth=6):
        if item.type == raw.FPDF_PAGEOBJ_PATH:
            paths += 1
            count = max(raw.FPDFPath_CountSegments(item), 0)
            segments += count
            if segments < SEGMENTS_MAX and corners < CORNERS_FOR_OCR:
                corners += _corners(item, count)
            continue
        left, bottom, right, top = item.get_bounds()
        area += abs((right - left) * (top - bottom))
    return area, paths, SEGMENTS_MAX if segments >= SEGMENTS_MAX else corners


def _corners(path: pdfium.PdfObject, count: int) -> int:
    """Segments beyond those of a plain box, and every curve."""
    kinds = [raw.FPDFPathSegment_GetType(raw.FPDFPath_GetPathSegment(path, at)) for at in range(min(count, 200))]
    boxes = kinds.count(raw.FPDF_SEGMENT_MOVETO)
    return kinds.count(raw.FPDF_SEGMENT_BEZIERTO) + max(count - CORNERS_OF_A_BOX * max(boxes, 1), 0)


def _is_usable(glyphs: tuple[Glyph, ...]) -> bool:
    letters = [glyph.text for glyph in glyphs if not glyph.text.isspace()]
    if len(letters) < 3:
        return False
    plain = sum(text.isprintable() and not ("\ue000" <= text <= "\uf8ff") and text != "\ufffd" for text in letters)
    return plain >= USABLE_SHARE * len(letters)
