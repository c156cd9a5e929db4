"""PostgreSQL behind the port: every statement its own read-only transaction with time limits on the server."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import psycopg2  # type: ignore[import-untyped]  # the driver ships no types
import psycopg2.extensions  # type: ignore[import-untyped]

from discovery.sources.sql.database import Cells, Database
from discovery.sources.sql.errors import QueryFailed, SqlSourceError
from discovery.sources.sql.postgres_catalogue import read_catalogue
from discovery.sources.sql.schema import Inventory, Limits

# date, time, timestamp, timestamptz, timetz, interval: kept as the server writes them (ISO), because
# "infinity" and years after 9999 have no Python value.
_TIMES = psycopg2.extensions.new_type((1082, 1083, 1114, 1184, 1266, 1186), "DSAR_TIMES", lambda raw, _cursor: raw)
_PROBE = "CREATE TABLE dsar_desk_write_probe (x integer)"
_READ_ONLY_REFUSAL = "25006"
_CODES = {"57014": "timed_out", "55P03": "timed_out", "40001": "timed_out", "42501": "permission_denied"}
_LOST = ("08", "57P")


class PostgresDatabase(Database):
    """A PostgreSQL database. Raises SqlSourceError when it cannot be reached or could be written."""

    dialect = "postgresql"
    mark = "%s"

    def __init__(self, target: Mapping[str, str], limits: Limits) -> None:
        self.limits = limits
        self._target = dict(target)
        self._connection = self._open()
        self._refuse_if_writable()

    def _open(self) -> Any:
        options = " ".join(
            (
                "-c default_transaction_read_only=on",
                f"-c statement_timeout={int(self.limits.statement_seconds * 1000)}",
                f"-c lock_timeout={int(self.limits.lock_seconds * 1000)}",
                "-c idle_in_transaction_session_timeout=60000",
                "-c search_path=pg_catalog",  # no function or operator of the searched database is picked up
            )
        )
        try:
            connection = psycopg2.connect(
                **self._target, options=options, connect_timeout=self.limits.connect_seconds,
                application_name="dsar-desk", client_encoding="UTF8",
            )  # fmt: skip
        except psycopg2.Error as error:
            raise _connect_error(str(error)) from None
        connection.set_session(readonly=True, autocommit=True)
        psycopg2.extensions.register_type(_TIMES, connection)
        return connection

    def _refuse_if_writable(self) -> None:
        with self._connection.cursor() as cursor:
            cursor.execute("BEGIN")
            try:
                cursor.execute(_PROBE)
                refused = False
            except psycopg2.Error as error:
                refused = error.pgcode == _READ_ONLY_REFUSAL
            cursor.execute("ROLLBACK")
        if not refused:
            self.close()
            raise SqlSourceError("not_read_only", "The connection could write: the database is not searched.")

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Cells]:
        try:
            return self._rows(sql, values)
        except QueryFailed as error:
            if error.code != "connection_lost":
                raise
        self.close()
        try:  # once: a chunk is short, so it is simply asked again
            self._connection = self._open()
            self._refuse_if_writable()
        except SqlSourceError:
            raise QueryFailed("connection_lost", "The connection was lost.") from None
        return self._rows(sql, values)

    def _rows(self, sql: str, values: Sequence[object]) -> list[Cells]:
        try:
            with self._connection.cursor() as cursor:
                cursor.execute(sql, tuple(values) or {"": ""})  # never None: a doubled % is always halved again
                return list(cursor.fetchall())
        except (psycopg2.InterfaceError, psycopg2.OperationalError) as error:
            code = _CODES.get(error.pgcode or "")
            if code is None and (self._connection.closed or (error.pgcode or "08").startswith(_LOST)):
                code = "connection_lost"
            raise QueryFailed(code or "query_failed", "A statement failed.") from None
        except psycopg2.Error as error:
            raise QueryFailed(_CODES.get(error.pgcode or "", "query_failed"), "A statement failed.") from None
        except ValueError:
            raise QueryFailed("query_failed", "A value could not be read.") from None

    def quote(self, identifier: str) -> str:
        return super().quote(identifier).replace("%", "%%")

    def as_text(self, expression: str) -> str:
        return f"({expression})::text"

    def close(self) -> None:
        self._connection.close()

    def read_inventory(self) -> Inventory:
        return read_catalogue(self)


_REFUSALS = (
    (("password", "authentication", "no pg_hba", "role"), "login_refused", "The user name or password was refused."),
    (("does not exist",), "no_such_database", "The server has no database of this name."),
    (("translate host", "name or service"), "unknown_host", "There is no server of this name."),
    (("timeout", "timed out"), "unreachable", "The server did not answer in time."),
    (("ssl",), "tls_failed", "No secure connection could be made with the server."),
)


def _connect_error(text: str) -> SqlSourceError:
    """Our own sentence for the driver's: the driver's text names host, user and sometimes the whole target."""
    lowered = text.lower()
    for words, code, message in _REFUSALS:
        if any(word in lowered for word in words):
            return SqlSourceError(code, message)
    return SqlSourceError("unreachable", "The server could not be reached.")


def is_superuser(database: Database) -> bool:
    """Whether the role may do everything; a source should have a role that may only read."""
    rows = database.rows("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
    return bool(rows and rows[0][0])
