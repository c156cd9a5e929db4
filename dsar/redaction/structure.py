"""Looks at every object of a finished PDF: only what we write may be there, and no removed passage in it."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator

import pikepdf

from dsar.redaction.searching import Passages
from dsar.redaction.vocabulary import Leak

STREAM_MAX = 128 * 1024 * 1024
ALLOWED_KEYS = {
    "/Catalog": {"/Type", "/Pages", "/Version"},
    "/Pages": {"/Type", "/Kids", "/Count", "/MediaBox", "/Resources"},
    "/Page": {"/Type", "/Parent", "/MediaBox", "/Resources", "/Contents"},
    "/XObject": {
        "/Type", "/Subtype", "/Width", "/Height",
        "/BitsPerComponent", "/ColorSpace", "/Filter", "/DecodeParms", "/Length",
    },
    "/Font": {
        "/Type", "/Subtype", "/BaseFont", "/Encoding", "/DescendantFonts", "/ToUnicode",
        "/CIDSystemInfo", "/CIDToGIDMap", "/DW", "/FontDescriptor",
    },
    "/FontDescriptor": {
        "/Type", "/FontName", "/Flags", "/FontBBox", "/ItalicAngle", "/Ascent", "/Descent", "/CapHeight", "/StemV",
    },
}  # fmt: skip
ALLOWED_INFO = {"/Title", "/CreationDate"}
UNTYPED_KEYS = {
    "/XObject", "/Font", "/Im0", "/F0", "/Registry", "/Ordering", "/Supplement", "/Length", "/Filter", "/DecodeParms",
    "/Predictor", "/Colors", "/BitsPerComponent", "/Columns", "/Title", "/CreationDate",
}  # fmt: skip
WRITTEN_OBJECT = re.compile(rb"(?:^|[\s])(\d{1,10})\s+(\d{1,5})\s+obj\b")


def structure_leaks(content: bytes, passages: Passages) -> Iterator[Leak]:
    """What is not on the list of allowed parts, and what says a passage in any object, stream or stray byte."""
    if content.count(b"%%EOF") != 1 or content.count(b"startxref") != 1 or re.search(rb"/Prev\s+\d", content):
        yield Leak("revision")
    for number, encoding in passages.in_bytes(_without_pictures(content)):
        yield Leak("file_bytes", number, None, encoding)
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            yield from _objects(pdf, passages)
            known = {item.objgen[0] for item in pdf.objects}
            loose = {int(match[1]) for match in WRITTEN_OBJECT.finditer(_without_pictures(content))}
            if loose - known:
                yield Leak("unreferenced_object")
    except (pikepdf.PdfError, ValueError, RecursionError):
        yield Leak("unreadable")


def _objects(pdf: pikepdf.Pdf, passages: Passages) -> Iterator[Leak]:
    for key in set(pdf.docinfo.keys()) - ALLOWED_INFO if "/Info" in pdf.trailer else ():
        yield Leak("metadata", folding=str(key))
    if set(pdf.trailer.keys()) - {"/Root", "/Info", "/ID", "/Size"}:
        yield Leak("trailer")
    info = pdf.trailer.get("/Info")
    for item in (*pdf.objects, *([info] if info is not None else [])):
        yield from _one(item, passages, 0)


def _one(item: pikepdf.Object, passages: Passages, depth: int) -> Iterator[Leak]:
    if depth > 40:
        yield Leak("nesting")
        return
    if isinstance(item, pikepdf.Stream):
        yield from _stream(item, passages)
    if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        yield from _keys(item)
        for key, value in item.items():
            yield from _said(key.encode("utf-8", "replace"), str(key), passages, "name")
            if not getattr(value, "is_indirect", False):
                yield from _one(value, passages, depth + 1)
    elif isinstance(item, pikepdf.Array):
        for value in item:
            if not getattr(value, "is_indirect", False):
                yield from _one(value, passages, depth + 1)
    elif isinstance(item, pikepdf.String | pikepdf.Name):
        channel = "string" if isinstance(item, pikepdf.String) else "name"
        yield from _said(bytes(item) if channel == "string" else str(item).encode(), str(item), passages, channel)


def _keys(item: pikepdf.Object) -> Iterator[Leak]:
    kind = str(item.get("/Type", ""))
    allowed = ALLOWED_KEYS.get(kind, UNTYPED_KEYS)
    for key in map(str, item.keys()):
        if key not in allowed:
            yield Leak("structure", folding=key if len(key) <= 24 and key.isascii() else "other key")
    if kind == "/XObject" and item.get("/Subtype") != "/Image":
        yield Leak("structure", folding="form XObject")


def _stream(item: pikepdf.Stream, passages: Passages) -> Iterator[Leak]:
    if item.get("/Subtype") == "/Image":
        for number, encoding in passages.in_bytes(item.read_raw_bytes(), pixels=True):
            yield Leak("image_bytes", number, None, encoding)
        return
    try:
        decoded = item.read_bytes()
    except (pikepdf.PdfError, zlib.error):
        yield Leak("unreadable_stream")
        return
    if len(decoded) > STREAM_MAX:
        yield Leak("stream_too_large")
        return
    for number, encoding in passages.in_bytes(decoded):
        yield Leak("stream", number, None, encoding)
    shown = b"".join(_strings(decoded))
    yield from _said(shown, shown.decode("latin-1"), passages, "stream_strings")


def _strings(decoded: bytes) -> Iterator[bytes]:
    """The strings of a content stream in their order, hexadecimal ones decoded: catches text cut into pieces."""
    for match in re.finditer(rb"<([0-9A-Fa-f\s]{2,})>|\(((?:\\.|[^\\()])*)\)", decoded, re.DOTALL):
        if match[1] is not None:
            digits = re.sub(rb"\s", b"", match[1])
            yield bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
        else:
            yield re.sub(rb"\\(\d{1,3})", lambda octal: bytes([int(octal[1], 8) & 255]), match[2])


def _said(content: bytes, text: str, passages: Passages, channel: str) -> Iterator[Leak]:
    found = dict(passages.in_text(text))
    for number, encoding in passages.in_bytes(content):
        found.setdefault(number, encoding)
    for number, encoding in found.items():
        yield Leak(channel, number, None, encoding)


def _without_pictures(content: bytes) -> bytes:
    """The file without its packed streams, which are looked at decoded: chance hits in them would close every gate."""
    return re.sub(rb"stream\r?\n.*?endstream", b"stream endstream", content, flags=re.DOTALL)
