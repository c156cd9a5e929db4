"""The arithmetic of feedback: how right suggestions are, how sure that figure is, and what threshold would follow."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

_Z: Final = 1.96  # 95 %
FEWEST: Final = 20  # verdicts from which a figure is more than chance, and a threshold may be suggested
_MOST_LOST: Final = 0.1  # part of the right ones that a suggested threshold may lose


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict that says something about a score."""

    score: float
    is_right: bool


@dataclass(frozen=True, slots=True)
class Advice:
    """A threshold that the verdicts speak for.

    Attributes:
        value: the threshold; None where no threshold helps.
        lost: right suggestions that it would have kept from reviewers.
        spared: wrong ones.
        precision: share of right ones among those above it.
    """

    value: float | None
    lost: int = 0
    spared: int = 0
    precision: float = 0.0


def precision(right: int, wrong: int) -> float | None:
    """The share of right ones; None where nobody has judged."""
    return right / (right + wrong) if right + wrong else None


def interval(right: int, wrong: int) -> tuple[float, float]:
    """Between which shares the true one lies in 95 of 100 cases (Wilson's interval); 0 to 1 where nobody has judged."""
    total = right + wrong
    if not total:
        return 0.0, 1.0
    share, weight = right / total, _Z * _Z / total
    middle = share + weight / 2
    spread = _Z * sqrt(share * (1 - share) / total + weight / (4 * total))
    return max(0.0, (middle - spread) / (1 + weight)), min(1.0, (middle + spread) / (1 + weight))


def advice(judged: Sequence[Judged], *, wanted: float) -> Advice | None:
    """The lowest threshold at which the share of right ones reaches `wanted` and few right ones are lost.

    None where there are too few verdicts or the share is reached already; a value of None where no threshold does it.
    """
    right = sum(one.is_right for one in judged)
    if len(judged) < FEWEST or right >= wanted * len(judged):
        return None
    for value in sorted({one.score for one in judged})[1:]:
        above = [one.is_right for one in judged if one.score >= value]
        kept = sum(above)
        if kept >= wanted * len(above):
            lost = right - kept
            if lost <= _MOST_LOST * right:
                spared = len(judged) - len(above) - lost
                return Advice(round(value, 2), lost, spared, kept / len(above))
            break
    return Advice(None)
