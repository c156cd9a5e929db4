"""A portable package as JSON, piece by piece; its schema is published as package.schema.json. Plain Python."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, Final

from dsar.rights.portability.cells import Cell, Kind
from dsar.rights.portability.facts import FORMAT, VERSION, DataSet, Document, Facts, Omission, Record

# Beyond this many readers of JSON round a number (RFC 8259 section 6); such a number is written as a text.
SAFE_INTEGER: Final = 2**53 - 1
_NO_NUMBERS: Final = frozenset({"NaN", "INF", "-INF"})


def write(facts: Facts) -> Iterator[bytes]:
    """The whole document in pieces, UTF-8."""
    head = json.dumps(_head(facts), ensure_ascii=False, indent=1)
    yield (head.removesuffix("\n}") + ',\n "sets": [').encode()
    for number, one in enumerate(facts.sets):
        yield b",\n" if number else b"\n"
        yield from _set(one)
    ending = {
        "documents": [document_entry(one) for one in facts.documents],
        "left_out": [omission_entry(one) for one in facts.omissions],
    }
    yield ("\n ],\n" + json.dumps(ending, ensure_ascii=False, indent=1).removeprefix("{\n") + "\n").encode()


def value_of(cell: Cell) -> Any:
    """A cell as a value of JSON: plain where JSON has it, else an object with one telling key."""
    match cell.kind:
        case Kind.NULL:
            return None
        case Kind.BOOLEAN:
            return cell.text == "true"
        case Kind.INTEGER:
            number = int(cell.text)
            return number if abs(number) <= SAFE_INTEGER else {"number": cell.text}
        case Kind.NUMBER:
            return {"number": cell.text} if cell.text in _NO_NUMBERS else float(cell.text)
        case Kind.BINARY:
            return {"base64": cell.text, "media_type": cell.media_type}
        case Kind.JSON:
            return {"json": json.loads(cell.text)}
        case Kind.LEFT_OUT:
            return {"left_out": cell.text}
    return cell.text


def set_entry(one: DataSet) -> dict[str, Any]:
    """A set without its records."""
    names = ("id", "name", "system", "activity", "purpose", "basis")
    return {name: getattr(one, name) for name in names} | {
        "columns": [{key: value for key, value in asdict(column).items() if value} for column in one.columns]
    }


def document_entry(one: Document) -> dict[str, Any]:
    """A document as the package lists it."""
    return asdict(one)


def omission_entry(one: Omission) -> dict[str, Any]:
    """What is left out, as the package lists it."""
    return asdict(one)


def _head(facts: Facts) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": VERSION,
        "reference": facts.reference,
        "created_at": facts.created_at.isoformat(),
        "reference_date": facts.reference_date.isoformat(),
        "language": facts.language,
        "controller": {"name": facts.controller, "country": facts.country, "contact": facts.contact},
    }


def _set(one: DataSet) -> Iterator[bytes]:
    names = {column.id: column.name for column in one.columns}
    head = json.dumps(set_entry(one), ensure_ascii=False)
    yield (head.removesuffix("}") + ', "records": [').encode()
    for number, record in enumerate(one.records()):
        yield (",\n" if number else "\n").encode() + _record(record, names)
    yield b"]}"


def _record(record: Record, names: dict[str, str]) -> bytes:
    values = {names[column]: value_of(cell) for column, cell in record.cells.items()}
    return json.dumps({"id": record.id, "values": values}, ensure_ascii=False, allow_nan=False).encode()
