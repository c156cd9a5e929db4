"""How many rows of a source are past the period of the register, where a date column is known."""

import sqlite3

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.urls import reverse

from dsar.audit.models import AuditEntry
from dsar.foundation import clock
from dsar.foundation.errors import RuleRefused
from dsar.foundation.leases import RING_AGAIN_AFTER
from dsar.processing_records.models import ProcessingActivity, Source, System
from dsar.retention import counting_services
from dsar.retention.counting_services import count, name_column
from dsar.retention.models import TermColumn
from dsar.retention.sweep_services import order_sweep
from dsar.retention.tasks import ring_forgotten
from dsar.retention.term_services import Term, set_term


@pytest.fixture
def activity(world, tmp_path, settings):
    """Orders that are kept for 24 months, in a database with three old ones and one of today."""
    settings.DSAR_SOURCE_ROOTS = [str(tmp_path)]
    with sqlite3.connect(tmp_path / "shop.sqlite") as made:
        made.execute("CREATE TABLE orders (id INTEGER PRIMARY KEY, placed_on DATE, note TEXT, said_on TEXT)")
        days = ["2019-01-01", "2020-02-29", "2021-12-31 10:00", clock.today("UTC").isoformat(), None]
        made.executemany(
            "INSERT INTO orders (placed_on, note, said_on) VALUES (?, 'x', ?)", [(day, day) for day in days]
        )
    made.close()
    system = System.objects.create(name="Shop")
    Source.objects.create(system=system, name="Shop", kind="sql", settings={"url": f"sqlite:///{tmp_path}/shop.sqlite"})
    made = ProcessingActivity.objects.create(
        controller=world.controller, name="Orders", purpose="Sell", legal_basis="Contract", retention="2 years"
    )
    made.systems.add(system)
    set_term(activity=made, term=Term(24, "the order"), actor=world.dpo)
    return made


def named(activity, world, column="placed_on", table="orders"):
    source = Source.objects.get()
    return name_column(activity=activity, source=source, table=table, column=column, actor=world.dpo)


def test_rows_past_the_period_are_counted_and_shown(activity, world, client):
    row, as_text = named(activity, world), named(activity, world, column="said_on")
    assert count(row.pk)
    assert count(as_text.pk)
    client.force_login(world.dpo)
    listed = client.get(reverse("dsar:retention-register")).content.decode()
    page = client.get(reverse("dsar:retention-term", args=[activity.pk])).content.decode()

    row.refresh_from_db()
    as_text.refresh_from_db()
    assert (row.rows, row.failure, as_text.rows) == (3, "", 3)
    assert "6 rows past it" in listed
    assert "orders.placed_on" in page


def test_a_column_that_is_no_date_or_not_there_is_told(activity, world):
    rows = [named(activity, world, column="note"), named(activity, world, table="nothing")]

    for row in rows:
        count(row.pk)

    assert sorted(TermColumn.objects.values_list("failure", "rows")) == [
        ("no_date_column", None), ("no_such_column", None),
    ]  # fmt: skip


def test_no_sum_is_shown_where_a_column_could_not_be_counted(activity, world, client):
    for row in (named(activity, world), named(activity, world, table="nothing")):
        count(row.pk)
    client.force_login(world.dpo)

    listed = client.get(reverse("dsar:retention-register")).content.decode()

    assert "past it" not in listed
    assert "counted by hand" in listed


def test_another_period_takes_back_what_was_counted_with_the_old_one(activity, world):
    row = named(activity, world)
    count(row.pk)

    set_term(activity=activity, term=Term(24, "the end of the order"), actor=world.dpo)
    row.refresh_from_db()
    same = row.rows
    set_term(activity=activity, term=Term(12, "the order"), actor=world.dpo)
    row.refresh_from_db()

    assert (same, row.rows, row.before, row.state) == (3, None, None, "waiting")


def test_a_count_that_takes_too_long_fails_and_says_so(activity, world, monkeypatch):
    def too_long(row):
        raise SoftTimeLimitExceeded

    monkeypatch.setattr(counting_services, "_rows_before", too_long)
    row = named(activity, world)

    assert count(row.pk)

    row.refresh_from_db()
    assert (row.state, row.failure, row.rows) == ("failed", "took_too_long", None)


def test_a_count_whose_message_was_lost_is_rung_for_again(activity, world, monkeypatch):
    rung, row = [], named(activity, world)
    monkeypatch.setattr(counting_services, "_ring", rung.append)
    ring_forgotten()
    early = list(rung)
    TermColumn.objects.update(last_rung_at=clock.now() - 3 * RING_AGAIN_AFTER)

    ring_forgotten()

    assert (early, rung) == ([], [row.pk])


def test_each_sweep_counts_again(activity, world):
    row = named(activity, world)
    count(row.pk)

    order_sweep(actor=None)

    row.refresh_from_db()
    assert row.state == "waiting"


def test_counting_again_is_an_act_of_its_own_in_the_chain(activity, world, client):
    row = named(activity, world)
    count(row.pk)
    again = named(activity, world)
    client.force_login(world.dpo)
    client.post(f"/api/v1/retention/register/{activity.pk}/columns/{row.pk}/")

    found = AuditEntry.objects.filter(action__startswith="retention.column_").order_by("seq")

    row.refresh_from_db()
    assert (again.pk, row.state) == (row.pk, "waiting")
    assert [one.action.partition("column_")[2] for one in found] == ["named", "recounted", "recounted"]


def test_it_is_set_up_on_the_page_and_only_for_databases_of_the_entry(activity, world, client):
    strange = Source.objects.create(system=System.objects.create(name="Other"), name="Other", kind="sql", settings={})
    url = reverse("dsar:retention-count", args=[activity.pk])
    client.force_login(world.dpo)

    wrong = client.post(url, {"source": strange.pk, "table": "orders", "column": "placed_on"})
    right = client.post(url, {"source": Source.objects.get(name="Shop").pk, "table": "orders", "column": "placed_on"})
    row = TermColumn.objects.get()
    client.post(reverse("dsar:retention-count-drop", args=[activity.pk, row.pk]))
    with pytest.raises(RuleRefused):
        name_column(activity=activity, source=strange, table="orders", column="placed_on", actor=world.dpo)

    assert (wrong.status_code, right.status_code) == (422, 302)
    assert not TermColumn.objects.exists()
