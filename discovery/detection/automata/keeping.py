"""Automata kept on disk beside the compiled modules: their patterns taken apart, and what they have learnt.

A file is named after a digest of the patterns, their numbers and the code that takes them apart, so one of other
patterns is never taken; its content has a checksum, and where that is wrong the automaton is made and learns anew.
`python -m discovery.detection.warming` writes them.
"""

from __future__ import annotations

import functools
import hashlib
import struct
import sys
import tempfile
import weakref
from array import array
from pathlib import Path
from typing import Final

from discovery.detection.automata import layout as layouts
from discovery.detection.automata import parts, rows, walking
from discovery.detection.automata.layout import Layout
from discovery.detection.automata.walking import IS_COMPILED, Learnt, Walk

FOLDER: Final = Path(walking.__file__).parent if IS_COMPILED else None
SUFFIX: Final = ".learnt"
_FORM: Final = b"1"  # counts changes of the form of the files
_DIGEST: Final = hashlib.sha256
_DIGEST_BYTES: Final = 32
_SECTION: Final = struct.Struct("=cQ")  # what the numbers of a section are, as `array` calls it, and how many bytes
_LEARNT: Final = ("common", "before", "met", "from", "items", "places", "steps", "ends", "commons")

# The automata that are in use in this process, by the names of their files.
in_use: Final[weakref.WeakValueDictionary[str, Walk]] = weakref.WeakValueDictionary()


def walk_of(patterns: list[str], numbers: list[int]) -> Walk:
    """An automaton for the patterns, with what was learnt for it beforehand.

    Raises:
        NotReadable: one of them has something that these automata do not know, or they are too large.
    """
    name = name_of(patterns, numbers)
    kept = read(FOLDER / name) if FOLDER else None
    walk = Walk(patterns, numbers, *kept) if kept else Walk(patterns, numbers)
    in_use[name] = walk
    return walk


def name_of(patterns: list[str], numbers: list[int]) -> str:
    """The name of the file in which an automaton for the patterns is kept."""
    return _DIGEST(repr((_code(), patterns, numbers)).encode("utf-8", "surrogatepass")).hexdigest()[:32] + SUFFIX


@functools.cache
def _code() -> str:
    """A digest of what takes patterns apart; the rest of the code has its digest in the name of the folder."""
    digest = _DIGEST(_FORM + sys.byteorder.encode() + bytes([array("i").itemsize]))
    for module in (layouts, parts, rows):
        digest.update(Path(module.__file__ or "").read_bytes())
    return digest.hexdigest()


def write(path: Path, layout: Layout, learnt: Learnt) -> None:
    """Keep what an automaton looks for and what it has learnt; whoever reads meanwhile has the old file or the new."""
    sections: list[array[int]] = [*layout, *(learnt[name] for name in _LEARNT)]
    body = b"".join(_SECTION.pack(one.typecode.encode(), len(one) * one.itemsize) + one.tobytes() for one in sections)
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        part = Path(folder, path.name)
        part.write_bytes(_checksum(path.name, body) + body)
        part.replace(path)


def read(path: Path) -> tuple[Layout, Learnt] | None:
    """What was kept; None where there is nothing, or nothing that is whole."""
    try:
        content = memoryview(path.read_bytes())
    except OSError:
        return None
    body = content[_DIGEST_BYTES:]
    if content[:_DIGEST_BYTES] != _checksum(path.name, body):
        return None
    sections: list[array[int]] = []
    at = 0
    while at < len(body):
        typecode, size = _SECTION.unpack_from(body, at)
        at += _SECTION.size
        sections.append(array(typecode.decode()))
        sections[-1].frombytes(body[at : at + size])
        at += size
    own = len(Layout._fields)
    return Layout(*sections[:own]), dict(zip(_LEARNT, sections[own:], strict=True))


def _checksum(name: str, body: bytes | memoryview) -> bytes:
    digest = _DIGEST(name.encode())
    digest.update(body)
    return digest.digest()
