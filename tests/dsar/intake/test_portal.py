"""The public form walked page by page, its limits, its drafts, and the status."""

import datetime as dt
import html
import re

import pytest
from django.db import connection
from django.test import Client

from dsar.audit.models import AuditEntry
from dsar.cases.models import Case
from dsar.foundation import clock
from dsar.foundation.models import DataKey
from dsar.intake import budget
from dsar.intake.models import PortalTally, RequestDraft, StatusLink
from dsar.intake.services import code_digest, purge_drafts
from dsar.notices.models import Notice
from dsar.processing_records.models import Controller

ANSWERS = {
    "who": {"relation": "self"},
    "name": {"name": "Xaverine Quillfeather", "names": "X. Feather"},
    "contact": {"email": "xaverine@example.com"},
    "find": {"identifiers": "4711", "births": "23/04/1985", "period": "Last summer, the Leeds shop"},
    "right": {"right": "access"},
    "words": {"text": "Everything you hold about me."},
}


def walk(client, answers=ANSWERS):
    """Answer every question in the order in which the form asks."""
    answer = client.post("/request/")
    while "question" in answer["Location"]:
        step = answer["Location"].rstrip("/").rsplit("/", 1)[-1]
        assert client.get(answer["Location"]).status_code == 200
        answer = client.post(answer["Location"], answers[step])
        assert answer.status_code == 302, step
    return answer


def send(client):
    """Walk, send, and read the reference and the code off the last page."""
    walk(client)
    client.post("/request/check/")
    page = client.get("/request/done/").content.decode()
    code = re.search(r'id="status-code">([0-9a-f]{32})<', page)[1]
    return Case.objects.latest("created_at"), code


def test_the_walk_ends_with_a_case_that_the_privacy_team_sees(world, client):
    checked = client.get(walk(client)["Location"]).content.decode()
    sent = client.post("/request/check/")
    done = client.get(sent["Location"]).content.decode()

    case = Case.objects.get()
    assert "Last summer, the Leeds shop" in checked
    assert "Me" in checked
    assert case.reference in done
    assert (case.channel, case.logged_by, case.stage) == ("form", None, "triage")
    details = case.people.get(role="subject").details
    assert details["emails"] == ["xaverine@example.com"]
    assert details["identifiers"] == [{"type": "reference", "value": "4711"}]
    assert case.search_details == "Last summer, the Leeds shop"
    seen = [case in Case.objects.visible_to(user) for user in (world.handler, world.dpo, world.stranger)]
    assert seen == [True, True, False]
    assert AuditEntry.objects.filter(case_id=case.pk, action="intake.sent", actor_kind="requester").exists()
    assert Notice.objects.get().recipient == "xaverine@example.com"


def test_asking_for_somebody_else_asks_for_both_names(world, client):
    answers = ANSWERS | {"who": {"relation": "parent"}, "asker": {"name": "Pa Rent"}}

    walk(client, answers)
    client.post("/request/check/")

    people = {person.role: person for person in Case.objects.get().people.all()}
    assert (people["subject"].name, people["requester"].name) == ("Xaverine Quillfeather", "Pa Rent")
    assert people["requester"].relation == "parent"
    assert people["subject"].details["emails"] == []
    assert people["requester"].details["emails"] == ["xaverine@example.com"]


def test_with_several_controllers_the_person_chooses(world, client):
    other = Controller.objects.create(name="Southwind Ltd")

    walk(client, ANSWERS | {"organisation": {"controller": str(other.pk)}})
    page = client.get("/request/check/").content.decode()
    client.post("/request/check/")

    assert "Southwind Ltd" in page
    assert Case.objects.get().controller == other


def test_a_second_click_sends_nothing_more(world, client):
    walk(client)

    client.post("/request/check/")
    client.post("/request/check/")

    assert Case.objects.count() == 1


def test_a_wrong_answer_is_told_and_kept_and_nothing_can_be_skipped(world, client):
    client.post("/request/")

    wrong = client.post("/request/question/who/", {})
    skipped = client.get("/request/question/words/")
    client.post("/request/question/who/", {"relation": "self"})
    client.post("/request/question/name/", {"name": "Ana Berg"})
    no_way = client.post("/request/question/contact/", {"email": "ana at example", "address": "1 Example Street"})

    assert wrong.status_code == 422
    assert "There is a problem" in wrong.content.decode()
    assert skipped["Location"].endswith("/question/who/")
    assert no_way.status_code == 422
    assert "1 Example Street" in no_way.content.decode()
    assert client.get("/request/check/")["Location"].endswith("/question/contact/")


def test_back_shows_what_was_answered(world, client):
    walk(client)

    page = client.get("/request/question/name/").content.decode()

    assert "Xaverine Quillfeather" in page
    assert 'class="back-link" href="/request/question/who/"' in page


