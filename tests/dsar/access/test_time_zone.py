"""Each person's pages tell the hour and the day where that person is."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from dsar.access.services import set_time_zone
from dsar.audit.models import AuditEntry
from dsar.cases.page_models import IncomingMessage
from dsar.foundation.errors import RuleRefused
from tests.dsar.statistics.hand import hand
from tests.world import PASSWORD, make_case

HALF_PAST_MIDNIGHT = dt.datetime(2026, 7, 1, 22, 30, tzinfo=dt.UTC)  # in Stockholm on the second of July


@pytest.fixture
def stockholm(client, world):
    client.force_login(world.handler)
    client.post(reverse("dsar:account-time-zone"), {"time_zone": "Europe/Stockholm"})
    world.handler.refresh_from_db()
    return client


def test_a_person_says_where_they_are(world, stockholm):
    page = stockholm.get(reverse("dsar:account")).content.decode()

    assert world.handler.time_zone == "Europe/Stockholm"
    assert '<option value="Europe/Stockholm" selected>' in page
    assert AuditEntry.objects.filter(action="access.time_zone_changed").count() == 1


def test_a_zone_that_is_none_is_refused(client, world):
    client.force_login(world.handler)

    answer = client.post(reverse("dsar:account-time-zone"), {"time_zone": "Mars/Olympus"})

    world.handler.refresh_from_db()
    assert answer.status_code == 422
    assert world.handler.time_zone == "Europe/London"
    with pytest.raises(RuleRefused):
        set_time_zone(person=world.handler, zone="")


def test_pages_tell_the_hour_and_the_day_there_and_nowhere_else(client, world, stockholm):
    with hand(HALF_PAST_MIDNIGHT):
        case = make_case(world, received=HALF_PAST_MIDNIGHT)
        url = reverse("dsar:case-history", args=[case.reference])
        at_home = stockholm.get(url).content.decode()
        client.force_login(world.dpo)
        in_london = client.get(url).content.decode()

    assert "Today, 00:30" in at_home
    assert "Today, 23:30" in in_london
    assert timezone.get_current_timezone_name() == "UTC"


def test_an_hour_that_is_typed_is_the_hour_there(world, stockholm):
    with hand(HALF_PAST_MIDNIGHT):
        case = make_case(world, received=HALF_PAST_MIDNIGHT - dt.timedelta(days=3))
        answer = stockholm.post(
            reverse("dsar:case-incoming-write", args=[case.reference]),
            {"channel": "letter", "received_at": "2026-07-02 00:20", "text": "The blue folder, please."},
        )

    assert answer.status_code == 302
    assert IncomingMessage.objects.get().received_at == dt.datetime(2026, 7, 1, 22, 20, tzinfo=dt.UTC)


def test_programs_get_moments_in_utc(world, stockholm):
    with hand(HALF_PAST_MIDNIGHT):
        case = make_case(world, received=HALF_PAST_MIDNIGHT)
        answer = stockholm.get(reverse("dsar:api-case", args=[case.reference]))

    assert answer.json()["received_at"] == "2026-07-01T22:30:00Z"


def test_a_mail_that_names_utc_tells_the_hour_in_utc(world, stockholm, mailoutbox, django_capture_on_commit_callbacks):
    new = "another horse battery"

    with hand(HALF_PAST_MIDNIGHT), django_capture_on_commit_callbacks(execute=True):
        stockholm.force_login(world.handler)  # a session of that day
        stockholm.post(reverse("dsar:account"), {"old_password": PASSWORD, "new_password1": new, "new_password2": new})

    assert "1 July 2026, 22:30 (UTC)" in mailoutbox[0].body
