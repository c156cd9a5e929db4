"""The filters of the queue: each narrows what the list shows, and the search finds people however they are typed."""

import datetime as dt

import pytest

from dsar.cases import clock_acts
from dsar.cases.messages_services import receive_message
from dsar.cases.models import Case
from dsar.cases.notes_services import add_note
from dsar.cases.permissions import WORKERS, grant
from dsar.cases.queue_filters import kept
from dsar.cases.queue_hold_services import place_hold
from dsar.cases.rules import search_terms
from dsar.cases.selectors import queue
from dsar.deadlines.events import PauseKind
from dsar.foundation import clock
from tests.world import ago, local_today, make_case

DAY = dt.timedelta(days=1)
LIST = "/cases/"


@pytest.fixture
def handler(client, world):
    client.force_login(world.handler)
    return client


def shown(answer):
    return [row.reference for row in answer.context["page"].object_list]


def test_each_mark_finds_the_case_that_bears_it_and_no_other(world):
    plain = make_case(world)
    held, unread, mentioned, safe, asked = (make_case(world, name=f"Bo Ek{number}") for number in range(5))
    place_hold(case=held, reason="Works council", actor=world.handler)
    receive_message(case=unread, channel="email", text="Hello", received_at=clock.now())
    add_note(case=mentioned, text="Please look, @Hanna Dler", actor=world.dpo)
    safe.people.update(is_safe_contact=True)
    asked.people.filter(role="requester").update(relation="parent")
    Case.objects.filter(pk=plain.pk).update(is_extended=True)

    found = {
        flag: queue(world.handler, {"flag": flag})
        for flag in ("hold", "unread", "mentioned", "safe_contact", "represented", "extended")
    }

    assert {flag: list(cases) for flag, cases in found.items()} == {
        "hold": [held],
        "unread": [unread],
        "mentioned": [mentioned],
        "safe_contact": [safe],
        "represented": [asked],
        "extended": [plain],
    }


def test_days_include_their_first_and_last_day_in_the_persons_zone(handler, world):
    late_evening = dt.datetime(2026, 6, 30, 23, 30, tzinfo=dt.UTC)  # 1 July in London
    case = make_case(world, received=late_evening)

    hit = handler.get(LIST, {"received_from": "2026-07-01", "received_to": "2026-07-01"})
    before = handler.get(LIST, {"received_to": "2026-06-30"})
    due = handler.get(LIST, {"due_from": case.due_on.isoformat(), "due_to": case.due_on.isoformat()})

    assert shown(hit) == [case.reference]
    assert shown(before) == []
    assert shown(due) == [case.reference]


def test_whoever_asks_for_an_outcome_sees_closed_cases(handler, world):
    case = make_case(world)
    Case.objects.filter(pk=case.pk).update(stage="closed", outcome="withdrawn")

    assert shown(handler.get(LIST, {"outcome": "withdrawn"})) == [case.reference]
    assert shown(handler.get(LIST)) == []


def test_the_teams_cases_are_those_of_colleagues(handler, world):
    mine, dpos, strangers = (make_case(world, name=f"Bo Ek{number}") for number in range(3))
    Case.objects.filter(pk=dpos.pk).update(handler=world.dpo)
    Case.objects.filter(pk=strangers.pk).update(handler=world.stranger)

    assert set(shown(handler.get(LIST, {"handler": "team"}))) == {mine.reference, dpos.reference}
    assert shown(handler.get(LIST, {"handler": str(world.stranger.pk)})) == [strangers.reference]


def test_what_a_case_waits_for_is_a_filter(handler, world):
    waiting = make_case(world, name="Bo Ek")
    make_case(world)
    clock_acts.pause(case=waiting, waiting_for=PauseKind.IDENTITY, on=local_today(), reason="Who?", actor=world.handler)

    assert shown(handler.get(LIST, {"waiting_for": "identity"})) == [waiting.reference]


@pytest.mark.parametrize(
    "words",
    ["020 7946 0018", "+44 20 7946 0018", "O'Brien", "o’brien", "brien", "C-1042", "0001", "mary@EXAMPLE.com"],
)
def test_a_person_is_found_however_the_words_are_typed(world, words):
    details = {
        "phones": ["020 7946 0018"],
        "emails": ["mary@example.com"],
        "identifiers": [{"type": "customer", "value": "C-1042"}],
    }
    case = make_case(world, name="Mary O'Brien", details=details)
    make_case(world, name="Bo Ek")

    assert list(queue(world.handler, {"q": words})) == [case]


def test_a_word_that_fits_nobody_finds_nobody(world):
    make_case(world)

    assert list(queue(world.handler, {"q": "lindqvist nobody"})) == []


def test_an_address_is_not_taken_apart_into_names():
    assert [term.forms[0] for term in search_terms("ana.l@example.com")] == [("email", "ana.l@example.com")]


@pytest.mark.parametrize(
    "sort", ["handler", "-handler", "right", "clock", "statutory", "notice", "-statutory", "-reference"]
)
def test_every_column_sorts_in_both_directions(handler, world, sort):
    first, second = make_case(world), make_case(world, name="Bo Ek", received=ago(days=9))

    assert set(shown(handler.get(LIST, {"sort": sort}))) == {first.reference, second.reference}


def test_a_sorted_list_is_in_order(handler, world):
    old, new = make_case(world, received=ago(days=9)), make_case(world, name="Bo Ek")

    assert shown(handler.get(LIST, {"sort": "statutory"})) == [old.reference, new.reference]
    assert shown(handler.get(LIST, {"sort": "-statutory"})) == [new.reference, old.reference]


def test_a_page_beyond_the_end_is_the_last_one(handler, world):
    case = make_case(world)

    assert shown(handler.get(LIST, {"page": "7"})) == [case.reference]


def test_a_kept_query_has_no_words_no_page_and_one_order():
    assert kept("?sort=-due&q=Ana+Lindqvist&page=3&stage=review&clock=all&evil=1") == "clock=all&stage=review&sort=-due"


def test_marks_stand_in_the_rows(handler, world):
    case = make_case(world)
    receive_message(case=case, channel="email", text="Hello", received_at=clock.now())
    place_hold(case=case, reason="Works council", actor=world.handler)

    text = handler.get(LIST).content.decode()

    assert "Unread reply" in text
    assert 'aria-label="On hold"' in text


def test_a_grant_in_person_shows_the_case_and_a_twin_through_a_team_shows_it_once(client, world):
    case = make_case(world)
    grant(case, to=world.handler, acts=WORKERS)
    grant(case, to=world.stranger, acts=WORKERS)

    assert queue(world.handler, {}).count() == 1
    assert list(queue(world.stranger, {})) == [case]
