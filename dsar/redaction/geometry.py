"""From passages to rectangles: in the text layer, and in what OCR sees where there is none or a picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from discovery.documents import Box
from dsar.redaction.folding import Searchable, squeezed
from dsar.redaction.reading import Glyph, PageContent
from dsar.redaction.recognition import SeenWord
from dsar.redaction.vocabulary import LengthHiding

PAD_ALONG, PAD_ACROSS = 0.5, 0.8  # points: the soft edge of the letters
OCR_PAD = 0.12  # of the letters' height: OCR cuts words a little short
QUANTUM = 20.0
COLUMN_GAP = 1.5  # a gap of one and a half letter heights starts another column or cell
EDGE = 12.0  # points kept free at the right edge of the page
COVERED_SHARE = 0.25  # a letter of which a box takes this much counts as touched
MISREAD = str.maketrans("0154|!8", "oisaiib")
FUZZY_SHORTEST, FUZZY_ALIKE = 5, 0.8


@dataclass(frozen=True, slots=True)
class Hit:
    """One occurrence of a passage on a page: the indexes of its glyphs (none for OCR), and its rectangles.

    `inside_word`: it is part of a longer word.
    """

    passage: int
    glyphs: range
    boxes: tuple[Box, ...]
    by_ocr: bool = False
    inside_word: bool = False


def hits_in_text(page: PageContent, passages: Sequence[str]) -> list[Hit]:
    """Where the passages stand in the page's text layer."""
    searchable = Searchable([glyph.text for glyph in page.glyphs])
    found = []
    for number, passage in enumerate(passages):
        for start, end in searchable.occurrences(passage):
            stretch = page.glyphs[start:end]
            boxes = tuple(_padded(box) for box in _runs(stretch))
            inside = searchable.is_inside_word(start, end)
            found.append(Hit(number, range(start, end), boxes, inside_word=inside))
    return found


def hits_in_picture(page: PageContent, words: Sequence[SeenWord], scale: float, passages: Sequence[str]) -> list[Hit]:
    """Where the passages stand in what OCR saw; misread letters are forgiven, whole words are taken.

    Args:
        page: as read from the text layer; its glyphs overrule guesses.
        words: in pixels of the picture.
        scale: pixels a point.
        passages: as asked.
    """
    characters: list[str] = []
    owner: list[int] = []
    for index, word in enumerate(words):
        if index:
            characters.append("\n" if words[index - 1].line != word.line else " ")
            owner.append(-1)
        characters.extend(word.text)
        owner.extend([index] * len(word.text))
    searchable = Searchable(characters)
    found = []
    for number, passage in enumerate(passages):
        groups = {tuple(sorted({owner[at] for at in range(*span)} - {-1})) for span in searchable.occurrences(passage)}
        guesses = {group for group in _misread(words, passage) if not any(set(exact) <= set(group) for exact in groups)}
        for group in sorted(groups | guesses):
            boxes = tuple(_padded(_word_box(page.number, words[index], scale), OCR_PAD) for index in group)
            if group in guesses and any(is_touched(glyph, boxes) for glyph in page.glyphs):
                continue  # the text layer says what stands there: a guess of one letter would take a neighbour's name
            found.append(Hit(number, range(0), boxes, by_ocr=True))
    return found


def hidden_length(page: PageContent, boxes: Sequence[Box], how: LengthHiding) -> list[Box]:
    """The boxes, widened so that they say less about what they cover."""
    if how is LengthHiding.NONE:
        return list(boxes)
    return [_widened(page, box, how) for box in boxes]


def is_touched(glyph: Glyph, boxes: Sequence[Box]) -> bool:
    """Whether a box takes a noticeable part of the glyph."""
    own = glyph.box
    if own is None:
        return False
    area = max((own.x1 - own.x0) * (own.y1 - own.y0), 1e-6)
    return any(_shared(own, box) >= COVERED_SHARE * area for box in boxes)


def merged(boxes: Sequence[Box]) -> list[Box]:
    """The boxes without repeats and without those that lie inside another."""
    kept: list[Box] = []
    for box in sorted(set(boxes), key=lambda one: (-(one.x1 - one.x0) * (one.y1 - one.y0), one.y0, one.x0)):
        if not any(_inside(box, other) for other in kept):
            kept.append(box)
    return sorted(kept, key=lambda one: (one.page, one.y0, one.x0, one.x1))


def _runs(glyphs: Sequence[Glyph]) -> Iterator[Box]:
    """One box for each stretch of the glyphs that lies on one line."""
    current: Box | None = None
    for glyph in glyphs:
        box = glyph.box
        if box is None or glyph.text.isspace():
            continue
        if current is not None and _same_line(current, box):
            current = _union(current, box)
            continue
        if current is not None:
            yield current
        current = box
    if current is not None:
        yield current


def _same_line(line: Box, box: Box) -> bool:
    """Level text side by side, or upright text one above the other. Small signs (a full stop) lie within the line."""
    heights = (line.y1 - line.y0, box.y1 - box.y0)
    widths = (line.x1 - line.x0, box.x1 - box.x0)
    across = min(line.y1, box.y1) - max(line.y0, box.y0)
    along = max(line.x0, box.x0) - min(line.x1, box.x1)
    if across >= 0.5 * max(min(heights), 0.1) and along < 4 * max(heights):
        return True
    near_baseline = (
        min(heights) < 0.5 * max(heights) and abs(line.y1 - box.y1) < max(heights) and across > -max(heights)
    )
    if near_baseline and along < 2 * max(heights):
        return True
    side = min(line.x1, box.x1) - max(line.x0, box.x0)
    gap = max(line.y0, box.y0) - min(line.y1, box.y1)
    return side >= 0.8 * max(min(widths), 0.1) and gap < 0.3 * max(widths)


