"""Sessions: how long they last, how many there are, seeing them, ending them from elsewhere."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from dsar.access.session_models import StaffSession
from dsar.foundation import clock
from tests.world import PASSWORD

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def signed_in(person, agent=FIREFOX):
    browser = Client(headers={"user-agent": agent})
    browser.post(reverse("dsar:sign-in"), {"email": person.email, "password": PASSWORD})
    return browser


def is_in(browser):
    return browser.get(reverse("dsar:home")).status_code == 200


@pytest.fixture
def at(monkeypatch):
    """Moves the clock on by so many minutes."""
    began = clock.now()
    return lambda minutes: monkeypatch.setattr(clock, "now", lambda: began + dt.timedelta(minutes=minutes))


def test_a_session_ends_when_nothing_is_done(world, settings, at):
    settings.DSAR_IDLE_MINUTES = 30
    browser = signed_in(world.handler)

    at(29)
    while_at_work = is_in(browser)
    at(60)
    after_lunch = is_in(browser)

    assert while_at_work
    assert not after_lunch


def test_a_session_ends_after_a_working_day_even_when_something_is_done(world, settings, at):
    settings.DSAR_SESSION_HOURS = 1
    browser = signed_in(world.handler)

    seen = []
    for minutes in (20, 40, 59, 61):
        at(minutes)
        seen.append(is_in(browser))

    assert seen == [True, True, True, False]


def test_the_oldest_session_ends_beyond_the_limit(world, settings, at):
    settings.DSAR_SESSIONS_PER_PERSON = 2
    browsers = []
    for minutes in range(3):
        at(minutes)
        browsers.append(signed_in(world.handler))

    assert [is_in(browser) for browser in browsers] == [False, True, True]


def test_a_person_sees_their_sessions_and_ends_one_elsewhere(world, at):
    here = signed_in(world.handler)
    at(1)
    there = signed_in(world.handler, "Mozilla/5.0 (iPhone) AppleWebKit/605 Version/18.0 Safari/604")
    at(2)
    page = here.get(reverse("dsar:account"))
    other = next(line for line in page.context["sessions"] if not line.is_this)

    here.post(reverse("dsar:session-end", args=[other.handle]))

    assert "Firefox · Linux" in page.content.decode()
    assert other.browser == "Safari · iPhone"
    assert is_in(here)
    assert not is_in(there)


def test_a_handle_opens_nothing_and_ends_no_session_of_others(world):
    here, other = signed_in(world.handler), signed_in(world.dpo)
    handle = other.get(reverse("dsar:account")).context["sessions"][0].handle

    here.post(reverse("dsar:session-end", args=[handle]))

    assert is_in(other)
    assert not StaffSession.objects.filter(session_key=handle).exists()


def test_signing_out_everywhere_else_leaves_this_browser(world):
    others = [signed_in(world.handler) for _ in range(2)]
    here = signed_in(world.handler)

    here.post(reverse("dsar:sessions-end"))

    assert is_in(here)
    assert not any(is_in(other) for other in others)


def test_a_new_password_signs_out_everywhere_else(world):
    there, here = signed_in(world.handler), signed_in(world.handler)

    here.post(
        reverse("dsar:account"),
        {"old_password": PASSWORD, "new_password1": "violet harbour 93", "new_password2": "violet harbour 93"},
    )

    assert is_in(here)
    assert StaffSession.objects.filter(user=world.handler).count() == 1
    assert not is_in(there)


def test_an_administrator_signs_somebody_out(world):
    there, admin = signed_in(world.handler), signed_in(world.admin)

    admin.post(reverse("dsar:person-sign-out", args=[world.handler.pk]))

    assert not is_in(there)
    assert is_in(admin)


def test_limits_and_lists_cost_a_page_no_query(world, django_assert_num_queries):
    browser = signed_in(world.handler)
    browser.get(reverse("dsar:factor-app-qr"))  # keeps the secret that the picture shows

    with django_assert_num_queries(2):  # the session and the person
        assert browser.get(reverse("dsar:factor-app-qr")).status_code == 200


def test_no_address_and_no_full_browser_name_is_kept(world):
    signed_in(world.handler, FIREFOX + " build/20260101")

    row = StaffSession.objects.get(user=world.handler)

    assert row.browser == "Firefox · Linux"
    assert "127.0.0.1" not in str(row.get_decoded())
