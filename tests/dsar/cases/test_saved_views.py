"""Saved views: kept without words, shared or not, changed by their owner only, and opened by default."""

import pytest
from django.urls import reverse

from dsar.audit.models import AuditEntry
from dsar.cases.queue_models import DefaultView, SavedView
from dsar.cases.saved_views import count_of, views_of
from dsar.cases.saved_views_services import save_view
from tests.world import make_case

SAVE, VIEWS, DEFAULT = (reverse(f"dsar:case-view{end}") for end in ("-save", "s", "-default"))


def view(world, **changes):
    given = {"name": "In review", "query": "stage=review", "is_shared": False, "actor": world.handler} | changes
    return save_view(**given)


def test_a_view_keeps_filters_and_order_but_no_words(client, world):
    client.force_login(world.handler)

    answer = client.post(SAVE, {"name": "Late ones", "query": "q=lindqvist&clock=overdue&sort=-due"})

    kept = SavedView.objects.get()
    assert kept.query == "clock=overdue&sort=-due"
    assert answer["Location"] == "/cases/?clock=overdue&sort=-due"
    assert "lindqvist" not in str(list(AuditEntry.objects.values_list("body", flat=True)))


@pytest.mark.parametrize("name", ["", "In review", "IN REVIEW", "x" * 61])
def test_a_name_that_cannot_be_is_refused_and_what_was_typed_stays(client, world, name):
    view(world)
    client.force_login(world.handler)

    answer = client.post(SAVE, {"name": name, "query": "stage=search"})

    assert answer.status_code == 422
    assert 'value="stage=search"' in answer.content.decode()
    assert SavedView.objects.count() == 1


def test_a_shared_view_is_offered_to_all_and_shows_each_their_own_cases(world):
    make_case(world)
    shared = view(world, name="All", query="clock=all", is_shared=True)
    view(world, name="Mine")

    assert [one.name for one in views_of(world.stranger)] == ["All"]
    assert count_of(shared, world.handler) == 1
    assert count_of(shared, world.stranger) == 0


def test_the_number_of_a_view_is_the_length_of_its_list(client, world):
    make_case(world)
    view(world, name="Triage", query="stage=triage")
    client.force_login(world.handler)

    page = client.get(VIEWS)
    listed = client.get("/cases/?stage=triage")

    assert page.context["rows"][0]["count"] == listed.context["page"].paginator.count == 1


def test_the_list_opens_with_the_chosen_view_and_plainly_where_filters_are_given(client, world):
    mine = view(world)
    client.force_login(world.handler)
    client.post(DEFAULT, {"view": str(mine.pk)})

    opened = client.get("/cases/")
    plain = client.get("/cases/?clock=")
    client.post(DEFAULT, {})

    assert opened["Location"] == "/cases/?stage=review"
    assert plain.status_code == 200
    assert client.get("/cases/").status_code == 200


def test_others_neither_change_nor_delete_a_view_and_do_not_find_a_personal_one(client, world):
    shared, mine = view(world, is_shared=True), view(world, name="Mine")
    client.force_login(world.stranger)

    answers = [
        client.post(reverse("dsar:case-view", args=[one.pk]), {"name": "Stolen"}).status_code for one in (shared, mine)
    ]
    deleted = client.post(reverse("dsar:case-view", args=[shared.pk]), {"act": "delete"}).status_code

    assert answers == [403, 404]
    assert deleted == 403
    assert {one.name for one in SavedView.objects.all()} == {"In review", "Mine"}


def test_a_view_is_renamed_and_deleted_by_its_owner(client, world):
    mine = view(world)
    client.force_login(world.handler)
    address = reverse("dsar:case-view", args=[mine.pk])

    client.post(address, {"name": "Reading"})
    renamed = SavedView.objects.get().name
    client.post(address, {"act": "delete"})

    assert renamed == "Reading"
    assert not SavedView.objects.exists()


def test_a_view_that_is_no_longer_shared_opens_nobody_elses_list(client, world):
    shared = view(world, is_shared=True)
    DefaultView.objects.create(user=world.stranger, view=shared)
    client.force_login(world.handler)

    client.post(reverse("dsar:case-view", args=[shared.pk]), {"name": "In review"})

    assert not DefaultView.objects.exists()


def test_the_dpo_removes_a_shared_view_of_somebody_who_left(client, world):
    shared = view(world, is_shared=True)
    client.force_login(world.dpo)

    client.post(reverse("dsar:case-view", args=[shared.pk]), {"act": "delete"})

    assert not SavedView.objects.exists()
