"""Which parser reads which media type, and the one door through which every file is read, however deep it lies."""

from __future__ import annotations

import csv
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable

import pikepdf
from lxml import etree
from PIL import Image

from discovery.documents import CoverageState
from discovery.extraction import media
from discovery.extraction.parsers import (
    archives,
    images,
    mail,
    odf,
    pdf,
    presentation,
    rtf,
    spreadsheet,
    structured,
    tables,
    text,
    web,
    wordprocessing,
)
from discovery.extraction.reading import Budget, Reading, Unreadable
from discovery.extraction.values import ExtractedPart, ExtractionLimits

Parser = Callable[[bytes, Reading], None]

PARSERS: dict[str, Parser] = {
    media.PDF: pdf.parse,
    media.DOCX: wordprocessing.parse,
    media.XLSX: spreadsheet.parse,
    media.PPTX: presentation.parse,
    media.EPUB: archives.parse_epub,
    media.ZIP: archives.parse_zip,
    media.TAR: archives.parse_tar,
    media.GZIP: archives.parse_compressed,
    media.BZIP2: archives.parse_compressed,
    media.XZ: archives.parse_compressed,
    media.EML: mail.parse_message,
    media.MBOX: mail.parse_mbox,
    media.HTML: web.parse,
    media.TEXT: text.parse,
    media.CSV: tables.parse,
    media.TSV: tables.parse,
    media.JSON: structured.parse_json,
    media.JSON_LINES: structured.parse_json_lines,
    media.XML: structured.parse_xml,
    media.SVG: structured.parse_xml,
    media.RTF: rtf.parse,
    **dict.fromkeys(media.IMAGES, images.parse),
}
RISKY = frozenset({media.PDF, *media.IMAGES})  # native code, or very large when unpacked
DAMAGE = (
    ValueError, LookupError, TypeError, AttributeError, ArithmeticError, OSError, RuntimeError, EOFError,
    AssertionError, SyntaxError, struct.error, zlib.error, lzma.LZMAError, zipfile.BadZipFile, tarfile.TarError,
    csv.Error, etree.LxmlError, pikepdf.PdfError, Image.DecompressionBombError,
)  # fmt: skip


def parser_for(kind: str) -> Parser | None:
    """The parser of a media type, None where the format is not read."""
    if kind.startswith(media.ODF):
        return odf.parse
    return PARSERS.get(kind)


def read_all(
    content: bytes, name: str, limits: ExtractionLimits, units: Callable[[int], None] | None = None
) -> list[ExtractedPart]:
    """The file and everything inside it, in order; never empty. Runs parsers in this process: only for the sandbox."""
    budget = Budget(limits, read, units or (lambda _count: None))
    reading = Reading(budget, name)
    budget.bytes_read = len(content)
    if len(content) > limits.total_bytes:
        reading.state, reading.reason = CoverageState.FAILED, "too_large"
    else:
        read(content, name, reading)
    return [reading.finished(len(content)), *(part for part in budget.parts if part is not None)]


def read(content: bytes, name: str, reading: Reading) -> None:
    """Read one file into `reading`; damage ends as a state with a reason, what was read before it stays."""
    if not content:
        reading.media_type = "application/x-empty"
        reading.note("empty")
        return
    reading.media_type = media.media_type(content, name)
    parser = parser_for(reading.media_type)
    if reading.media_type == media.OFFICE_ENCRYPTED:
        _stop(reading, "password_protected", CoverageState.FAILED)
    elif parser is None:
        _stop(reading, "unsupported_format", CoverageState.SKIPPED)
    elif reading.depth and reading.limits.avoid_risky_members and reading.media_type in RISKY:
        _stop(reading, "not_read_after_crash", CoverageState.FAILED)
    else:
        _parse(parser, content, reading)


def _parse(parser: Parser, content: bytes, reading: Reading) -> None:
    try:
        parser(content, reading)
    except Unreadable as refusal:
        _stop(reading, refusal.reason, refusal.state)
    except DAMAGE:
        _stop(reading, "damaged", CoverageState.FAILED)


def _stop(reading: Reading, reason: str, state: CoverageState) -> None:
    if reading.reason and reading.reason != reason:
        reading.note(reading.reason)
    reading.state = CoverageState.PARTIAL if reading.blocks and state is CoverageState.FAILED else state
    reading.reason = reason
