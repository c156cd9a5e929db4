"""The kind "sql": a database set up like any other source. A search asks it by queries; it has no items to list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from discovery.documents import Item
from discovery.sources.ports import ConnectionTest, SourceUnreadable
from discovery.sources.registry import Setting, SourceKind, register
from discovery.sources.sql.connect import try_connection
from dsar.foundation.words import Words as _


@dataclass(frozen=True)
class SqlSource:
    """A database by its address; the password is handed over by whoever knows the secret's value."""

    url: str
    secret: str | None = field(default=None, repr=False)

    def test(self) -> ConnectionTest:
        """Whether it can be read and a write is refused."""
        report = try_connection(self.url, secret=self.secret)
        return ConnectionTest(ok=report.ok, message=report.message)

    def list(self) -> Iterator[Item]:
        """Nothing: rows are found by queries, not listed."""
        return iter(())

    def open(self, item: Item) -> BinaryIO:
        """Never: raises `SourceUnreadable`."""
        raise SourceUnreadable("searched_by_queries")


def _make(settings: Mapping[str, Any]) -> SqlSource:
    return SqlSource(str(settings["url"]))


SQL = SourceKind(
    name="sql",
    label=_("Database"),
    settings=(
        Setting(
            "url",
            _("Address of the database"),
            required=True,
            hint="postgresql://user@host/name or sqlite:////folder/file.db, without the password.",
        ),
    ),
    make=_make,
)
register(SQL)
