"""A worker's bench: what it keeps open between the units of one scan (profile, sources, database surveys)."""

from __future__ import annotations

import contextlib
from types import TracebackType
from typing import Self
from uuid import UUID

from discovery.documents import SubjectProfile
from discovery.scans.matcher import ProfileMatcher
from discovery.scans.models import Scan, ScanSource
from discovery.scans.secrets import read_secret
from discovery.sources import Source, make_source
from discovery.sources.sql import Database, Survey, connect, read_survey

SQL_KINDS = frozenset({"sql", "sqlite", "postgresql"})


class Bench:
    """Opened lazily, closed with the bench. Not for several threads."""

    def __init__(self, scan: Scan) -> None:
        self.scan = scan
        self.profile = SubjectProfile.from_json(scan.profile)
        self.matcher = ProfileMatcher(self.profile)
        self._sources: dict[UUID, ScanSource] = {}
        self._readers: dict[UUID, Source] = {}
        self._databases: dict[UUID, tuple[Database, Survey]] = {}
        self._stack = contextlib.ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def source(self, source_id: UUID) -> ScanSource:
        """The source's row, with the scan at hand."""
        if source_id not in self._sources:
            row = ScanSource.objects.get(pk=source_id)
            row.scan = self.scan
            self._sources[source_id] = row
        return self._sources[source_id]

    def reader(self, source: ScanSource) -> Source:
        """The source of files. Raises ValueError for settings that do not fit its kind."""
        if source.pk not in self._readers:
            self._readers[source.pk] = make_source(source.kind, source.settings)
        return self._readers[source.pk]

    def database(self, source: ScanSource) -> tuple[Database, Survey]:
        """The open database and what is known of it. Raises SqlSourceError or SecretMissing."""
        if source.pk not in self._databases:
            database = connect(str(source.settings.get("url", "")), secret=read_secret(source.secret_name))
            self._stack.enter_context(database)
            self._databases[source.pk] = (database, read_survey(database))
        return self._databases[source.pk]

    def forget_database(self, source: ScanSource) -> None:
        """After an error the next unit connects anew; the old connection is closed with the bench."""
        self._databases.pop(source.pk, None)


def is_database(source: ScanSource) -> bool:
    """Whether the source is searched in units of a database rather than file by file."""
    return source.kind in SQL_KINDS
