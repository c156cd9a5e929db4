"""What the catalogue says of columns beyond the search's needs: may it be null, how long may it be, is it computed."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass

from discovery.sources.sql import Database, Survey
from discovery.sources.sql.schema import Column, Inventory, Table, TableName
from discovery.sources.sql.semantics import NAMES, Semantic, TableMeaning

_LENGTH = re.compile(r"\((\d+)\)")
_SHORTEST_MARK = 8
_IDENTITY = NAMES | {Semantic.EMAIL}
_TELLING = frozenset(
    {Semantic.DATE_OF_BIRTH, Semantic.PHONE, Semantic.POSTCODE, Semantic.IBAN, Semantic.CARD, Semantic.PERSON_ID}
)
_WORDY = ("text", "document", "other", "binary")


@dataclass(frozen=True, slots=True)
class ColumnFacts:
    """Whether a column may be null, the most characters it takes (None: no limit), whether the database computes it."""

    nullable: bool
    longest: int | None = None
    computed: bool = False


Facts = Mapping[TableName, Mapping[str, ColumnFacts]]
_FREE = ColumnFacts(nullable=False)


def read_facts(database: Database, inventory: Inventory) -> Facts:
    """The facts of all columns of the inventory. Raises QueryFailed."""
    if database.dialect == "sqlite":
        return {table.name: _sqlite(database, table) for table in inventory.tables}
    schema = "table_schema" if database.dialect == "postgresql" else "NULL"
    computed = "is_generated = 'ALWAYS' OR identity_generation = 'ALWAYS'"
    if database.dialect != "postgresql":
        computed = "extra LIKE '%%GENERATED%%'"
    found: dict[TableName, dict[str, ColumnFacts]] = {}
    sql = (
        f"SELECT {schema}, table_name, column_name, is_nullable, character_maximum_length, {computed}"  # noqa: S608 - ours
        " FROM information_schema.columns"
        + ("" if database.dialect == "postgresql" else " WHERE table_schema = DATABASE()")
    )
    for place, table, column, nullable, longest, generated in database.rows(sql):
        name = TableName(str(place) if place is not None else None, str(table))
        most = int(str(longest)) if longest else None
        facts = ColumnFacts(str(nullable).upper() == "YES", most, bool(generated))
        found.setdefault(name, {})[str(column)] = facts
    return found


def key_columns(survey: Survey, table: Table) -> frozenset[str]:
    """The columns by which rows are told apart or hang together: never changed."""
    names = {*table.primary_key, *(column for key in table.foreign_keys for column in key.columns)}
    for other in survey.inventory.tables:
        names |= {column for key in other.foreign_keys if key.target == table.name for column in key.target_columns}
    for edge in (*survey.edges_from(table.name), *survey.edges_to(table.name)):
        if not edge.by_values:
            names |= set(edge.columns if edge.child == table.name else edge.parent_columns)
    meaning = survey.meanings[table.name]
    natural = {name for name in names if meaning.columns.get(name) in _IDENTITY}
    return frozenset(names - natural | set(table.primary_key))


def telling_columns(survey: Survey, facts: Facts, table: Table) -> tuple[str, ...]:
    """The columns that say something about a person: all words, and figures such as a date of birth."""
    fixed, meaning = key_columns(survey, table), survey.meanings[table.name]
    return tuple(
        column.name
        for column in table.columns
        if column.name not in fixed
        and not facts[table.name].get(column.name, _FREE).computed
        and (column.family in _WORDY or meaning.columns.get(column.name) in _TELLING)
    )


def emptied(
    table: Table, column: Column, facts: ColumnFacts, meaning: TableMeaning, *, mark: str, clear: bool
) -> object:
    """The value that takes the place of a person's: null where it may be, else a mark that says nothing.

    Returns `KEEP_VALUE` where the database's own type leaves no neutral value.
    """
    semantic = meaning.columns.get(column.name)
    if facts.nullable and (clear or semantic not in _IDENTITY):
        return None
    if column.family in ("text", "other") and (semantic is not None or column.family == "text"):
        if column.family == "other" and facts.longest is None and semantic not in _IDENTITY:
            return KEEP_VALUE
        return _word(mark, facts.longest, is_mail=semantic is Semantic.EMAIL)
    return {"time": "1900-01-01", "integer": 0, "number": 0, "document": "{}", "binary": ""}.get(
        column.family, KEEP_VALUE
    )


KEEP_VALUE = object()


def mark_of(seed: str, table: TableName, key: object, column: str) -> str:
    """The pseudonym of a cell in one erasure: the same when the step runs again, different for each row."""
    place = f"{table}\x00{key}\x00{column}"
    return hmac.new(seed.encode(), place.encode(), hashlib.sha256).hexdigest()[:10]


def _word(mark: str, longest: int | None, *, is_mail: bool) -> str:
    word = f"erased-{mark}@erased.invalid" if is_mail else f"erased-{mark}"
    if longest is None or len(word) <= longest:
        return word
    return f"erased-{mark}"[:longest] if longest > _SHORTEST_MARK + 4 else mark[:longest]


def _sqlite(database: Database, table: Table) -> dict[str, ColumnFacts]:
    rows = database.rows('SELECT name, type, "notnull", pk, hidden FROM pragma_table_xinfo(?)', [table.name.name])
    found = {}
    for name, kind, required, primary, hidden in rows:
        length = _LENGTH.search(str(kind or ""))
        longest = int(length[1]) if length else None
        found[str(name)] = ColumnFacts(not required and not primary, longest, hidden in (2, 3))
    return found
