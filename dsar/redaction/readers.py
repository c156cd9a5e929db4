"""Independent readers of a finished PDF: three text extractors, OCR, and a look at the pixels under the boxes."""

from __future__ import annotations

import io
import math
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing

import pikepdf
import pypdf
import pypdfium2 as pdfium
from PIL import Image, ImageChops, ImageOps, ImageStat

from discovery.documents import Box
from dsar.redaction.burn import filled_box
from dsar.redaction.recognition import Recogniser
from dsar.redaction.searching import Passages
from dsar.redaction.vocabulary import POINTS_PER_INCH, Leak, Options

Reader = Callable[[bytes], list[str]]
OCR_DPI = 200
PDFTOTEXT_SECONDS = 60
EDGE_PIXELS = 2
PIXELS_ROUNDED = 2
BAND = 36.0  # points above and below a box that are read again
LOSSLESS_DIFFERENCE, JPEG_DIFFERENCE, JPEG_MEAN_DIFFERENCE = 20, 128, 16


def by_pdfium(content: bytes) -> list[str]:
    """The text of each page by PDFium."""
    with closing(pdfium.PdfDocument(content)) as document:
        return [page.get_textpage().get_text_range() for page in document]


def by_pypdf(content: bytes) -> list[str]:
    """The text of each page by pypdf, with notes and form values."""
    reader = pypdf.PdfReader(io.BytesIO(content))
    return [page.extract_text() or "" for page in reader.pages]


def by_pdftotext(content: bytes) -> list[str]:
    """The text of each page by Poppler."""
    argv = ["pdftotext", "-enc", "UTF-8", "-q", "-", "-"]
    done = subprocess.run(argv, input=content, capture_output=True, timeout=PDFTOTEXT_SECONDS, check=False)
    return done.stdout.decode("utf-8", "replace").split("\f")


def installed_readers() -> Mapping[str, Reader]:
    """The readers of this machine by name; Poppler is the third where it is installed."""
    readers: dict[str, Reader] = {"pdfium": by_pdfium, "pypdf": by_pypdf}
    if shutil.which("pdftotext"):
        readers["pdftotext"] = by_pdftotext
    return readers


def text_leaks(content: bytes, passages: Passages) -> Iterator[Leak]:
    """What each text extractor still reads, page by page and across pages."""
    for name, read in installed_readers().items():
        try:
            pages = read(content)
        except (pdfium.PdfiumError, pypdf.errors.PyPdfError, subprocess.SubprocessError, ValueError, KeyError, OSError):
            yield Leak(f"unreadable_by_{name}")
            continue
        seen = set()
        for page, text in enumerate(pages):
            for number, folding in passages.in_text(text):
                seen.add(number)
                yield Leak(f"text_{name}", number, page, folding)
        for number, folding in passages.in_text("\n".join(pages)):
            if number not in seen:
                yield Leak(f"text_{name}", number, None, folding)


def ocr_leaks(
    content: bytes, passages: Passages, pages: Sequence[int], boxes: Sequence[Box], languages: Sequence[str]
) -> Iterator[Leak]:
    """What Tesseract still reads: all of the given pages, around the boxes of others; the contrast is stretched."""
    around = {page: [box for box in boxes if box.page == page] for page in {box.page for box in boxes}}
    with closing(pdfium.PdfDocument(content)) as document, Recogniser(languages) as recogniser:
        for number in sorted({*pages, *around}):
            image = document[number].render(scale=OCR_DPI / 72).to_pil().convert("L")
            cuts = [image] if number in pages else _cuts(image, around[number])
            for cut in cuts:
                stretched = ImageOps.autocontrast(cut, cutoff=1)
                for words in recogniser.readings(stretched, OCR_DPI):
                    for passage, folding in passages.in_text(" ".join(word.text for word in words)):
                        yield Leak("ocr", passage, number, folding)


