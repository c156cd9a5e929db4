"""The page of notifications: what presses, noted case by case or all at once, until the next step."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.urls import reverse

from dsar.statistics.bell import bell_of
from dsar.statistics.pressing import unread
from dsar.statistics.reminder_services import sweep
from tests.dsar.statistics.hand import UTC, hand
from tests.world import make_case

MORNING = dt.datetime(2026, 6, 1, 9, tzinfo=UTC)
PAGE = "/notifications/"


@pytest.fixture
def held():
    with hand(MORNING) as moved:
        cache.clear()
        yield moved


@pytest.fixture
def cases(world, held):
    made = [make_case(world, received=MORNING - dt.timedelta(hours=hours)) for hours in (0, 1, 2)]
    held.on(days=24)
    return made


def shown(answer):
    return {item.row.reference: item.is_unread for item in answer.context["page"].object_list}


def test_one_case_is_noted_and_presses_anew_with_its_next_step(client, world, cases, held):
    client.force_login(world.handler)
    client.post(reverse("dsar:notifications-read"), {"case": cases[0].reference})
    noted = shown(client.get(PAGE))
    held.on(days=2)
    client.logout()
    client.force_login(world.handler)
    later = shown(client.get(PAGE))

    assert noted == {cases[0].reference: False, cases[1].reference: True, cases[2].reference: True}
    assert set(later.values()) == {True}


def test_all_are_noted_at_once_and_the_bell_falls_silent(client, world, cases):
    client.force_login(world.handler)
    rung = bell_of(world.handler).unread

    client.post(reverse("dsar:notifications-read"))

    assert rung == 3
    assert bell_of(world.handler).unread == 0
    assert client.get(PAGE + "?show=unread").context["page"].paginator.count == 0


def test_what_one_person_noted_presses_the_other_as_before(client, world, cases):
    client.force_login(world.handler)

    client.post(reverse("dsar:notifications-read"))

    assert unread(world.dpo) == 3


def test_a_foreign_case_is_neither_shown_nor_noted(client, world, cases):
    client.force_login(world.stranger)

    client.post(reverse("dsar:notifications-read"), {"case": cases[0].reference})

    assert shown(client.get(PAGE)) == {}
    assert unread(world.handler) == 3


def test_what_i_was_told_is_listed_with_its_mail(client, world, cases):
    sweep()
    client.force_login(world.handler)

    page = client.get(PAGE + "?show=told")

    assert "with the next mail" in page.content.decode()
    assert page.context["page"].paginator.count >= 3


def test_an_hour_that_does_not_exist_is_refused_beside_the_field(client, world, held):
    client.force_login(world.handler)

    assert client.post(reverse("dsar:notifications-mail"), {"hour": "25"}).status_code == 422


@pytest.mark.parametrize("who", ["intake", "admin", "auditor"])
def test_whom_no_case_asks_anything_of_has_no_bell(client, world, held, who):
    client.force_login(getattr(world, who))

    assert bell_of(getattr(world, who)).unread is None
    assert client.get(PAGE).status_code == 403
