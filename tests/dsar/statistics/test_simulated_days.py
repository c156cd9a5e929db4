"""Sixty days of an office with standstills and clocks that jump: no reminder missed, none told twice.

The long run (400 days, 500 cases, 30 outages) is benchmarks/reminders.py.
"""

import pytest

from dsar.notices.models import Notice
from dsar.statistics.models import Digest, Reminder, ReminderCopy
from tests.dsar.statistics.simulation import Plan, simulate

pytestmark = pytest.mark.slow(19)


@pytest.mark.django_db
def test_no_reminder_is_missed_and_none_is_told_twice():
    found = simulate(Plan(days=60, cases=60, outages=8, jumps=4, every_hours=8, seed=20260601))

    assert found.missed == []
    assert found.surplus == []
    assert found.twice == []
    assert found.unmailed == []
    assert found.reminders > 150
    assert found.acts > 90
    assert found.down.days > 10
    assert Notice.objects.filter(code="daily_digest").count() == Digest.objects.count() > 60


@pytest.mark.django_db
def test_every_copy_goes_into_one_mail_that_names_its_case():
    simulate(Plan(days=25, cases=12, outages=3, jumps=2, every_hours=8, seed=7))

    bodies = {notice.about_id: notice.body for notice in Notice.objects.filter(code="daily_digest")}
    mailed = ReminderCopy.objects.filter(digest__isnull=False).select_related("reminder__case")
    assert mailed.count() > 10
    assert all(copy.reminder.case.reference in bodies[copy.digest_id] for copy in mailed)
    assert Reminder.objects.count() == len(set(Reminder.objects.values_list("case", "kind", "on")))
