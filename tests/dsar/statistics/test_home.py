"""Home: every number equals its list, and each person sees the home of their work."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from dsar.cases import clock_acts
from dsar.cases.cover_models import Absence
from dsar.cases.models import Case
from dsar.deadlines.events import PauseKind
from dsar.statistics.home import home_of
from tests.world import ago, local_today, make_case

DAY = dt.timedelta(days=1)


@pytest.fixture
def cases(world):
    """Cases on both sides of every border of the groups."""
    made = [make_case(world, received=ago(days=age)) for age in (60, 40, 31, 30, 29, 26, 23, 22, 15, 2)]
    clock_acts.pause(
        case=made[-1], waiting_for=PauseKind.IDENTITY, on=local_today(), reason="Who?", actor=world.handler
    )
    clock_acts.pause(
        case=made[-2], waiting_for=PauseKind.CLARIFICATION, on=local_today(), reason="Which?", actor=world.handler
    )
    past = make_case(world, received=ago(days=12))
    Case.objects.filter(pk=past.pk).update(
        due_on=local_today() - DAY, target_due_on=local_today() - DAY, handler=None, stage="review"
    )
    Case.objects.filter(pk=made[3].pk).update(stage="closed", outcome="withdrawn")
    make_foreign(world)
    return made


def make_foreign(world):
    """A late case that nobody of the privacy team may see counts for nobody of them."""
    foreign = make_case(world, received=ago(days=70))
    foreign.caseteampermission_set.all().delete()
    foreign.caseuserpermission_set.all().delete()


def listed(client, url):
    """How many rows the list at that address has, whatever page shows it."""
    context = client.get(url).context
    if "sheet" in context:
        return len(context["sheet"].tables[-1].rows)
    return context["page"].paginator.count if "page" in context else len(context["rows"])


@pytest.mark.parametrize("who, whole", [("dpo", False), ("handler", False), ("handler", True), ("approver", False)])
def test_every_number_equals_the_list_behind_it(client, world, cases, who, whole):
    person = getattr(world, who)
    client.force_login(person)
    home = home_of(person, whole=whole)

    for tile in [*home.tiles, *home.by_stage, *home.by_handler]:
        assert listed(client, tile.url) == tile.number, tile.label
    numbers = {tile.label: tile.number for tile in home.tiles}
    assert numbers["Past the statutory date"] >= 2
    assert numbers["Waiting for ID"] == 1
    assert sum(tile.number for tile in home.by_stage) == home.open_count
    assert sum(tile.number for tile in home.by_handler) == (0 if home.is_mine else home.open_count)


def test_a_handler_sees_their_own_first_and_a_case_of_nobody_as_a_number(world, cases):
    mine, whole = home_of(world.handler), home_of(world.handler, whole=True)

    assert (mine.is_mine, whole.is_mine) == (True, False)
    assert mine.open_count == whole.open_count - 1
    assert {tile.label: tile.number for tile in mine.tiles}["Without a handler"] == 1


def test_who_covers_for_a_colleague_sees_their_cases_as_mine(world, cases):
    before = home_of(world.stranger).open_count
    Absence.objects.create(
        user=world.handler,
        deputy=world.stranger,
        from_on=local_today(),
        until_on=local_today() + 3 * DAY,
        set_at=timezone.now(),
    )

    assert before == 0
    assert home_of(world.stranger).open_count > 5


def test_the_lists_under_the_numbers_hold_the_first_ten(client, world, cases):
    for shortlist in home_of(world.dpo).lists:
        assert len(shortlist.rows) == min(shortlist.total, 10)


def test_only_the_first_group_is_called_a_breach(client, world, cases):
    client.force_login(world.dpo)

    text = client.get(reverse("dsar:home")).content.decode()

    assert text.count("a breach until answered") == 1
    assert "late by our own target only" in text


@pytest.mark.parametrize("who", ["admin", "auditor"])
def test_those_who_see_no_names_get_two_groups_without_them(client, world, who):
    make_case(world, received=ago(days=60), name="Xaverine Quillfeather")
    client.force_login(getattr(world, who))

    text = client.get(reverse("dsar:home")).content.decode()

    assert "Past the statutory date" in text
    assert "Past our 30 days, within the statute" in text
    assert re.search(r"DSAR-\d{4}-\d{4}-", text)
    assert "Quillfeather" not in text


def test_intake_sees_what_was_logged_last(client, world):
    make_case(world)
    client.force_login(world.intake)

    text = client.get(reverse("dsar:home")).content.decode()

    assert "Logged last" in text
    assert "Ana Lindqvist" in text


@pytest.mark.parametrize("who", ["handler", "approver", "dpo", "stranger", "intake", "admin", "auditor"])
def test_everybody_has_a_home_also_on_the_first_day(client, world, who):
    client.force_login(getattr(world, who))

    assert client.get(reverse("dsar:home")).status_code == 200


def test_home_asks_for_a_sign_in_and_has_no_post(client, world):
    assert client.get(reverse("dsar:home")).status_code == 302
    client.force_login(world.dpo)
    assert client.post(reverse("dsar:home")).status_code == 405
