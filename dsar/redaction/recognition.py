"""Words read from pixels by Tesseract; its language files come from the operating system. Child processes only."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from tesserocr import OEM, PSM, RIL, PyTessBaseAPI, iterate_level

TESSDATA_PLACES = ("/usr/share/tesseract-ocr", "/usr/share/tessdata", "/usr/local/share/tessdata")
LOWEST_WORD_CONFIDENCE = 1.0
RELIABLE_MEAN = 0.60
DOUBTFUL_SHARE = 0.15  # of the letters; more, and the page may lie on its side or stand on its head
TURNS = {90: Image.Transpose.ROTATE_90, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_270}


@dataclass(frozen=True, slots=True)
class SeenWord:
    """A word in the picture: its box in pixels from the top left, its certainty 0..1, and the number of its line."""

    text: str
    x0: int
    y0: int
    x1: int
    y1: int
    confidence: float
    line: int

    @property
    def is_tall(self) -> bool:
        """Whether it runs up or down the page; Tesseract reads both without being told."""
        return len(self.text) > 1 and self.y1 - self.y0 > 1.2 * (self.x1 - self.x0)


def tessdata_folder() -> Path | None:
    """Where Tesseract's language files are, or None where they are not installed."""
    named = os.environ.get("TESSDATA_PREFIX")
    for root in [Path(named)] if named else [Path(place) for place in TESSDATA_PLACES]:
        for folder in (root, *sorted(root.glob("*/tessdata"), reverse=True)):
            if next(folder.glob("*.traineddata"), None):
                return folder
    return None


def installed_languages(wanted: Sequence[str]) -> tuple[str, ...]:
    """Those of the wanted languages whose files are there, in the order wanted."""
    folder = tessdata_folder()
    return tuple(name for name in wanted if folder and (folder / f"{name}.traineddata").is_file())


class Recogniser:
    """One Tesseract engine, opened once for many pages. Use as a context manager.

    Raises:
        RuntimeError: the language files cannot be read.
    """

    def __init__(self, languages: Sequence[str]) -> None:
        os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # one page, one core: threads make Tesseract slower
        folder = tessdata_folder()
        self._api = PyTessBaseAPI(path=f"{folder}/", lang="+".join(languages), psm=PSM.AUTO, oem=OEM.LSTM_ONLY)

    def __enter__(self) -> Recogniser:
        return self

    def __exit__(self, *_: object) -> None:
        self._api.End()

    def words(self, image: Image.Image, dpi: int, *, sparse: bool = False) -> tuple[SeenWord, ...]:
        """The words of the picture in reading order; `sparse` looks for scattered words where there are no lines."""
        self._api.SetPageSegMode(PSM.SPARSE_TEXT if sparse else PSM.AUTO)
        self._api.SetImage(image.convert("L"))
        self._api.SetSourceResolution(dpi)
        self._api.Recognize()
        return tuple(self._seen())

    def readings(self, image: Image.Image, dpi: int) -> list[tuple[SeenWord, ...]]:
        """The words of the picture, and where they are doubtful those of the picture turned; the surest first.

        All places are those in the picture as it was given.
        """
        level = self.words(image, dpi)
        if not _is_doubtful(level):
            return [level]
        turned = [
            tuple(_turned_back(word, angle, image.size) for word in self.words(image.transpose(turn), dpi))
            for angle, turn in TURNS.items()
        ]
        return sorted([level, *turned], key=_sureness, reverse=True)

    def _seen(self) -> Iterator[SeenWord]:
        line = -1
        for entry in iterate_level(self._api.GetIterator(), RIL.WORD):
            if entry.Empty(RIL.WORD):
                continue
            if entry.IsAtBeginningOf(RIL.TEXTLINE):
                line += 1
            text, confidence, box = entry.GetUTF8Text(RIL.WORD), entry.Confidence(RIL.WORD), entry.BoundingBox(RIL.WORD)
            if box and text.strip() and confidence >= LOWEST_WORD_CONFIDENCE:
                x0, y0, x1, y1 = box
                yield SeenWord(text.strip(), x0, y0, x1, y1, confidence / 100, line)


def is_reliable(words: Sequence[SeenWord]) -> bool:
    """Whether a passage that was not seen may be taken as not there: the reading as a whole is certain enough."""
    letters = sum(len(word.text) for word in words)
    if not letters:
        return True
    return sum(word.confidence * len(word.text) for word in words) / letters >= RELIABLE_MEAN


def _is_doubtful(words: Sequence[SeenWord]) -> bool:
    letters = sum(len(word.text) for word in words)
    doubtful = sum(
        len(word.text)
        for word in words
        if word.confidence < RELIABLE_MEAN or (len(word.text) > 3 and word.y1 - word.y0 > 1.5 * (word.x1 - word.x0))
    )
    return not letters or doubtful > DOUBTFUL_SHARE * letters


def _sureness(words: Sequence[SeenWord]) -> float:
    return sum(word.confidence * len(word.text) for word in words if word.confidence >= RELIABLE_MEAN)


def _turned_back(word: SeenWord, angle: int, size: tuple[int, int]) -> SeenWord:
    width, height = size
    if angle == 90:
        box = (width - word.y1, word.x0, width - word.y0, word.x1)
    elif angle == 180:
        box = (width - word.x1, height - word.y1, width - word.x0, height - word.y0)
    else:
        box = (word.y0, height - word.x1, word.y1, height - word.x0)
    return SeenWord(word.text, *box, word.confidence, word.line)
