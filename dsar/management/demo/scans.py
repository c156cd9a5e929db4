"""Paper as a scanner sees it: a page set on the organisation's paper, then tilted, greyed and speckled."""

from __future__ import annotations

import io
from random import Random

import pypdfium2
from PIL import Image, ImageChops, ImageFilter

from dsar.management.demo.content import Content, as_pdf
from dsar.management.demo.pdf import PdfFile

SCAN_DPI = 200
_FAX_THRESHOLD = 150
_TILE = 256


def as_scanned_pdf(content: Content, rng: Random) -> bytes:
    """The document as pictures of its pages, without a text layer."""
    file = PdfFile(title="Scan", author="Northwind MFP-3")
    for page in _pages(content):
        picture = _worn(page, rng)
        buffer = io.BytesIO()
        picture.save(buffer, "JPEG", quality=72)
        file.image_page(buffer.getvalue(), picture.size)
    return file.to_bytes()


def as_png(content: Content, rng: Random) -> bytes:
    """The first page of the document as a fax machine keeps it: black and white."""
    page = next(iter(_pages(content))).rotate(rng.uniform(-0.5, 0.5), Image.Resampling.BICUBIC, fillcolor=255)
    buffer = io.BytesIO()
    page.point(lambda value: 255 if value > _FAX_THRESHOLD else 0).convert("1").save(buffer, "PNG", dpi=(SCAN_DPI,) * 2)
    return buffer.getvalue()


def _pages(content: Content) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(as_pdf(content))
    try:
        return [page.render(scale=SCAN_DPI / 72, grayscale=True).to_pil().convert("L") for page in document]
    finally:
        document.close()


def _worn(page: Image.Image, rng: Random) -> Image.Image:
    """The page tilted by up to 0.8 degrees, with soft edges, uneven light, grain and dust."""
    tilted = page.rotate(rng.uniform(-0.8, 0.8), Image.Resampling.BICUBIC, fillcolor=250)
    soft = tilted.filter(ImageFilter.GaussianBlur(0.5))
    strength = rng.uniform(4, 14) / 255
    light = Image.linear_gradient("L").rotate(90).resize(page.size).point(lambda value: int(value * strength))
    worn = ImageChops.subtract(ImageChops.subtract(soft, light), _grain(page.size, rng))
    for _speck in range(page.width * page.height // 12_000):
        worn.putpixel((rng.randrange(page.width), rng.randrange(page.height)), rng.randrange(90, 150))
    return worn


def _grain(size: tuple[int, int], rng: Random) -> Image.Image:
    """Fine noise of up to 19 levels: one tile drawn at random, laid with a random shift a row."""
    tile = Image.frombytes("L", (_TILE, _TILE), rng.randbytes(_TILE * _TILE)).point(lambda value: value * 19 // 256)
    grain = Image.new("L", size)
    for top in range(0, size[1], _TILE):
        shift = rng.randrange(_TILE)
        for left in range(-shift, size[0], _TILE):
            grain.paste(tile, (left, top))
    return grain
