"""SQLite behind the port: opened read-only, with only reading allowed, each statement with a time limit."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from discovery.documents import CoverageEntry, CoverageState
from discovery.sources.sql.database import Cells, Database, whole_number
from discovery.sources.sql.errors import QueryFailed, SqlSourceError
from discovery.sources.sql.schema import Column, Family, ForeignKey, Inventory, Limits, Table, TableName

_CHECK_EVERY = 20_000  # virtual machine steps between two looks at the time limit
_READING = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}
_PRAGMAS = {"data_version", "table_list", "table_xinfo", "foreign_key_list", "index_list", "index_info"}
_ADDRESSES = ("rowid", "_rowid_", "oid")
_PROBE = "CREATE TABLE dsar_desk_write_probe (x)"


class SqliteDatabase(Database):
    """A SQLite file. Raises SqlSourceError when it is missing, is no database, or could be written."""

    dialect = "sqlite"
    mark = "?"

    def __init__(self, path: Path, limits: Limits) -> None:
        self.limits = limits
        self._stop_at = float("inf")
        self._connection = self._open(path)
        self._refuse_if_writable()
        self._connection.set_progress_handler(self._out_of_time, _CHECK_EVERY)
        self._connection.set_authorizer(_only_reading)

    def _open(self, path: Path) -> sqlite3.Connection:
        if not path.is_file():
            raise SqlSourceError("missing_file", "There is no database file at this path.")
        uri = f"file:{quote(str(path.resolve()))}?mode=ro"
        try:
            return self._connect(uri)
        except sqlite3.DatabaseError:
            pass
        if path.with_name(path.name + "-wal").exists():
            raise SqlSourceError("unreachable", "The file is not a SQLite database, or it is locked.")
        try:  # a write-ahead database in a read-only folder opens only as unchanging
            return self._connect(uri + "&immutable=1")
        except sqlite3.DatabaseError:
            raise SqlSourceError("unreachable", "The file is not a SQLite database, or it is locked.") from None

    def _connect(self, uri: str) -> sqlite3.Connection:
        connection = sqlite3.connect(
            uri, uri=True, timeout=self.limits.lock_seconds, isolation_level=None, check_same_thread=False
        )
        try:
            connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
            connection.execute("PRAGMA query_only=ON")
            connection.execute("PRAGMA trusted_schema=OFF")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.DatabaseError:
            connection.close()
            raise
        return connection

    def _refuse_if_writable(self) -> None:
        try:
            self._connection.execute("BEGIN")
            self._connection.execute(_PROBE)
        except sqlite3.OperationalError:
            self._connection.execute("ROLLBACK")
            return
        self._connection.execute("ROLLBACK")
        raise SqlSourceError("not_read_only", "The connection could write: the database is not searched.")

    def _out_of_time(self) -> bool:
        return time.monotonic() > self._stop_at

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Cells]:
        self._stop_at = time.monotonic() + self.limits.statement_seconds
        try:
            return self._connection.execute(sql, tuple(values)).fetchall()
        except sqlite3.OperationalError as error:
            if getattr(error, "sqlite_errorcode", 0) in (sqlite3.SQLITE_INTERRUPT, sqlite3.SQLITE_BUSY):
                raise QueryFailed("timed_out", "A statement took too long.") from None
            raise QueryFailed("query_failed", "A statement failed.") from None
        except sqlite3.Error:
            raise QueryFailed("query_failed", "A statement failed; the file may be damaged.") from None
        finally:
            self._stop_at = float("inf")

    def as_text(self, expression: str) -> str:
        return f"CAST({expression} AS TEXT)"

    def close(self) -> None:
        self._connection.close()

    def read_inventory(self) -> Inventory:
        tables: list[Table] = []
        skipped: list[CoverageEntry] = []
        listed = self.rows("SELECT name, type, wr FROM pragma_table_list WHERE schema = 'main' ORDER BY name")
        for name, kind, without_rowid in listed:
            table = TableName(None, str(name))
            if table.name.startswith("sqlite_"):
                continue
            if kind in ("view", "shadow"):
                skipped.append(CoverageEntry(table.locator, CoverageState.SKIPPED, str(kind)))
                continue
            try:
                tables.append(self._table(table, has_address=not without_rowid))
            except QueryFailed as error:
                skipped.append(CoverageEntry(table.locator, CoverageState.FAILED, error.code))
        return Inventory(tuple(tables), tuple(skipped))

    def _table(self, name: TableName, *, has_address: bool) -> Table:
        info = self.rows("SELECT name, type, pk, hidden FROM pragma_table_xinfo(?) ORDER BY cid", [name.name])
        columns = tuple(Column(str(c[0]), str(c[1] or "").lower(), _family(str(c[1] or ""))) for c in info if c[3] != 1)
        primary = tuple(str(c[0]) for c in sorted(info, key=lambda c: whole_number(c[2])) if c[2])
        taken = {column.name.lower() for column in columns}
        address = next((word for word in _ADDRESSES if word not in taken), None) if has_address else None
        return Table(
            name=name,
            columns=columns,
            primary_key=primary,
            unique=self._unique(name),
            foreign_keys=self._foreign_keys(name, columns),
            row_count=self._count(name, address),
            address=address,
            walk_by_address=True,
            notes=() if primary else ("no_stable_key",),
        )

    def _unique(self, name: TableName) -> tuple[tuple[str, ...], ...]:
        indexes = self.rows('SELECT name FROM pragma_index_list(?) WHERE "unique" = 1 AND partial = 0', [name.name])
        found = []
        for (index,) in indexes:
            columns = self.rows("SELECT name FROM pragma_index_info(?) ORDER BY seqno", [index])
            if all(column for (column,) in columns):
                found.append(tuple(str(column) for (column,) in columns))
        return tuple(found)

    def _foreign_keys(self, name: TableName, columns: tuple[Column, ...]) -> tuple[ForeignKey, ...]:
        spelling = {column.name.lower(): column.name for column in columns}
        sql = 'SELECT id, "table", "from", "to" FROM pragma_foreign_key_list(?) ORDER BY id, seq'
        keys: dict[object, list[Cells]] = {}
        for row in self.rows(sql, [name.name]):
            keys.setdefault(row[0], []).append(row)
        found = []
        for parts in keys.values():
            own = tuple(spelling.get(str(part[2]).lower(), str(part[2])) for part in parts)
            target = self._spelled(str(parts[0][1]))
            info = self.rows("SELECT name, pk FROM pragma_table_xinfo(?) ORDER BY pk", [target])
            theirs = {str(row[0]).lower(): str(row[0]) for row in info}
            implied = [str(row[0]) for row in info if row[1]]
            to = [
                theirs.get(str(p[3]).lower(), "") if p[3] else "".join(implied[i : i + 1]) for i, p in enumerate(parts)
            ]
            if all(to) and set(own) <= set(spelling.values()):
                found.append(ForeignKey(own, TableName(None, target), tuple(to)))
        return tuple(found)

    def _spelled(self, table: str) -> str:
        rows = self.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name = ? COLLATE NOCASE", [table])
        return str(rows[0][0]) if rows else table

    def _count(self, name: TableName, address: str | None) -> int:
        try:
            return whole_number(self.rows(f"SELECT count(*) FROM {self.source(name)}")[0][0])  # noqa: S608 - quoted
        except QueryFailed as error:
            if error.code != "timed_out" or address is None:
                raise
        # counting walks the whole file; the highest address is found at once and is an upper bound
        return whole_number(self.rows(f"SELECT max({address}) FROM {self.source(name)}")[0][0])  # noqa: S608 - quoted


def _only_reading(action: int, first: str | None, _second: str | None, _schema: str | None, _inner: str | None) -> int:
    if action in _READING or (action == sqlite3.SQLITE_PRAGMA and first in _PRAGMAS):
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_UPDATE and first == "sqlite_master":
        return sqlite3.SQLITE_OK  # asked when a catalogue function is first used; the file itself is read-only
    return sqlite3.SQLITE_DENY


def _family(declared: str) -> Family:
    """The affinity rules of SQLite (datatype3 §3.1), refined by the words people use."""
    word = declared.lower()
    for family, marks in _FAMILIES:
        if any(mark in word for mark in marks):
            return family
    return "text" if not word else "other"


_FAMILIES: tuple[tuple[Family, tuple[str, ...]], ...] = (
    ("document", ("json", "xml")),
    ("boolean", ("bool",)),
    ("time", ("date", "time")),
    ("integer", ("int", "serial")),
    ("text", ("char", "clob", "text", "string", "uuid")),
    ("binary", ("blob", "binary", "bytea")),
    ("number", ("real", "floa", "doub", "num", "dec", "money")),
)
