"""The ways between tables: declared foreign keys, and likely ones where the schema declares none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from discovery.sources.sql.database import Cells, Database, whole_number
from discovery.sources.sql.errors import QueryFailed
from discovery.sources.sql.schema import Column, Edge, Inventory, Table, TableName
from discovery.sources.sql.semantics import ID_WORDS, PEOPLE, Semantic, TableMeaning, singular, tokens

_CONTAINED = 0.95  # of the sampled values must exist in the target, or it is no key
_COVERED = 0.5  # of the target's keys must occur, where the names do not say it: small numbers fit everywhere
_DISTINCT = 50
_SAMPLED_ROWS = 100_000
_NO_KEY = {Semantic.EMAIL, Semantic.PHONE, Semantic.OPAQUE, Semantic.BINARY, Semantic.FREE_TEXT, Semantic.DATE_OF_BIRTH}


def declared_edges(inventory: Inventory) -> list[Edge]:
    """One edge a foreign key whose two ends may be read."""
    return [
        Edge(table.name, key.columns, key.target, key.target_columns)
        for table in inventory.tables
        for key in table.foreign_keys
        if inventory.table(key.target)
    ]


def likely_edges(database: Database, inventory: Inventory, meanings: Mapping[TableName, TableMeaning]) -> list[Edge]:
    """Keys that the schema does not declare: by name and containment, or by covering a person table's key."""
    declared = {(table.name, key.columns) for table in inventory.tables for key in table.foreign_keys}
    targets = [table for table in inventory.tables if len(table.primary_key) == 1 and table.row_count]
    found: list[Edge] = []
    for table in inventory.tables:
        for column in table.columns:
            if (table.name, (column.name,)) in declared or not _may_be_key(table, column, meanings[table.name]):
                continue
            if edge := _best_target(database, table, column, targets, meanings):
                found.append(edge)
    return found


def _may_be_key(table: Table, column: Column, meaning: TableMeaning) -> bool:
    own_key = table.primary_key == (column.name,) and not set(tokens(column.name)) - ID_WORDS
    return (
        bool(table.row_count)
        and not own_key
        and column.family in ("integer", "text")
        and (meaning.columns[column.name] not in _NO_KEY)
    )


def _best_target(
    database: Database, table: Table, column: Column, targets: list[Table], meanings: Mapping[TableName, TableMeaning]
) -> Edge | None:
    named = [t for t in targets if _names_it(table, column, t)]
    by_value = [
        t for t in targets if meanings[t.name].is_person and t not in named and column.name not in table.primary_key
    ]
    for target, by_name in [*((t, True) for t in named), *((t, False) for t in by_value)]:
        key = target.column(target.primary_key[0])
        if key is None or key.family != column.family or (target.name == table.name and key.name == column.name):
            continue
        if not by_name and not _may_fit_by_values(column, target):
            continue
        try:
            if _is_contained(database, table, column, target, by_name=by_name):
                return Edge(
                    table.name, (column.name,), target.name, target.primary_key, declared=False, by_values=not by_name
                )
        except QueryFailed:
            continue
    return None


def _may_fit_by_values(column: Column, target: Table) -> bool:
    """Small whole numbers fit everywhere (a film's length, a price): the name must at least say that it is a key."""
    words = set(tokens(column.name))
    return column.family == "integer" and target.row_count >= _DISTINCT and bool(words & (ID_WORDS | PEOPLE))


def _names_it(table: Table, column: Column, target: Table) -> bool:
    """customer_id, CustomerID, cust_id → customer.id; manager_staff_id → staff.staff_id."""
    words = tokens(column.name)
    key = tokens(target.primary_key[0])
    named = tuple(singular(word) for word in tokens(target.name.name))
    if column.name == target.primary_key[0] and table.name != target.name and set(key) - ID_WORDS:
        return table.primary_key != (column.name,) or set(named) <= {singular(word) for word in words}
    if not set(words) & ID_WORDS:
        return tuple(singular(word) for word in words) == named
    rest = tuple(singular(word) for word in words if word not in ID_WORDS)
    return bool(rest) and rest[-len(named) :] == named


def _is_contained(database: Database, table: Table, column: Column, target: Table, *, by_name: bool) -> bool:
    own = database.quote(column.name)
    limit = database.limits.sample_rows if by_name else _SAMPLED_ROWS
    values = [
        row[0]
        for row in database.rows(
            f"SELECT DISTINCT {own} FROM {database.source(table.name)} WHERE {own} IS NOT NULL LIMIT {limit}"  # noqa: S608 - quoted
        )
    ]
    if not values or (not by_name and (len(values) < _DISTINCT or len(values) < _COVERED * target.row_count)):
        return False
    checked = values[:: max(1, len(values) // database.limits.sample_rows)][: database.limits.sample_rows]
    key = database.quote(target.primary_key[0])
    marks = ", ".join([database.mark] * len(checked))
    sql = f"SELECT count(*) FROM {database.source(target.name)} WHERE {key} IN ({marks})"  # noqa: S608 - quoted
    return whole_number(database.rows(sql, checked)[0][0]) >= _CONTAINED * len(checked)


@dataclass
class EdgeFigures:
    """How selective an edge is (distinct values per row, 0..1), counted once and remembered."""

    database: Database
    inventory: Inventory

    def __post_init__(self) -> None:
        self._known: dict[Edge, float] = {}

    def selectivity(self, edge: Edge) -> float:
        """1.0 where each child row has a parent row of its own; 0.0 where it cannot be counted."""
        if edge not in self._known:
            try:
                self._known[edge] = self._count(edge)
            except QueryFailed:
                self._known[edge] = 0.0
        return self._known[edge]

    def _count(self, edge: Edge) -> float:
        names = [self.database.quote(name) for name in edge.columns]
        given = " AND ".join(f"{name} IS NOT NULL" for name in names)
        inner = f"SELECT {', '.join(names)} FROM {self.database.source(edge.child)} WHERE {given} LIMIT {_SAMPLED_ROWS}"  # noqa: S608
        total = self._number(f"SELECT count(*) FROM ({inner}) AS sampled")  # noqa: S608 - quoted
        distinct = self._number(f"SELECT count(*) FROM (SELECT DISTINCT * FROM ({inner}) AS sampled) AS once")  # noqa: S608
        return distinct / total if total else 0.0

    def _number(self, sql: str) -> int:
        return whole_number(self.database.rows(sql)[0][0])


def cells_of(values: Mapping[str, object], columns: tuple[str, ...]) -> Cells | None:
    """The key cells of a row, None where one of them is null."""
    cells = tuple(values.get(column) for column in columns)
    return None if None in cells else cells
