"""The card that sets what is left to decide against the days left, and where it leads."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from dsar.cases.models import Case
from dsar.review.models import ReviewItem, Verdict
from dsar.review.volume import volume_of, volume_panel
from tests.dsar.review.exhibits import add_item, in_review, suggest_passage
from tests.world import ago, make_case


@pytest.fixture
def case(world):
    """Received three weeks ago, so that little time is left and the window for the notice is open."""
    return in_review(make_case(world, received=ago(days=21)))


def test_only_what_was_decided_lately_counts_for_the_pace(world, case):
    first, second, third = (add_item(case, f"Text {number}") for number in range(3))
    ReviewItem.objects.filter(pk=first.pk).update(verdict=Verdict.DISCLOSE, decided_at=timezone.now())
    long_ago = ago(days=40)
    ReviewItem.objects.filter(pk=second.pk).update(verdict=Verdict.DISCLOSE, decided_at=long_ago)

    volume = volume_of(case)

    assert (volume.undecided, volume.decided, len(volume.decided_on)) == (1, 2, 1)


def test_the_case_page_leads_to_an_extension_with_its_ground_and_warns_of_volume(client, world, case):
    suggest_passage(add_item(case, "Erik was at the door."))
    client.force_login(world.handler)

    text = client.get(reverse("dsar:case", args=[case.reference])).content.decode()
    address = f"{reverse('dsar:case-extend', args=[case.reference])}?criteria=redaction_needed"
    form = client.get(address).content.decode()

    assert address in text
    assert "not enough by itself" in text
    assert 'value="redaction_needed"' in form
    assert "checked" in form.partition('value="redaction_needed"')[2].partition(">")[0]


def test_nothing_is_suggested_where_the_window_is_over(client, world, case):
    add_item(case, "Erik was at the door.")
    Case.objects.filter(pk=case.pk).update(notice_by=timezone.localdate() - dt.timedelta(days=1))
    client.force_login(world.handler)

    text = client.get(reverse("dsar:case", args=[case.reference])).content.decode()

    assert "can no longer be extended" in text
    assert "?criteria=" not in text


def test_without_anything_to_decide_there_is_no_card(world, case):
    assert volume_panel(case, world.handler) is None
