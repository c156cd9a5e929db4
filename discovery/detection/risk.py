"""How grave it would be if a text fell into the wrong hands: one figure from 0 to 100, explained. Pure arithmetic.

The figure is worked out from points: each kind gives the points of its risk times its certainty, further values of the
same kind half of the one before, and combinations that identify a person or open an account give points of their own.
All points together are bent onto 0…100 by 100 × (1 - e^(-points / 60)), so that no text passes 100 and the first
values count most. Policy of ours, no rule of law: the law asks for likelihood and severity (GDPR Art. 32, recitals 75
and 76), and detection sees only what stands in the text.
"""

from __future__ import annotations

import enum
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from discovery.detection.describing import IMPERSONAL, risk_level_of
from discovery.detection.kinds import Category, Risk, facts
from discovery.detection.recognisers.passages import FOR_A_PERSON, as_pattern
from discovery.documents import Detection, Kind

POINTS: Final[Mapping[Risk, float]] = {Risk.LOW: 3.0, Risk.MEDIUM: 10.0, Risk.HIGH: 25.0, Risk.CRITICAL: 45.0}
COMBINED_POINTS: Final = 15.0
BEND: Final = 60.0  # points at which the figure has reached 63
DEFAULT_THRESHOLD: Final = 50


class Level(enum.StrEnum):
    """The figure in a word: none 0, low below 25, medium below 50, high below 75, critical."""

    NONE = "none"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


_LEVELS: Final = ((0, Level.NONE), (24, Level.LOW), (49, Level.MEDIUM), (74, Level.HIGH), (100, Level.CRITICAL))


@dataclass(frozen=True, slots=True)
class Factor:
    """One thing that adds to the risk, in words, with its points before they are bent."""

    words: str
    points: float


@dataclass(frozen=True, slots=True)
class TextRisk:
    """The risk of a text.

    Attributes:
        score: 0 (nothing personal) to 100.
        level: the score in a word.
        factors: what led to it, the weightiest first.
    """

    score: int
    level: Level
    factors: tuple[Factor, ...]

    def is_safe(self, threshold: int = DEFAULT_THRESHOLD) -> bool:
        """Whether the score stays below the threshold (1 to 100)."""
        return self.score < threshold


@dataclass(frozen=True, slots=True)
class _Combination:
    words: str
    is_met: Callable[[frozenset[Kind], frozenset[Category]], bool]


_WHO: Final = frozenset({Kind.PERSON, Kind.EMAIL_ADDRESS, Kind.PHONE_NUMBER})
_PLACE: Final = frozenset({Kind.LOCATION, Kind.POSTCODE, Kind.UK_POSTCODE, Kind.CA_POSTAL_CODE, Kind.US_ZIP})

COMBINATIONS: Final = (
    _Combination(
        "somebody who can be named beside an official number: enough for identity theft",
        lambda kinds, categories: bool(kinds & _WHO) and Category.GOVERNMENT in categories,
    ),
    _Combination(
        "somebody who can be named beside a way to their money",
        lambda kinds, categories: (
            bool(kinds & _WHO) and bool(kinds & {Kind.CREDIT_CARD, Kind.IBAN, Kind.BANK_ACCOUNT, Kind.CRYPTO_WALLET})
        ),
    ),
    _Combination(
        "somebody who can be named beside a special category or criminal matters",
        lambda kinds, categories: bool(kinds & _WHO) and bool(categories & {Category.SPECIAL, Category.CRIMINAL}),
    ),
    _Combination(
        "date of birth and place together: most people can be told apart by them",
        lambda kinds, categories: Kind.DATE_OF_BIRTH in kinds and bool(kinds & _PLACE),
    ),
    _Combination(
        "an address of an account beside a password or key",
        lambda kinds, categories: (
            Kind.SECRET in kinds and bool(kinds & {Kind.EMAIL_ADDRESS, Kind.SOCIAL_HANDLE, Kind.URL})
        ),
    ),
)


def risk_of(detections: Iterable[Detection]) -> TextRisk:
    """The risk of a text in which these were detected."""
    by_kind: dict[Kind, list[Detection]] = {}
    for one in detections:
        if one.kind not in IMPERSONAL:
            by_kind.setdefault(one.kind, []).append(one)
    factors = [_of_kind(kind, found) for kind, found in by_kind.items()]
    kinds = frozenset(by_kind)
    categories = frozenset(facts(kind).category for kind in kinds)
    factors += [Factor(one.words, COMBINED_POINTS) for one in COMBINATIONS if one.is_met(kinds, categories)]
    factors.sort(key=lambda factor: (-factor.points, factor.words))
    points = sum(factor.points for factor in factors)
    score = max(1, round(100 * (1 - math.exp(-points / BEND)))) if points else 0
    return TextRisk(score, level_of(score), tuple(factors))


def level_of(score: int) -> Level:
    """The word for a score of 0 to 100."""
    return next(level for highest, level in _LEVELS if score <= highest)


def _weight(one: Detection) -> float:
    """The certainty; of words that a person is to read as it was before: a text is no less grave for that."""
    return as_pattern(one.score) if one.kind in FOR_A_PERSON else one.score


def _of_kind(kind: Kind, found: list[Detection]) -> Factor:
    """The points of a kind: the weightiest value in full, each further one half of the one before."""
    points = sorted((POINTS[risk_level_of(one)] * _weight(one) for one in found), reverse=True)
    label = facts(kind).label
    words = label if len(found) == 1 else f"{label} × {len(found)}"
    return Factor(words, round(sum(point / 2 ** min(place, 60) for place, point in enumerate(points)), 2))
