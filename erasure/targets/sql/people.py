"""The people of a database, row by row: addresses, numbers, names with dates of birth or phone numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from discovery.documents import SubjectProfile
from discovery.sources.sql import Database, Survey, read_survey
from discovery.sources.sql.database import walk
from discovery.sources.sql.schema import Table
from discovery.sources.sql.semantics import NAMES, Semantic


def people_in_database(database: Database) -> Iterator[SubjectProfile]:
    """Every row that tells a person. Raises QueryFailed."""
    survey = read_survey(database)
    for table in survey.inventory.tables:
        if table.walk_key:
            yield from _in_table(database, survey, table)


def _in_table(database: Database, survey: Survey, table: Table) -> Iterator[SubjectProfile]:
    meaning = survey.meanings[table.name]
    mails, names = meaning.of(Semantic.EMAIL), meaning.identity_of(*NAMES)
    phones, born = meaning.of(Semantic.PHONE), meaning.of(Semantic.DATE_OF_BIRTH)
    columns = tuple(dict.fromkeys((*mails, *names, *phones, *born)))
    if not mails and not (names and (phones or born)):
        return
    for chunk in walk(database, table, columns):
        for _key, cells in chunk:
            row = dict(zip(columns, cells, strict=True))
            yield SubjectProfile(
                names=_full_names(row, names), emails=_texts(row, mails), phones=_texts(row, phones),
                dates_of_birth=tuple(text[:10] for text in _texts(row, born)),
            )  # fmt: skip


def _full_names(row: Mapping[str, Any], columns: Sequence[str]) -> tuple[str, ...]:
    parts = [str(row[name]).strip() for name in columns if row.get(name)]
    return (" ".join(parts),) if parts else ()


def _texts(row: Mapping[str, Any], columns: Sequence[str]) -> tuple[str, ...]:
    return tuple(str(row[name]).strip() for name in columns if row.get(name))
