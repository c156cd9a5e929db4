"""A value as all three formats hold it: a kind and a text. Plain Python.

Whatever comes out of a system is brought to a cell once; each format then writes the cell in its own way, and whoever
reads it gets the same kind and text back. What cannot be kept as it is (half a character) is mended and counted.
"""

import json
import math
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from dsar.rights.portability.rules import LeftOut


class Kind(StrEnum):
    """What a cell holds."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    NULL = "null"
    BINARY = "binary"
    JSON = "json"
    LEFT_OUT = "left_out"


# Kinds that a column may have as its type; a column with several is "mixed".
PLAIN: Final = frozenset({Kind.TEXT, Kind.INTEGER, Kind.NUMBER, Kind.BOOLEAN})
MIXED: Final = "mixed"
OCTETS: Final = "application/octet-stream"

_FORMATS: Final = {
    "date": re.compile(r"\d{4}-\d{2}-\d{2}"),
    "time": re.compile(r"\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?"),
    "date-time": re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?"),
    "decimal": re.compile(r"-?\d+\.\d+"),
}
_HALF: Final = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Cell:
    """A value: its kind, its text, and for binary content the media type (the text is base64 then).

    `is_mended` says that half characters, which no format can hold, were replaced by U+FFFD.
    """

    kind: Kind
    text: str = ""
    media_type: str = ""
    is_mended: bool = False


NULL: Final = Cell(Kind.NULL)


def left_out(reason: LeftOut) -> Cell:
    """The place of something that is not in the package."""
    return Cell(Kind.LEFT_OUT, reason.value)


def cell_of(value: Any) -> Cell:
    """The cell of a value as an exhibit holds it (JSON; binary as {"base64", "media_type"} or as
    {"bytes": length, "sha256": hex}).
    """
    match value:
        case None:
            return NULL
        case bool():
            return Cell(Kind.BOOLEAN, "true" if value else "false")
        case int():
            return Cell(Kind.INTEGER, str(value))
        case float():
            return Cell(Kind.NUMBER, number_text(value))
        case str():
            return _text(value)
        case {"bytes": int(), **rest} if set(rest) <= {"sha256"}:
            return left_out(LeftOut.NOT_KEPT)
        case {"base64": str(content), **rest} if set(rest) <= {"media_type"}:
            return Cell(Kind.BINARY, content, str(rest.get("media_type", OCTETS)))
    text, mended = _mend(canonical_json(value))
    return Cell(Kind.JSON, text, is_mended=mended)


def number_text(value: float) -> str:
    """A number as XML Schema writes a double: NaN, INF, -INF, else the shortest text that reads back the same."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "INF" if value > 0 else "-INF"
    return repr(value)


def canonical_json(value: Any) -> str:
    """The one way to write nested content: sorted keys, no blanks, numbers that are none as texts."""
    return json.dumps(_finite(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def mend(text: str) -> str:
    """A text without half characters."""
    return _mend(text)[0]


def format_of(texts: list[str]) -> str:
    """The format that all these texts have: "date", "time", "date-time", "decimal" or ""; empty ones say nothing."""
    said = [text for text in texts if text]
    for name, form in _FORMATS.items():
        if said and all(form.fullmatch(text) for text in said):
            return name
    return ""


def _text(value: str) -> Cell:
    text, mended = _mend(value)
    return Cell(Kind.TEXT, text, is_mended=mended)


def _mend(text: str) -> tuple[str, bool]:
    mended, count = _HALF.subn("\ufffd", text)
    return mended, bool(count)


def _finite(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        return number_text(value)
    if isinstance(value, dict):
        return {str(key): _finite(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(one) for one in value]
    return value
