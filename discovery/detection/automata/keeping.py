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
from array import array
from pathlib import Path
from typing import Final

from discovery.detection.automata import layout, parts, walking
from discovery.detection.automata.layout import Layout
from discovery.detection.automata.walking import IS_COMPILED, Learnt, Walk

FOLDER: Final = Path(walking.__file__).parent if IS_COMPILED else None
SUFFIX: Final = ".walk"
_FORM: Final = b"1"  # counts changes of the form of the files
_DIGEST: Final = hashlib.sha256
_DIGEST_BYTES: Final = 32
_SECTION: Final = struct.Struct("=cQ")  # what the numbers of a section are, as `array` calls it, and how many bytes
_LEARNT: Final = ("common", "before", "met", "from", "items", "places", "steps", "ends", "commons")

# While there is a list here, every automaton that is made is put down in it, by the name of its file.
made: list[tuple[str, Walk]] | None = None


def walk_of(patterns: list[str], numbers: list[int]) -> Walk:
    """An automaton for the patterns, with what was learnt for it beforehand.

    Raises:
        NotReadable: one of them has something that these automata do not know, or they are too large.
    """
    name = name_of(patterns, numbers)
    kept = read(FOLDER / name) if FOLDER else None
    walk = Walk(patterns, numbers, *kept) if kept else Walk(patterns, numbers)
    if made is not None:
        made.append((name, walk))
    return walk


def name_of(patterns: list[str], numbers: list[int]) -> str:
    """The name of the file in which an automaton for the patterns is kept."""
    return _DIGEST(repr((_code(), patterns, numbers)).encode("utf-8", "surrogatepass")).hexdigest()[:32] + SUFFIX


@functools.cache
def _code() -> str:
    """A digest of what takes patterns apart; the rest of the code has its digest in the name of the folder."""
    digest = _DIGEST(_FORM + sys.byteorder.encode() + bytes([array("i").itemsize]))
    for module in (layout, parts):
        digest.update(Path(module.__file__ or "").read_bytes())
    return digest.hexdigest()


def write(path: Path, walk: Walk) -> None:
    """Keep what the automaton looks for and what it has learnt; whoever reads meanwhile has the old file or the new."""
    learnt = walk.learnt()
    sections: list[array[int]] = [*walk.layout, *(learnt[name] for name in _LEARNT)]
    body = b"".join(_SECTION.pack(one.typecode.encode(), len(one) * one.itemsize) + one.tobytes() for one in sections)
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
        file.write(_checksum(path.name, body) + body)
    Path(file.name).chmod(0o644)
    Path(file.name).replace(path)


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
