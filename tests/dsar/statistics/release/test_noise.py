"""Noise: its distribution and its price, held against formulas written here."""

import math
from collections import Counter

import pytest

from dsar.statistics.release.noise import GAUSSIAN_DELTA, Mechanism, NoiseRefused, noisy_count, noisy_mean

DRAWS = 4_000


def laplace_share(distance, epsilon):
    """The share of draws of the two-sided geometric distribution that are exactly so far from the truth."""
    ratio = math.exp(-epsilon)
    return (1 - ratio) / (1 + ratio) * ratio ** abs(distance)


def test_the_noise_of_counts_has_the_distribution_that_makes_the_promise():
    epsilon = 0.8

    drawn = Counter(int(noisy_count(100, epsilon).value) - 100 for _draw in range(DRAWS))

    cells = [(distance, laplace_share(distance, epsilon) * DRAWS) for distance in range(-4, 5)]
    tails = DRAWS - sum(expected for _distance, expected in cells)
    chi = sum((drawn[distance] - expected) ** 2 / expected for distance, expected in cells)
    chi += (DRAWS - sum(drawn[distance] for distance, _expected in cells) - tails) ** 2 / tails
    assert chi < 33.7  # nine degrees of freedom: passed by chance in one run of ten thousand


def test_the_noise_of_gauss_is_as_wide_as_its_price_asks():
    epsilon = 1.0
    told = [noisy_count(50, epsilon, Mechanism.GAUSSIAN) for _draw in range(1_000)]

    spread = math.sqrt(sum((one.value - 50) ** 2 for one in told) / len(told))
    scale = told[0].scale

    assert 0.9 < spread / scale < 1.1
    assert told[0].delta == GAUSSIAN_DELTA
    # δ of the Gaussian mechanism at this scale (Balle and Wang 2018, theorem 8) is no more than promised.
    phi = lambda x: (1 + math.erf(x / math.sqrt(2))) / 2  # noqa: E731 - the formula's own name
    delta = phi(1 / (2 * scale) - epsilon * scale) - math.exp(epsilon) * phi(-1 / (2 * scale) - epsilon * scale)
    assert delta <= GAUSSIAN_DELTA


def test_a_mean_lies_near_the_truth_and_never_beyond_the_bounds():
    told = [noisy_mean([10.0, 20.0, 30.0] * 200, 0, 40, 1.0).value for _draw in range(200)]

    assert abs(sum(told) / len(told) - 20) < 0.2
    assert all(0 <= value <= 40 for value in (noisy_mean([1e9], 0, 40, 0.01).value for _draw in range(50)))


def test_the_noise_of_a_mean_is_as_wide_as_its_bounds_and_its_price_ask():
    low, high, epsilon, rows = 0.0, 40.0, 1.0, 600

    told = [noisy_mean([20.0] * rows, low, high, epsilon) for _draw in range(400)]

    # Sum around the middle of the bounds: Laplace with half the width over half of epsilon, its deviation b·√2.
    scale = (high - low) / 2 / (epsilon / 2)
    spread = math.sqrt(sum((one.value - 20) ** 2 for one in told) / len(told))
    assert told[0].scale == pytest.approx(scale)
    assert 0.75 < spread / (scale * math.sqrt(2) / rows) < 1.25


def test_one_person_more_changes_the_chances_by_no_more_than_promised():
    epsilon = 0.5
    with_her = Counter(int(noisy_count(6, epsilon).value) for _draw in range(DRAWS))
    without = Counter(int(noisy_count(5, epsilon).value) for _draw in range(DRAWS))

    for value in range(3, 9):
        spread = 4 / math.sqrt(min(with_her[value], without[value]))
        assert abs(math.log(with_her[value] / without[value])) <= epsilon + spread


@pytest.mark.parametrize("epsilon", [0, 0.0001, 11, float("nan")])
def test_an_epsilon_that_promises_nothing_is_refused(epsilon):
    with pytest.raises(NoiseRefused, match="Epsilon lies"):
        noisy_count(1, epsilon)


def test_bounds_are_asked_for():
    with pytest.raises(NoiseRefused, match="lower one first"):
        noisy_mean([1.0], 5, 5, 1.0)


@pytest.mark.parametrize(("low", "high"), [(-1e308, 1e308), (0, 1e308)])
def test_bounds_beyond_reason_are_refused_and_not_computed(low, high):
    with pytest.raises(NoiseRefused, match="bounds lie between"):
        noisy_mean([1e308] * 100, low, high, 1.0)
