"""The arithmetic of reports: by hand where it can be done by hand, against a second computation where not."""

import datetime as dt
import random
import statistics

import pytest

from dsar.statistics import measures
from dsar.statistics.measures import CaseFacts, Span, Waiting

START = dt.date(2026, 3, 2)  # a Monday
DAY = dt.timedelta(days=1)


def answered(days, *, due=30, original=30, target=28, **groups):
    return CaseFacts(
        received_on=START,
        responded_on=START + days * DAY,
        ended_on=START + days * DAY,
        original_due=START + original * DAY,
        statutory_due=START + due * DAY,
        target_due=START + target * DAY if target else None,
        is_answered=True,
        groups={name: (value,) for name, value in groups.items()},
    )


def test_an_extended_answer_is_in_time_and_late_by_the_original_date():
    cases = [answered(10), answered(20), answered(29), answered(30), answered(80, due=91), answered(95, due=91)]

    done = measures.performance(cases)

    assert (done.answered, done.in_time, done.late) == (6, 5, 1)
    assert (done.in_time_originally, done.late_originally) == (4, 2)
    assert (done.on_target, done.missed_target) == (2, 4)
    assert (done.in_time_share, done.in_time_originally_share, done.on_target_share) == (83, 66, 33)
    assert (done.median_days, done.worst_late_days) == (29.5, 4)


def test_a_missed_target_is_told_apart_from_the_statute_and_where_there_is_none_it_is_not_missed():
    done = measures.performance([answered(29, target=None), answered(29), answered(31, due=31)])

    assert (done.late, done.with_target, done.on_target) == (0, 2, 0)


def test_fewer_than_five_answers_give_no_share_and_no_median():
    four = measures.performance([answered(10)] * 4)
    five = measures.performance([answered(10)] * 5)

    assert (four.in_time_share, four.median_days, four.p90_days) == (None, None, None)
    assert (five.in_time_share, five.median_days, five.p90_days) == (100, 10, 10)


@pytest.mark.parametrize("seed", range(20))
def test_percentiles_agree_with_the_library(seed):
    dice = random.Random(seed)
    values = [dice.randint(0, 120) for _ in range(dice.randint(2, 60))]
    tenths = statistics.quantiles(values, n=10, method="inclusive")

    assert measures.percentile(values, 0.5) == pytest.approx(statistics.median(values))
    assert measures.percentile(values, 0.9) == pytest.approx(tenths[8])
    assert measures.percentile([], 0.5) is None


def test_best_possible_counts_what_can_still_be_in_time():
    def still_open(due):
        return CaseFacts(START, None, None, None, START + due * DAY, None, is_answered=False, groups={})

    cases = [answered(10), answered(40), still_open(30), still_open(5)]

    assert measures.best_possible(cases, START + 20 * DAY) == (2, 4)


def test_the_weekly_flow_ends_with_what_is_open_now():
    dice = random.Random(3)
    today = START + 200 * DAY
    spans = []
    for _ in range(300):
        received = START + dice.randint(0, 200) * DAY
        ended = received + dice.randint(0, 60) * DAY
        spans.append(Span(received, ended if ended <= today else None))

    flow = measures.weekly_flow(spans, today, 12)

    assert flow[-1].open_at_end == sum(span.ended_on is None for span in spans)
    assert flow[-1].monday == measures.monday_of(today)
    for before, week in zip(flow, flow[1:], strict=False):
        assert week.open_at_end == before.open_at_end + week.received - week.finished


def flow_of(finished):
    mondays = [START + 7 * number * DAY for number in range(len(finished))]
    return [measures.Week(monday, 0, number, 0) for monday, number in zip(mondays, finished, strict=True)]


def test_who_will_be_late_at_this_pace_is_worked_out_in_the_order_of_the_dates():
    flow = flow_of([1, 3, 2, 99])  # the present week is not over and not counted
    today = flow[-1].monday + 2 * DAY
    queue = [
        Waiting("C", today + 6 * DAY, is_running=True),
        Waiting("A", today + 4 * DAY, is_running=True),
        Waiting("B", today + 5 * DAY, is_running=True),
        Waiting("D", today + 6 * DAY, is_running=False),
        Waiting("E", None, is_running=False),
    ]

    coming = measures.forecast(queue, flow, today)

    assert coming.pace == 2
    assert coming.weeks_counted == 3
    assert coming.late == [
        ("B", today + 7 * DAY, today + 5 * DAY),
        ("C", today + 11 * DAY, today + 6 * DAY),
    ]
    assert coming.clear_on == today + 18 * DAY


def test_without_any_pace_every_running_case_is_late_and_none_is_finished():
    today = START + 30 * DAY
    coming = measures.forecast([Waiting("A", today + DAY, is_running=True)], flow_of([0, 0]), today)

    assert coming.late == [("A", dt.date.max, today + DAY)]
    assert coming.clear_on is None


def test_groups_add_up_and_a_case_of_two_teams_counts_in_both():
    cases = [answered(10, channel="email"), answered(40, channel="form"), answered(10, channel="email")]
    of_two = CaseFacts(START, None, None, None, None, None, is_answered=False, groups={"team": ("North", "South")})

    rows = measures.by_group(cases, "channel")

    assert [(value, received, done.late) for value, received, _open, done in rows] == [("email", 2, 0), ("form", 1, 1)]
    assert [(value, received, waiting) for value, received, waiting, _done in measures.by_group([of_two], "team")] == [
        ("North", 1, 1),
        ("South", 1, 1),
    ]
