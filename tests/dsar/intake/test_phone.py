"""The script for calls: one thing a screen, read back, logged by the same service as the form."""

import pytest
from django.urls import reverse

from dsar.cases.models import Case
from dsar.intake import phone
from tests.world import make_case

CALL = "dsar:request-call"


@pytest.fixture
def answers(world):
    return {
        "controller": str(world.controller.pk),
        "channel": "phone",
        "language": "de",
        "right": "access",
        "request_text": "Ich möchte wissen, was Sie über mich haben.",
        "relation": "self",
        "subject_name": "Ola Nordmann",
        "asker_name": "",
        "emails": "ola@example.net",
        "addresses": "",
        "phones": "",
        "identifiers": "customer number: 4711",
        "search_details": "",
    }


@pytest.fixture
def clerk(client, world):
    client.force_login(world.intake)
    return client


def test_a_call_is_walked_screen_by_screen_and_logged(clerk, answers):
    url, page = reverse(CALL), None
    for step in phone.KEYS[:-1]:
        page = clerk.post(url, answers | {"step": step})
        assert page.status_code == 200
    read_back = page.content.decode()

    answer = clerk.post(url, answers | {"step": "back"})

    case = Case.objects.get()
    assert "Ola Nordmann" in read_back
    assert "ola@example.net" in read_back
    assert answer.url == reverse("dsar:case-logged", args=[case.reference])
    assert (case.channel, case.language) == ("phone", "de")
    assert case.request_text == answers["request_text"]


def test_every_screen_shows_one_thing_and_carries_the_rest(clerk, answers):
    page = clerk.post(reverse(CALL), answers | {"step": "start"}).content.decode()

    assert 'name="request_text"' in page
    assert '<input type="hidden" name="emails" value="ola@example.net">' in page
    assert "mit Ihren eigenen Worten" in page


def test_nothing_is_stored_before_the_end(clerk, answers):
    for step in phone.KEYS[:-1]:
        clerk.post(reverse(CALL), answers | {"step": step})

    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("step", "changes", "words"),
    [
        ("words", {"request_text": ""}, "request_text"),
        ("about", {"relation": "parent"}, "Write down who asks"),
        ("reach", {"emails": ""}, "one way to answer"),
        ("reach", {"emails": "nobody"}, "Line 1"),
    ],
)
def test_what_is_missing_is_told_on_its_own_screen(clerk, answers, step, changes, words):
    page = clerk.post(reverse(CALL), answers | changes | {"step": step})

    assert page.status_code == 422
    assert words in page.content.decode()


def test_what_is_missing_at_the_end_leads_back_to_its_screen(clerk, answers):
    page = clerk.post(reverse(CALL), answers | {"request_text": "", "step": "back"})

    assert page.status_code == 422
    assert page.context["step"].key == "words"


def test_going_back_and_changing_a_line_loses_nothing(clerk, answers):
    page = clerk.post(reverse(CALL), answers | {"step": "find", "go": "about"})

    assert page.status_code == 200
    assert page.context["step"].key == "about"
    assert "Ola Nordmann" in page.content.decode()


def test_a_similar_open_case_has_to_be_decided_on(clerk, answers, world):
    make_case(world, name="Ola Nordmann", details={"emails": ["ola@example.net"]})

    undecided = clerk.post(reverse(CALL), answers | {"step": "back"})
    decided = clerk.post(reverse(CALL), answers | {"step": "back", "same_person": "anyway"})

    assert undecided.status_code == 422
    assert decided.status_code == 302
    assert Case.objects.count() == 2


@pytest.mark.parametrize("language", ["en", "fr", "de"])
def test_the_script_says_that_no_form_is_compulsory_and_no_id_is_asked_by_routine(clerk, language):
    page = clerk.get(reverse("dsar:request-script"), {"language": language}).content.decode()

    assert "No form is compulsory" in page
    assert "Ask for no passport or identity card" in page
    assert phone.said(phone.STEPS[0], language)[:20] in page


def test_every_step_is_spoken_in_three_languages():
    assert all(set(step.say) == {"en", "fr", "de"} for step in phone.STEPS)
