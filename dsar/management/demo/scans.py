"""Paper as a scanner sees it: a page set on the organisation's paper, then tilted, greyed and speckled."""

from __future__ import annotations

import io
from random import Random

import numpy as np
import pypdfium2
from PIL import Image, ImageFilter

from dsar.management.demo.content import Content, as_pdf
from dsar.management.demo.pdf import PdfFile

SCAN_DPI = 200


def as_scanned_pdf(content: Content, rng: Random) -> bytes:
    """The document as pictures of its pages, without a text layer."""
    file = PdfFile(title="Scan", author="Northwind MFP-3")
    for picture in _pictures(content, rng):
        buffer = io.BytesIO()
        picture.save(buffer, "JPEG", quality=72)
        file.image_page(buffer.getvalue(), picture.size)
    return file.to_bytes()


def as_png(content: Content, rng: Random) -> bytes:
    """The first page of the document as a photographed form."""
    buffer = io.BytesIO()
    next(iter(_pictures(content, rng))).quantize(24).save(buffer, "PNG", dpi=(SCAN_DPI, SCAN_DPI))
    return buffer.getvalue()


def _pictures(content: Content, rng: Random) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(as_pdf(content))
    try:
        pages = [page.render(scale=SCAN_DPI / 72, grayscale=True).to_pil() for page in document]
    finally:
        document.close()
    return [_worn(page.convert("L"), rng) for page in pages]


def _worn(page: Image.Image, rng: Random) -> Image.Image:
    """The page tilted by up to 0.8 degrees, with soft edges, uneven light and dust."""
    tilted = page.rotate(rng.uniform(-0.8, 0.8), resample=Image.Resampling.BICUBIC, fillcolor=250)
    pixels = np.asarray(tilted.filter(ImageFilter.GaussianBlur(0.5)), dtype=np.int16)
    source = np.random.default_rng(rng.randrange(2**32))
    noise = source.integers(-9, 10, size=pixels.shape, dtype=np.int16)
    light = np.linspace(0, rng.uniform(4, 14), pixels.shape[1]).astype(np.int16)
    dust = np.where(source.random(pixels.shape) < 0.00008, 130, 0).astype(np.int16)
    return Image.fromarray(np.clip(pixels - 4 - light + noise - dust, 0, 255).astype(np.uint8))
