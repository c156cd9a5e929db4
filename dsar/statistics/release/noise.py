"""Counts and means with noise, so that no answer tells whether one person is in the data (differential privacy).

The noise is OpenDP's, which draws it from the system's source of randomness and accounts for the rounding of floats;
the library is loaded when the first answer is asked for.
"""

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

LEAST_EPSILON, MOST_EPSILON = 0.001, 10.0
MOST_BOUND = 1e12
GAUSSIAN_DELTA = 1e-6


class Mechanism(StrEnum):
    """Where the noise comes from: Laplace for (ε, 0), Gauss for (ε, δ)."""

    LAPLACE = "laplace"
    GAUSSIAN = "gaussian"


class NoiseRefused(ValueError):
    """What was asked cannot be answered under differential privacy; the message says why."""


@dataclass(frozen=True, slots=True)
class Noisy:
    """An answer with noise.

    Attributes:
        value: the answer; a count is a whole number and may be negative.
        scale: the parameter of the noise: b of Laplace, σ of Gauss.
        epsilon, delta: what the answer costs.
        within: the distance from the true answer that is exceeded in one of twenty cases.
    """

    value: float
    scale: float
    epsilon: float
    delta: float
    within: float


def noisy_count(true: int, epsilon: float, mechanism: Mechanism = Mechanism.LAPLACE) -> Noisy:
    """How many there are; one person changes a count by one at most.

    Raises:
        NoiseRefused: epsilon is not between 0.001 and 10.
    """
    _demand(epsilon)
    measure, scale = _counting(mechanism, epsilon)
    delta = 0.0 if mechanism is Mechanism.LAPLACE else GAUSSIAN_DELTA
    return Noisy(float(measure(true)), scale, epsilon, delta, _within(mechanism, scale))


def noisy_mean(values: Sequence[float], low: float, high: float, epsilon: float) -> Noisy:
    """The mean of values that are first brought between `low` and `high`; half of epsilon each for sum and count.

    Raises:
        NoiseRefused: epsilon out of range, `low` is not below `high`, or one of them is beyond MOST_BOUND.
    """
    _demand(epsilon)
    if not (math.isfinite(low) and math.isfinite(high) and low < high):
        message = "Say between which bounds the values lie, the lower one first."
        raise NoiseRefused(message)
    if max(abs(low), abs(high)) > MOST_BOUND:
        message = f"The bounds lie between -{MOST_BOUND:g} and {MOST_BOUND:g}."
        raise NoiseRefused(message)
    middle, reach = (low + high) / 2, (high - low) / 2
    total = math.fsum(min(max(value, low), high) - middle for value in values)
    measure, scale = _summing(reach, epsilon / 2)
    count = noisy_count(len(values), epsilon / 2)
    # Centred on the middle, an error in the count pulls the mean no further than to the middle of the bounds.
    mean = middle + float(measure(total)) / max(count.value, 1.0)
    return Noisy(
        min(max(mean, low), high), scale, epsilon, 0.0, _within(Mechanism.LAPLACE, scale) / max(count.value, 1)
    )


def _demand(epsilon: float) -> None:
    if not LEAST_EPSILON <= epsilon <= MOST_EPSILON:
        message = f"Epsilon lies between {LEAST_EPSILON} and {MOST_EPSILON:g}: the smaller, the more noise."
        raise NoiseRefused(message)


def _within(mechanism: Mechanism, scale: float) -> float:
    return round(scale * (math.log(20) if mechanism is Mechanism.LAPLACE else 1.96), 2)


@functools.cache
def _opendp() -> Any:
    import opendp.prelude as dp

    dp.enable_features("contrib")
    return dp


@functools.lru_cache(maxsize=64)
def _counting(mechanism: Mechanism, epsilon: float) -> tuple[Any, float]:
    dp = _opendp()
    space = dp.atom_domain(T=int), dp.absolute_distance(T=int)
    if mechanism is Mechanism.LAPLACE:
        scale = 1 / epsilon
        return dp.m.make_laplace(*space, scale=scale), scale

    def approximate(scale: float) -> Any:
        return dp.c.make_fix_delta(dp.c.make_zCDP_to_approxDP(dp.m.make_gaussian(*space, scale=scale)), GAUSSIAN_DELTA)

    scale = float(dp.binary_search(lambda tried: approximate(tried).map(1)[0] <= epsilon, bounds=(0.2, 1e5), T=float))
    return dp.m.make_gaussian(*space, scale=scale), scale


@functools.lru_cache(maxsize=64)
def _summing(reach: float, epsilon: float) -> tuple[Any, float]:
    dp = _opendp()
    scale = reach / epsilon
    space = dp.atom_domain(T=float, nan=False), dp.absolute_distance(T=float)
    return dp.m.make_laplace(*space, scale=scale), scale
