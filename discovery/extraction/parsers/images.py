"""Pictures: text by OCR, faces, fingerprints, and what the camera or the editor wrote into them."""

from __future__ import annotations

import io
import warnings

from PIL import ExifTags, Image, ImageOps

from discovery.extraction.laying import POINTS_PER_INCH, dots_per_inch
from discovery.extraction.parsers.faces import add_faces
from discovery.extraction.parsers.fingerprints import add_fingerprints
from discovery.extraction.parsers.ocr import add_recognised
from discovery.extraction.reading import Reading, Unreadable


def parse(content: bytes, reading: Reading) -> None:
    """Frames (pages of a TIFF) with their text, faces and fingerprints.

    Boxes of words are in pixels of the upright picture, one pixel a point; those of faces and fingerprints in points of
    the page that the picture becomes when it is redacted.

    The size is read from the header and judged before a pixel is unpacked ("image_too_large").
    """
    Image.MAX_IMAGE_PIXELS = None  # ours is an error, Pillow's only a warning
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Image.open(io.BytesIO(content)) as image:
            if image.width * image.height > reading.limits.pixels:
                raise Unreadable("image_too_large")
            _add_metadata(image, reading)
            frames = getattr(image, "n_frames", 1)
            if image.format in {"GIF", "WEBP", "PNG"} and frames > 1:
                frames = 1
                reading.note("first_frame_only")
            if frames > reading.limits.frames:
                reading.partial("too_many_frames")
            reading.page_count = frames
            _add_frames(image, min(frames, reading.limits.frames), reading)


def _add_frames(image: Image.Image, frames: int, reading: Reading) -> None:
    for number in range(frames):
        image.seek(number)
        if image.width * image.height > reading.limits.pixels:
            reading.partial("image_too_large")
            continue
        if min(image.size) < 12:
            continue
        upright = ImageOps.exif_transpose(image) or image
        shown = on_white(upright)
        add_recognised(shown, reading, number, 1.0)
        points = POINTS_PER_INCH / dots_per_inch(shown.width, image.info.get("dpi"))
        add_faces(shown, reading, number, points)
        add_fingerprints(shown, reading, number, points)


def on_white(image: Image.Image) -> Image.Image:
    """Transparent parts as white paper: dark text on a transparent ground would vanish."""
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        ground = Image.new("RGBA", image.size, "white")
        ground.alpha_composite(image.convert("RGBA"))
        return ground.convert("RGB")
    return image.convert("RGB")


def _add_metadata(image: Image.Image, reading: Reading) -> None:
    for key, value in image.info.items():
        if isinstance(value, str) or (key in {"comment", "xmp"} and isinstance(value, bytes)):
            text = value.decode("utf-8", "replace") if isinstance(value, bytes) else value
            reading.add(text[:100_000], role="metadata", field=str(key)[:60])
    exif = image.getexif()
    for table in (exif, exif.get_ifd(ExifTags.IFD.Exif), exif.get_ifd(ExifTags.IFD.GPSInfo)):
        for tag, value in table.items():
            if isinstance(value, bytes):
                value = value.removeprefix(b"ASCII\0\0\0").decode("utf-8", "ignore")
            if isinstance(value, str | tuple):
                reading.add(str(value)[:2000], role="metadata", field=str(ExifTags.TAGS.get(tag, tag)))
