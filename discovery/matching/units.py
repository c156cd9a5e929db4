"""What belongs together: a table's row is one unit, all running text of an item is one unit."""

from __future__ import annotations

import bisect
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from discovery.detection.folding import Folded
from discovery.documents import Span, TextBlock
from discovery.matching.plain import plain

_ROWS_NEEDED: Final = 3
_CELL: Final = re.compile(r"([A-Za-z]{1,4})(\d+)")
_ELEMENT_RECORD: Final = re.compile(r"[^\[]*\[\d+\]|element \d+")
_STAMP: Final = re.compile(r"\s*[\[(]?(?:\d{4}-\d{2}-\d{2}|\d{2}/[a-z]{3}/\d{4}|[a-z]{3} [ \d]\d \d{2}:)")
_MAIL: Final = re.compile(r"[a-z0-9._%+-]{1,64}@[a-z0-9-]{1,63}\.")
_BIRTH: Final = re.compile(r"\b(?:dob|d\.o\.b|birth\w{0,5}|geb\w{0,12}|date_of_birth|naissance|nacimiento)\b")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a block: folded offsets [low, high), standing at `at` in the unit's text."""

    block: int
    folded: Folded
    low: int
    high: int
    at: int


@dataclass(frozen=True, slots=True)
class Unit:
    """What belongs together. `is_row`: one record among others; `has_birth_column`: its table has a date of birth."""

    text: str
    pieces: tuple[Piece, ...]
    is_row: bool
    has_birth_column: bool = False

    def spans(self, start: int, end: int) -> Iterator[Span]:
        """The places in the blocks of a stretch of the unit's text."""
        first = max(0, bisect.bisect_right(self.pieces, start, key=lambda piece: piece.at) - 1)
        for piece in self.pieces[first:]:
            low = max(start, piece.at) - piece.at + piece.low
            high = min(end, piece.at + piece.high - piece.low) - piece.at + piece.low
            if piece.at >= end:
                return
            if low < high:
                yield Span(piece.block, *piece.folded.span(low, high))


def split_units(blocks: Sequence[TextBlock]) -> list[Unit]:
    """The units of an item's blocks, rows first in their order, then all running text together."""
    rows: dict[tuple[object, ...], list[tuple[int, Folded, int, int]]] = defaultdict(list)
    running: list[tuple[int, Folded, int, int]] = []
    births: set[tuple[object, ...]] = set()
    for number, block in enumerate(blocks):
        folded = plain(block.text)
        if row := _row_of(block):
            rows[row].append((number, folded, 0, len(folded.text)))
            if len(folded.text) < 400 and _BIRTH.search(folded.text):
                births.add(row[:-1])
        elif lines := _table_lines(folded.text):
            table = ("block", number)
            if any(_BIRTH.search(folded.text, low, high) for low, high in lines[:1]):
                births.add(table)
            for place, (low, high) in enumerate(lines):
                rows[(*table, place)].append((number, folded, low, high))
        else:
            running.append((number, folded, 0, len(folded.text)))
    units = [_unit(parts, "\t", is_row=True, births=key[:-1] in births) for key, parts in rows.items()]
    return [*units, _unit(running, "\n\n", is_row=False, births=False)] if running else units


def _row_of(block: TextBlock) -> tuple[object, ...] | None:
    parts = block.locator.parts
    sheet = parts.get("sheet", parts.get("table"))
    if "row" in parts:
        return ("row", sheet, parts["row"])
    if (record := _record_of(parts)) is not None:
        return record
    cell = parts.get("cell")
    if isinstance(cell, str) and (hit := _CELL.fullmatch(cell)):
        return ("row", sheet, hit[2])
    return None


def _record_of(parts: Mapping[str, object]) -> tuple[object, ...] | None:
    """The record of a JSON pointer or an XML path: up to its first number ("/people/3", "/people/person[3]")."""
    if "pointer" in parts and "line" in parts:
        return ("line", parts["line"])
    if (hit := _ELEMENT_RECORD.match(str(parts.get("element", "")))) is not None:
        return ("element", hit.group())
    segments = str(parts.get("pointer", "")).split("/")
    first = next((place for place, segment in enumerate(segments) if segment.isdigit()), None)
    return None if first is None else ("pointer", "/".join(segments[: first + 1]))


def _table_lines(text: str) -> list[tuple[int, int]]:
    """The lines of a text that is a table, a log or a list of people; none for running text."""
    lines = [(low, high) for low, high in _lines(text) if text[low:high].strip()]
    if len(lines) < _ROWS_NEEDED:
        return []
    sample = [text[low:high] for low, high in lines[:200]]
    return lines if _delimited(sample) or _stamped(sample) or _listing(sample) else []


def _delimited(lines: Iterable[str]) -> bool:
    counted = list(lines)
    for sign, least in (("\t", 1), (";", 1), ("|", 1), (",", 2)):
        counts = [line.count(sign) for line in counted]
        usual = max(set(counts), key=counts.count)
        if usual >= least and sum(abs(count - usual) <= 1 for count in counts) >= 0.8 * len(counts):
            return True
    return False


def _stamped(lines: list[str]) -> bool:
    return sum(_STAMP.match(line) is not None for line in lines) >= 0.8 * len(lines)


def _listing(lines: list[str]) -> bool:
    records = sum(_MAIL.search(line) is not None or line.lstrip().startswith("{") for line in lines)
    headers = sum(line.startswith(("from:", "to:", "cc:", "bcc:", "reply-to:", "sender:")) for line in lines)
    return records >= max(_ROWS_NEEDED, 0.6 * len(lines)) and not headers


def _lines(text: str) -> Iterator[tuple[int, int]]:
    low = 0
    for line in text.split("\n"):
        yield low, low + len(line)
        low += len(line) + 1


def _unit(parts: Sequence[tuple[int, Folded, int, int]], joint: str, *, is_row: bool, births: bool) -> Unit:
    texts, pieces, at = [], [], 0
    for number, folded, low, high in parts:
        pieces.append(Piece(number, folded, low, high, at))
        texts.append(folded.text[low:high])
        at += high - low + len(joint)
    return Unit(joint.join(texts), tuple(pieces), is_row, births)