def test_the_first_page_says_that_no_form_is_compulsory(world, client):
    page = client.get("/request/").content.decode()

    assert "You do not have to use this form." in page
    assert not RequestDraft.objects.exists()


def test_the_answers_lie_sealed_and_the_cookie_goes_nowhere_else(world, client):
    walk(client)

    cookie = client.cookies["dsar_request"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/request/", True, "Lax")
    assert "sessionid" not in client.cookies
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM dsar_requestdraft")
        row = cursor.fetchone()
    assert row
    assert not any(b"Quillfeather" in value for value in map(as_bytes, row))
    assert cookie.value.encode() not in b"".join(map(as_bytes, row))


def as_bytes(value):
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def test_what_was_typed_is_gone_once_it_is_sent(world, client):
    send(client)

    assert set(RequestDraft.objects.get().answers) == {"sent"}


def test_drafts_are_let_go_with_their_keys_after_a_day(world, client):
    walk(client)
    keys = DataKey.objects.count()
    RequestDraft.objects.update(expires_at=clock.now() - dt.timedelta(seconds=1))
    gone = client.get("/request/question/name/")

    purged = purge_drafts()

    assert gone["Location"] == "/request/?gone=1"
    assert "no longer have your answers" in client.get(gone["Location"]).content.decode()
    assert purged == 1
    assert not RequestDraft.objects.exists()
    assert DataKey.objects.count() == keys - 1
    assert AuditEntry.objects.filter(action="intake.drafts_purged").count() == 1


def test_a_fresh_draft_stays(world, client):
    walk(client)

    assert purge_drafts() == 0
    assert RequestDraft.objects.count() == 1


@pytest.mark.parametrize("limits", [(1, 100), (100, 1)])
def test_too_many_requests_are_told_so_with_other_ways_and_lose_nothing(world, client, monkeypatch, limits):
    monkeypatch.setitem(budget.BUDGETS, "send", limits)
    send(client)
    second = Client(REMOTE_ADDR="127.0.0.1")
    walk(second)

    refused = second.post("/request/check/")

    page = refused.content.decode()
    assert refused.status_code == 429
    assert refused["Retry-After"] == "3600"
    assert "privacy@example.org" in page
    assert "has not been sent yet" in page
    assert Case.objects.count() == 1
    PortalTally.objects.update(window_ends_at=clock.now() - dt.timedelta(seconds=1))
    assert second.post("/request/check/").status_code == 302
    assert Case.objects.count() == 2


def test_another_address_has_a_budget_of_its_own_and_no_address_is_stored(world, client, monkeypatch):
    monkeypatch.setitem(budget.BUDGETS, "start", (1, 100))

    answers = [
        Client(REMOTE_ADDR=address).post("/request/").status_code for address in ["192.0.2.7"] * 2 + ["192.0.2.8"]
    ]

    assert answers == [302, 429, 302]
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM dsar_portaltally")
        assert not any(b"192.0.2" in as_bytes(value) for row in cursor.fetchall() for value in row)


def test_the_status_is_shown_for_reference_and_code_in_plain_words(world, client):
    case, code = send(client)
    stranger = Client()

    page = stranger.post("/request/status/", {"reference": case.reference.lower(), "code": code.upper()})

    words = html.unescape(page.content.decode())
    assert page.status_code == 200
    assert "We have your request and are looking at it." in words
    assert "Quillfeather" not in words


def test_a_wrong_code_and_an_unknown_reference_are_answered_alike(world, client):
    case, code = send(client)
    other, _ = send(Client())
    tried = [(case.reference, "0" * 32), ("DSAR-2026-9999-X", code), (other.reference, code)]

    answers = [Client().post("/request/status/", {"reference": ref, "code": given}) for ref, given in tried]

    assert [answer.status_code for answer in answers] == [422, 422, 422]
    assert len({without_input(answer) for answer in answers}) == 1


def without_input(answer):
    """The page without what the person typed and without the tokens of the form."""
    return re.sub(r'value="[^"]*"|[A-Za-z0-9]{64}', "", answer.content.decode())


def test_the_code_has_128_bits_and_only_its_digest_is_stored(world, client):
    _, code = send(client)

    assert len(bytes.fromhex(code)) == 16
    assert bytes(StatusLink.objects.get().digest) == code_digest(code)


def test_opening_the_private_link_alone_shows_nothing(world, client):
    case, code = send(client)

    page = Client().get(f"/request/status/{code}/").content.decode()

    assert code in page
    assert case.reference not in page


def test_the_form_is_not_open_before_there_is_a_controller(db, client):
    assert "not open yet" in client.get("/request/").content.decode()
    assert client.post("/request/").status_code == 200


def test_the_language_that_the_person_chose_is_the_language_of_the_case(world, client):
    page = client.get("/request/").content.decode()
    client.post("/language/", {"language": "fr", "next": "/request/"})

    send(client)

    assert 'name="language" value="fr"' in page
    assert Case.objects.get().language == "fr"
