"""May a text go where it is meant to go? Judged by its risk and by who would read it: a suggestion, never an act."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from discovery.detection.kinds import Category, facts
from discovery.detection.risk import TextRisk, risk_of
from discovery.documents import Detection, Kind


class Verdict(enum.StrEnum):
    """What to do with a text before it goes on."""

    ALLOW = "allow"
    REVIEW = "review"
    MASK = "mask"
    BLOCK = "block"


class Place(enum.StrEnum):
    """Where a text is about to go."""

    PUBLIC = "public"
    SUPPORT = "support"
    INTERNAL = "internal"
    THIRD_PARTY = "third_party"
    LOG = "log"


@dataclass(frozen=True, slots=True)
class Limits:
    """From which risk score on a text is looked at by a person, masked or stopped (0 to 100)."""

    review: int
    mask: int
    block: int


# Policy of ours, to be read as a start: the wider the circle of readers, the lower the limits.
LIMITS: Final[Mapping[Place, Limits]] = {
    Place.PUBLIC: Limits(1, 10, 60),
    Place.THIRD_PARTY: Limits(1, 15, 75),
    Place.LOG: Limits(1, 1, 90),
    Place.SUPPORT: Limits(40, 60, 95),
    Place.INTERNAL: Limits(50, 75, 101),
}
# What has no business in any of these places, whatever the figure.
NEVER: Final = frozenset({Kind.SECRET, Kind.CREDIT_CARD})


@dataclass(frozen=True, slots=True)
class Moderated:
    """A verdict, the risk it rests on, and the reasons in words."""

    verdict: Verdict
    risk: TextRisk
    reasons: tuple[str, ...]


def moderate(detections: Iterable[Detection], place: Place = Place.PUBLIC) -> Moderated:
    """What should happen to a text with these detections before it goes to that place."""
    found = list(detections)
    risk, limits = risk_of(found), LIMITS[place]
    verdict, reasons = Verdict.ALLOW, [f"risk {risk.score} of 100 ({risk.level.value})"]
    for at, step in ((limits.review, Verdict.REVIEW), (limits.mask, Verdict.MASK), (limits.block, Verdict.BLOCK)):
        if risk.score >= at:
            verdict = step
    never = sorted({one.kind for one in found} & NEVER)
    if never and verdict in {Verdict.ALLOW, Verdict.REVIEW}:
        verdict = Verdict.MASK
    reasons += [f"{facts(kind).label.lower()}: masked wherever a text goes" for kind in never]
    if any(facts(one.kind).category in {Category.SPECIAL, Category.CRIMINAL} for one in found):
        reasons.append("special category or criminal matters: a person should look (GDPR Art. 9, Art. 10)")
        verdict = Verdict.REVIEW if verdict is Verdict.ALLOW else verdict
    return Moderated(verdict, risk, tuple(reasons))
