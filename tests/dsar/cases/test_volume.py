"""Volume left against time left: the pace of the last days carried on, and an extension only for a reason."""

import datetime as dt

import pytest

from dsar.cases.volume_rules import Volume, outlook, working_days
from dsar.deadlines.criteria import EU_CRITERIA, UK_CRITERIA

FRIDAY = dt.date(2026, 11, 20)
DAY = dt.timedelta(days=1)
UK = [criterion.code for criterion in UK_CRITERIA]


def ask(volume, **changes):
    given = {
        "today": FRIDAY,
        "due_on": FRIDAY + 7 * DAY,
        "notice_by": FRIDAY + 3 * DAY,
        "is_extended": False,
        "criteria": UK,
    }
    return outlook(volume, **(given | changes))


@pytest.mark.parametrize(
    "first, last, days",
    [
        (FRIDAY, FRIDAY, 1),
        (FRIDAY, FRIDAY + 3 * DAY, 2),
        (FRIDAY + DAY, FRIDAY + 2 * DAY, 0),
        (FRIDAY, FRIDAY - DAY, 0),
    ],
)
def test_working_days_count_both_ends_and_no_weekend(first, last, days):
    assert working_days(first, last) == days


def test_the_pace_is_that_of_the_last_five_working_days():
    week = tuple(FRIDAY - DAY * days for days in (0, 1, 2, 3, 4) for _each in range(2))
    long_ago = (FRIDAY - 9 * DAY,) * 50

    found = ask(Volume(undecided=10, decided=60, decided_on=week + long_ago))

    assert found.pace == 2.0
    assert found.days_needed == 5
    assert found.days_left == 6
    assert not found.is_tight


def test_work_that_does_not_fit_is_tight_and_says_what_pace_would_do():
    found = ask(Volume(undecided=60, decided=5, decided_on=(FRIDAY,) * 5))

    assert found.is_tight
    assert found.days_needed == 60
    assert found.wanted_pace == 10


def test_where_nothing_was_decided_lately_no_number_is_invented():
    found = ask(Volume(undecided=3, decided=0))

    assert found.is_tight
    assert found.days_needed is None


def test_nothing_left_is_never_tight():
    assert not ask(Volume(undecided=0, decided=9)).is_tight


def test_without_a_running_clock_nothing_is_tight():
    assert not ask(Volume(undecided=9, decided=0), due_on=None, notice_by=None).is_tight


@pytest.mark.parametrize(
    "changes, may",
    [
        ({}, True),
        ({"is_extended": True}, False),
        ({"notice_by": FRIDAY - DAY}, False),
        ({"notice_by": FRIDAY}, True),
        ({"notice_by": None}, False),
    ],
)
def test_an_extension_is_offered_only_while_its_window_is_open(changes, may):
    assert ask(Volume(undecided=60, decided=0), **changes).may_extend is may


def test_volume_alone_suggests_no_ground():
    assert ask(Volume(undecided=6000, decided=0)).criterion == ""


@pytest.mark.parametrize("criteria", [EU_CRITERIA, UK_CRITERIA])
def test_other_peoples_data_suggest_the_ground_of_redaction(criteria):
    volume = Volume(undecided=60, decided=0, signs=frozenset({"third_parties"}))

    assert ask(volume, criteria=[one.code for one in criteria]).criterion == "redaction_needed"
