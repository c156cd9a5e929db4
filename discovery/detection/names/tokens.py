"""Cuts a text into tokens that together are the whole text, so that offsets are sums of lengths."""

from __future__ import annotations

from typing import Final

from discovery.detection.triggers import compiled, compiled_for_ascii

# A word or a number takes the blank after it along: whether something is glued to the next token is told by its end.
_PATTERN: Final = (
    r"'s(?![^\W_]) ?"  # the English genitive
    r"|(?:[dlnmtscj]|[Qq]u)'(?=[^\W\d_])"  # French and Italian elision
    r"|[^\W\d_]+(?:['-](?!s(?![^\W_]))[^\W\d_]+)* ?"
    r"|\d+ ?|\s+|_+"
    r"|\\[nrt](?=[^a-z]|$)|(?<=[.!?,;\"'])\\n"  # a line's end written out, as JSON and logs do; "C:\\new" has none
    r"|[^\w\s] ?|."
)

_TOKEN: Final = compiled(_PATTERN)
_TOKEN_IN_ASCII: Final = compiled_for_ascii(_PATTERN)
LINE, GAP, EDGE = "\n", "\t", ""  # tokens for a line's end, for other white space, and for the text's edge


def cut(text: str) -> list[str]:
    """The tokens of a text, in order; joined they are the text."""
    return (_TOKEN_IN_ASCII if text.isascii() else _TOKEN).findall(text)


def core(token: str) -> str:
    """What a token is without the blank that it took along; LINE or GAP for white space."""
    if token.isspace():
        return LINE if "\n" in token else GAP
    if token[:1] == "\\" and len(token) == 2 and token[1] in "nrt":
        return GAP if token[1] == "t" else LINE
    return token.removesuffix(" ")
