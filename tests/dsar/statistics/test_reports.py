"""Reports: twelve months of numbers that add up."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from dsar.cases import clock_acts, closing_services
from dsar.statistics.reports import report_for
from tests.world import make_case

DAY = dt.timedelta(days=1)
TODAY = dt.date.today()


def test_answers_are_in_time_or_late_and_a_withdrawal_is_neither(world):
    in_time, late, withdrawn, _open = [make_case(world, received=timezone.now() - age * DAY) for age in (5, 50, 60, 1)]
    for case in (in_time, late):
        clock_acts.respond(case=case, on=TODAY, actor=world.handler)
    written = {"evidence": "Letter of today.", "verified_how": "Her signature on file."}
    closing_services.close_as(case=withdrawn, kind="withdrawn", findings=written, actor=world.handler)

    report = report_for(world.dpo)

    assert (report.received, report.answered, report.in_time, report.in_time_share) == (4, 2, 1, 50)
    assert sum(month.ended for month in report.months) == 1
    assert report.outcomes == [("Withdrawn", 1)]


def test_no_answer_yet_gives_no_rate(world):
    assert report_for(world.dpo).in_time_share is None


def test_auditors_count_all_cases_and_a_stranger_only_those_they_may_see(world):
    make_case(world)

    assert report_for(world.auditor).received == 1
    assert report_for(world.stranger).received == 0


def test_twelve_months_end_with_this_one(world):
    months = report_for(world.dpo).months

    assert len(months) == 12
    assert months[-1].first == TODAY.replace(day=1)


@pytest.mark.parametrize(
    "who, status", [("dpo", 200), ("handler", 200), ("auditor", 200), ("admin", 200), ("intake", 403)]
)
def test_who_may_read_reports(client, world, who, status):
    make_case(world)
    client.force_login(getattr(world, who))

    assert client.get(reverse("dsar:reports")).status_code == status
    assert client.post(reverse("dsar:reports")).status_code == 405
