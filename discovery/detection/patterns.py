r"""Regular expressions of detection: Python's, run as machine code where PCRE2 is there to make it.

A pattern is written for `re` and means what it means there. Where `discovery.detection.native` was compiled, places of
a text that are ASCII are looked through by PCRE2, which gives the same matches; all others, and all where it is
missing, by `re`.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Final, cast

if TYPE_CHECKING:
    from discovery.detection.native import Native
else:
    try:
        from discovery.detection.native import Native
    except ImportError:  # not compiled, or without PCRE2
        Native = None

IS_NATIVE: Final = Native is not None
# One piece of a pattern that PCRE2 may read in another way: an escape, a class, a count without its least number.
_PIECE: Final = re.compile(r"\\u[0-9a-fA-F]{4}|\\U[0-9a-fA-F]{8}|\\.|\[\^?\]?|\]|\{,(?=\d+\})", re.DOTALL)
_SPACES: Final = r"\t-\r\x1c-\x20"  # what `\s` means in a text of Unicode, as far as it is ASCII
# Flags of Python alone, conditions, names of signs, and what looks like a class of POSIX.
_LEFT_TO_PYTHON: Final = re.compile(r"\(\?[a-zA-Z]*[aLu][a-zA-Z]*[:)]|\(\?\(|\[([:.=])[^\]]*\1\]|\\N")
_READ: Final = re.IGNORECASE | re.MULTILINE | re.DOTALL | re.ASCII | re.UNICODE


@functools.cache
def expression(source: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` gives, or what finds the same sooner and has the methods of it that detection uses."""
    plain = re.compile(source, flags)
    wanted = for_pcre2(source, is_ascii=bool(plain.flags & re.ASCII)) if IS_NATIVE and not flags & ~_READ else None
    if wanted is None:
        return plain
    made = Native(
        wanted.encode("utf-8", "surrogatepass"),
        plain,
        caseless=bool(flags & re.IGNORECASE),
        multiline=bool(flags & re.MULTILINE),
        dotall=bool(flags & re.DOTALL),
    )
    return cast(re.Pattern[str], made)


def native(made: re.Pattern[str]) -> Native | None:
    """The pattern where it may be machine code, which tells the places of a group at once; else None."""
    return made if IS_NATIVE and isinstance(made, Native) else None


def for_pcre2(source: str, *, is_ascii: bool) -> str | None:
    """The pattern as PCRE2 writes it, for texts of ASCII; None where it is better left to Python."""
    if _LEFT_TO_PYTHON.search(source):
        return None
    out, at, in_class = [], 0, False
    for hit in _PIECE.finditer(source):
        piece = hit.group()
        out.append(source[at : hit.start()])
        at = hit.end()
        if piece[0] == "[":
            out.append("\\" + piece if in_class else piece)
            in_class = not (in_class and piece.endswith("]"))
        elif piece == "]":
            out.append(piece)
            in_class = False
        elif piece == "{,":
            out.append("{0,")
        else:
            written = _escape(piece, in_class=in_class, is_ascii=is_ascii)
            if written is None:
                return None
            out.append(written)
    return "".join([*out, source[at:]])


def _escape(piece: str, *, in_class: bool, is_ascii: bool) -> str | None:
    if piece[1] in "uU" and len(piece) > 2:
        return rf"\x{{{piece[2:]}}}"
    if piece == r"\s" and not is_ascii:
        return _SPACES if in_class else f"[{_SPACES}]"
    if piece == r"\S" and not is_ascii:
        return None if in_class else f"[^{_SPACES}]"
    return {r"\Z": r"\z", r"\v": r"\x0b"}.get(piece, piece)
