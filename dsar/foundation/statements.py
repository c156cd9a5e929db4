"""Statements that are asked a thousand times a second: PostgreSQL plans them once for each connection, not each time.

The plan is a generic one: the settings ask for that when a connection begins, and nothing is SET here, so that no
setting stays on a server connection that a pooler hands to other programs.

Whoever asks so keeps a slower way by the ORM and takes it on `django.db.DatabaseError`: the connection is closed then,
so that the slower way begins with a new one. For that reason no question is asked beforehand whether it still lives.
"""

import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import DatabaseError, InterfaceError, connection

# A pooler that hands one connection to several programs forgets what was prepared, or knows it already.
_NOT_PREPARED: Final = frozenset({"26000", "42P05"})

_prepared: "weakref.WeakKeyDictionary[Any, set[str]]" = weakref.WeakKeyDictionary()
_poolers: list[str] = []


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement with a name of its own.

    Attributes:
        name: under which PostgreSQL keeps its plan.
        sql: with $1, $2 … for values.
        types: PostgreSQL's types of the values; one that ends in [] takes a list, which other databases get as
            `= ANY($n)` turned into `IN (…)`.
    """

    name: str
    sql: str
    types: tuple[str, ...]

    def rows(self, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        """What it gives for these values.

        Raises:
            DatabaseError: the question could not be asked; outside a transaction the connection is closed.
        """
        try:
            connection.ensure_connection()
            # the question itself shows whether the connection lives
            connection.health_check_done = True  # type: ignore[attr-defined]  # the stubs do not know it
            with connection.cursor() as cursor:
                if connection.vendor == "postgresql" and not _poolers:
                    self._prepare(cursor)
                    marks = ", ".join(["%s"] * len(values))
                    cursor.execute(f"EXECUTE {self.name} ({marks})", values)
                else:
                    cursor.execute(*self._plain(values))
                return list(cursor.fetchall())
        except (DatabaseError, InterfaceError) as error:
            if getattr(error.__cause__, "pgcode", None) in _NOT_PREPARED:
                _poolers.append(self.name)
            if not connection.in_atomic_block:
                connection.close()
            raise

    def _prepare(self, cursor: Any) -> None:
        known = _prepared.setdefault(connection.connection, set())
        if self.name not in known:
            cursor.execute(f"PREPARE {self.name} ({', '.join(self.types)}) AS {self.sql}")
            known.add(self.name)

    def _plain(self, values: Sequence[Any]) -> tuple[str, list[Any]]:
        """For databases that keep no plan: the values in the order in which the text names them."""
        sql, given = self.sql, []
        for place in sorted(range(len(values)), key=lambda number: sql.index(f"${number + 1}")):
            value, mark = values[place], f"${place + 1}"
            if self.types[place].endswith("[]"):
                sql = sql.replace(f"= ANY({mark})", f"IN ({', '.join(['%s'] * len(value))})")
                given += value
            else:
                sql = sql.replace(mark, "%s")
                given.append(value)
        return sql, given
