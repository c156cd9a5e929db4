"""Pages rebuilt as pixels with the boxes burned in, and the smallest faithful coding of those pixels."""

from __future__ import annotations

import io
import math
import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageDraw, ImageFont

from discovery.documents import Box

FILL = 0
JPEG_QUALITY = 82
GREY_LEVELS = 16
LABEL_MIN_PIXELS = 7
PNG_SIGNATURE_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Picture:
    """Pixels as a PDF image holds them: `filter` and `predictor` as ISO 32000-1 names them; `palette`: RGB."""

    width: int
    height: int
    payload: bytes
    filter: str
    colours: int
    bits: int
    palette: bytes = b""


def pixel_rectangle(box: Box, scale: float, size: tuple[int, int]) -> tuple[int, int, int, int] | None:
    """The box in whole pixels, rounded outward; half open; None where it lies outside the page."""
    left, top = max(math.floor(box.x0 * scale), 0), max(math.floor(box.y0 * scale), 0)
    right, bottom = min(math.ceil(box.x1 * scale), size[0]), min(math.ceil(box.y1 * scale), size[1])
    return (left, top, right, bottom) if left < right and top < bottom else None


def burn(image: Image.Image, boxes: Sequence[Box], scale: float, label: str) -> list[tuple[int, int, int, int]]:
    """Fills the boxes in the pixel buffer and gives them in pixels. Labels come last, each inside its own box."""
    rectangles = [rectangle for box in boxes if (rectangle := pixel_rectangle(box, scale, image.size))]
    for left, top, right, bottom in rectangles:
        image.paste(FILL if image.mode == "L" else (FILL, FILL, FILL), (left, top, right, bottom))
    for left, top, right, bottom in rectangles if label else []:
        image.paste(filled_box(right - left, bottom - top, label).convert(image.mode), (left, top))
    return rectangles


def filled_box(width: int, height: int, label: str) -> Image.Image:
    """What a box looks like: solid black, with the label in white where all of it fits. Depends on nothing else."""
    patch = Image.new("L", (width, height), FILL)
    size = height * 0.7
    if not label or size < LABEL_MIN_PIXELS:
        return patch
    draw = ImageDraw.Draw(patch)
    font = ImageFont.load_default(min(size, 40.0))
    left, top, right, bottom = draw.textbbox((0, 0), label, font=font)
    if right - left + 4 > width or bottom - top > height:
        return patch
    draw.text((3 - left, (height - (bottom - top)) / 2 - top), label, fill=255, font=font)
    return patch


def coded(image: Image.Image, *, photographic: bool) -> Picture:
    """The pixels as JPEG where the page holds pictures, else lossless in few colours; grey where all is grey."""
    grey = _is_grey(image)
    if photographic:
        plain = image.convert("L") if grey else image
        stream = io.BytesIO()
        plain.save(stream, "JPEG", quality=JPEG_QUALITY, optimize=True)
        return Picture(*image.size, stream.getvalue(), "/DCTDecode", 1 if grey else 3, 8)
    if grey:
        return _indexed(_sixteen_greys(image), 4)
    return _indexed(image.quantize(256, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE), 8)


def _is_grey(image: Image.Image) -> bool:
    if image.mode == "L":
        return True
    red, green, blue = image.split()
    pairs = ((red, green), (green, blue))
    differences = (ImageChops.difference(one, other).convert("L") for one, other in pairs)
    return all(max(difference.histogram()[5:]) == 0 for difference in differences)


def _sixteen_greys(image: Image.Image) -> Image.Image:
    step = 255 / (GREY_LEVELS - 1)
    indexed = image.convert("L").point([round(value / step) for value in range(256)])
    indexed.putpalette([channel for level in range(GREY_LEVELS) for channel in [round(level * step)] * 3])
    return indexed


def _indexed(image: Image.Image, bits: int) -> Picture:
    """A palette picture: Pillow's PNG rows are what FlateDecode with predictor 15 expects (ISO 32000-1 7.4.4.4)."""
    stream = io.BytesIO()
    image.save(stream, "PNG", bits=bits, compress_level=6)
    palette = bytes(image.getpalette() or b"")[: 3 * 2**bits]
    payload = b"".join(body for kind, body in _chunks(stream.getvalue()) if kind == b"IDAT")
    zlib.decompress(payload)
    return Picture(*image.size, payload, "/FlateDecode", 1, bits, palette)


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = PNG_SIGNATURE_LENGTH
    while at + 8 <= len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += length + 12
