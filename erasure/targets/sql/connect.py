"""From an address to a database that is read for the rehearsal, or written for the erasure."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import parse_qsl, unquote, urlsplit

import psycopg2  # type: ignore[import-untyped]  # the driver ships no types
import psycopg2.extensions  # type: ignore[import-untyped]

from discovery.sources.sql import Database, Limits, SqlSourceError, connect
from discovery.sources.sql.errors import QueryFailed
from discovery.sources.sql.postgres import PostgresDatabase
from discovery.sources.sql.sqlite import SqliteDatabase
from erasure.errors import TargetFailed
from erasure.targets.sql.mariadb import SCHEMES, MariaDatabase

LIMITS = Limits()
_KEPT = {"host", "port", "sslmode", "sslrootcert"}
_REFUSED = {"23503": "foreign_key", "40001": "changed_meanwhile", "42501": "permission_denied", "57014": "timed_out",
            "55P03": "timed_out"}  # fmt: skip
_TIMES = psycopg2.extensions.new_type((1082, 1083, 1114, 1184, 1266, 1186), "ERASURE_TIMES", lambda raw, _cursor: raw)


class Writer(Protocol):
    """A database in whose one transaction everything is changed, or nothing."""

    def begin(self) -> None:
        """Start the transaction; other writers wait or are told."""

    def change(self, sql: str, values: Sequence[object]) -> int:
        """Run a changing statement; gives the number of rows. Raises TargetFailed."""

    def defer(self) -> None:
        """Have references looked at when the transaction ends, as far as the database can. Raises TargetFailed."""

    def commit(self) -> None:
        """Make it final. Raises TargetFailed."""

    def rollback(self) -> None:
        """Undo everything since `begin`; safe to call when there is nothing to undo."""


def open_reader(url: str, secret: str | None) -> Database:
    """The database, read-only, as the search reads it. Raises TargetFailed."""
    try:
        if _scheme(url) in SCHEMES:
            return MariaDatabase(url, secret, LIMITS, writes=False)
        return connect(url, secret=secret, limits=LIMITS)
    except SqlSourceError as error:
        raise TargetFailed(error.code, can_wait=error.code == "unreachable") from None


def open_writer(url: str, secret: str | None) -> tuple[Database, Writer]:
    """The database, writable: once as what is read from, once as what is changed. Raises TargetFailed."""
    scheme = _scheme(url)
    try:
        if scheme in SCHEMES:
            maria = MariaDatabase(url, secret, LIMITS, writes=True)
            return maria, maria
        if scheme in ("postgresql", "postgres"):
            postgres = PostgresWriter(_target(url, secret), LIMITS)
            return postgres, postgres
        sqlite = SqliteWriter(_sqlite_path(url), LIMITS)
    except SqlSourceError as error:
        raise TargetFailed(error.code, can_wait=error.code == "unreachable") from None
    return sqlite, sqlite


class SqliteWriter(SqliteDatabase):
    """A SQLite file, writable; deleted content is overwritten in the file (secure_delete)."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self.limits = limits
        self._stop_at = float("inf")
        if not path.is_file():
            raise SqlSourceError("missing_file", "There is no database file at this path.")
        try:
            self._connection = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
            self._connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
            for pragma in ("foreign_keys=ON", "secure_delete=ON", "trusted_schema=OFF", "synchronous=FULL"):
                self._connection.execute(f"PRAGMA {pragma}")
        except sqlite3.Error:
            raise SqlSourceError("unreachable", "The file is not a SQLite database, or it is locked.") from None

    def begin(self) -> None:
        self._do("BEGIN IMMEDIATE")

    def change(self, sql: str, values: Sequence[object]) -> int:
        return self._do(sql, values)

    def defer(self) -> None:
        self._do("PRAGMA defer_foreign_keys=ON")

    def commit(self) -> None:
        self._do("COMMIT")
        self._do("PRAGMA wal_checkpoint(TRUNCATE)")

    def rollback(self) -> None:
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    def _do(self, sql: str, values: Sequence[object] = ()) -> int:
        try:
            return self._connection.execute(sql, tuple(values)).rowcount
        except sqlite3.IntegrityError as error:
            code = "foreign_key" if "FOREIGN KEY" in str(error) else "refused_by_target"
            raise TargetFailed(code) from None
        except sqlite3.OperationalError as error:
            busy = getattr(error, "sqlite_errorcode", 0) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
            read_only = getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_READONLY
            code = "permission_denied" if read_only else "timed_out" if busy else "refused_by_target"
            raise TargetFailed(code, can_wait=busy) from None
        except sqlite3.Error:
            raise TargetFailed("refused_by_target") from None


