"""What a file is, told by its content; a name decides only between kinds of plain text."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import PurePosixPath

import filetype

OOXML = "application/vnd.openxmlformats-officedocument."
DOCX = OOXML + "wordprocessingml.document"
XLSX = OOXML + "spreadsheetml.sheet"
PPTX = OOXML + "presentationml.presentation"
ODF = "application/vnd.oasis.opendocument."
EPUB, ZIP, TAR, PDF, RTF = "application/epub+zip", "application/zip", "application/x-tar", "application/pdf", "text/rtf"
GZIP, BZIP2, XZ = "application/gzip", "application/x-bzip2", "application/x-xz"
EML, MBOX, HTML, CSV, TSV, TEXT = (
    "message/rfc822", "application/mbox", "text/html", "text/csv", "text/tab-separated-values", "text/plain",
)  # fmt: skip
JSON, JSON_LINES, XML, SVG = "application/json", "application/x-ndjson", "application/xml", "image/svg+xml"
OLE, MSG, DOC, XLS, PPT = (
    "application/x-ole-storage", "application/vnd.ms-outlook", "application/msword", "application/vnd.ms-excel",
    "application/vnd.ms-powerpoint",
)  # fmt: skip
OFFICE_ENCRYPTED = "application/x-encrypted-office"
IMAGES = ("image/png", "image/jpeg", "image/tiff", "image/gif", "image/bmp", "image/webp")
UNKNOWN = "application/octet-stream"

_MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png"), (0, b"\xff\xd8\xff", "image/jpeg"), (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"), (0, b"GIF87a", "image/gif"), (0, b"GIF89a", "image/gif"), (0, b"{\\rtf", RTF),
    (0, b"\x1f\x8b", GZIP), (0, b"BZh", BZIP2), (0, b"\xfd7zXZ\x00", XZ), (257, b"ustar", TAR),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"), (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (0, b"!BDN", "application/vnd.ms-outlook-pst"), (0, b"SQLite format 3\x00", "application/vnd.sqlite3"),
)  # fmt: skip
_OLE_STREAMS = (
    ("EncryptedPackage", OFFICE_ENCRYPTED), ("__substg1.0_", MSG), ("WordDocument", DOC), ("Workbook", XLS),
    ("PowerPoint Document", PPT), ("Book", XLS),
)  # fmt: skip
_MAIL_HEADER = re.compile(
    rb"^(from|to|cc|date|subject|received|return-path|message-id|mime-version|delivered-to|reply-to|sender|"
    rb"content-type|x-[a-z0-9-]{1,40}):",
    re.IGNORECASE | re.MULTILINE,
)
_HTML = re.compile(rb"<(!doctype\s+html|html|head|body|table|div|p|span|meta|script|title|br|ul|h1)\b", re.IGNORECASE)
_MBOX = re.compile(rb"From \S+.{0,40}\d\d:\d\d", re.DOTALL)


def media_type(content: bytes, name: str) -> str:
    """The media type of the content; "application/octet-stream" where nothing is known about it."""
    head = content[:1024]
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_type(content)
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return next((kind for stream, kind in _OLE_STREAMS if stream.encode("utf-16-le") in content), OLE)
    for offset, magic, kind in _MAGIC:
        if content.startswith(magic, offset):
            return kind
    if b"%PDF-" in head:
        return PDF
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[:2] == b"BM" and content[6:10] == b"\0\0\0\0":
        return "image/bmp"
    if _binary(content):
        guess = filetype.guess(content[:8192])
        return str(guess.mime) if guess else UNKNOWN
    return _text_type(content, name)


def _zip_type(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                stated = archive.read("mimetype").decode("ascii", "replace").strip()
                if stated == EPUB or stated.startswith(ODF):
                    return stated
    except (zipfile.BadZipFile, OSError, RuntimeError, ValueError, EOFError, NotImplementedError):
        return ZIP
    if "[Content_Types].xml" in names:
        for folder, kind in (("word/", DOCX), ("xl/", XLSX), ("ppt/", PPTX)):
            if any(name.startswith(folder) for name in names):
                return kind
    return ZIP


def _binary(content: bytes) -> bool:
    sample = content[:8192]
    if sample[:2] in {b"\xff\xfe", b"\xfe\xff"} or sample[:3] == b"\xef\xbb\xbf":
        return False
    odd = sum(1 for byte in sample if byte < 9 or 14 <= byte < 27 or 28 <= byte < 32)
    return b"\x00" in sample or odd * 20 > len(sample)


def _text_type(content: bytes, name: str) -> str:
    head = content[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    suffix = PurePosixPath(name.lower()).suffix
    if _MBOX.match(head):
        return MBOX
    first_paragraph = head.split(b"\n\n", 1)[0].split(b"\r\n\r\n", 1)[0]
    if len(_MAIL_HEADER.findall(first_paragraph)) >= (1 if suffix == ".eml" else 2) and b":" in head.split(b"\n", 1)[0]:
        return EML
    if head[:5] == b"<?xml" or (head[:1] == b"<" and suffix in {".xml", ".svg"}):
        return HTML if re.search(rb"<html\b", head, re.IGNORECASE) else SVG if b"<svg" in head else XML
    if _HTML.search(head):
        return HTML
    if head[:1] in {b"{", b"["} and (kind := _json_type(content)):
        return kind
    if suffix in {".tsv", ".tab"}:
        return TSV
    return CSV if suffix == ".csv" or _looks_like_table(content[:20000]) else TEXT


def _json_type(content: bytes) -> str:
    try:
        json.loads(content)
        return JSON
    except (ValueError, RecursionError):
        pass
    lines = [line for line in content.splitlines()[:3] if line.strip()]
    try:
        return JSON_LINES if len(lines) > 1 and all(isinstance(json.loads(line), dict | list) for line in lines) else ""
    except (ValueError, RecursionError):
        return ""


def _looks_like_table(sample: bytes) -> bool:
    lines = sample.splitlines()[:20][:-1]
    for mark in (b",", b";", b"\t"):
        counts = {line.count(mark) for line in lines}
        if len(lines) >= 3 and len(counts) == 1 and counts.pop() >= 2:
            return True
    return False
