"""Collecting the answer from inside the person's own door: a session for the link, and still the second code."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from dsar.cases.models import CasePerson
from dsar.delivery import rules
from dsar.delivery.models import Delivery
from dsar.delivery.services import release_package, revoke_link
from tests.dsar.delivery.packages import ready_case
from tests.dsar.delivery.test_link import other_code
from tests.dsar.requester.conftest import CODE, ask, mailed_code, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(world):
    return ready_case(world)


@pytest.fixture
def released(case, world):
    return release_package(case=case, actor=world.handler, channel="portal")


@pytest.fixture
def door(case):
    browser = Client()
    person = CasePerson.objects.get(case=case, role="requester")
    ask(browser, case.reference, person.details["emails"][0])
    browser.post(CODE, {"code": mailed_code()})
    return browser


def test_the_second_code_opens_the_answer_inside_the_door(released, door):
    assert page("response") in door.get(page("home")).content.decode()
    assert "Give the code" in door.get(page("response")).content.decode()

    assert door.post(page("response"), {"code": released.code}).status_code == 302
    shown = door.get(page("response")).content.decode()
    answer = door.get(page("response-file"))

    assert page("response-file") in shown
    assert answer["Content-Disposition"].startswith("attachment")
    assert b"".join(answer.streaming_content).startswith(b"PK")
    assert Delivery.objects.get().downloads == 1


def test_without_the_code_there_is_no_file_and_tries_are_counted_with_those_of_the_link(released, door):
    assert door.get(page("response-file"))["Location"] == page("response")
    for _try in range(rules.MAX_TRIES):
        assert door.post(page("response"), {"code": other_code(released.code)}).status_code == 422

    assert door.post(page("response"), {"code": released.code}).status_code == 422
    assert Delivery.objects.get().downloads == 0


def test_before_the_release_and_after_the_end_of_the_link_there_is_nothing(case, door, world):
    assert door.get(page("response"))["Location"] == page("home")
    released = release_package(case=case, actor=world.handler, channel="portal")
    revoke_link(delivery=released.delivery, reason="Went astray.", actor=world.handler)

    assert door.get(page("response"))["Location"] == page("home")
    assert page("response") not in door.get(page("home")).content.decode()


def test_an_answer_released_to_another_address_is_not_offered(released, door):
    delivery = Delivery.objects.get()
    delivery.recipient = {**delivery.recipient, "email": "lawyer@example.org"}
    delivery.save()

    assert door.get(page("response"))["Location"] == page("home")


def test_the_session_alone_is_no_link(released, door):
    assert not re.search(r"/collect/", door.get(page("messages")).content.decode())
    assert Client().get(reverse("dsar:requester-response"))["Location"] == reverse("dsar:requester-sign-in")
