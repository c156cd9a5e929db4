"""A whole search of one database, in units that a worker can lease, run again and join."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, TypedDict

from discovery.documents import CoverageEntry, CoverageState, Decision, FoundRow, SubjectProfile
from discovery.sources.sql.collected import RANK, Collected
from discovery.sources.sql.connect import connect
from discovery.sources.sql.database import Cells, Database, whole_number
from discovery.sources.sql.edges import EdgeFigures
from discovery.sources.sql.errors import QueryFailed
from discovery.sources.sql.expand import Expansion
from discovery.sources.sql.judging import Seed
from discovery.sources.sql.lookups import look_up
from discovery.sources.sql.matching_port import FoldedVariants, LiteralMatcher, TextMatcher, ValueVariants, name_words
from discovery.sources.sql.person import Subject, names_in
from discovery.sources.sql.schema import Limits, Table, TableName
from discovery.sources.sql.semantics import Semantic
from discovery.sources.sql.survey import Ownership, Survey, read_survey
from discovery.sources.sql.sweep import sweep, text_columns

_ROLE_ADDRESSES = frozenset(
    {"info", "office", "contact", "sales", "support", "admin", "hello", "mail", "noreply", "no-reply"}
)
_WORST = (CoverageState.FAILED, CoverageState.SKIPPED, CoverageState.PARTIAL, CoverageState.COMPLETE)


class Unit(TypedDict):
    """One piece of work, JSON-safe: "graph" (look-ups and expansion) or "text" (a range of one table).

    `after` (exclusive) and `upto` (inclusive) bound the range in the table's walk key; null is open.
    """

    kind: Literal["graph", "text"]
    schema: str | None
    table: str
    after: list[object] | None
    upto: list[object] | None


@dataclass(frozen=True, slots=True)
class UnitResult:
    """What one unit found. Running the unit again gives the same while the database is the same."""

    rows: tuple[FoundRow, ...]
    coverage: tuple[CoverageEntry, ...]


def plan(database: Database, *, survey: Survey | None = None) -> list[Unit]:
    """The units of a search: one graph unit, and one text unit a table or a range of it. Raises QueryFailed."""
    survey = survey or read_survey(database)
    units: list[Unit] = [{"kind": "graph", "schema": None, "table": "", "after": None, "upto": None}]
    for table in survey.inventory.tables:
        if table.walk_key and text_columns(table, survey.meanings[table.name]):
            units.extend(_text_units(database, table))
    return units


def run_unit(
    database: Database,
    unit: Unit,
    profile: SubjectProfile,
    *,
    matcher: TextMatcher | None = None,
    variants: ValueVariants | None = None,
    survey: Survey | None = None,
) -> UnitResult:
    """What a unit finds. A table that has gone since planning is a failed entry.

    Raises QueryFailed where the catalogue cannot be read.
    """
    variants = variants or FoldedVariants()
    survey = survey or read_survey(database)
    expansion = _expansion(database, survey, Subject(profile, variants))
    if unit["kind"] == "graph":
        return _graph(expansion)
    name = TableName(unit["schema"], unit["table"])
    table = survey.inventory.table(name)
    if table is None:
        return UnitResult((), (CoverageEntry(name.locator, CoverageState.FAILED, "table_gone"),))
    matcher = matcher or LiteralMatcher(profile, variants)
    rows, entry = sweep(database, table, expansion, matcher, after=_cells(unit["after"]), upto=_cells(unit["upto"]))
    return UnitResult(tuple(rows), (entry,))


def search_database(
    url: str,
    profile: SubjectProfile,
    *,
    secret: str | None = None,
    matcher: TextMatcher | None = None,
    variants: ValueVariants | None = None,
    limits: Limits | None = None,
) -> tuple[list[FoundRow], list[CoverageEntry]]:
    """All units of a search, one after the other, joined.

    Raises:
        SqlSourceError: the database cannot be opened, could be written, or its catalogue cannot be read.
    """
    with connect(url, secret=secret, limits=limits) as database:
        survey = read_survey(database)
        results = [
            run_unit(database, unit, profile, matcher=matcher, variants=variants, survey=survey)
            for unit in plan(database, survey=survey)
        ]
    rows = merge_rows(row for result in results for row in result.rows)
    return rows, merge_coverage(entry for result in results for entry in result.coverage)


def merge_rows(rows: Iterable[FoundRow]) -> list[FoundRow]:
    """Each row once, with the decision that weighs most and all its matched columns."""
    kept: dict[str, FoundRow] = {}
    for row in rows:
        place = json.dumps(row.locator.as_json(), sort_keys=True, default=str)
        before = kept.get(place)
        if before is None:
            kept[place] = row
            continue
        best = row if RANK[row.match.decision] < RANK[before.match.decision] else before
        columns = tuple(dict.fromkeys((*before.matched_columns, *row.matched_columns)))
        kept[place] = replace(best, matched_columns=columns)
    return list(kept.values())


def merge_coverage(entries: Iterable[CoverageEntry]) -> list[CoverageEntry]:
    """One entry a table, with the worst state of its parts, all reasons, and the sum of what was read."""
    kept: dict[str, CoverageEntry] = {}
    for entry in entries:
        place = json.dumps(entry.locator.as_json(), sort_keys=True, default=str)
        before = kept.get(place)
        if before is None:
            kept[place] = entry
            continue
        worst, other = sorted((before, entry), key=lambda part: _WORST.index(part.state))
        reasons = [other.reason] if other.reason and other.reason != worst.reason else []
        notes = tuple(dict.fromkeys((*before.notes, *entry.notes, *reasons)))
        kept[place] = replace(worst, notes=notes, bytes_read=before.bytes_read + entry.bytes_read)
    return list(kept.values())


def _expansion(database: Database, survey: Survey, subject: Subject) -> Expansion:
    found = Collected(survey.inventory, database.limits.context_rows, database.limits.found_rows)
    return Expansion(database, survey, Ownership(survey, EdgeFigures(database, survey.inventory)), subject, found)


def _graph(expansion: Expansion) -> UnitResult:
    seeds, coverage = look_up(expansion.database, expansion.survey, expansion.subject)
    _learn_names(expansion, seeds)
    expansion.run(seeds)
    if _learn_emails(expansion):  # a second round and no third: what is learned twice removed is a guess
        again, _entries = look_up(expansion.database, expansion.survey, expansion.subject)
        expansion.run([seed for seed in again if not expansion.found.has(seed.row)])
    entries = merge_coverage([*expansion.survey.inventory.skipped, *coverage, *expansion.found.coverage()])
    return UnitResult(tuple(expansion.found.as_found()), tuple(entries))


def _learn_names(expansion: Expansion, seeds: Iterable[Seed]) -> None:
    """Where the request has no name, the name in the subject's own rows tells other people's rows apart."""
    subject, survey = expansion.subject, expansion.survey
    if subject.names:
        return
    for seed in seeds:
        if seed.match.decision is Decision.CONFIRMED and survey.is_person(seed.row.table):
            meaning = survey.meanings[seed.row.table]
            for _columns, text in names_in(seed.row.values, meaning, meaning.identity):
                subject.names.setdefault(name_words(text, subject.variants), text)


def _learn_emails(expansion: Expansion) -> bool:
    """Takes further e-mails from the subject's confirmed person rows; addresses of an office are not a person's."""
    subject, survey = expansion.subject, expansion.survey
    before = len(subject.emails)
    for (table, _key), reached in list(expansion.found.rows.items()):
        if reached.match.decision is not Decision.CONFIRMED or not survey.is_person(table):
            continue
        for column in survey.meanings[table].identity_of(Semantic.EMAIL):
            email = subject.variants.fold(str(reached.row.values.get(column) or ""))
            if "@" in email and email.partition("@")[0] not in _ROLE_ADDRESSES and " " not in email:
                subject.emails.setdefault(email, email)
    return len(subject.emails) > before


def _text_units(database: Database, table: Table) -> list[Unit]:
    bounds = _bounds(database, table)
    edges: list[list[object] | None] = [None]
    edges += [[bound] for bound in bounds]
    edges.append(None)
    return [
        {"kind": "text", "schema": table.name.schema, "table": table.name.name, "after": low, "upto": high}
        for low, high in itertools.pairwise(edges)
    ]


def _bounds(database: Database, table: Table) -> list[int]:
    """Where a large table with one whole-number key is cut; other tables are one unit."""
    if table.row_count <= database.limits.unit_rows or len(table.walk_key) != 1:
        return []
    column = table.column(table.walk_key[0])
    if table.walk_key[0] == "ctid" or (column and column.family != "integer"):
        return []
    key = database.columns(table, table.walk_key)
    try:
        low, high = database.rows(f"SELECT min({key}), max({key}) FROM {database.source(table.name)}")[0]  # noqa: S608 - quoted
    except QueryFailed:
        return []
    pieces = -(-table.row_count // database.limits.unit_rows)
    first, last = whole_number(low), whole_number(high)
    return sorted({first + (last - first) * piece // pieces for piece in range(1, pieces)})


def _cells(bound: list[object] | None) -> Cells | None:
    return None if bound is None else tuple(bound)
