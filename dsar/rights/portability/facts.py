"""What a portable package says, before it is written in any format. Plain Python."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dsar.rights.portability.cells import Cell

FORMAT = "dsar-desk-portability"
VERSION = "1.0"
NAMESPACE = f"urn:dsar-desk:portability:{VERSION}"


@dataclass(frozen=True, slots=True)
class Column:
    """A column that leaves: id within its set ("c1"), name, origin, type (a kind of cell or "mixed"), format or ""."""

    id: str
    name: str
    origin: str
    type: str
    format: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """A record: an id within its set, and a cell for each column that it has, by the column's id."""

    id: str
    cells: Mapping[str, Cell] = field(repr=False)


@dataclass(frozen=True, slots=True)
class DataSet:
    """A table of one system: what it serves, on which basis, its columns, and its records, read anew with each call."""

    id: str
    name: str
    system: str
    activity: str
    purpose: str
    basis: str
    columns: Sequence[Column]
    records: Callable[[], Iterator[Record]] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Document:
    """A file that goes along; `file` is its path in the archive."""

    id: str
    file: str
    media_type: str
    size: int
    sha256: str
    system: str
    activity: str
    basis: str
    origin: str
    is_redacted: bool


@dataclass(frozen=True, slots=True)
class Omission:
    """What is not in the package and why: a whole set (no column), or a column, or single values of it."""

    name: str
    system: str
    column: str
    reason: str
    words: str
    count: int


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that a package says."""

    reference: str
    created_at: dt.datetime
    reference_date: dt.date
    language: str
    controller: str
    country: str
    contact: str
    sets: Sequence[DataSet]
    documents: Sequence[Document]
    omissions: Sequence[Omission]
