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
    compute,
    work_calendar,
)

IDENTITY, CLARIFICATION, AUTHORITY = PauseKind.IDENTITY, PauseKind.CLARIFICATION, PauseKind.AUTHORITY


def d(text):
    return date.fromisoformat(text)


def eu(received, *events, policy=None):
    return ClockRequest(
        datetime.fromisoformat(f"{received}T09:00"), "Europe/Berlin", "EU", work_calendar("DE"),
        events=events, policy=policy,
    )  # fmt: skip


def uk(received, *events):
    return ClockRequest(
        datetime.fromisoformat(f"{received}T09:00"), "Europe/London", "UK", work_calendar("GB-EAW"), events=events
    )


def test_an_extension_opens_the_door_to_an_ask_of_the_same_day():
    day = d("2026-03-02")

    result = compute(eu("2026-01-31", Ask(IDENTITY, day), Extend(day, True)), today=day)

    assert result.extended
    assert result.flags == ("OPEN:identity",)


def test_the_end_of_the_clock_comes_before_an_answer_of_the_same_day():
    asked, day = Ask(IDENTITY, d("2026-06-02")), d("2026-06-10")

    result = compute(uk("2026-06-01", asked, Answer(IDENTITY, day), Close(day)), today=day)

    assert (result.state, result.due, result.in_time) == (ClockState.STOPPED, None, True)
    assert "CLOCK_STOPPED" in result.notes


def test_one_answer_answers_all_asks_of_its_day():
    day = d("2026-03-11")

    result = compute(eu("2026-03-10", Ask(IDENTITY, day), Ask(IDENTITY, day), Answer(IDENTITY, day)), today=day)

    assert result.state is ClockState.RUNNING


def test_a_reply_of_the_same_day_without_the_information_answers_nothing():
    day = d("2026-03-11")

    result = compute(eu("2026-03-10", Ask(IDENTITY, day), Answer(IDENTITY, day, sufficient=False)), today=day)

    assert result.state is ClockState.PAUSED


def test_days_settled_by_the_day_of_a_new_pause_count_for_the_frozen_rest():
    settled = (Ask(CLARIFICATION, d("2026-03-11")), Answer(CLARIFICATION, d("2026-03-16")))

    result = compute(eu("2026-03-10", *settled, Ask(IDENTITY, d("2026-03-16"))), today=d("2026-03-25"))

    assert result.days_left == (d("2026-04-15") - d("2026-03-16")).days


def test_the_day_of_our_target_is_not_past_it():
    request = eu("2026-07-15", policy=FIXED30)

    assert not compute(request, today=d("2026-08-14")).past_target
    assert compute(request, today=d("2026-08-15")).past_target


def test_a_clock_read_before_the_receipt_stands_on_the_day_of_receipt():
    result = compute(eu("2026-03-10"), today=d("2026-03-01"))

    assert (result.as_of, result.days_left, result.days_since_receipt) == (d("2026-03-10"), 31, 0)


def test_the_careful_date_is_never_later_although_an_earlier_start_meets_more_pauses():
    asked, answered = d("2027-01-28"), d("2027-01-31")
    events = [cls(kind, day) for kind in (AUTHORITY, CLARIFICATION) for cls, day in ((Ask, asked), (Answer, answered))]

    result = compute(uk("2027-01-28", *events), today=d("2027-02-01"))

    assert result.nominal == result.safe_due == d("2027-02-28")


@pytest.mark.parametrize("answered", ["2026-06-15", None])
def test_a_start_by_guidance_alone_is_not_part_of_the_careful_date(answered):
    events = [Ask(AUTHORITY, d("2026-06-02"))] + ([Answer(AUTHORITY, d(answered))] if answered else [])

    result = compute(uk("2026-06-01", *events), today=d("2026-06-20"))

    assert result.safe_due == (d("2026-07-01") if answered else None)
    assert result.not_started == (answered is None)
