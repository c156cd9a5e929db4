"""Containers: zip, tar, single compressed files, e-books. Nothing is ever unpacked to a name."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import BinaryIO, cast

from discovery.documents import CoverageState
from discovery.extraction.media import BZIP2, GZIP, TAR
from discovery.extraction.parsers.package import CHUNK, FREE_OF_RATIO, Package
from discovery.extraction.reading import Reading, Unreadable

_MEMBER_DAMAGE = (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError, lzma.LZMAError)


def parse_zip(content: bytes, reading: Reading) -> None:
    """Each entry as a part {"member": name}; entries of the same name are all read, from the second with "#2"."""
    package = Package(content, reading)
    reading.add("\n".join(entry.filename for entry in package.entries()), role="attachment_name", field="file names")
    seen: dict[str, int] = {}
    for entry in package.entries():
        seen[entry.filename] = seen.get(entry.filename, 0) + 1
        label = entry.filename if seen[entry.filename] == 1 else f"{entry.filename} #{seen[entry.filename]}"
        try:
            member = package.read(entry)
        except Unreadable as refusal:
            reading.unread_member(_base(entry.filename), refusal.reason, label=label)
            reading.partial(refusal.reason)
            if refusal.reason in {"too_large", "suspicious_compression"}:
                return
        except _MEMBER_DAMAGE:
            reading.unread_member(_base(entry.filename), "damaged", label=label)
            reading.partial("damaged_members")
        else:
            reading.member(_base(entry.filename), member, label=label)
    _add_comments(content, reading)


def _add_comments(content: bytes, reading: Reading) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        reading.add(archive.comment.decode("utf-8", "replace"), role="comment", field="archive comment")
        for entry in archive.infolist():
            reading.add(entry.comment.decode("utf-8", "replace"), role="comment", field="entry comment")


def parse_epub(content: bytes, reading: Reading) -> None:
    """An e-book: its pages, metadata and pictures as members."""
    package = Package(content, reading)
    for entry in package.entries():
        if not entry.filename.endswith((".css", ".ttf", ".otf", ".woff", ".ncx", "mimetype")):
            reading.member(_base(entry.filename), package.read(entry), label=entry.filename)


def parse_tar(content: bytes, reading: Reading) -> None:
    """Regular files as members; links and devices are named and not followed."""
    with tarfile.open(fileobj=io.BytesIO(content), mode="r:") as archive:
        for number, entry in enumerate(archive, start=1):
            if number > reading.limits.members:
                raise Unreadable("too_many_members")
            if entry.isdir():
                continue
            stream = archive.extractfile(entry) if entry.isreg() else None
            if stream is None:
                reading.unread_member(_base(entry.name), "not_a_regular_file", label=entry.name)
                continue
            reading.member(_base(entry.name), stream.read(), label=entry.name)


def parse_compressed(content: bytes, reading: Reading) -> None:
    """A gzip, bzip2 or xz stream: its content is read in its place; a tar inside is read as this file's members."""
    unpacked = _unpacked(content, reading)
    name = PurePosixPath(reading.name)
    if len(unpacked) > 262 and unpacked[257:262] == b"ustar":
        reading.media_type = TAR
        reading.budget.bytes_read += len(unpacked)
        parse_tar(unpacked, reading)
        return
    reading.member(name.stem if name.suffix else name.name, unpacked)


def _unpacked(content: bytes, reading: Reading) -> bytes:
    openers: dict[str, Callable[[BinaryIO], object]] = {GZIP: gzip.open, BZIP2: bz2.open}
    stream = cast("BinaryIO", openers.get(reading.media_type, lzma.open)(io.BytesIO(content)))
    unpacked = bytearray()
    while piece := stream.read(CHUNK):
        unpacked += piece
        if len(unpacked) > FREE_OF_RATIO and len(unpacked) > reading.limits.ratio * len(content):
            raise Unreadable("suspicious_compression", CoverageState.FAILED)
        if reading.budget.bytes_read + len(unpacked) > reading.limits.total_bytes:
            raise Unreadable("too_large")
    return bytes(unpacked)


def _base(name: str) -> str:
    return PurePosixPath(name.replace("\\", "/")).name or "file"
