"""A portable package as XML 1.0, piece by piece; its schema is published as package.xsd. Plain Python.

A text with characters that XML 1.0 cannot hold (NUL and other control characters) is written as base64 and says so.
"""

import base64
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Final
from xml.sax.saxutils import escape

from dsar.rights.portability.cells import Cell, Kind
from dsar.rights.portability.facts import FORMAT, NAMESPACE, VERSION, DataSet, Facts, Record

_FORBIDDEN: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# A reader of XML turns a bare carriage return into a line feed, and one of these in an attribute into a blank.
_TEXT: Final = {"\r": "&#13;"}
_ATTRIBUTE: Final = {"\r": "&#13;", "\n": "&#10;", "\t": "&#9;", '"': "&quot;"}


def write(facts: Facts) -> Iterator[bytes]:
    """The whole document in pieces, UTF-8."""
    head = {
        "xmlns": NAMESPACE,
        "format": FORMAT,
        "version": VERSION,
        "reference": facts.reference,
        "created_at": facts.created_at.isoformat(),
        "reference_date": facts.reference_date.isoformat(),
        "language": facts.language,
    }
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<package{_attributes(head)}>\n'.encode()
    yield _texts("controller", {"name": facts.controller, "country": facts.country, "contact": facts.contact})
    for one in facts.sets:
        yield from _set(one)
    for document in facts.documents:
        said = asdict(document)
        plain = {name: said.pop(name) for name in ("id", "media_type", "size", "sha256", "basis", "origin")}
        plain["is_redacted"] = "true" if said.pop("is_redacted") else "false"
        yield _texts("document", said, plain)
    for omission in facts.omissions:
        said = asdict(omission)
        plain = {name: said.pop(name) for name in ("reason", "count")}
        yield _texts("left_out", said, plain)
    yield b"</package>\n"


def _set(one: DataSet) -> Iterator[bytes]:
    yield f"<set{_attributes({'id': one.id, 'basis': one.basis})}>\n".encode()
    for name in ("name", "system", "activity", "purpose"):
        yield _element(name, getattr(one, name)).encode()
    for column in one.columns:
        known = {"id": column.id, "origin": column.origin, "type": column.type}
        known |= {"format": column.format} if column.format else {}
        yield _element("column", column.name, known).encode() + b"\n"
    for record in one.records():
        yield _record(record)
    yield b"</set>\n"


def _record(record: Record) -> bytes:
    cells = "".join(_value(column, cell) for column, cell in record.cells.items())
    return f"<record{_attributes({'id': record.id})}>{cells}</record>\n".encode()


def _value(column: str, cell: Cell) -> str:
    known = {"c": column, "t": cell.kind.value}
    if cell.kind is Kind.BINARY:
        known["media_type"] = cell.media_type
    return _element("v", cell.text, known)


def _texts(name: str, texts: Mapping[str, str], attributes: Mapping[str, object] | None = None) -> bytes:
    inside = "".join(_element(part, text) for part, text in texts.items())
    return f"<{name}{_attributes(attributes or {})}>{inside}</{name}>\n".encode()


def _element(name: str, text: str, attributes: Mapping[str, object] | None = None) -> str:
    known = dict(attributes or {})
    if _FORBIDDEN.search(text):
        known["encoding"] = "base64"
        text = base64.b64encode(text.encode()).decode()
    return f"<{name}{_attributes(known)}>{escape(text, _TEXT)}</{name}>"


def _attributes(known: Mapping[str, object]) -> str:
    return "".join(
        f' {name}="{escape(_FORBIDDEN.sub(chr(0xFFFD), str(value)), _ATTRIBUTE)}"' for name, value in known.items()
    )
