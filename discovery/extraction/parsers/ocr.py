"""Text from pixels with Tesseract: words with boxes and confidence."""

from __future__ import annotations

import functools
import os
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import tesserocr
from PIL import Image

from discovery.documents import Box, Word
from discovery.extraction.reading import Reading

_FOLDERS = (
    "/usr/share/tesseract-ocr/5/tessdata", "/usr/share/tesseract-ocr/4.00/tessdata", "/usr/share/tessdata",
    "/usr/share/tesseract/tessdata", "/opt/homebrew/share/tessdata", "/usr/local/share/tessdata",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Recognised:
    """Text of one image; boxes in pixels of the image divided by `pixels_per_point`; confidence 0..1."""

    text: str
    words: tuple[Word, ...]
    confidence: float


def tessdata_folder() -> Path | None:
    """The folder of language data: TESSDATA_PREFIX or a usual place; None where OCR is not installed."""
    stated = os.environ.get("TESSDATA_PREFIX")
    for folder in ([stated, f"{stated}/tessdata"] if stated else []) + list(_FOLDERS):
        if any(path.stem != "osd" for path in Path(folder).glob("*.traineddata")):
            return Path(folder)
    return None


def add_recognised(image: Image.Image, reading: Reading, page: int, points_per_pixel: float) -> None:
    """Recognise a page or picture and add its text; says why where it cannot."""
    if not reading.limits.ocr:
        reading.partial("ocr_switched_off")
        return
    if tessdata_folder() is None:
        reading.partial("ocr_not_installed")
        return
    if not reading.budget.spend_ocr_page():
        reading.partial("too_many_pages_to_recognise")
        return
    found = recognise(image, reading.limits.ocr_languages, page, points_per_pixel)
    if found.words and found.confidence < reading.limits.ocr_confidence:
        reading.note("ocr_unreliable")
    elif not found.words and not _is_plain(image):
        reading.note("ocr_no_text")  # a photograph, or a scan too bad to read: a person must look
    reading.add(found.text, words=found.words, ocr_confidence=round(found.confidence, 3), page=page)


def _is_plain(image: Image.Image) -> bool:
    """True for a page of one shade."""
    low, high = image.convert("L").getextrema()
    return bool(high == low)


def recognise(image: Image.Image, languages: tuple[str, ...], page: int, points_per_pixel: float) -> Recognised:
    """Words of an image in reading order; lines end with a line break, paragraphs with an empty line."""
    engine = _engine(languages)
    engine.SetImage(image.convert("L"))
    engine.Recognize()
    iterator = engine.GetIterator()
    pieces: list[str] = []
    words: list[Word] = []
    scores: list[float] = []
    length = 0
    if iterator is None:
        return Recognised("", (), 0.0)
    for item in tesserocr.iterate_level(iterator, tesserocr.RIL.WORD):
        try:
            text = unicodedata.normalize("NFC", item.GetUTF8Text(tesserocr.RIL.WORD) or "").strip()
        except RuntimeError:  # an image without text
            continue
        place = item.BoundingBox(tesserocr.RIL.WORD)
        if text and place and place[2] > place[0] and place[3] > place[1]:
            sides = [side * points_per_pixel for side in place]
            words.append(Word(length, length + len(text), Box(page, *sides)))
            scores.append(item.Confidence(tesserocr.RIL.WORD) / 100)
            last = item.IsAtFinalElement(tesserocr.RIL.TEXTLINE, tesserocr.RIL.WORD)
            pieces.append(text + ("\n" if last else " "))
            length += len(pieces[-1])
    return Recognised("".join(pieces), tuple(words), sum(scores) / len(scores) if scores else 0.0)


@functools.cache
def _engine(languages: tuple[str, ...]) -> tesserocr.PyTessBaseAPI:
    folder = tessdata_folder()
    installed = [language for language in languages if (folder / f"{language}.traineddata").exists()] if folder else []
    chosen = "+".join(installed) or next(path.stem for path in (folder or Path()).glob("???.traineddata"))
    return tesserocr.PyTessBaseAPI(path=str(folder), lang=chosen, psm=tesserocr.PSM.AUTO)
