"""The list as a table: exactly the list, without formulas, and names only for whoever may take them away."""

import csv
import io

import pytest
from django.urls import reverse

from dsar.audit.models import AuditEntry
from dsar.cases.history import cell
from dsar.cases.models import Case
from tests.world import make_case

EXPORT = reverse("dsar:case-export")
BARE = reverse("dsar:case-skeletons-export")


def table(answer):
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_the_table_has_the_rows_of_the_list_in_its_order(client, world):
    for name in ("Bo Ek", "Ana Lindqvist", "Ida Ek"):
        make_case(world, name=name)
    Case.objects.filter(pk=Case.objects.order_by("reference").first().pk).update(channel="letter")
    client.force_login(world.handler)
    query = {"channel": "email", "sort": "-reference"}

    listed = client.get("/cases/", query)
    rows = table(client.get(EXPORT, query))

    assert [row[0] for row in rows[1:]] == [row.reference for row in listed.context["page"].object_list]
    assert len(rows) == 3
    assert "Lindqvist" not in str(rows)


def test_names_stand_in_it_only_where_they_are_asked_for_by_whoever_may(client, world):
    make_case(world)
    client.force_login(world.handler)

    named = table(client.get(EXPORT, {"names": "1"}))
    client.force_login(world.intake)
    refused = client.get(EXPORT, {"names": "1"})
    bare = table(client.get(EXPORT))

    assert "Ana Lindqvist" in named[1]
    assert refused.status_code == 403
    assert "Lindqvist" not in str(bare)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", " ="])
def test_no_cell_starts_a_formula(client, world, start):
    make_case(world, name=f"{start}HYPERLINK(1)")
    client.force_login(world.handler)

    named = table(client.get(EXPORT, {"names": "1"}))

    assert named[1][1].startswith("'")
    assert cell(f"{start}1") == f"'{start}1"


def test_every_value_stands_in_quotes(client, world):
    make_case(world, name='Ana "Ann", Lindqvist')
    client.force_login(world.handler)

    text = b"".join(client.get(EXPORT, {"names": "1"}).streaming_content).decode("utf-8-sig")

    assert all(line.startswith('"') and line.endswith('"') for line in text.splitlines())
    assert '"Ana ""Ann"", Lindqvist"' in text


def test_taking_the_list_away_leaves_an_entry_without_the_words_searched_for(client, world):
    make_case(world)
    client.force_login(world.handler)

    table(client.get(EXPORT, {"q": "Lindqvist", "stage": "triage"}))

    entry = AuditEntry.objects.get(action="queue.exported")
    assert b"q, stage" in bytes(entry.body)
    assert b"indqvist" not in bytes(entry.body)


def test_administrators_take_a_table_without_names(client, world):
    case = make_case(world)
    client.force_login(world.admin)

    rows = table(client.get(BARE, {"clock": ""}))

    assert [row[0] for row in rows[1:]] == [case.reference]
    assert "Lindqvist" not in str(rows)
    assert client.get(EXPORT).status_code == 403
