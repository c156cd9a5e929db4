"""The port to a database: read-only statements with identifiers quoted from the catalogue, values always bound."""

from __future__ import annotations

import datetime as dt
import decimal
import hashlib
import uuid
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from discovery.sources.sql.errors import QueryFailed
from discovery.sources.sql.schema import Inventory, Limits, Table, TableName

Cells = tuple[object, ...]
_IN_LIST = 400


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row as read: `key` names it, `values` are all its columns (not yet JSON-safe)."""

    table: TableName
    key: Cells
    values: Mapping[str, object] = field(repr=False)


class Database(ABC):
    """An open, read-only database. One thread at a time.

    Attributes:
        dialect: "sqlite" or "postgresql".
        mark: the placeholder of a bound value.
    """

    dialect: str
    mark: str
    limits: Limits

    @abstractmethod
    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Cells]:
        """All rows of one statement. Raises QueryFailed."""

    @abstractmethod
    def read_inventory(self) -> Inventory:
        """The tables of the catalogue. Raises QueryFailed where the catalogue itself cannot be read."""

    @abstractmethod
    def as_text(self, expression: str) -> str:
        """The SQL that turns an expression into text."""

    @abstractmethod
    def close(self) -> None:
        """Ends the connection; safe to call twice."""

    def quote(self, identifier: str) -> str:
        """An identifier from the catalogue, made safe for a statement (security rule T13)."""
        return '"' + identifier.replace('"', '""') + '"'

    def source(self, name: TableName) -> str:
        """The table in a FROM clause."""
        return self.quote(name.name) if name.schema is None else f"{self.quote(name.schema)}.{self.quote(name.name)}"

    def column(self, table: Table, name: str) -> str:
        """A column, or the table's row address, in a statement."""
        return name if name == table.address and table.column(name) is None else self.quote(name)

    def columns(self, table: Table, names: Iterable[str]) -> str:
        """A list of columns for a SELECT."""
        return ", ".join(self.column(table, name) for name in names)

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} ***>"


def _split(table: Table, cells: Cells) -> RawRow:
    width = len(table.key)
    names = [column.name for column in table.columns]
    return RawRow(table.name, cells[:width], dict(zip(names, cells[width:], strict=True)))


def fetch(
    database: Database, table: Table, columns: tuple[str, ...], wanted: Iterable[Cells], *, cap: int
) -> list[RawRow]:
    """Whole rows whose `columns` equal one of the wanted tuples, at most `cap` + 1 of them (so excess shows).

    Raises QueryFailed.
    """
    found: list[RawRow] = []
    names = (*table.key, *(column.name for column in table.columns))
    pending = iter(wanted)
    while batch := list(islice(pending, max(1, _IN_LIST // len(columns)))):
        where, values = _condition(database, table, columns, batch)
        sql = (
            f"SELECT {database.columns(table, names)} FROM {database.source(table.name)}"  # noqa: S608 - quoted
            f" WHERE {where} LIMIT {int(cap) + 1 - len(found)}"
        )
        found.extend(_split(table, cells) for cells in database.rows(sql, values))
        if len(found) > cap:
            break
    return found


def count(database: Database, table: Table, columns: tuple[str, ...], wanted: Sequence[Cells]) -> int:
    """How many rows have one of the wanted tuples in `columns`. Raises QueryFailed."""
    total = 0
    step = max(1, _IN_LIST // len(columns))
    for start in range(0, len(wanted), step):
        where, values = _condition(database, table, columns, wanted[start : start + step])
        sql = f"SELECT count(*) FROM {database.source(table.name)} WHERE {where}"  # noqa: S608 - quoted
        total += whole_number(database.rows(sql, values)[0][0])
    return total


def _condition(
    database: Database, table: Table, columns: tuple[str, ...], batch: Sequence[Cells]
) -> tuple[str, list[object]]:
    left = [database.column(table, name) for name in columns]
    values = [cell for cells in batch for cell in cells]
    if len(left) == 1:
        return f"{left[0]} IN ({', '.join([database.mark] * len(batch))})", values
    one = " AND ".join(f"{name} = {database.mark}" for name in left)
    return " OR ".join([f"({one})"] * len(batch)), values


def walk(
    database: Database,
    table: Table,
    names: Sequence[str],
    *,
    after: Cells | None = None,
    upto: Cells | None = None,
    text: frozenset[str] = frozenset(),
) -> Iterator[list[tuple[Cells, Cells]]]:
    """Chunks of (walk key, cells of `names`) in key order, each chunk a short statement of its own.

    `after` is exclusive, `upto` inclusive. A chunk that times out is halved. Columns in `text` are read as text.
    Raises QueryFailed, when the smallest chunk still times out or the table cannot be read.
    """
    keys = table.walk_key
    order = database.columns(table, keys)
    cells = [
        database.as_text(database.column(table, name)) if name in text else database.column(table, name)
        for name in names
    ]
    size = database.limits.chunk_rows
    while True:
        conditions, values = _range(database, table, after, upto)
        sql = (
            f"SELECT {', '.join([order, *cells])} FROM {database.source(table.name)}"  # noqa: S608 - quoted
            f"{conditions} ORDER BY {order} LIMIT {int(size)}"
        )
        try:
            rows = database.rows(sql, values)
        except QueryFailed as error:
            if error.code != "timed_out" or size <= database.limits.smallest_chunk_rows:
                raise
            size = max(database.limits.smallest_chunk_rows, size // 2)
            continue
        if rows:
            yield [(row[: len(keys)], row[len(keys) :]) for row in rows]
        if len(rows) < size:
            return
        after = rows[-1][: len(keys)]


def _range(database: Database, table: Table, after: Cells | None, upto: Cells | None) -> tuple[str, list[object]]:
    left = database.columns(table, table.walk_key)
    marks = ", ".join([database.mark] * len(table.walk_key))
    parts: list[str] = []
    values: list[object] = []
    for sign, bound in ((">", after), ("<=", upto)):
        if bound is not None:
            parts.append(f"({left}) {sign} ({marks})")
            values.extend(bound)
    return (f" WHERE {' AND '.join(parts)}" if parts else ""), values


def json_safe(value: object) -> object:
    """A cell as JSON can hold it: dates as ISO text, decimals as text, bytes as {"bytes": length, "sha256": hex}.

    The digest tells later whether a binary value is still the one that was found.
    """
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return value if value == value and abs(value) != float("inf") else str(value)
        case bytes() | bytearray() | memoryview():
            return {"bytes": len(value), "sha256": hashlib.sha256(value).hexdigest()}
        case dt.datetime() | dt.date() | dt.time():
            return value.isoformat()
        case decimal.Decimal() | uuid.UUID():
            return str(value)
        case dict():
            return {str(key): json_safe(entry) for key, entry in value.items()}
        case list() | tuple() | set() | frozenset():
            return [json_safe(entry) for entry in value]
        case _:
            return str(value)


def whole_number(value: object) -> int:
    """A count as an int; 0 for null."""
    return value if isinstance(value, int) else int(str(value or 0))
