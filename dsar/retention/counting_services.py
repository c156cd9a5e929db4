"""Counting what is past its storage period: rows of a searched database by a date column, read-only (Art. 30(1)(f))."""

import datetime as dt
from functools import partial
from uuid import UUID

from celery.exceptions import SoftTimeLimitExceeded
from django.db import transaction
from django.utils.translation import gettext as _

from discovery.scans.secrets import SecretMissing, read_secret
from discovery.sources.sql import Database
from discovery.sources.sql.errors import QueryFailed, SqlSourceError
from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.foundation import clock
from dsar.foundation.errors import NotPermitted, RuleRefused
from dsar.foundation.leases import LeaseState
from dsar.processing_records.models import ProcessingActivity, Source
from dsar.retention.models import ActivityTerm, TermColumn
from dsar.retention.rules import add_months
from erasure.errors import TargetFailed
from erasure.targets.sql.connect import open_reader

catalogue.declare(
    retention_column_named="Rows past the period of “{activity}” are counted in {source}: {table}.{column}",
    retention_column_recounted="Rows past the period of “{activity}” counted again in {source}: {table}.{column}",
    retention_column_dropped="Rows past the period of “{activity}” are no longer counted in {source}: {table}.{column}",
    retention_counted="{rows|row|rows} of “{activity}” in {source} past the period: {table}.{column} before {before}",
    retention_count_failed="Rows past the period of “{activity}” could not be counted in {source}: {failure}",
)
_LEASE = dt.timedelta(minutes=11)  # longer than a worker may take: a long count is not begun twice


@transaction.atomic
def name_column(
    *, activity: ProcessingActivity, source: Source | None, table: str, column: str, actor: User
) -> TermColumn:
    """Say in which date column of a searched database the period of an entry runs; a worker counts at once.

    One that is named already is counted again.

    Raises:
        NotPermitted: the actor's role does not change retention.
        RuleRefused: the entry has no period, the source is no database of its systems, or a name is missing.
    """
    _demand(actor)
    term = ActivityTerm.objects.filter(activity=activity).first()
    if term is None:
        raise RuleRefused(_("Set the period as a number first."), code="no_term")
    if source is None or source.pk not in {one.pk for one in databases_of(activity)}:
        message = _("Choose a database that the search reads in a system of this entry.")
        raise RuleRefused(message, code="source_wrong", fields={"source": message})
    if not table.strip() or not column.strip():
        message = _("Name the table and its date column.")
        raise RuleRefused(message, code="column_missing", fields={"column": message})
    row, is_new = TermColumn.objects.get_or_create(
        term=term, source=source, table=table.strip()[:150], column=column.strip()[:100]
    )
    if not is_new:
        return count_again(row=row, actor=actor)
    _order(row)
    record("retention.column_named", actor=actor, about=row, facts=_facts(row))
    return row


@transaction.atomic
def count_again(*, row: TermColumn, actor: User) -> TermColumn:
    """Have a column that is named already counted again.

    Raises:
        NotPermitted: the actor's role does not change retention.
        RuleRefused: its database is no longer one that the search reads for this entry ("source_wrong").
    """
    _demand(actor)
    if row.source_id not in {one.pk for one in databases_of(row.term.activity)}:
        message = _("Choose a database that the search reads in a system of this entry.")
        raise RuleRefused(message, code="source_wrong", fields={"source": message})
    _order(row)
    record("retention.column_recounted", actor=actor, about=row, facts=_facts(row))
    return row


@transaction.atomic
def drop_column(*, row: TermColumn, actor: User) -> None:
    """Count there no more."""
    _demand(actor)
    record("retention.column_dropped", actor=actor, about=row, facts=_facts(row))
    row.delete()


def databases_of(activity: ProcessingActivity) -> list[Source]:
    """The databases that the search reads in the systems of an entry."""
    return list(Source.objects.filter(system__activities=activity, kind="sql", is_active=True).distinct())


def recount(term: ActivityTerm) -> None:
    """Take back what was counted with another period and have it counted again; within the caller's transaction."""
    columns = TermColumn.objects.filter(term=term)
    columns.update(rows=None, before=None, counted_at=None)
    columns.filter(source__is_active=False).update(state=LeaseState.FAILED, failure="not_set_up", lease_until=None)
    for row in columns.filter(source__is_active=True):
        _order(row)


