from datetime import date, datetime

import pytest

from dsar.deadlines import (
    FIXED30,
    GATES,
    Answer,
    Ask,
    ClockRequest,
    Close,
    Extend,
    Gate,
    PauseKind,
    Right,
    check_answer,
    check_ask,
    check_close,
    check_extend,
    preview,
    work_calendar,
)

IDENTITY, CLARIFICATION, FEE = PauseKind.IDENTITY, PauseKind.CLARIFICATION, PauseKind.FEE
TODAY = date(2026, 6, 20)


def eu(*events, policy=None, right=Right.ACCESS, regime="EU"):
    return ClockRequest(
        datetime(2026, 6, 1, 9), "Europe/Berlin", regime, work_calendar("DE"), right, tuple(events), policy
    )


def test_an_extension_is_shown_old_to_new_before_it_is_done():
    shown = preview(eu(policy=FIXED30), Extend(TODAY, True, ("amount_of_data",)), today=TODAY)

    rows = {row.field: (row.old, row.new) for row in shown.changes}
    assert shown.verdict.accepted
    assert rows["statutory_due"] == (date(2026, 7, 1), date(2026, 9, 1))
    assert rows["policy_due"] == (date(2026, 7, 1), date(2026, 8, 30))
    assert rows["due"] == (date(2026, 7, 1), date(2026, 8, 30))
    assert "notice_by" not in rows


def test_a_pause_shows_that_the_clock_stands():
    shown = preview(eu(), Ask(IDENTITY, TODAY), today=TODAY)

    assert [(row.field, row.old, row.new) for row in shown.changes] == [("state", "RUNNING", "PAUSED")]


def test_a_resume_shows_the_days_gained():
    shown = preview(eu(Ask(IDENTITY, date(2026, 6, 10))), Answer(IDENTITY, date(2026, 6, 15)), today=TODAY)

    rows = {row.field: (row.old, row.new) for row in shown.changes}
    assert rows["statutory_due"] == (date(2026, 7, 13), date(2026, 7, 6))
    assert rows["state"] == ("PAUSED", "RUNNING")


def test_a_refused_act_changes_nothing_and_says_why():
    shown = preview(eu(), Ask(FEE, TODAY), today=TODAY)

    assert shown.verdict.gate is Gate.NO_PAUSE_IN_REGIME
    assert shown.changes == ()
    assert shown.before == shown.after


@pytest.mark.parametrize(
    ("verdict", "gate"),
    [
        (check_ask(eu(), kind=IDENTITY, on=TODAY, today=TODAY), None),
        (check_ask(eu(), kind=FEE, on=TODAY, today=TODAY), Gate.NO_PAUSE_IN_REGIME),
        (check_ask(eu(right=Right.ERASURE), kind=CLARIFICATION, on=TODAY, today=TODAY), Gate.NO_PAUSE_IN_REGIME),
        (check_ask(eu(), kind=IDENTITY, on=TODAY, today=TODAY, lawful_ground=False), Gate.NO_LAWFUL_GROUND),
        (check_ask(eu(), kind=IDENTITY, on=date(2026, 7, 2), today=date(2026, 7, 2)), Gate.ASKED_AFTER_DUE),
        (check_ask(eu(Ask(IDENTITY, date(2026, 6, 3))), kind=IDENTITY, on=TODAY, today=TODAY), Gate.ALREADY_ASKED),
        (check_ask(eu(), kind=IDENTITY, on=date(2026, 6, 21), today=TODAY), Gate.IN_THE_FUTURE),
        (check_ask(eu(), kind=IDENTITY, on=date(2026, 5, 31), today=TODAY), Gate.BEFORE_RECEIPT),
        (check_ask(eu(Close(date(2026, 6, 10))), kind=IDENTITY, on=TODAY, today=TODAY), Gate.CLOCK_STOPPED),
        (check_answer(eu(Ask(IDENTITY, TODAY)), kind=IDENTITY, on=TODAY, today=TODAY), None),
        (check_answer(eu(), kind=IDENTITY, on=TODAY, today=TODAY), Gate.NOTHING_TO_ANSWER),
        (
            check_answer(eu(Ask(IDENTITY, TODAY)), kind=IDENTITY, on=TODAY, today=TODAY, sufficient=False),
            Gate.INSUFFICIENT_ANSWER,
        ),
        (check_extend(eu(), on=date(2026, 7, 1), today=date(2026, 7, 1)), None),
        (check_extend(eu(), on=date(2026, 7, 2), today=date(2026, 7, 2)), Gate.EXTENSION_LATE),
        (check_extend(eu(), on=TODAY, today=TODAY, reasons_given=False), Gate.EXTENSION_NO_REASONS),
        (check_extend(eu(Extend(date(2026, 6, 5), True)), on=TODAY, today=TODAY), Gate.EXTENSION_ALREADY),
        (check_extend(eu(), on=TODAY, today=TODAY, until=date(2026, 8, 3)), None),
        (check_extend(eu(), on=TODAY, today=TODAY, until=date(2026, 9, 2)), Gate.EXTENSION_TOO_LONG),
        (check_extend(eu(regime="QC"), on=TODAY, today=TODAY), Gate.EXTENSION_NOT_AVAILABLE),
        (check_extend(eu(regime="CH"), on=TODAY, today=TODAY), Gate.EXTENSION_NO_DATE),
        (check_extend(eu(regime="CH"), on=TODAY, today=TODAY, until=date(2026, 12, 1)), None),
        (check_close(eu(), on=TODAY, today=TODAY), None),
        (check_close(eu(Close(date(2026, 6, 10))), on=TODAY, today=TODAY), Gate.CLOCK_STOPPED),
    ],
)
def test_each_act_is_judged_before_it_is_done(verdict, gate):
    assert verdict.gate is gate
    assert verdict.accepted == (gate is None)
    assert bool(verdict.reason and verdict.article) == (gate is not None)


def test_every_gate_has_a_sentence():
    assert set(GATES) == set(Gate)
