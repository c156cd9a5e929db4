from datetime import date, datetime

import pytest

from dsar.deadlines import (
    FIXED30,
    Answer,
    Ask,
    ClockRequest,
    ClockState,
    Close,
    Extend,
    PauseKind,
    Right,
    add_months,
    breach_notice_due,
    compute,
    work_calendar,
)

IDENTITY, CLARIFICATION, FEE, AUTHORITY = (
    PauseKind.IDENTITY, PauseKind.CLARIFICATION, PauseKind.FEE, PauseKind.AUTHORITY,
)  # fmt: skip


def eu(received, *events, policy=None, right=Right.ACCESS, closing_days=()):
    moment = datetime.fromisoformat(received)
    return ClockRequest(moment, "Europe/Berlin", "EU", work_calendar("DE", closing_days), right, events, policy)


def uk(received, *events, policy=None, right=Right.ACCESS):
    moment = datetime.fromisoformat(received)
    return ClockRequest(moment, "Europe/London", "UK", work_calendar("GB-EAW"), right, events, policy)


def d(text):
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2026-02-28", 1, "2026-03-28"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2026-10-31", 1, "2026-11-30"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-01-31", 3, "2026-04-30"),
    ],
)
def test_a_month_ends_on_the_same_date_or_the_last_day(start, months, end):
    assert add_months(d(start), months) == d(end)


@pytest.mark.parametrize(
    ("aware", "tz", "due"),
    [
        ("2026-03-27T18:00+01:00", "Europe/Berlin", "2026-03-30T19:00:00+02:00"),
        ("2026-10-24T10:00+02:00", "Europe/Berlin", "2026-10-27T09:00:00+01:00"),
        ("2026-05-01T16:00+01:00", "Europe/London", "2026-05-04T16:00:00+01:00"),
        ("2026-06-10T10:20+01:00", "Europe/Dublin", "2026-06-13T10:20:00+01:00"),
    ],
)
def test_72_hours_are_elapsed_hours_over_clock_changes_and_holidays(aware, tz, due):
    assert breach_notice_due(datetime.fromisoformat(aware), tz).isoformat() == due


def test_72_hours_need_an_offset():
    with pytest.raises(ValueError, match="offset"):
        breach_notice_due(datetime(2026, 3, 27, 18), "Europe/Berlin")


def test_the_due_day_itself_is_in_time_and_the_next_one_is_overdue():
    request = eu("2026-03-10T09:00")

    last, after = compute(request, today=d("2026-04-10")), compute(request, today=d("2026-04-11"))

    assert (last.days_left, last.overdue) == (0, False)
    assert (after.days_left, after.overdue) == (-1, True)


def test_a_case_between_target_and_statute_is_past_target_and_not_overdue():
    request = eu("2026-07-15T09:00", policy=FIXED30)

    result = compute(request, today=d("2026-08-16"))

    assert (result.policy_due, result.statutory_due) == (d("2026-08-14"), d("2026-08-17"))
    assert result.past_target
    assert not result.overdue
    assert result.days_left == -2


def test_one_second_before_midnight_where_the_controller_is_decides_the_day():
    request = eu("2026-03-10T09:00")

    assert compute(request, today=datetime.fromisoformat("2026-04-10T21:59:59+00:00")).as_of == d("2026-04-10")
    assert compute(request, today=datetime.fromisoformat("2026-04-10T22:00:00+00:00")).as_of == d("2026-04-11")


def test_days_left_are_frozen_while_paused():
    request = eu("2026-03-10T09:00", Ask(IDENTITY, d("2026-03-11")))

    weeks = [compute(request, today=d(day)) for day in ("2026-03-11", "2026-04-30", "2027-01-15")]

    assert [result.days_left for result in weeks] == [30, 30, 30]
    assert all(result.state is ClockState.PAUSED and not result.overdue for result in weeks)


