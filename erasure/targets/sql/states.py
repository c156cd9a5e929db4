"""Rows as they stand: every column as text, so that a reader and a writer see the same, and a digest of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from discovery.sources.sql import Database
from discovery.sources.sql.schema import Column, Table
from erasure.plan import digest_of

State = Mapping[str, str | None]
Key = Mapping[str, object]
_BATCH = 200


def key_text(key: Key) -> str:
    """One text for one key, however its cells were read."""
    return json.dumps([[name, None if key[name] is None else str(key[name])] for name in sorted(key)])


def is_usable(table: Table, key: Key) -> bool:
    """Whether a row can be found again by this key: all key columns, and plain values in them."""
    return set(key) == set(table.key) and all(isinstance(cell, str | int | float) for cell in key.values())


def condition(
    database: Database, table: Table, columns: Sequence[str], batch: Sequence[Sequence[object]]
) -> tuple[str, list[object]]:
    """The WHERE for rows whose columns equal one of the tuples, and the values to bind."""
    left = [database.column(table, name) for name in columns]
    values = [cell for cells in batch for cell in cells]
    if len(left) == 1:
        return f"{left[0]} IN ({', '.join([database.mark] * len(batch))})", values
    one = " AND ".join(f"{name} = {database.mark}" for name in left)
    return " OR ".join([f"({one})"] * len(batch)), values


def batches(keys: Iterable[Key], columns: Sequence[str]) -> Iterator[list[tuple[object, ...]]]:
    """The keys as tuples in the order of `columns`, in batches."""
    pending = iter(keys)
    while batch := list(islice(pending, _BATCH)):
        yield [tuple(key[name] for name in columns) for key in batch]


def states(database: Database, table: Table, keys: Sequence[Key], *, lock: bool = False) -> dict[str, State]:
    """The rows of these keys by `key_text`; what is not there is not in it. Raises QueryFailed.

    With `lock` nobody else changes them until the transaction ends (where the database knows row locks).
    """
    names = [column.name for column in table.columns]
    cells = [stated(database, column) for column in table.columns]
    own = [database.as_text(database.column(table, name)) for name in table.key]
    suffix = " FOR UPDATE" if lock and database.dialect != "sqlite" else ""
    found: dict[str, State] = {}
    for batch in batches(keys, table.key):
        where, values = condition(database, table, table.key, batch)
        sql = f"SELECT {', '.join([*own, *cells])} FROM {database.source(table.name)} WHERE {where}{suffix}"  # noqa: S608
        for row in database.rows(sql, values):
            key = dict(zip(table.key, row[: len(own)], strict=True))
            state = dict(zip(names, (None if c is None else str(c) for c in row[len(own) :]), strict=True))
            found[key_text(key)] = state
    return found


def stated(database: Database, column: Column) -> str:
    """A column as text in a SELECT; bytes as hexadecimal digits."""
    name = database.quote(column.name)
    if column.family == "binary" and database.dialect != "postgresql":
        return f"hex({name})"
    return database.as_text(name)


def state_digest(state: State) -> str:
    """The digest of a row as it stands."""
    return digest_of(dict(state))


def stands_as(state: State, after: Mapping[str, object]) -> bool:
    """Whether the row already has these new values (a date may be followed by its time of day)."""
    return all(_same(state.get(name), value) for name, value in after.items())


def _same(cell: str | None, value: object) -> bool:
    if value is None or cell is None:
        return value is None and cell is None
    return cell == str(value) or (str(value) == "1900-01-01" and cell.startswith("1900-01-01"))
