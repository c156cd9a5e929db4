"""The pages of the identity room."""

import datetime as dt
import html

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dsar.cases.models import CaseFile
from dsar.identity.models import IdentityCheck
from tests.world import ago, local_today, make_case


@pytest.fixture
def case(world):
    """A request of two weeks ago."""
    return make_case(world, received=ago(days=14))


@pytest.fixture
def handler(world, client):
    """The browser of the case handler."""
    client.force_login(world.handler)
    return client


def at(case, rest=""):
    return f"/cases/{case.reference}/identity/{rest}"


def text(answer):
    return html.unescape(answer.content.decode())


def test_the_walk_from_doubt_to_proof(handler, case):
    late = text(handler.get(at(case, "identity/ask/")))
    asked = handler.post(
        at(case, "identity/ask/"), {"doubt": "Unknown address", "method": "callback", "on": local_today().isoformat()}
    )
    waiting = text(handler.get(at(case)))
    proved = handler.post(
        at(case, "identity/proved/"),
        {"method": "callback", "on": local_today().isoformat(), "note": "Called the number"},
    )
    done = text(handler.get(at(case)))

    assert "More than three working days" in late
    assert (asked.status_code, proved.status_code) == (302, 302)
    assert "Waiting for the person" in waiting
    assert "ID and authority are decided" in done
    assert "Called the number" in done


def test_wrong_input_is_told_and_kept(handler, case):
    answer = handler.post(at(case, "identity/ask/"), {"doubt": "Unknown address", "on": "2099-01-01", "method": ""})

    assert answer.status_code == 422
    assert "Unknown address" in text(answer)
    assert "There is a problem" in text(answer)
    assert not IdentityCheck.objects.exists()


def test_a_refusal_of_the_rules_stands_beside_its_field(handler, case):
    form = {"doubt": "Unknown", "on": "2099-01-01", "method": "callback"}

    answer = handler.post(at(case, "identity/ask/"), form)

    assert answer.status_code == 422
    assert "This lies in the future" in text(answer)


def test_keeping_evidence_needs_its_reason_and_its_day(handler, case):
    sent = SimpleUploadedFile("scan.png", b"picture", content_type="image/png")
    handler.post(at(case, "evidence/"), {"kind": "identity", "file": sent})
    form = {"method": "callback", "on": local_today().isoformat(), "note": "Called", "evidence": "keep"}

    refused = handler.post(at(case, "identity/proved/"), form)

    assert refused.status_code == 422
    assert "Say why they cannot be deleted now." in text(refused)
    assert CaseFile.objects.count() == 1
    form |= {"keep_reason": "Second look", "keep_until": (local_today() + dt.timedelta(days=7)).isoformat()}
    assert handler.post(at(case, "identity/proved/"), form).status_code == 302
    assert CaseFile.objects.count() == 1


def test_not_enough_and_not_needed_have_pages(handler, case):
    handler.post(at(case, "identity/not-enough/"), {"on": local_today().isoformat(), "note": "Blurred"})
    assert "Not enough; still waiting" in text(handler.get(at(case)))

    handler.post(at(case, "identity/not-needed/"), {"reason": "Met in person"})

    assert IdentityCheck.objects.get().state == "not_needed"


def test_a_check_that_the_case_does_not_want_is_not_there(handler, case):
    assert handler.get(at(case, "authority/ask/")).status_code == 404


def test_an_approver_reads_and_does_not_act(world, client, case):
    client.force_login(world.approver)

    page = text(client.get(at(case)))

    assert "Ask for proof" not in page
    assert client.get(at(case, "identity/ask/")).status_code == 403 or world.approver.may("case.work")


def test_the_case_page_shows_the_card_the_tab_and_the_next_act(handler, case):
    page = text(handler.get(f"/cases/{case.reference}/"))

    assert at(case) in page
    assert "Decide on ID and authority" in page
    assert "Identity · Data subject" in page
