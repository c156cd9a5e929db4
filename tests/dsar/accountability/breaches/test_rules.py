"""The 72 hours as elapsed hours, and who has to be told: by table."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from dsar.accountability.breaches import rules
from dsar.accountability.breaches.rules import ClockState, Risk

HOUR = dt.timedelta(hours=1)


def moment(text, zone="UTC"):
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


# H01–H04 and H06 of the table of further clocks.
@pytest.mark.parametrize(
    ("aware", "zone", "due"),
    [
        ("2026-03-27T18:00", "Europe/Berlin", "2026-03-30T19:00+02:00"),  # clocks go forward in between
        ("2026-10-24T10:00", "Europe/Berlin", "2026-10-27T09:00+01:00"),  # clocks go back in between
        ("2026-05-01T16:00", "Europe/London", "2026-05-04T16:00+01:00"),  # ends on a bank holiday: no roll
        ("2026-06-10T10:20", "Europe/Dublin", "2026-06-13T10:20+01:00"),  # the earlier reading; a Saturday
        ("2028-02-27T09:00", "Europe/London", "2028-03-01T09:00+00:00"),  # a leap day in between
    ],
)
def test_the_hours_are_elapsed_hours(aware, zone, due):
    found = rules.due_at(rules.duty_of("EU"), moment(aware, zone), zone)

    assert found.isoformat(timespec="minutes") == due
    assert found - moment(aware, zone).astimezone(dt.UTC) == 72 * HOUR


def test_an_hour_that_comes_twice_counts_from_the_reading_that_was_meant():
    first = dt.datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"), fold=0)
    second = first.replace(fold=1)
    duty = rules.duty_of("EU")

    apart = rules.due_at(duty, second, "Europe/Berlin") - rules.due_at(duty, first, "Europe/Berlin")

    assert apart == HOUR


@pytest.mark.parametrize(
    ("gone", "state", "left"),
    [
        (0, ClockState.RUNNING, 72),
        (47, ClockState.RUNNING, 25),
        (48, ClockState.SOON, 24),
        (72, ClockState.SOON, 0),
        (80, ClockState.LATE, -8),
    ],
)
def test_the_clock_tells_the_hours_left(gone, state, left):
    aware = moment("2026-10-24T10:00", "Europe/Berlin").astimezone(dt.UTC)

    found = rules.clock_of(aware_at=aware, due=aware + 72 * HOUR, now=aware + gone * HOUR)

    assert (found.state, found.left) == (state, left * HOUR)
    assert found.elapsed == gone * HOUR


@pytest.mark.parametrize(("after", "state"), [(71, ClockState.TOLD), (72, ClockState.TOLD), (80, ClockState.TOLD_LATE)])
def test_a_notice_stops_the_clock_in_time_or_late(after, state):
    aware = moment("2026-06-10T10:00")

    found = rules.clock_of(aware_at=aware, due=aware + 72 * HOUR, now=aware + 500 * HOUR, told_at=aware + after * HOUR)

    assert (found.state, found.elapsed, found.is_running) == (state, after * HOUR, False)


def test_the_clock_waits_for_awareness_and_ends_with_the_decision_that_no_notice_is_needed():
    aware = moment("2026-06-10T10:00")

    before = rules.clock_of(aware_at=None, due=None, now=aware)
    decided = rules.clock_of(aware_at=aware, due=aware + 72 * HOUR, now=aware + 9 * HOUR, is_needed=False)

    assert (before.state, decided.state) == (ClockState.NOT_STARTED, ClockState.NOT_NEEDED)


@pytest.mark.parametrize(
    ("regime", "risk", "authority", "persons"),
    [
        ("EU", "unlikely", False, False),
        ("EU", "likely", True, False),
        ("EU", "high", True, True),
        ("UK", "likely", True, False),
        ("CH", "likely", False, False),
        ("CH", "high", True, True),
        ("PIPEDA", "likely", True, True),
        ("QC", "unlikely", False, False),
        ("", "likely", True, False),
    ],
)
def test_who_is_told_follows_from_the_risk_and_the_body_of_rules(regime, risk, authority, persons):
    duty = rules.duty_of(regime)

    assert rules.tells_authority(duty, Risk(risk)) is authority
    assert rules.tells_persons(duty, Risk(risk)) is persons
    assert rules.needs_second_look(Risk(risk), duty) is not authority


def test_other_bodies_of_rules_count_otherwise():
    aware = moment("2026-11-19T09:00", "America/Sao_Paulo")  # a Thursday; Friday 20 November is a holiday there

    brazil = rules.due_at(rules.duty_of("LGPD"), aware, "America/Sao_Paulo", "BR")
    swiss = rules.due_at(rules.duty_of("CH"), aware, "Europe/Zurich")

    assert brazil.date() == dt.date(2026, 11, 25)
    assert swiss is None
    assert rules.clock_of(aware_at=aware, due=None, now=aware + HOUR).state is ClockState.NO_LIMIT


def test_moments_ahead_and_out_of_order_are_named():
    now = moment("2026-06-10T10:00")

    wrong = rules.instants_in_order(now=now, happened=now - HOUR, found=now - 2 * HOUR, aware=now + HOUR)

    assert set(wrong) == {"found_at", "aware_at"}
