"""Days of commissions and reminders, by table."""

import datetime as dt

import pytest

from dsar.commissioning.rules import chase_days, proposed_due, turn
from dsar.deadlines.calendars import work_calendar

MONDAY = dt.date(2026, 11, 2)
CALENDAR = work_calendar("GB-EAW")


def on(days):
    return MONDAY + dt.timedelta(days=days)


@pytest.mark.parametrize(
    "left, days",
    [
        (30, 11),  # two weeks at most, the Monday; half of 30 is 15
        (20, 10),
        (8, 4),
        (4, 2),
        (2, 1),
        (1, 1),
        (0, 0),
    ],
)
def test_an_owner_gets_half_of_the_time_that_is_left_and_two_weeks_at_most(left, days):
    found = proposed_due(MONDAY, on(left), CALENDAR)

    if left == 30:
        assert found == on(14)
    else:
        assert found == on(days)
    assert found <= on(max(left, 0))


def test_the_day_is_a_working_day():
    assert proposed_due(MONDAY, on(12), CALENDAR) == dt.date(2026, 11, 6)  # not the Sunday


def test_a_late_case_is_asked_for_today():
    assert proposed_due(MONDAY, on(-5), CALENDAR) == MONDAY


def test_without_a_date_of_the_case_ten_days_are_proposed():
    assert proposed_due(MONDAY, None, CALENDAR) == on(10)


def test_reminders_of_ten_days():
    assert chase_days(MONDAY, on(10)) == {
        "half_time": on(5),
        "three_days": on(7),
        "due": on(10),
        "overdue": on(11),
    }


def test_a_short_time_has_room_for_fewer_reminders():
    assert list(chase_days(MONDAY, on(6))) == ["three_days", "due", "overdue"]  # half time is three days before
    assert list(chase_days(MONDAY, on(3))) == ["due", "overdue"]
    assert list(chase_days(MONDAY, on(0))) == ["overdue"]


def test_each_reminder_has_one_turn():
    done = set()
    sent = []
    for day in range(20):
        for _round in range(3):
            found = turn(sent_on=MONDAY, due_on=on(10), today=on(day), done=done)
            if found:
                sent.append((day, found.send))
                done |= {found.send, *found.leave_behind}

    assert sent == [(5, "half_time"), (7, "three_days"), (10, "due"), (11, "overdue")]


def test_after_days_without_a_round_only_the_last_one_goes():
    found = turn(sent_on=MONDAY, due_on=on(10), today=on(12), done={"half_time"})

    assert found.send == "overdue"
    assert found.leave_behind == ("three_days", "due")


def test_a_day_that_is_moved_brings_no_reminder_back():
    assert turn(sent_on=MONDAY, due_on=on(14), today=on(8), done={"three_days"}) is None