def test_an_extension_during_a_pause_adds_its_days_to_the_frozen_ones():
    request = uk("2026-06-01T09:00", Ask(CLARIFICATION, d("2026-06-25")), Extend(d("2026-07-20"), True))

    assert compute(request, today=d("2026-07-20")).days_left == (d("2026-09-01") - d("2026-06-25")).days


def test_a_pause_on_the_very_last_day_cannot_hide_that_time_ran_out():
    request = eu("2026-03-10T09:00", Ask(IDENTITY, d("2026-04-10")))

    result = compute(request, today=d("2026-04-20"))

    assert result.statutory_due == d("2026-04-10")
    assert result.overdue
    assert "PAUSE_WITHOUT_EFFECT" in result.notes


def test_in_the_united_kingdom_the_last_day_itself_can_still_be_paused():
    request = uk("2026-06-01T09:00", Ask(CLARIFICATION, d("2026-07-01")))

    result = compute(request, today=d("2026-07-20"))

    assert result.nominal == d("2026-07-21")
    assert not result.overdue


@pytest.mark.parametrize("kind", [IDENTITY, FEE, AUTHORITY])
def test_a_request_not_started_says_what_an_answer_today_would_give(kind):
    result = compute(uk("2026-03-10T09:00", Ask(kind, d("2026-03-11"))), today=d("2026-04-30"))

    assert result.not_started
    assert result.due is None
    assert result.days_left is None
    assert result.days_since_receipt == 51
    assert result.if_answered_today == d("2026-06-01")
    assert any("Monday 1 June 2026" in step.sentence for step in result.steps)


def test_the_latest_of_several_starts_counts_and_one_missing_holds_all():
    asked = (Ask(IDENTITY, d("2026-06-02")), Ask(FEE, d("2026-06-02")), Answer(IDENTITY, d("2026-06-20")))

    held = compute(uk("2026-06-01T09:00", *asked), today=d("2026-06-25"))
    begun = compute(uk("2026-06-01T09:00", *asked, Answer(FEE, d("2026-06-10"))), today=d("2026-06-25"))

    assert held.not_started
    assert begun.start == d("2026-06-20")


def test_an_answer_without_the_information_keeps_the_pause_open():
    events = (Ask(IDENTITY, d("2026-03-11")), Answer(IDENTITY, d("2026-03-18"), sufficient=False))

    result = compute(eu("2026-03-10T09:00", *events), today=d("2026-03-20"))

    assert result.state is ClockState.PAUSED
    assert "INSUFFICIENT_ANSWER" in result.notes


def test_an_ask_without_lawful_ground_does_not_stop_the_clock():
    result = compute(eu("2026-03-10T09:00", Ask(IDENTITY, d("2026-03-11"), lawful_ground=False)), today=d("2026-03-20"))

    assert result.state is ClockState.RUNNING
    assert result.flags == ("PAUSE_REFUSED_NO_GROUND:identity",)


def test_an_identity_check_after_the_month_cannot_revive_it_in_the_united_kingdom():
    events = (Ask(IDENTITY, d("2026-07-03")), Answer(IDENTITY, d("2026-07-06")))

    result = compute(uk("2026-06-01T09:00", *events), today=d("2026-07-10"))

    assert result.due == d("2026-07-01")
    assert result.flags == ("PAUSE_REFUSED_AFTER_DUE",)


def test_a_second_ask_on_the_day_of_the_first_answer_opens_a_second_pause():
    events = (Ask(IDENTITY, d("2026-03-11")), Answer(IDENTITY, d("2026-03-15")), Ask(IDENTITY, d("2026-03-15")))

    result = compute(eu("2026-03-10T09:00", *events), today=d("2026-03-20"))

    assert result.flags == ("OPEN:identity",)
    assert result.excluded_days == 9


def test_an_extension_on_the_day_of_an_ask_is_judged_before_the_ask():
    ask, notice = Ask(CLARIFICATION, d("2026-07-01")), Extend(d("2026-07-01"), True)

    result = compute(uk("2026-06-01T09:00", ask, notice), today=d("2026-07-01"))

    assert result.extended
    assert result.state is ClockState.PAUSED


