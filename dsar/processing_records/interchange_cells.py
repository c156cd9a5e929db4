"""Cells of a table of the register: lists one entry a line, parts of an entry between bars; reversible."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

RECIPIENT_FIELDS = ("name", "role", "country", "safeguard", "is_category", "category_reason", "email")
SOURCE_FIELDS = ("name", "kind", "is_active")
LISTS = frozenset({"categories", "systems"})
FLAGS = frozenset({"has_automated_decisions", "is_paper", "is_category", "is_active"})
_PARTS = {"recipients": RECIPIENT_FIELDS, "sources": SOURCE_FIELDS}
_YES = {"yes": True, "no": False, "": None}
_WORDS = {True: "yes", False: "no", None: ""}
# What a spreadsheet takes for a formula at the start of a cell (OWASP), with the marks that were put before it.
_DANGEROUS = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_DEFUSED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")


def cell_of(name: str, value: Any) -> str:
    """A value as the text of its cell."""
    if name in FLAGS:
        return _WORDS[value]
    if name in _PARTS:
        return "\n".join(_joined(part, _PARTS[name]) for part in value)
    return "\n".join(value) if name in LISTS else str(value)


def value_of_cell(name: str, cell: str) -> Any:
    """The value of a cell.

    Raises:
        ValueError: a flag is neither yes nor no, or an entry has too many parts; the words are fit for the screen.
    """
    if name in FLAGS:
        return _flag(cell)
    if name not in LISTS and name not in _PARTS:
        return cell
    lines = [line.removesuffix("\r") for line in cell.split("\n") if line.strip()]
    return [_parted(line, _PARTS[name]) for line in lines] if name in _PARTS else lines


def defused(cell: str) -> str:
    """The cell so that no spreadsheet takes it for a formula."""
    return f"'{cell}" if _DANGEROUS.match(cell) else cell


def restored(cell: str) -> str:
    """The cell as it was before it was defused."""
    return cell[1:] if _DEFUSED.match(cell) else cell


def _joined(part: Mapping[str, Any], columns: Sequence[str]) -> str:
    texts = [cell_of(column, part[column]) for column in columns]
    marked = [
        text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", "\\n").replace("\r", "\\r") for text in texts
    ]
    return " | ".join(marked)


def _parted(line: str, columns: Sequence[str]) -> dict[str, Any]:
    texts = _split(line)
    if len(texts) > len(columns):
        message = f"More than {len(columns)} parts in “{texts[0]}”; write a bar within a part as \\|."
        raise ValueError(message)
    texts += [""] * (len(columns) - len(texts))
    pairs = zip(columns, texts, strict=True)
    return {column: bool(_flag(text)) if column in FLAGS else text for column, text in pairs}


def _split(line: str) -> list[str]:
    """The parts between bars; a backslash takes the sign after it as it is, but n and r, which are breaks."""
    parts, current, signs = [], "", iter(line)
    for sign in signs:
        if sign == "\\":
            after = next(signs, "\\")
            current += {"n": "\n", "r": "\r"}.get(after, after)
        elif sign == "|":
            parts.append(current)
            current = ""
        else:
            current += sign
    parts.append(current)
    last = len(parts) - 1
    return [
        part.removeprefix(" " if place else "").removesuffix(" " if place < last else "")
        for place, part in enumerate(parts)
    ]


def _flag(cell: str) -> bool | None:
    word = cell.strip().lower()
    if word not in _YES:
        message = "Write yes, no, or nothing."
        raise ValueError(message)
    return _YES[word]
