"""Text made comparable: small ASCII letters, no accents, no invisible signs, broken words joined; with the way back."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from anyascii import anyascii

from discovery.detection.folding import Folded, Weaver

_SPECIAL: Final = re.compile(r"(?<=[^\W\d_])[-\x02\u00ad\ufffe][ \t]*\r?\n[ \t]*(?=[^\W\d_])|[^\x00-\x7f]|[\x02\r]")


def plain(text: str) -> Folded:
    """The text in small ASCII letters; offsets lead back to the original.

    Accents and compatibility forms go (Unicode NFKC, then the nearest ASCII letters: ü becomes u, ß ss), soft hyphens
    and zero-width signs go, and a word that was hyphenated at the end of a line is joined.
    """
    weaver, at = Weaver(), 0
    for hit in _SPECIAL.finditer(text):
        weaver.add(text[at : hit.start()].lower(), at)
        weaver.add(_ascii(hit.group()), hit.start())
        at = hit.end()
    weaver.add(text[at:].lower(), at)
    return weaver.done(len(text))


def plain_value(text: str) -> str:
    """The plain form of a short value, runs of white space as one space."""
    return " ".join(plain(text).text.split())


def _ascii(sign: str) -> str:
    if sign == "\r":
        return " "
    if len(sign) > 1 or sign == "\x02" or unicodedata.category(sign) in {"Cf", "Mn"}:
        return ""
    return anyascii(unicodedata.normalize("NFKC", sign)).lower()
