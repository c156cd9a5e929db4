"""Which words of a page may still be found by searching: those that are visible and that no box touches."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PIL import Image

from discovery.documents import Box
from dsar.redaction.geometry import is_touched
from dsar.redaction.paper import SurvivingWord
from dsar.redaction.reading import Glyph, PageContent
from dsar.redaction.recognition import SeenWord

INK_CONTRAST = 12  # grey levels between the lightest and the darkest pixel of a word that can be seen
OCR_KEPT = 0.5


@dataclass(slots=True)
class Tally:
    """Words of a page by what became of them; see `Report`."""

    before: int = 0
    after: int = 0
    removed: int = 0
    beside: int = 0
    hidden: int = 0

    def add(self, other: Tally) -> None:
        """Adds the other page's numbers."""
        self.before += other.before
        self.after += other.after
        self.removed += other.removed
        self.beside += other.beside
        self.hidden += other.hidden


def surviving_words(
    page: PageContent, matched: set[int], boxes: Sequence[Box], asked: Sequence[Box], image: Image.Image, scale: float
) -> tuple[list[SurvivingWord], Tally]:
    """The words of the text layer that stay, and the count of those that do not.

    Args:
        page: as read.
        matched: indexes of the glyphs that belong to a passage.
        boxes: all that is burned in.
        asked: those of them that somebody drew by hand.
        image: the page's pixels before anything was burned in.
        scale: pixels a point.
    """
    tally, kept, grey = Tally(), [], image.convert("L")
    for indexes in _words(page.glyphs):
        glyphs = [page.glyphs[index] for index in indexes]
        box = _around(glyphs)
        if matched.intersection(indexes):
            tally.before += 1
            tally.removed += 1
        elif box is None or not _is_visible(grey, box, scale):
            tally.hidden += 1
        elif any(is_touched(glyph, boxes) for glyph in glyphs):
            tally.before += 1
            by_hand = any(is_touched(glyph, asked) for glyph in glyphs)
            tally.removed += by_hand
            tally.beside += not by_hand
        else:
            tally.before += 1
            kept.append(SurvivingWord(_plain("".join(glyph.text for glyph in glyphs)), box, _turn(glyphs, box)))
    kept = [word for word in kept if word.text]
    tally.after = len(kept)
    return kept, tally


def seen_words(
    page: PageContent, words: Sequence[SeenWord], scale: float, boxes: Sequence[Box]
) -> tuple[list[SurvivingWord], Tally]:
    """The words that only OCR saw and that no box touches; those of the text layer are not repeated."""
    tally, kept = Tally(), []
    taken = [glyph.box for glyph in page.glyphs if glyph.box]
    for word in words:
        box = Box(page.number, word.x0 / scale, word.y0 / scale, word.x1 / scale, word.y1 / scale)
        seen = Glyph(word.text, box)
        if word.confidence < OCR_KEPT or is_touched(seen, taken):
            continue
        tally.before += 1
        if is_touched(seen, boxes) or any(_overlaps(box, other) for other in boxes):
            tally.removed += 1
            continue
        kept.append(SurvivingWord(_plain(word.text), box, 90 if word.is_tall else 0))
    tally.after = len(kept)
    return kept, tally


def _words(glyphs: Sequence[Glyph]) -> Iterator[list[int]]:
    current: list[int] = []
    for index, glyph in enumerate(glyphs):
        if glyph.text.isspace() or glyph.box is None or (current and _jumps(glyphs[current[-1]], glyph)):
            if current:
                yield current
            current = []
        if not glyph.text.isspace() and glyph.box is not None:
            current.append(index)
    if current:
        yield current


def _jumps(before: Glyph, after: Glyph) -> bool:
    """Whether the next letter stands elsewhere: another line, or far along this one."""
    if before.box is None or after.box is None:
        return True
    size = max(before.box.y1 - before.box.y0, after.box.y1 - after.box.y0, 4.0)
    return abs(after.box.y1 - before.box.y1) > 2 * size or abs(after.box.x0 - before.box.x1) > 3 * size


def _around(glyphs: Sequence[Glyph]) -> Box | None:
    boxes = [glyph.box for glyph in glyphs if glyph.box]
    if not boxes:
        return None
    return Box(
        boxes[0].page,
        min(box.x0 for box in boxes),
        min(box.y0 for box in boxes),
        max(box.x1 for box in boxes),
        max(box.y1 for box in boxes),
    )


def _turn(glyphs: Sequence[Glyph], box: Box) -> int:
    """Which way the word runs, told by its first and last letter: 0 level, 90 upward, 270 downward."""
    placed = [glyph.box for glyph in glyphs if glyph.box]
    if len(placed) < 2 or box.y1 - box.y0 < box.x1 - box.x0:
        return 0
    first, last = placed[0], placed[-1]
    down = (last.y0 + last.y1) - (first.y0 + first.y1)
    if abs(down) < abs((last.x0 + last.x1) - (first.x0 + first.x1)):
        return 0
    return 270 if down > 0 else 90


def _is_visible(grey: Image.Image, box: Box, scale: float) -> bool:
    left, top = max(int(box.x0 * scale) - 1, 0), max(int(box.y0 * scale) - 1, 0)
    right, bottom = min(int(box.x1 * scale) + 2, grey.width), min(int(box.y1 * scale) + 2, grey.height)
    if left >= right or top >= bottom:
        return False
    extrema = grey.crop((left, top, right, bottom)).getextrema()
    darkest, lightest = float(str(extrema[0])), float(str(extrema[1]))
    return lightest - darkest >= INK_CONTRAST


def _overlaps(one: Box, other: Box) -> bool:
    return min(one.x1, other.x1) > max(one.x0, other.x0) and min(one.y1, other.y1) > max(one.y0, other.y0)


def _plain(text: str) -> str:
    """The word as people write it: ligatures apart, end-of-line hyphens plain, nothing that cannot be seen."""
    whole = unicodedata.normalize("NFKC", text.replace("\u00ad", "-").replace("\x02", "-").replace("\ufffe", "-"))
    return "".join(letter for letter in whole if unicodedata.category(letter)[0] != "C")