def ring_forgotten() -> None:
    """Ring again for columns that wait, or whose worker is gone, and for which nobody has rung lately."""
    now = clock.now()
    for column_id in list(TermColumn.leases.forgotten(now).filter(source__is_active=True).values_list("pk", flat=True)):
        TermColumn.objects.filter(pk=column_id).update(last_rung_at=now)
        _ring(column_id)


def order_counts() -> int:
    """Have everything counted again; within the caller's transaction. Gives how many columns."""
    rows = list(TermColumn.objects.filter(source__is_active=True))
    for row in rows:
        _order(row)
    return len(rows)


def count(column_id: UUID) -> bool:
    """Count the rows past the period in one column; True where this call did. Changes nothing in the database."""
    row = TermColumn.objects.select_related("term__activity", "source").filter(pk=column_id).first()
    if row is None or not row.claim(lease=_LEASE):
        return False
    row = TermColumn.objects.select_related("term__activity", "source").get(pk=row.pk)
    row.before = add_months(clock.today("UTC"), -row.term.months)
    try:
        row.rows, failure = _rows_before(row), ""
    except (SqlSourceError, QueryFailed, TargetFailed, SecretMissing) as error:
        row.rows, failure = None, str(getattr(error, "code", "") or "not_set_up")[:60]
    except SoftTimeLimitExceeded:
        row.rows, failure = None, "took_too_long"
    return _keep(row, failure)


def _rows_before(row: TermColumn) -> int | None:
    url, secret = str(row.source.settings.get("url", "")), read_secret(row.source.secret_name)
    with open_reader(url, secret) as database:
        return _counted(database, row)


def _counted(database: Database, row: TermColumn) -> int:
    tables = {str(table.name).casefold(): table for table in database.read_inventory().tables}
    table = tables.get(row.table.casefold())
    column = table.column(row.column) if table is not None else None
    if table is None or column is None:
        raise TargetFailed("no_such_column")
    place, name = database.source(table.name), database.quote(column.name)
    if column.family == "text":  # a day as text counts where every value is one ("2024-05-31…"): it sorts as a day
        other = f"SELECT count(*) FROM {place} WHERE {name} NOT LIKE {database.mark}"  # noqa: S608 - quoted
        is_day = database.rows(other, ["____-__-__%"])[0][0] == 0
    else:
        is_day = column.family == "time"
    if not is_day:
        raise TargetFailed("no_date_column")
    sql = f"SELECT count(*) FROM {place} WHERE {name} < {database.mark}"  # noqa: S608 - quoted by the catalogue's names
    found = database.rows(sql, [str(row.before)])
    return int(str(found[0][0]))


@transaction.atomic
def _keep(row: TermColumn, failure: str) -> bool:
    values, before = row.rows, row.before
    if not row.finish(LeaseState.FAILED if failure else LeaseState.DONE, failure=failure):
        return False
    row.rows, row.before, row.counted_at = values, before, clock.now()
    row.save(update_fields=["rows", "before", "counted_at"])
    facts = {**_facts(row), "rows": values, "before": before, "failure": failure}
    action = "retention.count_failed" if failure else "retention.counted"
    record(action, actor=None, actor_kind="system", about=row, facts=facts)
    return True


def _order(row: TermColumn) -> None:
    TermColumn.objects.filter(pk=row.pk).update(
        state=LeaseState.WAITING, attempts=0, failure="", lease_until=None, last_rung_at=clock.now()
    )
    transaction.on_commit(partial(_ring, row.pk))


def _facts(row: TermColumn) -> dict[str, object]:
    names = {"activity": row.term.activity.name, "source": row.source.name}
    return {**names, "table": row.table, "column": row.column}


def _demand(actor: User) -> None:
    if not actor.may(Act.EDIT_RETENTION):
        raise NotPermitted(_("Your role does not change the rules of retention."))


def _ring(column_id: UUID) -> None:
    from dsar.retention.tasks import count_rows

    count_rows.delay(str(column_id))
