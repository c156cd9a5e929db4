"""The child module of the sandbox that cuts one area out of a page or picture: see `dsar.foundation.sandbox`."""

from __future__ import annotations

import io
import warnings
from collections.abc import Mapping
from typing import Any, BinaryIO, Final, Protocol

import pypdfium2
from PIL import Image, ImageOps

from discovery.extraction.laying import POINTS_PER_INCH, dots_per_inch
from discovery.extraction.parsers.images import on_white

AROUND: Final = 0.2  # of the area, on each side: what is beside it tells a person whose it is
LONGEST: Final = 320  # pixels of the longer side of what comes out
SHARPEST: Final = 4.0  # pixels a point at most
PIXELS_MAX: Final = 40_000_000
_QUALITY: Final = 82
_Area = tuple[float, float, float, float]


class _Job(Protocol):
    out: Any


def main(payload: dict[str, Any], files: Mapping[str, BinaryIO], job: _Job) -> dict[str, Any]:
    """Leaves region.jpg, the area {"page", "x0", "y0", "x1", "y1"} (points from the top left) with some around it.

    {"refused": code} where the file cannot be drawn or has no such place.
    """
    content = files["file"].read()
    page = int(payload["page"])
    area = (float(payload["x0"]), float(payload["y0"]), float(payload["x1"]), float(payload["y1"]))
    is_pdf = b"%PDF-" in content[:1024]
    cut = _of_page(content, page, area) if is_pdf else _of_picture(content, page, area)
    if cut is None:
        return {"refused": "no_such_place"}
    cut.thumbnail((LONGEST, LONGEST))
    cut.convert("RGB").save(job.out / "region.jpg", "JPEG", quality=_QUALITY)
    return {}


def _of_page(content: bytes, number: int, area: _Area) -> Image.Image | None:
    with pypdfium2.PdfDocument(content) as document:
        if not 0 <= number < len(document):
            return None
        page = document[number]
        width, height = page.get_size()
        side = max(area[2] - area[0], area[3] - area[1], 1.0)
        scale = min(SHARPEST, LONGEST / side, (PIXELS_MAX / max(1.0, width * height)) ** 0.5)
        return _cut(page.render(scale=scale).to_pil(), area, scale)


def _of_picture(content: bytes, number: int, area: _Area) -> Image.Image | None:
    Image.MAX_IMAGE_PIXELS = None  # judged here, before a pixel is unpacked
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Image.open(io.BytesIO(content)) as image:
            if not 0 <= number < getattr(image, "n_frames", 1):
                return None
            image.seek(number)
            if image.width * image.height > PIXELS_MAX:
                return None
            shown = on_white(ImageOps.exif_transpose(image) or image)
            scale = dots_per_inch(shown.width, image.info.get("dpi")) / POINTS_PER_INCH
            return _cut(shown, area, scale)


def _cut(image: Image.Image, area: _Area, scale: float) -> Image.Image | None:
    left, top, right, bottom = (side * scale for side in area)
    across, down = (right - left) * AROUND, (bottom - top) * AROUND
    box = (
        max(0, round(left - across)), max(0, round(top - down)),
        min(image.width, round(right + across)), min(image.height, round(bottom + down)),
    )  # fmt: skip
    return image.crop(box) if box[0] < box[2] and box[1] < box[3] else None
