"""RTF: its text without control words; pictures and tables of fonts, colours and styles are left out."""

from __future__ import annotations

import re

from discovery.extraction.parsers.text import add_text
from discovery.extraction.reading import Reading

_TOKEN = re.compile(rb"\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)")
_BREAKS = {b"par": "\n", b"line": "\n", b"tab": "\t", b"cell": "\t", b"row": "\n", b"page": "\n", b"sect": "\n"}
_SIGNS = {
    b"emdash": "—",
    b"endash": "–",
    b"lquote": "‘",
    b"rquote": "’",
    b"ldblquote": "“",
    b"rdblquote": "”",
    b"bullet": "•",
}
_LEFT_OUT = frozenset(
    b"fonttbl colortbl stylesheet pict listtable listoverridetable rsidtbl themedata colorschememapping latentstyles "
    b"datastore generator objdata".split()
)


def parse(content: bytes, reading: Reading) -> None:
    """Body, headers, footers, notes, comments and the information group, as they follow each other in the file."""
    code = re.search(rb"\\ansicpg(\d{3,5})", content[:2000])
    encoding = f"cp{code[1].decode()}" if code else "cp1252"
    if b"\\pict" in content or b"\\objdata" in content:
        reading.note("pictures_not_read")
    add_text(_plain(content, encoding), reading)


def _plain(content: bytes, encoding: str) -> str:
    pieces: list[str] = []
    skips: list[bool] = []
    skipping, replaced, after_unicode = False, 1, 0
    for match in _TOKEN.finditer(content):
        word, number, byte, sign, brace, text = match.groups()
        if brace == b"{":
            skips.append(skipping)
        elif brace == b"}":
            skipping = skips.pop() if skips else False
        elif word in _LEFT_OUT:
            skipping = True
        elif skipping:
            continue
        elif word == b"uc":
            replaced = int(number or 1)
        elif word == b"u" and number:
            pieces.append(_character(int(number)))
            after_unicode = replaced
        elif after_unicode and (byte or text):
            pieces.append(_decoded(text[after_unicode:], encoding) if text else "")
            after_unicode = max(0, after_unicode - (len(text) if text else 1))
        else:
            pieces.append(_piece(word, byte, sign, text, encoding))
    return "".join(pieces)


def _character(number: int) -> str:
    return chr(number % 0x10000)


def _piece(word: bytes | None, byte: bytes | None, sign: bytes | None, text: bytes | None, encoding: str) -> str:
    if word:
        return _BREAKS.get(word) or _SIGNS.get(word, "")
    if byte:
        return _decoded(bytes([int(byte, 16)]), encoding)
    if sign:
        return {b"~": "\xa0", b"_": "-", b"\n": "\n", b"\r": "\n"}.get(
            sign, sign.decode("ascii", "ignore") if sign in b"\\{}" else ""
        )
    return _decoded(text or b"", encoding)


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding, "replace")
    except LookupError:
        return content.decode("cp1252", "replace")
