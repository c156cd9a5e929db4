"""The catalogue of PostgreSQL: what may be read, with partitions and inheritance folded into their parent."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from discovery.documents import CoverageEntry, CoverageState
from discovery.sources.sql.database import Database, whole_number
from discovery.sources.sql.errors import QueryFailed
from discovery.sources.sql.schema import Column, Family, ForeignKey, Inventory, Table, TableName

_RELATIONS = """
SELECT c.oid::bigint, n.nspname, c.relname, c.relkind::text, c.reltuples::bigint,
       has_schema_privilege(n.oid, 'USAGE') AND has_any_column_privilege(c.oid, 'SELECT'),
       c.relrowsecurity AND NOT (SELECT r.rolsuper OR r.rolbypassrls FROM pg_roles r WHERE r.rolname = current_user)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND left(n.nspname, 3) <> 'pg_' AND n.nspname <> 'information_schema'
ORDER BY n.nspname, c.relname
"""
_COLUMNS = """
SELECT a.attrelid::bigint, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), t.typcategory::text, t.typname,
       has_column_privilege(a.attrelid, a.attnum, 'SELECT')
FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid JOIN pg_class c ON c.oid = a.attrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p')
  AND left(n.nspname, 3) <> 'pg_' AND n.nspname <> 'information_schema'
ORDER BY a.attrelid, a.attnum
"""
_CONSTRAINTS = """
SELECT conrelid::bigint, contype::text, conkey::int[], confrelid::bigint, confkey::int[]
FROM pg_constraint WHERE contype IN ('p', 'u', 'f') AND conrelid <> 0 ORDER BY conrelid, conname
"""
_PARENTS = "SELECT inhrelid::bigint, inhparent::bigint FROM pg_inherits"
_VIEWS = {"v": "view", "m": "view", "f": "foreign_table"}
_COUNT_BELOW = 100_000


@dataclass
class _Raw:
    relations: dict[int, tuple[TableName, str, int, bool, bool]] = field(default_factory=dict)
    columns: dict[int, dict[int, tuple[Column, bool]]] = field(default_factory=lambda: defaultdict(dict))
    constraints: dict[int, list[tuple[str, list[int], int, list[int]]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    parent: dict[int, int] = field(default_factory=dict)

    def root(self, oid: int) -> int:
        seen = {oid}
        while oid in self.parent and self.parent[oid] not in seen:
            oid = self.parent[oid]
            seen.add(oid)
        return oid

    def names(self, oid: int, numbers: list[int]) -> tuple[str, ...]:
        columns = self.columns[oid]
        return tuple(columns[number][0].name for number in numbers if number in columns and columns[number][1])


def read_catalogue(database: Database) -> Inventory:
    """Tables that the role may read; views, foreign and denied tables as skipped. Raises QueryFailed."""
    raw = _read(database)
    tables: list[Table] = []
    skipped: list[CoverageEntry] = []
    for oid, (name, kind, _estimate, allowed, _hidden) in raw.relations.items():
        if kind in _VIEWS:
            skipped.append(CoverageEntry(name.locator, CoverageState.SKIPPED, _VIEWS[kind]))
        elif raw.root(oid) != oid:
            continue  # a partition or heir: its rows are read through its parent
        elif not allowed:
            skipped.append(CoverageEntry(name.locator, CoverageState.SKIPPED, "permission_denied"))
        else:
            try:
                tables.append(_table(database, raw, oid))
            except QueryFailed as error:
                skipped.append(CoverageEntry(name.locator, CoverageState.FAILED, error.code))
    return Inventory(tuple(tables), tuple(skipped))


def _read(database: Database) -> _Raw:
    raw = _Raw()
    for oid, schema, name, kind, estimate, allowed, hidden in database.rows(_RELATIONS):
        relation = (TableName(str(schema), str(name)), str(kind), whole_number(estimate), bool(allowed), bool(hidden))
        raw.relations[whole_number(oid)] = relation
    for oid, number, name, declared, category, base, allowed in database.rows(_COLUMNS):
        column = Column(str(name), str(declared), _family(str(category), str(base)))
        raw.columns[whole_number(oid)][whole_number(number)] = (column, bool(allowed))
    for oid, kind, own, target, theirs in database.rows(_CONSTRAINTS):
        entry = (str(kind), _numbers(own), whole_number(target), _numbers(theirs))
        raw.constraints[whole_number(oid)].append(entry)
    raw.parent = {whole_number(child): whole_number(parent) for child, parent in database.rows(_PARENTS)}
    return raw


def _table(database: Database, raw: _Raw, oid: int) -> Table:
    name, kind, estimate, _allowed, hidden = raw.relations[oid]
    columns = tuple(column for column, allowed in raw.columns[oid].values() if allowed)
    primary = next((own for type_, own, _t, _k in raw.constraints[oid] if type_ == "p"), [])
    key = raw.names(oid, primary) if len(raw.names(oid, primary)) == len(primary) else ()
    notes = [note for note, holds in _notes(raw, oid, key=key, hidden=hidden) if holds]
    return Table(
        name=name,
        columns=columns,
        primary_key=key,
        unique=tuple(raw.names(oid, own) for type_, own, _t, _k in raw.constraints[oid] if type_ == "u"),
        foreign_keys=_foreign_keys(raw, oid),
        row_count=_rows(database, name, -1 if kind == "p" or oid in raw.parent.values() else estimate),
        address="ctid" if not key else None,
        notes=tuple(notes),
    )


def _notes(raw: _Raw, oid: int, *, key: tuple[str, ...], hidden: bool) -> tuple[tuple[str, bool], ...]:
    denied = any(not allowed for _column, allowed in raw.columns[oid].values())
    return (("no_stable_key", not key), ("columns_denied", denied), ("row_security", hidden))


def _foreign_keys(raw: _Raw, oid: int) -> tuple[ForeignKey, ...]:
    """The keys of the table and of its children: old-style inheritance declares them on the children only."""
    found: dict[tuple[object, ...], ForeignKey] = {}
    for member in raw.constraints:
        if raw.root(member) != oid:
            continue
        for kind, own, target, theirs in raw.constraints[member]:
            root = raw.root(target)
            if kind != "f" or root not in raw.relations:
                continue
            key = ForeignKey(raw.names(member, own), raw.relations[root][0], raw.names(target, theirs))
            if len(key.columns) == len(own) and len(key.target_columns) == len(theirs):
                found[(key.columns, key.target, key.target_columns)] = key
    return tuple(found.values())


def _rows(database: Database, name: TableName, estimate: int) -> int:
    if estimate >= _COUNT_BELOW:
        return estimate
    return whole_number(database.rows(f"SELECT count(*) FROM {database.source(name)}")[0][0])  # noqa: S608 - quoted


def _numbers(value: object) -> list[int]:
    return [whole_number(entry) for entry in value] if isinstance(value, list) else []


def _family(category: str, base: str) -> Family:
    if base in ("int2", "int4", "int8"):
        return "integer"
    if base in ("json", "jsonb", "xml", "hstore") or category == "A":
        return "document"
    if base == "uuid":
        return "text"
    return _CATEGORIES.get(category, "binary" if base == "bytea" else "other")


_CATEGORIES: dict[str, Family] = {"N": "number", "S": "text", "D": "time", "B": "boolean", "E": "text"}
