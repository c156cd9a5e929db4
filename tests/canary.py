"""A person and a secret that must turn up nowhere but where they are kept sealed.

Let the canary walk through the product, then `assert sightings(...) == []` over logs, message folders, temporary
folders, error pages: whatever a copy could have been left in.
"""

import base64
import gzip
import urllib.parse
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

NAME = "Zephyrine Quillfeather"
EMAIL = "zephyrine.quillfeather@example.org"
PHONE = "020 7946 0853"
SECRET = "kanarienvogel-7f3a9c51"  # stands for passwords, keys and tokens
CANARIES = (NAME, "Quillfeather", EMAIL, PHONE, SECRET)


@dataclass(frozen=True)
class Sighting:
    """Where a canary was seen, without repeating it."""

    place: str
    which: int


def spellings(canary: str) -> set[bytes]:
    """The canary as a copy could hold it: plain, case-folded, escaped for URLs and JSON, in base64, in UTF-16."""
    plain = canary.encode()
    spelled = {plain, canary.lower().encode(), canary.upper().encode()}
    spelled |= {urllib.parse.quote(canary).encode(), urllib.parse.quote_plus(canary).encode()}
    spelled |= {canary.encode("utf-16-le"), canary.encode("utf-16-be")}
    # Inside longer base64 text the letters depend on where the canary starts: all three alignments, without their edges.
    for shift in range(3):
        encoded = base64.b64encode(b"\0" * shift + plain)
        spelled.add(encoded[4 if shift else 0 : -4])
    return {text for text in spelled if len(text) >= 8}


ALL_SPELLINGS = [(number, text) for number, canary in enumerate(CANARIES) for text in spellings(canary)]


def seen_in(content: bytes | str, place: str) -> list[Sighting]:
    """Sightings in one text; what is compressed by gzip is looked into as well."""
    raw = content.encode() if isinstance(content, str) else content
    if raw[:2] == b"\x1f\x8b":
        raw += gzip.decompress(raw)
    return sorted(
        {Sighting(place, number) for number, text in ALL_SPELLINGS if text in raw}, key=lambda found: found.which
    )


def seen_under(folders: Iterable[Path], *, except_in: Iterable[Path] = ()) -> list[Sighting]:
    """Sightings in the names and contents of all files below the folders.

    Args:
        folders: where to look, recursively.
        except_in: folders that may hold the canary, for example mail that was sent to them.
    """
    excused = tuple(except_in)
    found: list[Sighting] = []
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if any(path.is_relative_to(place) for place in excused):
                continue
            found += seen_in(str(path.relative_to(folder)), f"name of {path}")
            if path.is_file() and not path.is_symlink():
                found += seen_in(path.read_bytes(), str(path))
    return found
