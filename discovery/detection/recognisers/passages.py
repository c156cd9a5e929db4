"""Words that mark a passage for a person to read: presence is no proof, so none of them is ever nearly certain.

What a pattern recogniser of such words finds is found as it was; only its certainty is bent into the lower part of the
scale. So the default sensitivity ("medium") and "high" show it, and "low", which asks for what is nearly certain, does
not (GDPR Art. 9 and 10 turn on what is said of whom, which no list of words knows).
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Final

from discovery.detection.recogniser import PatternRecogniser, Seeker, Stretch, stretch
from discovery.detection.triggers import widest
from discovery.documents import Detection, Kind

SHOWN_FROM: Final = 0.4  # the least score of the default sensitivity: what stayed below it stays below it
HIGHEST: Final = 0.59  # below the least score of the sensitivity "low"
# The kinds that are known by words alone.
FOR_A_PERSON: Final = frozenset(
    {
        Kind.HEALTH, Kind.BIOMETRIC, Kind.RELIGION, Kind.POLITICAL_OPINION, Kind.TRADE_UNION, Kind.SEXUAL_LIFE,
        Kind.ETHNIC_ORIGIN, Kind.CRIMINAL,
    }
)  # fmt: skip
_detection: Final = functools.partial(tuple.__new__, Detection)  # in half the time of a call of the class
_BENT: Final = (HIGHEST - SHOWN_FROM) / (1.0 - SHOWN_FROM)


def for_a_person(score: float) -> float:
    """A score of 0 to 1 bent below 0.6: the order of scores stays, and what passed the default passes it."""
    return score if score < SHOWN_FROM else round(SHOWN_FROM + (score - SHOWN_FROM) * _BENT, 3)


def as_pattern(score: float) -> float:
    """The score before it was bent: how grave a text is does not sink because a person is asked to look."""
    return score if score < SHOWN_FROM or score > HIGHEST else min(1.0, SHOWN_FROM + (score - SHOWN_FROM) / _BENT)


class PassageFinder:
    """Asks a pattern recogniser and bends the certainty of what it finds; a Finder of the engine.

    Attributes:
        pattern_recogniser: which words are looked for, with the words for and against them.
        reach: how far before the end of its trigger a find may begin.
    """

    __slots__ = ("_is_needing", "_seek", "against", "context", "kind", "name", "pattern_recogniser", "reach", "trigger")

    def __init__(self, one: PatternRecogniser) -> None:
        self.pattern_recogniser = one
        self.name: str = one.name
        self.kind: Kind = one.kind
        self.trigger: str = one.pattern
        self.context: tuple[str, ...] = one.context
        self.against: tuple[str, ...] = one.against
        self.reach: int = widest(one.pattern)
        self._is_needing = one.context_required
        self._seek = Seeker(one).seek

    def find(self, text: str, low: int, high: int) -> Iterator[Detection]:
        """The detections that start in [low, high)."""
        found: list[Detection] = []
        where = stretch(text, low, high)
        self.seek(where, found, where[3])
        yield from found

    def seek(self, where: Stretch, found: list[Detection], begin: int, near: tuple[bool, bool] = (True, True)) -> None:
        """Append the detections that start in the stretch, none of them before `begin`."""
        if self._is_needing and not near[0]:
            return
        before = len(found)
        self._seek(where, found, begin, near)
        for at in range(before, len(found)):
            start, end, kind, score, why, validator, risk, name = found[at]
            found[at] = _detection((start, end, kind, for_a_person(score), why, validator, risk, name))
