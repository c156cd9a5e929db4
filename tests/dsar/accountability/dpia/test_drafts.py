"""What is typed and not saved is kept for every form that writes, offered again, and gone once it is saved."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from dsar.access.services import add_person
from dsar.accountability.dpia.models import Dpia, DpiaDraft
from dsar.accountability.dpia.services import keep_draft
from tests.dsar.accountability.dpia.making import approved, begun, submitted

RISK = {"title": "Leak", "kind": "access", "source": "S", "threat": "Half a sen", "consequence": "C", "severity": "4"}
MEASURE = {"title": "Keys", "risks": ["R1"], "lowers_likelihood": "2", "lowers_severity": "0", "state": "in_work"}
CONSULTATION = {"authority": "ICO", "received_on": "2026-01-05", "since_0": "2026-01-20", "words": "Half a sen"}


@pytest.fixture
def client_of():
    def browser(person):
        client = Client()
        client.force_login(person)
        return client

    return browser


def keep(client, dpia, part, **fields):
    return client.post(reverse("dsar:dpia-keep", args=[dpia.reference, part]), fields)


@pytest.mark.parametrize(
    ("part", "fields", "seen"),
    [
        ("risks-new", RISK, ["Half a sen", 'value="Leak"', 'value="4"[^>]* checked']),
        ("risks-R1", {**RISK, "title": "Another leak"}, ['value="Another leak"']),
        ("measures-new", MEASURE, ['value="Keys"', 'value="R1"[^>]* checked', "in_work"]),
        ("measures-M1", {**MEASURE, "risks": []}, ['value="Keys"', 'value="R1"']),
        ("consultation", CONSULTATION, ["Half a sen", 'value="2026-01-20"']),
        ("advice", {"text": "Half a sen"}, ["Half a sen"]),
        ("advice-answer", {"followed": "no", "reasons": "Half a sen"}, ["Half a sen"]),
    ],
)
def test_each_form_keeps_what_is_typed_and_starts_from_it_again(world, client_of, part, fields, seen):
    dpia, client = begun(world), client_of(world.dpo)
    if part == "advice-answer":
        dpia = submitted(world)

    told = keep(client, dpia, part, **fields).content.decode()
    took = keep(client, dpia, part, act="take")
    page = client.get(took["Location"])
    offered = client.get(took["Location"].partition("?")[0]).content.decode()

    assert "Kept as a draft" in told
    assert page.status_code == 200
    # A browser that checks first would keep nothing of a form in which something required is still empty.
    assert re.search(f'<form[^>]*hx-post="[^"]*/part/{part}/keep/"[^>]*novalidate', page.content.decode())
    assert [words for words in seen if not re.search(words, page.content.decode())] == []
    assert "did not save it" in offered
    if part == "measures-M1":
        assert not re.search('value="R1"[^>]* checked', page.content.decode())


def test_saving_one_risk_drops_its_draft_alone(world, client_of):
    dpia, client = begun(world), client_of(world.handler)
    for part in ("risks-R1", "risks-new"):
        keep(client, dpia, part, **RISK)
    url = reverse("dsar:dpia-risk", args=[dpia.reference, "R1"])

    saved = client.post(url, {**RISK, "likelihood": "2", "revision": "0"})

    assert saved.status_code == 302
    assert [one.part for one in DpiaDraft.objects.all()] == ["risks-new"]


def test_advice_that_is_given_leaves_no_draft(world, client_of):
    dpia, client = begun(world), client_of(world.dpo)
    keep(client, dpia, "advice", text="Half a sen")

    client.post(reverse("dsar:dpia-advice", args=[dpia.reference]), {"act": "advise", "text": "Half a sentence."})

    assert not DpiaDraft.objects.exists()


@pytest.mark.parametrize("part", ["risks-X", "risks-R1-x", "comments", "measures-", "advice-x"])
def test_a_form_that_there_is_not_keeps_nothing(world, client_of, part):
    answer = keep(client_of(world.handler), begun(world), part, text="x")

    assert (answer.status_code, DpiaDraft.objects.exists()) == (404, False)


def test_who_does_not_advise_and_what_is_frozen_keep_nothing(world):
    done, open_one = approved(world), begun(world)

    assert keep_draft(dpia=open_one, part="advice", fields={"text": "x"}, actor=world.handler) is None
    assert keep_draft(dpia=done, part="consultation", fields={"words": "x"}, actor=world.handler) is None
    assert keep_draft(dpia=submitted(world), part="risks-R1", fields={"title": "x"}, actor=world.handler) is None
    assert not DpiaDraft.objects.exists()


STATE = re.compile(r'name="(?:revision|seen)"(?: value="([^"]*)")?')


def taken_up(client, dpia, part):
    """The state that the form names after the draft was taken up."""
    page = client.get(keep(client, dpia, part, act="take")["Location"]).content.decode()
    return STATE.search(page)[1] or ""


@pytest.mark.parametrize("route", ["views", "consultation", "advice"])
def test_an_old_draft_that_is_taken_up_does_not_overwrite_a_colleagues_later_text(world, client_of, route):
    dpia, other = begun(world), add_person(email="kit@example.org", full_name="Kit Moor", roles=["dpo"], actor=None)
    mine, theirs = client_of(world.dpo), client_of(other)
    url, fields, words, state = {
        "views": (reverse("dsar:dpia-part", args=[dpia.reference, "views"]), {"sought": "no"}, "words", "revision"),
        "consultation": (reverse("dsar:dpia-consultation", args=[dpia.reference]), CONSULTATION, "words", "seen"),
        "advice": (reverse("dsar:dpia-advice", args=[dpia.reference]), {"act": "advise"}, "text", "seen"),
    }[route]
    first = STATE.search(mine.get(url).content.decode())[1] or ""

    keep(mine, dpia, route, **{**fields, words: "What I typed on Monday", state: first})
    saved = theirs.post(url, {**fields, words: "What Kit wrote on Tuesday", state: first})
    old = taken_up(mine, dpia, route)
    refused = mine.post(url, {**fields, words: "What I typed on Monday", state: old})
    stands = str(Dpia.objects.get().content) + str(Dpia.objects.get().record)
    page = refused.content.decode()
    again = mine.post(url, {**fields, words: "Both of it", state: STATE.search(page)[1]})

    assert (saved.status_code, refused.status_code, again.status_code) == (302, 409, 302)
    assert ("What Kit wrote on Tuesday" in stands, "What I typed on Monday" in stands) == (True, False)
    assert [
        one for one in ("What I typed on Monday", "What Kit wrote on Tuesday", "Save again") if one not in page
    ] == []
