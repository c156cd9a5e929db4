"""A database as a target of erasures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from discovery.documents import SubjectProfile
from discovery.sources.ports import ConnectionTest
from discovery.sources.registry import Setting
from discovery.sources.sql.errors import QueryFailed
from dsar.foundation.words import Words as _
from erasure.errors import TargetFailed
from erasure.plan import Change, Outcome, Preview, Terms
from erasure.targets.ports import Pace
from erasure.targets.registry import TargetKind, register
from erasure.targets.sql.carrying import Carrier
from erasure.targets.sql.connect import failed, open_reader, open_writer
from erasure.targets.sql.facts import read_facts
from erasure.targets.sql.finding import find
from erasure.targets.sql.people import people_in_database
from erasure.targets.sql.planning import Planner

_WORDS = {
    "unreachable": "The database cannot be reached, or it refuses the user.",
    "login_refused": "The user name or password was refused.",
    "missing_file": "There is no database file at this path.",
    "permission_denied": "The database can be read but not changed by this user.",
}


@dataclass(frozen=True)
class SqlTarget:
    """SQLite, PostgreSQL, MariaDB or MySQL by its address; the password is handed over by whoever knows the secret."""

    url: str
    secret: str | None = field(default=None, repr=False)

    def test(self) -> ConnectionTest:
        """Whether it can be read, and whether a transaction that would change it can be begun (and is undone)."""
        try:
            with open_reader(self.url, self.secret) as database:
                count = len(database.read_inventory().tables)
            written, writer = open_writer(self.url, self.secret)
            with written:
                writer.begin()
                writer.rollback()
        except TargetFailed as error:
            return ConnectionTest(ok=False, message=_WORDS.get(error.code, _("The database cannot be used.")))
        except QueryFailed:
            return ConnectionTest(ok=False, message=_("The catalogue of the database cannot be read."))
        return ConnectionTest(ok=True, message=f"Connected; {count} tables. A transaction was begun and undone.")

    def preview(self, person: SubjectProfile, terms: Terms) -> Preview:
        """See `Target`; asks through a read-only connection."""
        try:
            with open_reader(self.url, self.secret) as database:
                return Planner(database, find(database, person), terms).preview()
        except QueryFailed as error:
            raise failed(error) from None

    def erase(self, changes: Sequence[Change], person: SubjectProfile, pace: Pace) -> Outcome:
        """All changes in one transaction: after an interruption it has happened whole or not at all."""
        if not changes:
            return Outcome()
        database, writer = open_writer(self.url, self.secret)
        with database:
            try:
                inventory = database.read_inventory()
                facts = read_facts(database, inventory)
                writer.begin()
                outcome = Carrier(database, writer, inventory, facts, pace).carry(changes)
                writer.commit()
            except QueryFailed as error:
                raise failed(error) from None
            finally:
                writer.rollback()
        return outcome

    def verify(self, person: SubjectProfile, terms: Terms) -> Preview:
        """The same search again."""
        return self.preview(person, terms)

    def people(self) -> Iterator[SubjectProfile]:
        """See `Target`."""
        try:
            with open_reader(self.url, self.secret) as database:
                yield from people_in_database(database)
        except QueryFailed as error:
            raise failed(error) from None


def _make(settings: Mapping[str, Any], secret: str | None) -> SqlTarget:
    return SqlTarget(str(settings["url"]), secret)


SQL = TargetKind(
    name="sql",
    label=_("Database (PostgreSQL, MariaDB, MySQL, SQLite)"),
    settings=(
        Setting(
            "url",
            _("Address of the database"),
            required=True,
            hint="postgresql://user@host/name, mysql://user@host/name or sqlite:////folder/file.db; no password.",
        ),
    ),
    make=_make,
    needs_secret=True,
)
register(SQL)
