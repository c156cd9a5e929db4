"""Plain text of any encoding, cut into blocks at empty lines so that places stay small."""

from __future__ import annotations

import codecs
import re
from typing import Any

from discovery.extraction.reading import Reading

BLOCK_CHARACTERS = 20_000
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_STATED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?([A-Za-z0-9._-]{2,40})", re.IGNORECASE)


def parse(content: bytes, reading: Reading) -> None:
    """The text in blocks of up to 20,000 characters, each with the number of its first line (from 1)."""
    add_text(decoded(content, reading), reading)


def add_text(text: str, reading: Reading, *, role: str = "body", **locator: Any) -> None:
    """Add text cut at line breaks into blocks; the locator gets the number of the first line."""
    line, start = 1, 0
    while start < len(text):
        end = _cut(text, start)
        reading.add(text[start:end], role=role, **locator, line=line)
        line += text.count("\n", start, end)
        start = end


def _cut(text: str, start: int) -> int:
    """The end of a block: the last empty line, else line, else space before the limit."""
    limit = start + BLOCK_CHARACTERS
    if len(text) <= limit:
        return len(text)
    for mark in ("\n\n", "\n", " "):
        place = text.rfind(mark, start + BLOCK_CHARACTERS // 2, limit)
        if place > 0:
            return place + len(mark)
    return limit


def decoded(content: bytes, reading: Reading, stated: str = "") -> str:
    """The text in the encoding of its mark, else as stated, else UTF-8, else Windows-1252 (noted as guessed)."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    head = _STATED.search(content[:1024])
    for encoding in (stated, "utf-8", head[1].decode() if head else ""):
        try:
            if encoding:
                return content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    reading.note("encoding_guessed")
    return content.decode("cp1252", "replace")
