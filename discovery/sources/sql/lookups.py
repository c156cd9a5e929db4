"""The first pass: rows whose typed columns hold one of the subject's identifiers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from discovery.documents import CoverageEntry, CoverageState, Decision
from discovery.sources.sql.database import Cells, Database, RawRow, fetch, walk
from discovery.sources.sql.errors import QueryFailed
from discovery.sources.sql.judging import Seed, Surroundings, first, is_strong, judge
from discovery.sources.sql.person import Hit, Subject
from discovery.sources.sql.schema import Table
from discovery.sources.sql.semantics import NAMES, Semantic
from discovery.sources.sql.survey import Survey

_LOOKED_UP = (*NAMES, Semantic.EMAIL, Semantic.PHONE)
_Ids = Mapping[str, Mapping[str, tuple[str, str]]]


def look_up(database: Database, survey: Survey, subject: Subject) -> tuple[list[Seed], list[CoverageEntry]]:
    """The seeds of a search, and how far each table's typed columns were read. One failing table fails alone."""
    candidates: list[tuple[RawRow, list[Hit]]] = []
    coverage: list[CoverageEntry] = []
    for table in survey.inventory.tables:
        try:
            found, reason = _in_table(database, survey, table, subject)
        except QueryFailed as error:
            state = CoverageState.SKIPPED if error.code == "permission_denied" else CoverageState.FAILED
            coverage.append(CoverageEntry(table.name.locator, state, error.code, table.notes))
            continue
        candidates.extend(found)
        coverage.append(_entry(survey, table, reason))
    return _seeds(database, survey, subject, candidates), coverage


def _entry(survey: Survey, table: Table, reason: str) -> CoverageEntry:
    meaning = survey.meanings[table.name]
    notes = list(table.notes)
    notes += [f"opaque_column:{name}" for name in meaning.of(Semantic.OPAQUE)]
    unread = meaning.of(Semantic.BINARY)
    notes += [f"binary_column:{name}" for name in unread]
    reasons = [
        reason,
        "binary_not_read" if unread else "",
        *(n for n in table.notes if n in ("columns_denied", "row_security")),
    ]
    stated = next((entry for entry in reasons if entry), "")
    return CoverageEntry(
        table.name.locator, CoverageState.PARTIAL if stated else CoverageState.COMPLETE, stated, tuple(notes)
    )


def _in_table(
    database: Database, survey: Survey, table: Table, subject: Subject
) -> tuple[list[tuple[RawRow, list[Hit]]], str]:
    meaning = survey.meanings[table.name]
    ids = subject.ids_for(table, meaning)
    columns = tuple(dict.fromkeys((*meaning.of(*_LOOKED_UP), *ids)))
    if not columns or not table.walk_key:
        return [], "" if table.walk_key else "no_row_address"
    if table.row_count > database.limits.stream_rows:
        rows = _exact(database, table, subject, meaning.of(Semantic.EMAIL), ids)
        return [(row, hits) for row in rows if (hits := subject.hits(row.values, meaning, ids))], "exact_spellings_only"
    keys: list[Cells] = []
    for chunk in walk(database, table, columns):
        for key, cells in chunk:
            row = dict(zip(columns, cells, strict=True))
            if subject.hits(row, meaning, ids):
                keys.append(key)
        if len(keys) > database.limits.found_rows:
            break
    cap = database.limits.found_rows
    rows = fetch(database, table, table.walk_key, keys[:cap], cap=cap) if keys else []
    found = [(row, hits) for row in rows if (hits := subject.hits(row.values, meaning, ids))]
    return found, "too_many_rows" if len(keys) > cap else ""


def _exact(database: Database, table: Table, subject: Subject, emails: tuple[str, ...], ids: _Ids) -> list[RawRow]:
    """Very large tables are asked by exact spellings, so that their indexes serve."""
    rows: dict[Cells, RawRow] = {}
    wanted = [(spelled,) for email in subject.emails.values() for spelled in subject.variants.spellings(email)]
    asked: list[tuple[str, list[Cells]]] = [(column, list(wanted)) for column in emails]
    asked += [(column, [(value,) for _kind, value in numbers.values()]) for column, numbers in ids.items()]
    for column, cells in asked:
        if cells:
            for row in fetch(database, table, (column,), cells, cap=database.limits.rows_per_group):
                rows[row.key] = row
    return list(rows.values())


def _seeds(
    database: Database, survey: Survey, subject: Subject, candidates: list[tuple[RawRow, list[Hit]]]
) -> list[Seed]:
    sharing: Counter[tuple[str, str]] = Counter()
    for row, hits in candidates:
        if survey.is_person(row.table):
            sharing.update({(hit.column, hit.value) for hit in hits})
    around = Surroundings(sharing, known_elsewhere=False, shared_by_people=database.limits.shared_by_people)
    strong = [_seed(survey, subject, row, hits, around) for row, hits in candidates if is_strong(hits)]
    known = any(seed.match.decision is Decision.CONFIRMED for seed in strong)
    around = Surroundings(sharing, known_elsewhere=known, shared_by_people=database.limits.shared_by_people)
    return strong + [_seed(survey, subject, row, hits, around) for row, hits in candidates if not is_strong(hits)]


def _seed(survey: Survey, subject: Subject, row: RawRow, hits: list[Hit], around: Surroundings) -> Seed:
    hits = sorted(hits, key=lambda hit: hit != first(hits))
    return Seed(row, tuple(hits), judge(subject, survey.meanings[row.table], row, hits, around))
