"""What did not arrive and what waits to be posted, for the cases one may see; letters on paper; the day of posting."""

import datetime as dt

import pytest
from django.urls import reverse

from dsar.cases.notify import tell_requester
from dsar.foundation import clock
from dsar.notices.models import Notice, NoticeState
from dsar.statistics.home_mail import outbox_tiles
from tests.world import local_today, make_case

ADDRESS = {"addresses": ["2 Example Street, London"]}


@pytest.fixture
def case(world):
    return make_case(world, details=ADDRESS)


def written(case, world, channel):
    words = {"subject": "Your request", "text": "We are at work on it."}
    return tell_requester(case=case, code="message", variables=words, actor=world.handler, channel=channel)


@pytest.fixture
def came_back(case, world):
    notice = written(case, world, "email")
    Notice.objects.filter(pk=notice.pk).update(
        state=NoticeState.BOUNCED, failure="bounced 5.1.1", finished_at=clock.now()
    )
    return notice


def test_what_came_back_is_counted_and_listed_with_its_reason(client, world, case, came_back):
    client.force_login(world.handler)

    page = client.get(reverse("dsar:outbox")).content.decode()

    assert case.reference in page
    assert "sent it back" in page
    assert [tile.number for tile in outbox_tiles(world.handler)] == [1]


def test_foreign_cases_are_neither_counted_nor_listed(client, world, case, came_back):
    client.force_login(world.stranger)

    page = client.get(reverse("dsar:outbox")).content.decode()

    assert case.reference not in page
    assert outbox_tiles(world.stranger) == []


def test_a_letter_waits_in_its_list_until_the_day_of_posting_is_written_down(client, world, case):
    letter, today = written(case, world, "letter"), local_today()
    client.force_login(world.handler)
    listed = client.get(reverse("dsar:outbox"), {"show": "to_post"}).content.decode()
    url = reverse("dsar:case-message-posted", args=[case.reference, letter.pk])

    client.post(url, {"posted_on": (today + dt.timedelta(days=3)).isoformat()})
    client.post(url, {"posted_on": "nonsense-"})
    letter.refresh_from_db(fields=["state"])
    refused = letter.state
    client.post(url, {"posted_on": today.isoformat()})

    letter.refresh_from_db(fields=["state", "posted_on"])
    assert case.reference in listed
    assert refused == NoticeState.WAITING
    assert (letter.state, letter.posted_on) == (NoticeState.PRINTED, today)


def test_a_letter_is_handed_out_as_pdf_to_who_may_see_the_case(client, world, case):
    letter = written(case, world, "letter")
    url = reverse("dsar:case-message-pdf", args=[case.reference, letter.pk])
    client.force_login(world.handler)

    answer = client.get(url)

    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert case.reference in answer["Content-Disposition"]
