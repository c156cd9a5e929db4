"""The third pass: every remaining text column, read in short chunks through one compiled matcher."""

from __future__ import annotations

from collections.abc import Sequence

from discovery.documents import CoverageEntry, CoverageState, Decision, FoundRow, Match, Span
from discovery.sources.sql.collected import Reached, found_row
from discovery.sources.sql.database import Cells, Database, RawRow, fetch, walk
from discovery.sources.sql.errors import QueryFailed
from discovery.sources.sql.expand import Expansion
from discovery.sources.sql.matching_port import TextHit, TextMatcher
from discovery.sources.sql.person import NameAgreement
from discovery.sources.sql.schema import Table
from discovery.sources.sql.semantics import Semantic, TableMeaning

_READ = (Semantic.FREE_TEXT, Semantic.UNDETERMINED, Semantic.STREET, Semantic.PERSON_ID)
_TEXTUAL = ("text", "document", "other")


def text_columns(table: Table, meaning: TableMeaning) -> tuple[str, ...]:
    """The columns that the look-ups do not cover and that may hold text."""
    wanted = meaning.of(*_READ)
    return tuple(c.name for c in table.columns if c.name in wanted and c.family in _TEXTUAL)


def sweep(
    database: Database,
    table: Table,
    expansion: Expansion,
    matcher: TextMatcher,
    *,
    after: Cells | None,
    upto: Cells | None,
) -> tuple[list[FoundRow], CoverageEntry]:
    """The rows of a range in whose texts the subject stands. Offsets are those of the cell's text.

    A strong hit confirms, unless the row belongs to another person; a name alone asks for a look.
    """
    columns = text_columns(table, expansion.survey.meanings[table.name])
    found: list[FoundRow] = []
    read = 0
    reason = ""
    try:
        for chunk in walk(database, table, columns, after=after, upto=upto, text=frozenset(columns)):
            hits, size = _chunk_hits(chunk, columns, matcher)
            read += size
            found.extend(_rows(database, table, expansion, hits, columns))
            if len(found) > database.limits.found_rows:
                reason = "too_many_rows"
                break
    except QueryFailed as error:
        if error.code == "permission_denied":
            return found, CoverageEntry(table.name.locator, CoverageState.SKIPPED, error.code)
        if not read:
            return found, CoverageEntry(table.name.locator, CoverageState.FAILED, error.code)
        reason = error.code
    state = CoverageState.PARTIAL if reason else CoverageState.COMPLETE
    return found, CoverageEntry(table.name.locator, state, reason, bytes_read=read)


def _chunk_hits(
    chunk: Sequence[tuple[Cells, Cells]], columns: tuple[str, ...], matcher: TextMatcher
) -> tuple[dict[Cells, list[tuple[str, TextHit]]], int]:
    hits: dict[Cells, list[tuple[str, TextHit]]] = {}
    size = 0
    for key, cells in chunk:
        for column, cell in zip(columns, cells, strict=True):
            if isinstance(cell, str) and cell:
                size += len(cell)
                if here := matcher.find(cell):
                    hits.setdefault(key, []).extend((column, hit) for hit in here)
    return hits, size


def _rows(
    database: Database,
    table: Table,
    expansion: Expansion,
    hits: dict[Cells, list[tuple[str, TextHit]]],
    columns: tuple[str, ...],
) -> list[FoundRow]:
    if not hits:
        return []
    order = [column.name for column in table.columns]
    found = []
    for walk_key, here in hits.items():
        for row in fetch(database, table, table.walk_key, [walk_key], cap=1):
            match = _judge(expansion, row, here, order)
            named = tuple(dict.fromkeys(column for column, _hit in here))
            path = f"{table.name}.{named[0]} holds {_says(match)}"
            found.append(found_row(table, Reached(row, match, path, named)))
    return found


def _judge(expansion: Expansion, row: RawRow, here: list[tuple[str, TextHit]], order: list[str]) -> Match:
    spans = tuple(Span(order.index(column), hit.start, hit.end) for column, hit in here)
    _column, hit = min(here, key=lambda entry: not entry[1].strong)
    if not hit.strong:
        why = "the subject's name stands in a text; others may bear it"
        return Match(Decision.REVIEW, hit.identifier, 0.5, why, "name_in_text", spans, hit.value)
    owner = _owner(expansion, row)
    if owner in (NameAgreement.DIFFERENT, NameAgreement.SAME_FAMILY, NameAgreement.SAME_GIVEN):
        why = "an identifier of the subject stands in a text of another person's row"
        return Match(Decision.REVIEW, hit.identifier, 0.5, why, "other_persons_row", spans, hit.value)
    return Match(
        Decision.CONFIRMED, hit.identifier, 0.9, "an identifier of the subject stands in a text", "", spans, hit.value
    )


def _owner(expansion: Expansion, row: RawRow) -> NameAgreement:
    if expansion.survey.is_person(row.table):
        meaning = expansion.survey.meanings[row.table]
        if expansion.subject.hits(row.values, meaning, {}):
            return NameAgreement.SAME
        return expansion.subject.agreement(row.values, meaning)
    return expansion.owner_agreement(row)


def _says(match: Match) -> str:
    return (
        "the subject's name" if match.identifier == "person" else f"the subject's {match.identifier.replace('_', ' ')}"
    )
