"""Reviews and measures that come due: told once a step, by bell and mail, and on the home page."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from dsar.accountability.dpia.models import Dpia, DpiaReminder
from dsar.accountability.dpia.reminder_rules import Step, steps
from dsar.accountability.dpia.reminding import remind
from dsar.accountability.dpia.review_services import begin_version
from dsar.cases.duties import duties_of, home_numbers
from dsar.notices.models import Notice
from tests.dsar.accountability.dpia.making import TODAY, a_measure, approved, begun, whole

DONE = whole(measures=[a_measure(state="done")])


@pytest.mark.parametrize(
    ("left", "kind"), [(31, ""), (30, "review_30"), (8, "review_30"), (7, "review_7"), (1, "review_7"), (0, "review_0")]
)
def test_a_review_is_told_at_its_steps(left, kind):
    day = TODAY + dt.timedelta(days=left)

    assert [one.kind for one in steps(TODAY, review_on=day, measure_due_on=None)] == ([kind] if kind else [])


def test_after_its_day_it_is_told_once_a_week():
    day = TODAY - dt.timedelta(days=15)

    assert steps(TODAY, review_on=None, measure_due_on=day) == [Step("measure_late", day + dt.timedelta(days=14))]


def test_who_began_it_and_the_dpo_are_told_once_by_mail_and_bell(world):
    dpia = approved(world, DONE, review_in=dt.timedelta(days=5))

    told = (remind(), remind())

    assert told == (2, 0)
    assert {one.user for one in DpiaReminder.objects.all()} == {world.handler, world.dpo}
    assert sorted(one.recipient for one in Notice.objects.filter(code="dpia_due")) == [
        "dpo@example.org",
        "handler@example.org",
    ]
    assert [(one.reference, one.words) for one in duties_of(world.dpo)] == [(dpia.reference, "Review within a week")]
    assert duties_of(world.approver) == []


def test_the_next_step_is_told_anew(world):
    dpia = approved(world, DONE, review_in=dt.timedelta(days=20))
    remind()

    Dpia.objects.filter(pk=dpia.pk).update(review_on=dpia.review_on - dt.timedelta(days=30))

    assert remind() == 2
    assert set(DpiaReminder.objects.values_list("kind", flat=True)) == {"review_30", "review_late"}


def test_whoever_opens_the_assessment_has_seen_it(world):
    dpia = approved(world, DONE, review_in=dt.timedelta(days=5))
    remind()
    client = Client()
    client.force_login(world.dpo)
    listed = client.get(reverse("dsar:notifications")).content.decode()
    begin_version(dpia=dpia, actor=world.handler)  # what is opened is the new version; what was told is of the old one

    client.get(reverse("dsar:dpia", args=[dpia.reference]))

    assert dpia.reference in listed
    assert duties_of(world.dpo) == []
    assert duties_of(world.handler) != []


def test_what_is_in_work_is_not_reminded_of(world):
    begun(world)

    assert remind() == 0


def test_home_tells_of_reviews_and_of_what_waits_for_the_person(world):
    approved(world, DONE, review_in=dt.timedelta(days=5))
    begun(world)

    by_person = {
        name: [one.label for one in home_numbers(getattr(world, name))] for name in ("dpo", "handler", "intake")
    }

    assert "DPIAs to review" in by_person["handler"]
    assert {"DPIAs to review", "DPIAs wait for advice"} <= set(by_person["dpo"])
    assert not any(label.startswith("DPIA") for label in by_person["intake"])
