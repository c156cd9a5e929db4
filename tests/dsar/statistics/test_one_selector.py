"""Digest, badge, list, home and report count by one selector: on random worlds they agree, and with a count by hand."""

import datetime as dt
import random
import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.core.cache import cache
from django.urls import reverse

from dsar.cases import selectors
from dsar.cases.models import Case
from dsar.foundation import clock
from dsar.notices.models import Notice
from dsar.statistics import reports
from dsar.statistics.bell import bell_of
from dsar.statistics.digest_services import send_digests
from dsar.statistics.home import home_of
from dsar.statistics.periods import preset
from dsar.statistics.pressing import TOLD_GROUPS, Scope, counts, list_url, pressing, scope_of, unread
from dsar.statistics.reminder_services import note_read, sweep
from dsar.statistics.words import GROUP_WORDS
from tests.dsar.statistics.hand import UTC, hand
from tests.world import make_case

DAY = dt.timedelta(days=1)
WORLDS = 8
CASES = 14


def shuffled(dice, cases, people, today):
    """Dates on both sides of every border, any state, any handler, a few answered or out of sight."""
    for case in cases:
        due = today + dice.randint(-12, 20) * DAY
        state = dice.choice(("running", "running", "running", "paused", "not_started"))
        Case.objects.filter(pk=case.pk).update(
            clock_state=state,
            waiting_for=dice.choice(("identity", "authority", "clarification")) if state != "running" else "",
            due_on=None if state == "not_started" else due,
            statutory_due_on=None if state == "not_started" else due + dice.choice((0, 0, 2, 5)) * DAY,
            notice_by=dice.choice((None, today + dice.randint(-3, 14) * DAY)),
            is_extended=dice.random() < 0.2,
            stage=dice.choice(("triage", "search", "review", "ready", "sent", "closed")),
            outcome="withdrawn",
            handler=dice.choice(people),
        )


def by_hand(cases, today):
    """The groups counted case by case in Python."""
    found = dict.fromkeys(TOLD_GROUPS, 0)
    for case in (case for case in cases if case.stage not in ("sent", "closed")):
        runs = case.clock_state == "running"
        left = (case.due_on - today).days if case.due_on else None
        found["overdue"] += runs and case.statutory_due_on < today
        found["past_target"] += runs and left < 0 and case.statutory_due_on >= today
        found["due_7"] += runs and 0 <= left <= 7
        found["due_10"] += runs and 0 <= left <= 10
        found["notice"] += bool(case.notice_by) and not case.is_extended and 0 <= (case.notice_by - today).days <= 7
        found["waiting"] += case.waiting_for in ("identity", "authority")
    return found


@pytest.fixture
def office(world):
    with hand(dt.datetime(2026, 6, 1, 9, tzinfo=UTC)) as held:
        cache.clear()
        yield world, held, [make_case(world, received=held.at - n * DAY) for n in range(CASES)]


def test_on_random_worlds_they_agree(client, office):
    world, held, cases = office
    dice = random.Random(11)
    mailed = 0
    for number in range(WORLDS):
        held.on(days=1)
        today = clock.today("Europe/London")
        shuffled(dice, cases, [world.handler, None], today)
        sweep()
        send_digests()
        for person in (world.dpo, world.handler):
            mine = [case for case in Case.objects.all() if person == world.dpo or case.handler_id == person.pk]
            scope = scope_of(person)
            told = counts(person)

            assert told == by_hand(mine, today)
            assert {group: listed(person, list_url(group, scope)) for group in TOLD_GROUPS} == told
            tiles = {tile.url: tile.number for tile in home_of(person).tiles}
            assert all(tiles.get(list_url(group, scope), told[group]) == told[group] for group in TOLD_GROUPS)
            assert pressing(person).count() == unread(person)
            if number == 0:
                client.logout()
                client.force_login(person)
                pages = {group: client.get(list_url(group, scope)).context["page"] for group in TOLD_GROUPS}
                assert {group: page.paginator.count for group, page in pages.items()} == told
                page = client.get(reverse("dsar:notifications")).context["page"]
                assert page.paginator.count == unread(person) == bell_of(person).unread
            mailed += check_digest(person, told, today)
        figures = {one.label: one.value for one in reports.workload(world.dpo, preset("12m", today)).figures}
        whole = counts(world.dpo, Scope())
        assert all(figures[str(GROUP_WORDS[group])] == str(whole[group]) for group in reports.NOW_GROUPS)
    assert mailed >= WORLDS


def listed(person, url):
    """How many cases the list at that address has."""
    return selectors.queue(person, dict(parse_qsl(urlsplit(url).query))).count()


def check_digest(person, told, today):
    """The numbers in the mail of this day, if one was due; 1 where it was."""
    day = f"{today.day} {today:%B %Y}"
    notices = [one for one in Notice.objects.filter(code="daily_digest") if day in one.subject]
    mine = [one for one in notices if one.recipient == person.email]
    assert len(mine) <= 1
    for notice in mine:
        for group in TOLD_GROUPS:
            found = re.search(rf"{GROUP_WORDS[group]}: (\d+) http", notice.body)
            assert int(found[1] if found else 0) == told[group]
    return len(mine)


def test_what_was_noted_leaves_the_bell_and_stays_on_the_list(office):
    world, held, cases = office
    shuffled(random.Random(5), cases, [world.handler], clock.today("Europe/London"))
    before = pressing(world.dpo).count()

    note_read(user=world.dpo, cases=pressing(world.dpo).select_related("controller")[:3])

    assert before >= 4
    assert pressing(world.dpo).count() == before
    assert unread(world.dpo) == before - 3
