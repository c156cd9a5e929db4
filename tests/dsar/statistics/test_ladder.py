"""The steps of a deadline, by table."""

import datetime as dt

import pytest

from dsar.statistics.ladder import Standing, Step, ladder_of, next_change, steps

DUE = dt.date(2026, 6, 30)
DAY = dt.timedelta(days=1)


def case(**changed):
    values = {
        "received_on": dt.date(2026, 6, 1),
        "is_running": True,
        "due_on": DUE,
        "statutory_due_on": DUE + 2 * DAY,
        "notice_by": None,
        "waits_for_proof": False,
    }
    return Standing(**values | changed)


@pytest.mark.parametrize(
    "left, told",
    [
        (11, None),
        (10, Step("due_10", DUE - 10 * DAY)),
        (7, Step("due_10", DUE - 10 * DAY)),
        (5, Step("due_5", DUE - 5 * DAY)),
        (3, Step("due_5", DUE - 5 * DAY)),
        (2, Step("due_2", DUE - 2 * DAY)),
        (1, Step("due_1", DUE - DAY)),
        (0, Step("due_0", DUE)),
        (-1, Step("past_target", DUE + DAY)),
        (-2, Step("past_target", DUE + 2 * DAY)),
        (-3, Step("overdue", DUE + 3 * DAY)),
        (-40, Step("overdue", DUE + 40 * DAY)),
    ],
)
def test_a_running_case_stands_at_the_step_that_was_reached_last(left, told):
    assert steps(case(), DUE - left * DAY) == ([told] if told else [])


def test_a_case_whose_clock_stands_still_is_told_of_no_due_date():
    assert steps(case(is_running=False), DUE + 10 * DAY) == []
    assert steps(case(due_on=None, statutory_due_on=None), DUE) == []


@pytest.mark.parametrize("left, kind", [(8, None), (7, "notice_7"), (4, "notice_7"), (3, "notice_3"), (2, "notice_3"), (1, "notice_1"), (0, "notice_0"), (-1, None)])  # fmt: skip
def test_the_window_for_a_notice_of_extension_closes_in_four_steps(left, kind):
    found = steps(case(due_on=None, is_running=False, notice_by=DUE), DUE - left * DAY)

    assert [step.kind for step in found] == ([kind] if kind else [])


@pytest.mark.parametrize("days, on", [(6, None), (7, 7), (13, 7), (14, 14), (365, 364)])
def test_a_case_that_waits_for_proof_is_told_of_every_week_since_receipt(days, on):
    waiting = case(is_running=False, due_on=None, waits_for_proof=True)
    found = steps(waiting, waiting.received_on + days * DAY)

    assert found == ([Step("waiting", waiting.received_on + on * DAY)] if on else [])


def test_what_was_noted_holds_until_the_next_step():
    assert next_change(case(), DUE - 7 * DAY) == DUE - 5 * DAY
    assert next_change(case(), DUE) == DUE + DAY
    assert next_change(case(), DUE + 9 * DAY) == DUE + 10 * DAY
    assert next_change(case(is_running=False), DUE) == DUE + 31 * DAY


def test_the_steps_of_a_due_date_are_one_ladder():
    kinds = ["due_10", "due_0", "past_target", "overdue", "notice_3", "waiting"]

    assert [ladder_of(kind) for kind in kinds] == ["due", "due", "due", "due", "notice", "waiting"]