class PostgresWriter(PostgresDatabase):
    """A PostgreSQL database, writable, serializable: what changes meanwhile makes the transaction fail."""

    def __init__(self, target: Mapping[str, str], limits: Limits) -> None:
        self.limits = limits
        self._target = dict(target)
        self._connection = self._open()

    def _open(self) -> Any:
        # The search path stays the role's own: triggers of the target may need it. Our statements name every schema.
        options = "-c statement_timeout=120000 -c lock_timeout=10000 -c idle_in_transaction_session_timeout=300000"
        try:
            connection = psycopg2.connect(**self._target, options=options, connect_timeout=10, client_encoding="UTF8",
                                          application_name="dsar-desk-erasure")  # fmt: skip
        except psycopg2.Error:
            raise SqlSourceError("unreachable", "The server could not be reached.") from None
        connection.set_session(isolation_level="SERIALIZABLE", autocommit=True)
        psycopg2.extensions.register_type(_TIMES, connection)
        return connection

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[object, ...]]:
        return self._rows(sql, values)  # never a new connection in the middle of a transaction

    def begin(self) -> None:
        self._do("BEGIN ISOLATION LEVEL SERIALIZABLE")

    def change(self, sql: str, values: Sequence[object]) -> int:
        return self._do(sql, values)

    def defer(self) -> None:
        self._do("SET CONSTRAINTS ALL DEFERRED")

    def commit(self) -> None:
        self._do("COMMIT")

    def rollback(self) -> None:
        if not self._connection.closed:
            with self._connection.cursor() as cursor:
                cursor.execute("ROLLBACK")

    def _do(self, sql: str, values: Sequence[object] = ()) -> int:
        try:
            with self._connection.cursor() as cursor:
                cursor.execute(sql, tuple(values) or {"": ""})
                return int(cursor.rowcount)
        except psycopg2.Error as error:
            state = error.pgcode or "08000"
            lost = state.startswith(("08", "57P"))
            code = "unreachable" if lost else _REFUSED.get(state, "refused_by_target")
            raise TargetFailed(code, can_wait=lost or code == "timed_out") from None


def failed(error: QueryFailed) -> TargetFailed:
    """A failed reading statement as the failure of the target."""
    return TargetFailed(error.code, can_wait=error.code in ("timed_out", "connection_lost"))


def _scheme(url: str) -> str:
    return url.partition("://")[0].partition("+")[0].lower() if "://" in url else ""


def _sqlite_path(url: str) -> Path:
    if "://" not in url:
        return Path(url)
    rest = unquote(url.split("://", 1)[1].partition("?")[0])
    path = Path(rest[1:] if rest.startswith("/") else rest)
    return path if path.is_absolute() or path.exists() else Path("/") / path


def _target(url: str, secret: str | None) -> dict[str, str]:
    parts = urlsplit(url)
    target = {"dbname": unquote(parts.path.lstrip("/")) or "postgres"}
    for key, value in (("user", parts.username), ("password", parts.password), ("host", parts.hostname)):
        if value:
            target[key] = unquote(value)
    if parts.port:
        target["port"] = str(parts.port)
    target |= {key: value for key, value in parse_qsl(parts.query) if key in _KEPT}
    return target | ({"password": secret} if secret is not None else {})
