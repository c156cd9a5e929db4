"""Whatever a document is, as pages of a PDF: PDFs as they are, pictures as pages, all else re-typeset from its text.

A re-typeset extract is a lawful copy: the right is to the data, not to the file (GDPR Art. 15(3)). Text that a reader
of the original does not see is left out, as it is when PDF pages are rebuilt.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from discovery.documents import PICTURED, CoverageState, Locator, TextBlock
from discovery.extraction import ExtractedFile, ExtractedPart, extract_file
from dsar.foundation.sandbox import Limits, SandboxResult, Verdict, run_sandboxed
from dsar.redaction.vocabulary import RedactionRefused

TYPESET = "dsar.redaction.typeset"
LIMITS = Limits(wall_seconds=60.0, wall_seconds_max=900.0, cpu_seconds=40.0, memory_bytes=2048 * 1024 * 1024)
HEAD_BYTES = 1024
PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"GIF87a", b"GIF89a", b"BM")
MESSAGES = {
    "password_protected": "This document is protected by a password.",
    "damaged": "This file cannot be opened: it is damaged or not what it says.",
    "too_large": "This file is too large to be made into pages.",
    "timed_out": "Reading this file took too long, so it was stopped.",
    "no_isolation": "This machine gives no isolation for reading foreign files, so nothing was read.",
    "box_off_page": "A box lies outside the pages of this document.",
    "unsupported_media_type": "Documents of this kind cannot be made into pages.",
}
CODES = {
    Verdict.TIMED_OUT: "timed_out",
    Verdict.OUT_OF_MEMORY: "too_large",
    Verdict.TOO_LARGE: "too_large",
    Verdict.CRASHED: "damaged",
    Verdict.REFUSED: "no_isolation",
}
_REASONS = {"out_of_memory": "too_large", "crashed": "damaged", "empty": "damaged"}


@dataclass(frozen=True, slots=True)
class Pages:
    """A document as a PDF that has not been looked at yet.

    Attributes:
        warnings: "retypeset" (text alone was taken over), "parts_not_read" (something inside could not be read).
    """

    pdf: bytes | Path = field(repr=False)
    warnings: tuple[str, ...] = ()


def as_pdf(source: bytes | Path, media_type: str, name: str) -> bytes:
    """The document as a PDF; one that is a PDF already comes back unchanged.

    Raises:
        RedactionRefused: unsupported_media_type, password_protected, damaged, too_large, timed_out or no_isolation.
    """
    pdf = as_pages(source, media_type, name).pdf
    return pdf.read_bytes() if isinstance(pdf, Path) else pdf


def as_pages(source: bytes | Path, media_type: str, name: str) -> Pages:
    """Like `as_pdf`, with what was lost on the way. What the content shows overrules `media_type`.

    Raises:
        RedactionRefused: see `as_pdf`.
    """
    head = _head(source)
    if _is_pdf(head, media_type):
        return Pages(source)
    if _is_picture(head):
        return Pages(_typeset({}, files={"picture": source}))
    read = extract_file(source, name=name or "document")
    _refuse_unread(read)
    blocks = list(_blocks(read))
    whole = all(part.extraction.state is CoverageState.COMPLETE for part in read.parts)
    return Pages(typeset(blocks), ("retypeset",) if whole else ("retypeset", "parts_not_read"))


def shows_pictures(source: bytes | Path, media_type: str) -> bool:
    """Whether its pages show its pictures: a PDF or a picture itself; all else leaves as an extract of its text."""
    head = _head(source)
    return _is_pdf(head, media_type) or _is_picture(head)


def typeset(blocks: Sequence[Mapping[str, str]], title: str = "") -> bytes:
    """Blocks of text as A4 pages; each is {"heading", "text"}, plain text both, the heading may be empty.

    Raises:
        RedactionRefused: too_large (about 1,000 pages), timed_out, or no_isolation.
    """
    plain = [{"heading": str(block.get("heading", "")), "text": str(block["text"])} for block in blocks]
    return _typeset({"blocks": plain, "title": title}, files={})


def refused(code: str) -> RedactionRefused:
    """The refusal with its sentence for the person."""
    return RedactionRefused(MESSAGES.get(code, MESSAGES["damaged"]), code=code)


def _is_pdf(head: bytes, media_type: str) -> bool:
    return b"%PDF-" in head or media_type == "application/pdf"


def _is_picture(head: bytes) -> bool:
    return head.startswith(PICTURES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP")


def _head(source: bytes | Path) -> bytes:
    if isinstance(source, bytes):
        return source[:HEAD_BYTES]
    with source.open("rb") as stream:
        return stream.read(HEAD_BYTES)


def _typeset(order: Mapping[str, object], files: Mapping[str, bytes | Path]) -> bytes:
    result: SandboxResult = run_sandboxed(TYPESET, order, files=files, limits=LIMITS)
    code = CODES.get(result.verdict) or result.payload.get("refused")
    if not code and "typeset.pdf" not in result.files:
        code = "damaged"
    if code:
        raise refused(str(code))
    return result.files["typeset.pdf"]


def _refuse_unread(read: ExtractedFile) -> None:
    own = read.parts[0].extraction
    if own.state is CoverageState.FAILED:
        reason = _REASONS.get(own.reason, own.reason)
        raise refused(reason if reason in MESSAGES else "damaged")
    if own.state is CoverageState.SKIPPED:
        raise refused("unsupported_media_type")


def _blocks(read: ExtractedFile) -> Sequence[Mapping[str, str]]:
    found: list[Mapping[str, str]] = []
    for part in read.parts:
        for block in part.extraction.blocks:
            if block.role not in ("hidden", *PICTURED) and block.text.strip():
                found.append({"heading": _heading(part, block), "text": block.text})
        if part.extraction.state is not CoverageState.COMPLETE:
            reason = part.extraction.reason.replace("_", " ")
            found.append({"heading": _place(part.locator), "text": f"[Not read whole: {reason}]"})
    return found


def _heading(part: ExtractedPart, block: TextBlock) -> str:
    role = "" if block.role == "body" else f"{block.role.replace('_', ' ')}"
    return " · ".join(word for word in (_place(part.locator), _place(block.locator), role) if word)


def _place(locator: Locator) -> str:
    """Where it stands, in words: "sheet Prices · cell B4"."""
    return " · ".join(f"{key} {value}" for key, value in locator.parts.items())
