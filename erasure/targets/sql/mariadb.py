"""MariaDB and MySQL behind the port of databases: read for the rehearsal, written for the erasure (driver PyMySQL)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import pymysql  # type: ignore[import-untyped]  # the driver ships no types
import pymysql.converters  # type: ignore[import-untyped]
from pymysql.constants import FIELD_TYPE  # type: ignore[import-untyped]

from discovery.documents import CoverageEntry, CoverageState
from discovery.sources.sql import Database, Limits, SqlSourceError
from discovery.sources.sql.errors import QueryFailed
from discovery.sources.sql.schema import Column, Family, ForeignKey, Inventory, Table, TableName
from erasure.errors import TargetFailed

SCHEMES = ("mysql", "mariadb")
_FAMILIES: dict[str, Family] = {
    "tinyint": "integer", "smallint": "integer", "mediumint": "integer", "int": "integer", "bigint": "integer",
    "decimal": "number", "float": "number", "double": "number", "char": "text", "varchar": "text", "tinytext": "text",
    "text": "text", "mediumtext": "text", "longtext": "text", "date": "time", "datetime": "time", "timestamp": "time",
    "time": "time", "year": "integer", "json": "document", "uuid": "other", "binary": "binary", "varbinary": "binary",
    "tinyblob": "binary", "blob": "binary", "mediumblob": "binary", "longblob": "binary",
}  # fmt: skip
_LOCKED, _LOST = {1205, 1213, 1969, 3024}, {2006, 2013, 2003, 2002}
_FOREIGN, _DENIED = {1451, 1452}, {1142, 1143, 1044, 1045, 1792, 1836}
_EXACT = 100_000


class MariaDatabase(Database):
    """A MariaDB or MySQL database; with `writes` also what is changed. Raises SqlSourceError where it is not reached.

    Identifiers are quoted as the standard says (ANSI_QUOTES); dates come as text, because zero dates have no value.
    """

    dialect = "mysql"
    mark = "%s"

    def __init__(self, url: str, secret: str | None, limits: Limits, *, writes: bool) -> None:
        self.limits = limits
        self._connection = _open(url, secret, limits, writes=writes)

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[object, ...]]:
        try:
            with self._connection.cursor() as cursor:
                cursor.execute(sql, tuple(values))
                return list(cursor.fetchall())
        except pymysql.Error as error:
            number = error.args[0] if error.args else 0
            if number in _LOCKED:
                raise QueryFailed("timed_out", "A statement took too long.") from None
            if number in _LOST or isinstance(error, pymysql.InterfaceError):
                raise QueryFailed("connection_lost", "The connection was lost.") from None
            code = "permission_denied" if number in _DENIED else "query_failed"
            raise QueryFailed(code, "A statement failed.") from None

    def begin(self) -> None:
        self._do("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        self._do("START TRANSACTION")

    def change(self, sql: str, values: Sequence[object]) -> int:
        return self._do(sql, values)

    def defer(self) -> None:
        """MariaDB and MySQL look at every reference at once: such a circle is refused by the database."""

    def commit(self) -> None:
        self._do("COMMIT")

    def rollback(self) -> None:
        if self._connection.open:
            self._connection.rollback()

    def _do(self, sql: str, values: Sequence[object] = ()) -> int:
        try:
            with self._connection.cursor() as cursor:
                return int(cursor.execute(sql, tuple(values)))
        except pymysql.Error as error:
            number = error.args[0] if error.args else 0
            known = ((_FOREIGN, "foreign_key"), (_DENIED, "permission_denied"), (_LOCKED, "timed_out"))
            code = next((words for numbers, words in known if number in numbers), "refused_by_target")
            lost = number in _LOST or isinstance(error, pymysql.InterfaceError)
            raise TargetFailed("unreachable" if lost else code, can_wait=lost or number in _LOCKED) from None

    def quote(self, identifier: str) -> str:
        return super().quote(identifier).replace("%", "%%")

    def as_text(self, expression: str) -> str:
        return f"CAST({expression} AS CHAR)"

    def close(self) -> None:
        if self._connection.open:
            self._connection.close()

    def read_inventory(self) -> Inventory:
        columns: dict[str, list[Column]] = defaultdict(list)
        listed = self.rows("SELECT table_name, column_name, data_type FROM information_schema.columns"
                           " WHERE table_schema = DATABASE() ORDER BY table_name, ordinal_position")  # fmt: skip
        for table, name, kind in listed:
            columns[str(table)].append(Column(str(name), str(kind), _FAMILIES.get(str(kind).lower(), "other")))
        keys, foreign = self._keys(), self._foreign_keys()
        tables, skipped = [], []
        kinds = self.rows("SELECT table_name, table_type, table_rows FROM information_schema.tables"
                          " WHERE table_schema = DATABASE() ORDER BY table_name")  # fmt: skip
        for name, kind, rows in kinds:
            table_name = TableName(None, str(name))
            if "VIEW" in str(kind):
                skipped.append(CoverageEntry(table_name.locator, CoverageState.SKIPPED, "view"))
                continue
            primary = keys[str(name)].pop("PRIMARY", ())
            count = self._count(table_name, int(str(rows or 0)))
            tables.append(
                Table(table_name, tuple(columns[str(name)]), primary, tuple(keys[str(name)].values()),
                      tuple(foreign[str(name)]), count, notes=() if primary else ("no_stable_key",))
            )  # fmt: skip
        return Inventory(tuple(tables), tuple(skipped))

    def _keys(self) -> dict[str, dict[str, tuple[str, ...]]]:
        found: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
        for table, index, column in self.rows(
            "SELECT table_name, index_name, column_name FROM information_schema.statistics"
            " WHERE table_schema = DATABASE() AND non_unique = 0 ORDER BY table_name, index_name, seq_in_index"
        ):
            found[str(table)][str(index)] = (*found[str(table)].get(str(index), ()), str(column))
        return found

    def _foreign_keys(self) -> dict[str, list[ForeignKey]]:
        parts: dict[tuple[str, str, str], list[tuple[str, str]]] = defaultdict(list)
        for table, constraint, column, target, target_column in self.rows(
            "SELECT table_name, constraint_name, column_name, referenced_table_name, referenced_column_name"
            " FROM information_schema.key_column_usage WHERE table_schema = DATABASE()"
            " AND referenced_table_schema = DATABASE() ORDER BY table_name, constraint_name, ordinal_position"
        ):
            parts[str(table), str(constraint), str(target)].append((str(column), str(target_column)))
        found: dict[str, list[ForeignKey]] = defaultdict(list)
        for (table, _constraint, target), pairs in parts.items():
            own, theirs = zip(*pairs, strict=True)
            found[table].append(ForeignKey(tuple(own), TableName(None, target), tuple(theirs)))
        return found

    def _count(self, name: TableName, estimate: int) -> int:
        if estimate > _EXACT:
            return estimate
        return int(str(self.rows(f"SELECT count(*) FROM {self.source(name)}")[0][0]))  # noqa: S608 - quoted


def _open(url: str, secret: str | None, limits: Limits, *, writes: bool) -> Any:
    try:
        parts = urlsplit(url)
        extra = dict(parse_qsl(parts.query))
        port = parts.port or 3306
    except ValueError:
        raise SqlSourceError("bad_url", "The address of the database is not well formed.") from None
    as_text = dict.fromkeys((FIELD_TYPE.DATE, FIELD_TYPE.DATETIME, FIELD_TYPE.TIMESTAMP, FIELD_TYPE.TIME), str)
    session = ["SET SESSION sql_mode = CONCAT(@@sql_mode, ',ANSI_QUOTES,NO_BACKSLASH_ESCAPES')"]
    if not writes:
        session.append("SET SESSION TRANSACTION READ ONLY")
    try:
        connection = pymysql.connect(
            host=parts.hostname or "localhost", port=port, user=unquote(parts.username or "") or None,
            password=secret if secret is not None else unquote(parts.password or ""),
            database=unquote(parts.path.lstrip("/")), unix_socket=extra.get("unix_socket"), charset="utf8mb4",
            connect_timeout=limits.connect_seconds, read_timeout=120, autocommit=True,
            conv=pymysql.converters.conversions | as_text,
            ssl={"ca": extra["ssl_ca"]} if "ssl_ca" in extra else None,
        )  # fmt: skip
        with connection.cursor() as cursor:
            for statement in session:
                cursor.execute(statement)
    except (pymysql.Error, RuntimeError):
        raise SqlSourceError("unreachable", "The server could not be reached, or the login was refused.") from None
    if not writes:
        _refuse_if_writable(connection)
    return connection


def _refuse_if_writable(connection: Any) -> None:
    """A look must not change anything: the server itself has to refuse it."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE dsar_desk_write_probe (x integer)")
    except pymysql.Error:
        return
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE dsar_desk_write_probe")
    connection.close()
    raise SqlSourceError("not_read_only", "The connection could write: the database is not searched.")