def _widened(page: PageContent, box: Box, how: LengthHiding) -> Box:
    top, bottom = _line_extent(page, box)
    if how is LengthHiding.QUANTISED:
        width = QUANTUM * -(-(box.x1 - box.x0) // QUANTUM)
        return Box(box.page, box.x0, top, min(box.x0 + width, page.width), bottom)
    return Box(box.page, box.x0, top, max(box.x1, _end_of_column(page, box)), bottom)


def _line_extent(page: PageContent, box: Box) -> tuple[float, float]:
    """Top and bottom of the line by its font, so that ascenders and descenders of the covered letters do not show."""
    cells = [
        glyph.cell
        for glyph in page.glyphs
        if glyph.cell
        and glyph.box
        and _shared(glyph.box, box) > 0
        and box.y0 <= (glyph.box.y0 + glyph.box.y1) / 2 <= box.y1
    ]
    if not cells or box.y1 - box.y0 > 3 * (cells[0].y1 - cells[0].y0):
        return box.y0, box.y1
    middle = (box.y0 + box.y1) / 2
    above = [own.y1 for own in _others(page, box) if own.y1 <= middle]
    below = [own.y0 for own in _others(page, box) if own.y0 >= middle]
    top = max([min(cell.y0 for cell in cells) - PAD_ACROSS, *above])  # padded as ink is: its descenders must not show
    bottom = min([max(cell.y1 for cell in cells) + PAD_ACROSS, *below])
    return min(box.y0, top), max(box.y1, bottom)


def _others(page: PageContent, box: Box) -> Iterator[Box]:
    """Ink near the line but not on it: it has the right to stay."""
    height = box.y1 - box.y0
    for glyph in page.glyphs:
        own = glyph.box
        if own and own.x1 > box.x0 and own.y1 > box.y0 - 2 * height and own.y0 < box.y1 + 2 * height:
            shared = min(own.y1, box.y1) - max(own.y0, box.y0)
            if shared < 0.3 * min(height, own.y1 - own.y0):
                yield own


def _end_of_column(page: PageContent, box: Box) -> float:
    """Where the running text right of the box ends: before the next wide gap, else near the edge of the page."""
    height = box.y1 - box.y0
    right = sorted(
        (glyph.box.x0, glyph.box.x1)
        for glyph in page.glyphs
        if glyph.box
        and not glyph.text.isspace()
        and glyph.box.x0 >= box.x1 - 1.0
        and min(glyph.box.y1, box.y1) - max(glyph.box.y0, box.y0) > 0.3 * min(height, glyph.box.y1 - glyph.box.y0)
    )
    end = box.x1
    for x0, x1 in right:
        if x0 - end > COLUMN_GAP * height:
            return x0 - PAD_ALONG * 4
        end = max(end, x1)
    return max(end, page.width - EDGE)


def _misread(words: Sequence[SeenWord], passage: str) -> Iterator[tuple[int, ...]]:
    """Runs of words that differ from the passage by what OCR gets wrong: look-alikes, one letter in five."""
    wanted = squeezed(passage).text.translate(MISREAD)
    if len(wanted) < FUZZY_SHORTEST:
        return
    parts = max(len(passage.split()), 1)
    plain = [squeezed(word.text).text.translate(MISREAD) for word in words]
    for count in range(max(parts - 1, 1), parts + 2):
        for start in range(len(words) - count + 1):
            seen = "".join(plain[start : start + count])
            if abs(len(seen) - len(wanted)) <= 2 and Levenshtein.normalized_similarity(seen, wanted) >= FUZZY_ALIKE:
                yield tuple(range(start, start + count))


def _word_box(page: int, word: SeenWord, scale: float) -> Box:
    return Box(page, word.x0 / scale, word.y0 / scale, word.x1 / scale, word.y1 / scale)


def _padded(box: Box, share: float = 0.0) -> Box:
    level = box.x1 - box.x0 >= box.y1 - box.y0
    more = share * min(box.x1 - box.x0, box.y1 - box.y0)
    along, across = (PAD_ALONG + more, PAD_ACROSS + more) if level else (PAD_ACROSS + more, PAD_ALONG + more)
    return Box(box.page, box.x0 - along, box.y0 - across, box.x1 + along, box.y1 + across)


def _union(one: Box, other: Box) -> Box:
    return Box(one.page, min(one.x0, other.x0), min(one.y0, other.y0), max(one.x1, other.x1), max(one.y1, other.y1))


def _shared(one: Box, other: Box) -> float:
    across = min(one.x1, other.x1) - max(one.x0, other.x0)
    down = min(one.y1, other.y1) - max(one.y0, other.y0)
    return across * down if across > 0 and down > 0 else 0.0


def _inside(box: Box, other: Box) -> bool:
    return (
        other.page == box.page
        and other.x0 <= box.x0
        and other.y0 <= box.y0
        and other.x1 >= box.x1
        and other.y1 >= box.y1
    )
