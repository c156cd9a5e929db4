"""The pages of sign-off: who may, who may not, and that nothing typed is lost."""

import pytest
from django.urls import reverse

from dsar.response.models import AnswerSheet, Package
from dsar.response.points import POINTS
from tests.world import PASSWORD

ROUTES = ["case-sign-off", "case-answers", "case-copies", "case-build", "case-opinion", "case-approve"]


@pytest.fixture
def go(client, case):
    def call(user, name, data=None, *args):
        client.force_login(user)
        url = reverse(f"dsar:{name}", args=[case.reference, *args])
        return client.get(url) if data is None else client.post(url, data)

    return call


@pytest.mark.parametrize("name", ROUTES)
def test_somebody_without_a_grant_finds_nothing(go, world, name):
    asked = go(world.stranger, name) if name in ("case-sign-off", "case-answers") else go(world.stranger, name, {})

    assert asked.status_code == 404


@pytest.mark.parametrize("name", ["case-copies", "case-build", "case-opinion", "case-approve"])
def test_acts_are_not_done_by_looking(go, world, name):
    assert go(world.dpo, name).status_code in (302, 405)
    assert not Package.objects.exists()


def test_the_page_shows_what_is_missing(go, world):
    page = go(world.handler, "case-sign-off").content.decode()

    assert "Write the answer" in page
    assert "has no answer yet" in page


def test_the_answer_is_prefilled_from_the_register_and_saved(go, world, case):
    page = go(world.handler, "case-answers").content.decode()
    assert "Swift Parcel Ltd" in page

    saved = go(world.handler, "case-answers", {point.key: "Text." for point in POINTS} | {"version": 0})

    assert saved.status_code == 302
    assert AnswerSheet.objects.get(case=case).answers["purposes"]["text"] == "Text."


def test_a_text_written_over_somebody_elses_is_kept_on_the_page(go, world):
    go(world.handler, "case-answers", {point.key: "First." for point in POINTS} | {"version": 0})

    again = go(world.dpo, "case-answers", {point.key: "Second words." for point in POINTS} | {"version": 0})

    assert again.status_code == 422
    assert "Second words." in again.content.decode()
    assert "Somebody else has changed the answer" in again.content.decode()


def test_building_early_says_what_comes_first(go, world, client, case):
    go(world.handler, "case-build", {})

    page = go(world.handler, "case-sign-off").content.decode()

    assert "has no answer yet" in page
    assert not Package.objects.exists()


def test_a_handler_does_not_give_the_opinion_or_approve(go, world, client, case):
    client.post("/sign-in/", {"email": "handler@example.org", "password": PASSWORD})

    assert client.post(reverse("dsar:case-opinion", args=[case.reference]), {"opinion": "x"}).status_code == 403
    assert client.post(reverse("dsar:case-approve", args=[case.reference]), {"reason": "x"}).status_code == 403


def test_approving_asks_for_the_password_again(go, world):
    response = go(world.approver, "case-approve", {"reason": "x", "seen": "on"})

    assert response.status_code == 302
    assert "/password-again/" in response["Location"]
