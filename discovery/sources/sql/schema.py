"""What the catalogue of a database says: tables, columns, keys. Plain values, and how the scan is limited."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Literal

from discovery.documents import CoverageEntry, Locator

Family = Literal["integer", "number", "text", "time", "binary", "boolean", "document", "other"]

_PLAIN_SCHEMAS = (None, "main", "public")


@dataclass(frozen=True, slots=True, order=True)
class TableName:
    """A table's name as the catalogue spells it; `schema` is None for SQLite."""

    schema: str | None
    name: str

    def __str__(self) -> str:
        return self.name if self.schema in _PLAIN_SCHEMAS else f"{self.schema}.{self.name}"

    @property
    def locator(self) -> Locator:
        """The table's place in the published form."""
        return Locator({"schema": self.schema, "table": self.name})


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its declared type and the family by which types are compared."""

    name: str
    type: str
    family: Family


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """Columns of one table that point to columns of another, in the same order."""

    columns: tuple[str, ...]
    target: TableName
    target_columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table that may be read.

    Attributes:
        primary_key: empty where there is none; then `address` names the row.
        address: the database's own row address ("rowid", "ctid"), None where the table has only its primary key.
        row_count: exact below 100,000 rows, else the database's estimate.
        notes: reason codes for the coverage ("no_stable_key", "columns_denied", "row_security").
    """

    name: TableName
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...] = ()
    unique: tuple[tuple[str, ...], ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    row_count: int = 0
    address: str | None = None
    walk_by_address: bool = False
    notes: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, ...]:
        """What names a row: the primary key, else the row address."""
        return self.primary_key or ((self.address,) if self.address else ())

    @property
    def walk_key(self) -> tuple[str, ...]:
        """What a walk through the table is ordered by: unique and never null."""
        return (self.address,) if self.address and (self.walk_by_address or not self.primary_key) else self.primary_key

    def column(self, name: str) -> Column | None:
        """The column of that exact name."""
        return next((column for column in self.columns if column.name == name), None)


@dataclass(frozen=True, slots=True)
class Inventory:
    """The tables that may be read, and the coverage of what may not (views, foreign tables, denied tables)."""

    tables: tuple[Table, ...]
    skipped: tuple[CoverageEntry, ...] = ()

    def table(self, name: TableName) -> Table | None:
        """The table of that name, None where it is not readable."""
        return next((table for table in self.tables if table.name == name), None)

    @property
    def fingerprint(self) -> str:
        """SHA-256 over names, types and keys: the same while the schema is the same, whatever the rows."""
        shape = [
            [
                [table.name.schema, table.name.name, list(table.primary_key)],
                [[column.name, column.type] for column in table.columns],
                [[list(key.columns), str(key.target), list(key.target_columns)] for key in table.foreign_keys],
            ]
            for table in sorted(self.tables, key=lambda table: (table.name.schema or "", table.name.name))
        ]
        return hashlib.sha256(json.dumps(shape, separators=(",", ":")).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a scan may cost the database. Times in seconds, the rest in rows unless named otherwise."""

    statement_seconds: float = 30.0
    lock_seconds: float = 2.0
    connect_seconds: int = 10
    sample_rows: int = 500
    chunk_rows: int = 5_000
    smallest_chunk_rows: int = 100
    stream_rows: int = 2_000_000
    unit_rows: int = 200_000
    rows_per_group: int = 2_000
    fan_out_floor: int = 100
    fan_out_share: float = 0.2
    sample_keys: int = 5
    depth: int = 8
    context_rows: int = 500
    found_rows: int = 50_000
    shared_by_people: int = 3


@dataclass(frozen=True, slots=True)
class Edge:
    """A way from child rows to a parent row.

    `declared` is False where we inferred it from name and values; `by_values` where the values alone say so.
    """

    child: TableName
    columns: tuple[str, ...]
    parent: TableName
    parent_columns: tuple[str, ...]
    declared: bool = True
    by_values: bool = False

    def __str__(self) -> str:
        note = "" if self.declared else " (likely key)"
        return f"{self.child}.{'+'.join(self.columns)}{note}"