def test_nothing_after_the_response_date_moves_the_clock():
    events = (Close(d("2026-03-20")), Ask(IDENTITY, d("2026-03-21")), Extend(d("2026-03-22"), True))

    result = compute(eu("2026-03-10T09:00", *events), today=d("2026-05-01"))

    assert (result.state, result.in_time, result.due) == (ClockState.STOPPED, True, d("2026-04-10"))
    assert "CLOCK_STOPPED" in result.notes


def test_an_answer_one_day_late_is_late():
    result = compute(eu("2026-03-10T09:00", Close(d("2026-04-11"))), today=d("2026-05-01"))

    assert result.in_time is False
    assert not result.overdue
    assert "after the law's last day Friday 10 April 2026" in result.steps[-1].sentence


def test_a_request_withdrawn_before_its_period_began_is_in_time():
    result = compute(
        uk("2026-03-10T09:00", Ask(IDENTITY, d("2026-03-11")), Close(d("2026-09-01"))), today=d("2026-09-02")
    )

    assert result.in_time is True
    assert result.due is None


def test_events_after_today_have_not_happened_yet():
    result = compute(eu("2026-03-10T09:00", Ask(IDENTITY, d("2026-03-15"))), today=d("2026-03-12"))

    assert result.state is ClockState.RUNNING
    assert "LATER_EVENTS_LEFT_OUT" in result.notes


def test_a_closing_day_of_the_place_moves_the_last_day():
    plain = compute(eu("2026-03-10T09:00"), today=d("2026-03-12"))
    local = compute(eu("2026-03-10T09:00", closing_days=[d("2026-04-10")]), today=d("2026-03-12"))

    assert (plain.due, local.due) == (d("2026-04-10"), d("2026-04-13"))
    assert "RELIES_ON_ROLL" in local.notes


def test_work_has_to_be_done_on_the_last_working_day_before_a_weekend_target():
    result = compute(eu("2026-03-05T09:00", policy=FIXED30), today=d("2026-03-06"))

    assert (result.due, result.work_by) == (d("2026-04-04"), d("2026-04-02"))


def test_a_shorter_extension_that_was_announced_binds_and_is_moved_by_later_pauses():
    notice = Extend(d("2026-06-20"), True, until=d("2026-08-03"))
    pause = (Ask(IDENTITY, d("2026-07-06")), Answer(IDENTITY, d("2026-07-10")))

    assert compute(eu("2026-06-01T09:00", notice), today=d("2026-07-20")).due == d("2026-08-03")
    assert compute(eu("2026-06-01T09:00", notice, *pause), today=d("2026-07-20")).due == d("2026-08-07")


def test_an_extension_never_shortens_the_first_period():
    notice = Extend(d("2026-06-20"), True, until=d("2026-06-22"))

    assert compute(eu("2026-06-01T09:00", notice), today=d("2026-06-21")).due == d("2026-07-01")


def test_the_roll_is_told_in_words_with_its_article():
    result = compute(eu("2026-03-05T09:00"), today=d("2026-03-06"))

    [step] = [step for step in result.steps if step.key == "rolled"]
    assert step.article == "Reg. 1182/71 Art. 3(4)"
    assert "ends on Sunday 5 April 2026" in step.sentence
    assert "Reg. 1182/71 Art. 3(4) moves the last day to Tuesday 7 April 2026" in step.sentence


def test_the_chained_count_is_shown_where_it_ends_earlier():
    result = compute(uk("2026-03-31T09:00", Extend(d("2026-04-10"), True)), today=d("2026-04-11"))
    january = compute(uk("2027-01-31T09:00", Extend(d("2027-02-10"), True)), today=d("2027-02-11"))

    assert "CHAINED_COUNT_IS_EARLIER" not in compute(uk("2026-06-01T09:00"), today=d("2026-06-02")).notes
    assert result.nominal == d("2026-06-30")
    assert january.nominal == d("2027-04-30")
    assert any("Wednesday 28 April 2027" in step.sentence for step in january.steps)
