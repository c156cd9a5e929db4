"""The clock of Art. 36(2), checked by hand with a calendar, and against a count day by day."""

import datetime as dt
from random import Random

import pytest

from dsar.accountability.dpia.consultation import Suspension, consultation_clock
from dsar.deadlines.calendars import work_calendar

GB, NONE = work_calendar("GB-EAW"), work_calendar("none")


def day(text):
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("received", "extended", "ends", "told_by"),
    [
        ("2026-03-02", None, "2026-04-27", "2026-04-02"),
        ("2026-03-02", "2026-03-20", "2026-06-08", "2026-04-02"),
        (
            "2026-03-07",
            None,
            "2026-05-05",
            "2026-04-07",
        ),  # eight weeks end on a Saturday, then a Sunday, a bank holiday
        ("2026-01-31", None, "2026-03-30", "2026-03-02"),  # 28 February is a Saturday
        ("2025-10-31", None, "2025-12-29", "2025-12-01"),  # 26 December is Boxing Day, a Friday
    ],
)
def test_eight_weeks_and_six_more(received, extended, ends, told_by):
    found = consultation_clock(day(received), GB, extended_on=day(extended) if extended else None, today=day(received))

    assert (found.ends_on, found.extension_by) == (day(ends), day(told_by))


def test_days_on_which_the_authority_waits_are_not_counted():
    waits = [Suspension(day("2026-03-10"), day("2026-03-20"))]

    found = consultation_clock(day("2026-03-02"), NONE, suspensions=waits, today=day("2026-04-01"))

    assert (found.suspended_days, found.ends_on) == (10, day("2026-05-07"))


def test_while_the_authority_waits_there_is_no_last_day():
    found = consultation_clock(
        day("2026-03-02"), NONE, suspensions=[Suspension(day("2026-03-10"))], today=day("2026-03-15")
    )

    assert found.ends_on is None
    assert found.days_left(day("2026-03-15")) is None
    assert not found.is_over(day("2027-01-01"))
    assert "stands still" in found.steps[-1].text


def test_an_extension_that_was_told_late_is_named():
    found = consultation_clock(day("2026-03-02"), NONE, extended_on=day("2026-04-10"), today=day("2026-04-10"))

    assert found.is_told_late
    assert any("after its month" in step.text for step in found.steps)


def test_the_time_is_over_on_the_day_after_its_last():
    found = consultation_clock(day("2026-03-02"), NONE, today=day("2026-03-02"))

    assert not found.is_over(day("2026-04-27"))
    assert found.is_over(day("2026-04-28"))


def test_the_clock_equals_a_count_day_by_day():
    rng = Random(36)

    for _each in range(200):
        received = day("2025-01-01") + dt.timedelta(days=rng.randrange(700))
        extended = received + dt.timedelta(days=rng.randrange(25)) if rng.random() < 0.5 else None
        since = received + dt.timedelta(days=rng.randrange(60))
        waits = [Suspension(since, since + dt.timedelta(days=rng.randrange(1, 30)))]

        found = consultation_clock(received, GB, extended_on=extended, suspensions=waits, today=day("2027-12-31"))

        assert found.ends_on == counted(received, 98 if extended else 56, waits[0])


def counted(received, days, wait):
    """Walk through the calendar: a day counts unless the authority waits on it."""
    at, left = received, days
    while left:
        at += dt.timedelta(days=1)
        left -= not wait.since < at <= wait.until
    while not GB.is_working_day(at):
        at += dt.timedelta(days=1)
    return at
