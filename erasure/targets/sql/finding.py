"""Whose rows these are: the search's own look-ups, expansion and sweep, on the target."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from discovery.documents import CoverageEntry, CoverageState, Decision, FoundRow, SubjectProfile
from discovery.scans.matcher import ProfileMatcher
from discovery.sources.sql import Database, Survey, TextMatcher, merge_coverage, merge_rows, plan, read_survey, run_unit
from discovery.sources.sql.database import fetch
from discovery.sources.sql.schema import TableName
from erasure.plan import Gap
from erasure.targets.sql.facts import Facts, read_facts

GROUP_ROWS = 50_000
# Not read for reasons that say nothing about the person: derived content, columns that hold no words.
_HARMLESS = frozenset({"view", "shadow", "binary_not_read", "exact_spellings_only", "fan_out", "too_many_rows"})


@dataclass(frozen=True)
class Found:
    """What the search found in one database.

    Attributes:
        rows: the person's rows and those that may be, by look-up and expansion.
        mentions: rows in whose texts the person stands, and which were not reached otherwise.
    """

    survey: Survey
    facts: Facts
    rows: tuple[FoundRow, ...]
    mentions: tuple[FoundRow, ...]
    gaps: tuple[Gap, ...]
    matcher: TextMatcher


def find(database: Database, person: SubjectProfile) -> Found:
    """Run the whole search on an open database. Raises QueryFailed where the catalogue cannot be read."""
    survey = read_survey(database)
    matcher = ProfileMatcher(person)
    graph: list[FoundRow] = []
    text: list[FoundRow] = []
    coverage: list[CoverageEntry] = []
    for unit in plan(database, survey=survey):
        result = run_unit(database, unit, person, matcher=matcher, survey=survey)
        (graph if unit["kind"] == "graph" else text).extend(result.rows)
        coverage += result.coverage
    rows = [row for row in merge_rows(graph) if row.match.decision in (Decision.CONFIRMED, Decision.REVIEW)]
    known = {_place(row) for row in rows}
    excluded = {_place(row) for row in graph if row.match.decision is Decision.EXCLUDED}
    mentions = [
        row
        for row in merge_rows(text)
        if row.match.decision in (Decision.CONFIRMED, Decision.REVIEW) and _place(row) not in known | excluded
    ]
    gaps = tuple(
        Gap(str(TableName(_text(entry.locator.parts.get("schema")), str(entry.locator.parts.get("table", "")))),
            entry.reason or entry.state.value)
        for entry in merge_coverage(coverage)
        if entry.state is not CoverageState.COMPLETE and entry.reason not in _HARMLESS
    )  # fmt: skip
    return Found(survey, read_facts(database, survey.inventory), tuple(rows), tuple(mentions), gaps, matcher)


def is_group(row: FoundRow) -> bool:
    """Whether the entry stands for many rows: its key is a condition."""
    return "sample_keys" in row.values and "row_count" in row.values


def group_rows(database: Database, survey: Survey, group: FoundRow) -> list[dict[str, object]]:
    """The keys of the rows that a group stands for. Raises QueryFailed."""
    table = survey.table(TableName(group.schema, group.table))
    columns = tuple(group.key)
    lists = [_cells(group.key[name]) for name in columns]
    longest = max(len(cells) for cells in lists)
    wanted = list(zip(*(cells if len(cells) == longest else cells * longest for cells in lists), strict=True))
    rows = fetch(database, table, columns, wanted, cap=GROUP_ROWS)
    return [dict(zip(table.key, row.key, strict=True)) for row in rows]


def _cells(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _place(row: FoundRow) -> tuple[object, ...]:
    return (row.schema, row.table, tuple(sorted((name, str(cell)) for name, cell in row.key.items())))


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def tables_of(rows: Iterable[FoundRow]) -> set[TableName]:
    """The tables in which these rows stand."""
    return {TableName(row.schema, row.table) for row in rows}
