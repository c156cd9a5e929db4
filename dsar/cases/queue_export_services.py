"""The list of cases as a table for a spreadsheet: exactly the list, in its order, streamed."""

import csv
import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases.history import cell
from dsar.cases.querysets import CaseQuerySet
from dsar.cases.selectors import CaseRow, as_skeletons, rows_by, today_of
from dsar.foundation.errors import NotPermitted

catalogue.declare(
    queue_exported="List of cases taken away as a table (with names: {with_names}), filtered by {filters}"
)

BATCH = 500
NAMES_FOR = (Act.WORK_CASE, Act.DECIDE_EXEMPTION)


class _Line:
    """A file for csv that keeps only the line just written."""

    text = ""

    def write(self, text: str) -> int:
        self.text = text
        return len(text)


def may_take_names(user: User) -> bool:
    """Whether the person's role works or decides cases: to all others the table comes without names."""
    return any(user.may(act) for act in NAMES_FOR)


@transaction.atomic
def export_queue(
    *, found: CaseQuerySet, filters: Mapping[str, str], with_names: bool, actor: User, limit: int | None = None
) -> Iterator[bytes]:
    """The cases found, as lines of a CSV in UTF-8 with a byte order mark; the entry names filters, never their words.

    Raises:
        NotPermitted: names are asked for by somebody whose role may not take them away.
    """
    if with_names and not may_take_names(actor):
        message = "Your role takes this table without names only."
        raise NotPermitted(message)
    _record(filters, actor, with_names=with_names)
    ids = list(found.values_list("pk", flat=True)[:limit])
    return _lines(_rows(ids, today_of(actor), with_names=with_names))


@transaction.atomic
def export_skeletons(*, rows: Iterable[Mapping[str, Any]], group: str, actor: User) -> Iterator[bytes]:
    """Rows without names for administrators and auditors, as lines of a CSV."""
    _record({"clock": group}, actor, with_names=False)
    return _lines(_bare(list(rows), today_of(actor)))


def _record(filters: Mapping[str, str], actor: User, *, with_names: bool) -> None:
    used = ", ".join(sorted(name for name, value in filters.items() if value))
    record("queue.exported", actor=actor, facts={"with_names": with_names, "filters": used})


def _rows(ids: list[Any], today: dt.date, *, with_names: bool) -> Iterator[list[str]]:
    yield [
        _("Case"),
        *([_("Data subject")] if with_names else []),
        *[_("Right"), _("Stage"), _("Handler"), _("Received"), _("Statutory date"), _("Due (our target)")],
        *[_("Last day for a notice of extension"), _("Clock"), _("Days left"), _("Extended"), _("On hold")],
    ]
    for start in range(0, len(ids), BATCH):
        rows = rows_by(ids[start : start + BATCH], today)
        yield from (_cells(row, with_names=with_names) for row in rows)


def _cells(row: CaseRow, *, with_names: bool) -> list[str]:
    yes, no = _("yes"), _("no")
    return [
        row.reference,
        *([row.name] if with_names else []),
        row.right,
        row.stage,
        row.handler,
        row.received_on.isoformat(),
        *(_day(day) for day in (row.statutory_due_on, row.due_on, row.notice_by)),
        row.chip.state,
        str(_days_left(row)),
        yes if row.is_extended else no,
        yes if row.is_on_hold else no,
    ]


def _days_left(row: CaseRow) -> int | str:
    """Days to go, negative when over, 0 on the day itself; nothing where no clock runs."""
    if row.chip.days is None:
        return ""
    return -row.chip.days if row.chip.state in ("overdue", "past_target") else row.chip.days


def _bare(rows: list[Mapping[str, Any]], today: dt.date) -> Iterator[list[str]]:
    yield [_("Case"), _("Stage"), _("Handler"), _("Statutory date"), _("Due (our target)"), _("Clock"), _("Days")]
    for skeleton, chip in as_skeletons(rows, today):
        days = "" if chip.days is None else str(chip.days)
        dates = [_day(skeleton.statutory_due_on), _day(skeleton.due_on)]
        yield [skeleton.reference, skeleton.stage_words, skeleton.handler, *dates, chip.state, days]


def _day(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def _lines(rows: Iterable[list[str]]) -> Iterator[bytes]:
    line = _Line()
    table = csv.writer(line, quoting=csv.QUOTE_ALL)
    yield b"\xef\xbb\xbf"  # without it spreadsheets read UTF-8 as something else
    for row in rows:
        table.writerow([cell(value) for value in row])
        yield line.text.encode()
