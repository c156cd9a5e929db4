"""What is told of a detection beside its place and kind: by which method it was found, and which word stood near."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from discovery.detection.kinds import Category, Risk, facts
from discovery.documents import Detection, Kind

# Alone they say nothing about a person.
IMPERSONAL: Final = frozenset({Kind.DATE_TIME, Kind.ORGANISATION, Kind.BIC, Kind.EU_VAT, Kind.URL})
_NEAR: Final = re.compile(r"“([^”]+)” stands near")
_LEARNED: Final = re.compile(r"^reads like|^part of a name|\b(?:model|network)\b")


class Method(enum.StrEnum):
    """How a detection came about: by a check that its digits pass, a learned model, a word near it, its form alone."""

    CHECK = "check"
    MODEL = "model"
    CONTEXT = "context"
    PATTERN = "pattern"


@dataclass(frozen=True, slots=True)
class Standing:
    """What detected data are under the GDPR: no judgement, since presence is not a violation."""

    has_personal_data: bool
    has_special_category: bool
    has_criminal_data: bool
    articles: tuple[str, ...]


def context_of(one: Detection) -> str:
    """The context word that raised the certainty; "" where there was none."""
    hit = _NEAR.search(one.why)
    return hit[1] if hit else ""


def method_of(one: Detection) -> Method:
    """The weightiest thing that a detection rests on."""
    if one.validator:
        return Method.CHECK
    if _LEARNED.search(one.why):
        return Method.MODEL
    return Method.CONTEXT if context_of(one) else Method.PATTERN


def risk_level_of(one: Detection) -> Risk:
    """How grave a disclosure would be: as the detection says (an own kind has its own), else as its kind has it."""
    return Risk(one.risk) if one.risk else facts(one.kind).risk


def standing_of(detections: Iterable[Detection]) -> Standing:
    """Which articles make these data what they are."""
    kinds = {one.kind for one in detections} - IMPERSONAL
    categories = {facts(kind).category for kind in kinds}
    return Standing(
        has_personal_data=bool(kinds),
        has_special_category=Category.SPECIAL in categories,
        has_criminal_data=Category.CRIMINAL in categories,
        articles=tuple(sorted({facts(kind).article for kind in kinds})),
    )
