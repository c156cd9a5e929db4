"""What the parts of a record share: tables of texts, days in words, and who is named."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.statistics.sheets import Cell, Column, Row, Table
from dsar.templatetags.desk_words import date_words


@dataclass(slots=True)
class Teller:
    """How much is told: staff by name, or numbered in the order in which they appear."""

    with_names: bool
    _names: dict[UUID, str]
    _numbers: dict[UUID, int]

    def person(self, user_id: Any) -> str:
        """Who did it."""
        if user_id is None:
            return ""
        if self.with_names:
            return self._names.get(user_id, _("somebody who left"))
        number = self._numbers.setdefault(user_id, len(self._numbers) + 1)
        return _("Person %(number)d") % {"number": number}

    def words(self, sealed: str) -> str:
        """A reason in somebody's own words, or a mark that there is one."""
        return sealed if self.with_names else (_("given, not shown") if sealed else "")


def teller(*, with_names: bool) -> Teller:
    """A teller who knows the staff."""
    names = dict(User.objects.values_list("pk", "full_name")) if with_names else {}
    return Teller(with_names, names, {})


def table_of(title: str, head: str, columns: list[str], rows: list[Row]) -> Table:
    """A table in which every cell is a text."""
    listed = [Column(label, is_number=False) for label in columns]
    return Table(title, head, listed, rows, empty=_("None."))


def day_of(value: dt.date | dt.datetime | None) -> Cell:
    """A day in words; None where there is none."""
    return date_words(value) if value else None
