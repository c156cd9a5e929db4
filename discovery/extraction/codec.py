"""Parts as JSON and back: the border of the sandbox, so everything that comes in is checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from discovery.documents import Box, CoverageState, Extraction, Locator, TextBlock, Word
from discovery.extraction.values import ExtractedPart


def part_as_json(part: ExtractedPart) -> dict[str, Any]:
    """The part as plain JSON; words are flat lists [start, end, page, x0, y0, x1, y1]."""
    extraction = part.extraction
    return {
        "locator": part.locator.as_json(),
        "name": part.name,
        "size": part.size,
        "media_type": extraction.media_type,
        "state": extraction.state.value,
        "reason": extraction.reason,
        "notes": list(extraction.notes),
        "page_count": extraction.page_count,
        "blocks": [_block_as_json(block) for block in extraction.blocks],
    }


def part_from_json(raw: Mapping[str, Any]) -> ExtractedPart:
    """The part described by the JSON.

    Raises:
        ValueError: it does not describe a part.
    """
    try:
        extraction = Extraction(
            media_type=str(raw["media_type"])[:200],
            blocks=tuple(_block_from_json(block) for block in raw["blocks"]),
            state=CoverageState(raw["state"]),
            reason=str(raw["reason"])[:100],
            notes=tuple(str(note)[:100] for note in raw["notes"]),
            page_count=None if raw["page_count"] is None else int(raw["page_count"]),
        )
        return ExtractedPart(_locator(raw["locator"]), str(raw["name"]), int(raw["size"]), extraction)
    except (KeyError, TypeError, IndexError) as error:
        message = "not the description of a part"
        raise ValueError(message) from error


def _block_as_json(block: TextBlock) -> list[Any]:
    words = [
        [word.start, word.end, word.box.page, *(round(side, 2) for side in _sides(word.box))] for word in block.words
    ]
    return [block.text, block.locator.as_json(), block.role, block.ocr_confidence, words]


def _sides(box: Box) -> tuple[float, float, float, float]:
    return box.x0, box.y0, box.x1, box.y1


def _block_from_json(raw: list[Any]) -> TextBlock:
    text, locator, role, confidence, words = raw
    if not isinstance(text, str):
        message = "a block without text"
        raise ValueError(message)
    places = tuple(_word_from_json(word, len(text)) for word in words)
    return TextBlock(text, _locator(locator), places, str(role)[:40], None if confidence is None else float(confidence))


def _word_from_json(raw: list[Any], length: int) -> Word:
    start, end, page = int(raw[0]), int(raw[1]), int(raw[2])
    if not (0 <= start < end <= length and page >= 0):
        message = "a word outside its text"
        raise ValueError(message)
    return Word(start, end, Box(page, float(raw[3]), float(raw[4]), float(raw[5]), float(raw[6])))


def _locator(raw: Mapping[str, Any]) -> Locator:
    return Locator({str(key)[:40]: value for key, value in raw.items() if isinstance(value, str | int | None)})