def _cuts(image: Image.Image, boxes: Sequence[Box]) -> Iterator[Image.Image]:
    """Bands of the page around the boxes: those that touch each other are read as one."""
    bands: list[tuple[int, int]] = []
    for box in sorted(boxes, key=lambda one: one.y0):
        top = max(math.floor((box.y0 - BAND) * OCR_DPI / 72), 0)
        bottom = min(math.ceil((box.y1 + BAND) * OCR_DPI / 72), image.height)
        if bands and top <= bands[-1][1]:
            bands[-1] = (bands[-1][0], max(bands[-1][1], bottom))
        elif top < bottom:
            bands.append((top, bottom))
    for top, bottom in bands:
        yield image.crop((0, top, image.width, bottom))


def pixel_leaks(content: bytes, boxes: Sequence[Box], options: Options) -> Iterator[Leak]:
    """The pages on which a box is not solid fill (and its label), or whose pixels are not one picture."""
    by_page: dict[int, list[Box]] = {}
    for box in boxes:
        by_page.setdefault(box.page, []).append(box)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for number, wanted in by_page.items():
            picture = _picture(pdf.pages[number], options.dpi) if number < len(pdf.pages) else None
            if picture is None or not _is_solid(*picture, wanted, options.label):
                yield Leak("pixels", page=number)


def _picture(page: pikepdf.Page, dpi: int) -> tuple[Image.Image, float, bool] | None:
    named = page.obj.get("/Resources", pikepdf.Dictionary()).get("/XObject", pikepdf.Dictionary())
    images = list(named.values())
    if len(images) != 1 or not isinstance(images[0], pikepdf.Stream):
        return None
    lossy = images[0].get("/Filter") == "/DCTDecode"
    try:
        image = pikepdf.PdfImage(images[0]).as_pil_image().convert("L")
    except (pikepdf.PdfError, NotImplementedError, ValueError, OSError):
        return None
    width = float(page.mediabox[2] - page.mediabox[0])
    wanted = dpi / POINTS_PER_INCH  # the picture is rounded up to whole pixels: the label's place needs the exact scale
    return image, wanted if abs(image.width - width * wanted) < PIXELS_ROUNDED else image.width / width, lossy


def _is_solid(image: Image.Image, scale: float, lossy: bool, boxes: Sequence[Box], label: str) -> bool:  # noqa: FBT001
    """Compares with a canvas on which only the boxes are drawn, a little inside their edges."""
    canvas, mask = Image.new("L", image.size, 255), Image.new("1", image.size, 0)
    areas = [_inner(box, scale, image.size) for box in boxes]
    outer = [_outer(box, scale, image.size) for box in boxes]
    for left, top, right, bottom in outer:
        canvas.paste(0, (left, top, right, bottom))
    for left, top, right, bottom in outer:
        if right > left and bottom > top:
            canvas.paste(filled_box(right - left, bottom - top, label), (left, top))
    for area in areas:
        if area[0] < area[2] and area[1] < area[3]:
            mask.paste(1, area)
    if mask.getbbox() is None:
        return True
    difference = ImageChops.difference(image, canvas)
    statistic = ImageStat.Stat(difference, mask)
    highest, mean = statistic.extrema[0][1], statistic.mean[0]
    return mean <= JPEG_MEAN_DIFFERENCE and highest <= (JPEG_DIFFERENCE if lossy else LOSSLESS_DIFFERENCE)


def _outer(box: Box, scale: float, size: tuple[int, int]) -> tuple[int, int, int, int]:
    return (
        max(math.floor(box.x0 * scale), 0),
        max(math.floor(box.y0 * scale), 0),
        min(math.ceil(box.x1 * scale), size[0]),
        min(math.ceil(box.y1 * scale), size[1]),
    )


def _inner(box: Box, scale: float, size: tuple[int, int]) -> tuple[int, int, int, int]:
    left, top, right, bottom = _outer(box, scale, size)
    return left + EDGE_PIXELS, top + EDGE_PIXELS, right - EDGE_PIXELS, bottom - EDGE_PIXELS
