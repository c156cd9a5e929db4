"""Reading one file in the sandbox: the only way in which the rest of the product reads content."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from discovery.documents import CoverageState, Extraction, Locator
from discovery.extraction.codec import part_from_json
from discovery.extraction.values import ExtractedFile, ExtractedPart, ExtractionLimits
from dsar.foundation.sandbox import Limits, SandboxResult, Verdict, run_sandboxed

CHILD = "discovery.extraction.child"
SANDBOX_LIMITS = Limits(
    wall_seconds=30.0,
    wall_seconds_per_unit=1.0,
    wall_seconds_max=600.0,
    cpu_seconds=20.0,
    memory_bytes=1536 * 1024 * 1024,
    json_bytes=128 * 1024 * 1024,
)
_REASONS = {
    Verdict.TIMED_OUT: "timed_out",
    Verdict.OUT_OF_MEMORY: "out_of_memory",
    Verdict.CRASHED: "crashed",
    Verdict.TOO_LARGE: "too_large",
    Verdict.REFUSED: "no_isolation",
}
_SINGLE_FILES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")


def extract_file(
    source: Path | bytes | BinaryIO,
    *,
    name: str,
    limits: ExtractionLimits | None = None,
    sandbox_limits: Limits = SANDBOX_LIMITS,
    fresh: bool = False,
) -> ExtractedFile:
    """Everything readable in one file and in the files inside it, read in the sandbox; content never raises.

    A container whose reading crashed or took too long is read a second time without the PDFs and images in it, so that
    one hostile attachment does not hide a mailbox; those members are then FAILED with "not_read_after_crash".

    Args:
        source: path of the file, its content, or a file open for reading (it is read from its beginning).
        limits: budgets of the content (depth, members, bytes, pages, OCR).
        sandbox_limits: what the process may use (time, memory).
        name: shown name with extension; folders in it are ignored.
        fresh: read in an interpreter of its own, see `run_sandboxed`.

    Raises:
        OSError: the path cannot be opened.
    """
    wanted = limits or ExtractionLimits()
    shown = PurePosixPath(name.replace("\\", "/")).name or "file"
    result = _run(source, shown, wanted, sandbox_limits, fresh=fresh)
    again = result.verdict in {Verdict.TIMED_OUT, Verdict.OUT_OF_MEMORY, Verdict.CRASHED}
    if again and not _head(source).startswith(_SINGLE_FILES):
        careful = replace(wanted, avoid_risky_members=True)
        second = _run(source, shown, careful, sandbox_limits, fresh=fresh)
        result = second if second.ok else result
    return _file(result, shown, _size(source))


def _run(
    source: Path | bytes | BinaryIO, name: str, limits: ExtractionLimits, sandbox_limits: Limits, *, fresh: bool
) -> SandboxResult:
    request = {"name": name, "limits": limits.as_json()}
    return run_sandboxed(CHILD, request, files={"file": source}, limits=sandbox_limits, fresh=fresh)


def _file(result: SandboxResult, name: str, size: int) -> ExtractedFile:
    if result.ok:
        try:
            parts = tuple(part_from_json(raw) for raw in result.payload["parts"])
        except (ValueError, KeyError, TypeError):
            parts = ()
        if parts:
            return ExtractedFile(parts, result.level)
    reason = _REASONS.get(result.verdict, "crashed")
    unread = Extraction("application/octet-stream", (), CoverageState.FAILED, reason)
    return ExtractedFile((ExtractedPart(Locator({}), name, size, unread),), result.level)


def _head(source: Path | bytes | BinaryIO) -> bytes:
    if isinstance(source, bytes):
        return source[:8]
    if isinstance(source, Path):
        with source.open("rb") as stream:
            return stream.read(8)
    source.seek(0)
    return source.read(8)


def _size(source: Path | bytes | BinaryIO) -> int:
    if isinstance(source, bytes):
        return len(source)
    return source.stat().st_size if isinstance(source, Path) else source.seek(0, os.SEEK_END)
