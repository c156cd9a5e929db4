"""Shares, intervals and the threshold that verdicts speak for."""

import pytest

from dsar.pii.rules import Judged, advice, interval, precision


def judged(*pairs):
    return [Judged(score, is_right) for score, is_right, times in pairs for _one in range(times)]


def test_nobody_has_judged():
    assert precision(0, 0) is None
    assert interval(0, 0) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("right", "wrong", "low", "high"), [(8, 2, 0.490, 0.943), (50, 50, 0.404, 0.596), (20, 0, 0.839, 1.0)]
)  # as tables of Wilson's interval have them
def test_the_interval_is_wilsons(right, wrong, low, high):
    assert interval(right, wrong) == pytest.approx((low, high), abs=0.001)


def test_the_lowest_threshold_that_reaches_the_share_is_advised():
    verdicts = judged((0.5, False, 20), (0.6, True, 5), (0.6, False, 1), (0.8, True, 60))

    told = advice(verdicts, wanted=0.9)

    assert told is not None
    assert (told.value, told.lost, told.spared) == (0.6, 0, 20)


def test_no_threshold_that_loses_many_right_ones_is_advised():
    verdicts = judged((0.5, True, 20), (0.5, False, 20), (0.9, True, 10))

    told = advice(verdicts, wanted=0.9)

    assert told is not None
    assert told.value is None


@pytest.mark.parametrize(
    "verdicts", [judged((0.5, False, 19)), judged((0.5, True, 95), (0.5, False, 5))], ids=["too few", "good enough"]
)
def test_nothing_is_advised(verdicts):
    assert advice(verdicts, wanted=0.9) is None
