"""Holding back guesses at sign-in: by address and place, the same for known and unknown, told by digests alone."""

import logging

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.test import Client
from django.urls import reverse

from dsar.access.lock_out import is_locked, place_digest
from dsar.web.peer import peer_address
from tests.world import PASSWORD


def attempt(email, password="wrong", place="192.0.2.7", **headers):
    return Client(REMOTE_ADDR=place).post(reverse("dsar:sign-in"), {"email": email, "password": password}, **headers)


@pytest.fixture
def locked(world):
    """The handler, after ten wrong tries from one place."""
    for _ in range(settings.AXES_FAILURE_LIMIT):
        attempt(world.handler.email)
    return world.handler


@pytest.mark.parametrize("email", ["handler@example.org", "nobody@example.org"])
def test_known_and_unknown_are_held_back_alike(world, email):
    answers = [attempt(email) for _ in range(settings.AXES_FAILURE_LIMIT + 1)]

    words = ["Wait 15 minutes" in answer.content.decode() for answer in answers]

    assert {answer.status_code for answer in answers} == {422}
    assert words == [False] * (settings.AXES_FAILURE_LIMIT - 1) + [True, True]


def test_the_right_password_does_not_help_there_and_does_elsewhere(locked):
    there = attempt(locked.email, PASSWORD)
    elsewhere = attempt(locked.email, PASSWORD, place="198.51.100.9")

    assert there.status_code == 422
    assert elsewhere.status_code == 302


def test_a_proxy_is_believed_only_where_it_is_named(locked, settings):
    spoofed = attempt(locked.email, PASSWORD, headers={"x-forwarded-for": "198.51.100.9"})

    settings.DSAR_TRUSTED_PROXIES = ["192.0.2.0/24"]
    behind = attempt(locked.email, PASSWORD, headers={"x-forwarded-for": "203.0.113.5, 198.51.100.9, 192.0.2.8"})

    assert spoofed.status_code == 422
    assert behind.status_code == 302


@pytest.mark.parametrize(
    "forwarded, expected",
    [
        ("", "192.0.2.7"),
        ("198.51.100.9", "198.51.100.9"),
        ("203.0.113.5, 198.51.100.9", "198.51.100.9"),
        ("203.0.113.5, 192.0.2.9", "203.0.113.5"),
        ("not an address", "192.0.2.7"),
        ("2001:DB8::0001", "2001:db8::1"),
    ],
)
def test_the_peer_is_the_first_from_the_right_that_is_no_proxy(rf, settings, forwarded, expected):
    settings.DSAR_TRUSTED_PROXIES = ["192.0.2.0/24"]

    assert peer_address(rf.get("/", REMOTE_ADDR="192.0.2.7", HTTP_X_FORWARDED_FOR=forwarded)) == expected


def test_an_administrator_lets_somebody_try_again(client, world, locked):
    client.force_login(world.admin)
    client.post(reverse("dsar:reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse("dsar:person", args=[locked.pk])).content.decode()

    client.post(reverse("dsar:person-unlock", args=[locked.pk]))

    assert "held back" in page
    assert not is_locked(locked)
    assert attempt(locked.email, PASSWORD).status_code == 302


def test_the_lock_ends_after_fifteen_minutes(locked):
    AccessAttempt.objects.update(attempt_time=AccessAttempt.objects.get().attempt_time - settings.AXES_COOLOFF_TIME)

    assert attempt(locked.email, PASSWORD).status_code == 302


def test_a_good_sign_in_forgets_the_failures_before(world):
    attempt(world.handler.email)

    attempt(world.handler.email, PASSWORD)

    assert not AccessAttempt.objects.exists()


def test_nothing_personal_is_stored_or_logged(world, caplog):
    with caplog.at_level(logging.DEBUG):
        attempt("handler@example.org", headers={"user-agent": "Peculiar/1.0", "accept": "text/peculiar"})
    row = AccessAttempt.objects.get()
    said = " ".join(str(getattr(row, field.name)) for field in row._meta.fields) + caplog.text

    for secret in ("handler@", "192.0.2.7", "Peculiar", "peculiar", "wrong"):
        assert secret not in said, secret


def test_places_are_told_apart_by_keyed_digests(rf):
    one, other = (place_digest(rf.get("/", REMOTE_ADDR=place)) for place in ("192.0.2.7", "192.0.2.8"))

    assert one.startswith("fd")
    assert one != other
