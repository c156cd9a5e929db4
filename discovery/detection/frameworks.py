"""What the presence of personal data in a text obliges to, under each body of law. Pure: rules in, report out.

Presence is not a violation: personal data may be processed where the law's conditions are met. The report says which
duties follow from what was found, which of them need an answer that only the organisation has, and cites each.
The duties themselves stand as data in `framework_rules`.
"""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from discovery.detection.describing import IMPERSONAL
from discovery.detection.framework_rules import (
    FRAMEWORKS,
    SENSITIVE_CCPA,
    Circumstances,
    Duty,
    Framework,
    FrameworkRules,
    Trigger,
)
from discovery.detection.kinds import Category, facts
from discovery.detection.risk import TextRisk, risk_of
from discovery.documents import Detection, Kind

PRESENCE: Final = "The presence of personal data is not a violation. These are the duties that come with it."
NOTHING: Final = "No personal data were detected. That is no proof that there are none: a person may be described."


class Status(enum.StrEnum):
    """How a duty stands, as far as can be told from outside.

    ALWAYS: it applies wherever personal data are processed. RAISED: what was found raises it. ANSWER_NEEDED: it
    depends on something that only the organisation knows, and that was not said.
    """

    ALWAYS = "always"
    RAISED = "raised"
    ANSWER_NEEDED = "answer_needed"


@dataclass(frozen=True, slots=True)
class DutyLine:
    """A duty in a report: its words and article, how it stands, and which kinds raised it."""

    article: str
    words: str
    status: Status
    kinds: tuple[Kind, ...]


@dataclass(frozen=True, slots=True)
class FrameworkReport:
    """The duties under one body of law; `notes` say where it may not apply at all."""

    framework: Framework
    title: str
    source: str
    lines: tuple[DutyLine, ...]
    notes: tuple[str, ...]

    @property
    def raised(self) -> int:
        """How many duties what was found raises."""
        return sum(line.status is Status.RAISED for line in self.lines)

    @property
    def open_questions(self) -> int:
        """How many duties wait for an answer of the organisation."""
        return sum(line.status is Status.ANSWER_NEEDED for line in self.lines)


@dataclass(frozen=True, slots=True)
class ComplianceReport:
    """What was found, how grave it is, and the duties under each framework. Holds no value of any text."""

    counts: tuple[tuple[Kind, int], ...]
    categories: tuple[Category, ...]
    risk: TextRisk
    statement: str
    frameworks: tuple[FrameworkReport, ...]


def report(
    detections: Iterable[Detection],
    frameworks: Sequence[Framework] = tuple(Framework),
    circumstances: Circumstances | None = None,
) -> ComplianceReport:
    """The duties that these detections bring under the frameworks.

    Args:
        detections: of one text or of several together.
        frameworks: which bodies of law, in the order wanted.
        circumstances: what the organisation says of its processing; nothing said where None.
    """
    found = list(detections)
    counts = Counter(one.kind for one in found)
    said = circumstances or Circumstances()
    personal = frozenset(counts) - IMPERSONAL
    return ComplianceReport(
        counts=tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0].value))),
        categories=tuple(sorted({facts(kind).category for kind in counts})),
        risk=risk_of(found),
        statement=PRESENCE if personal else NOTHING,
        frameworks=tuple(_under(FRAMEWORKS[name], personal, said) for name in frameworks),
    )


def _under(rules: FrameworkRules, kinds: frozenset[Kind], said: Circumstances) -> FrameworkReport:
    lines = [line for duty in rules.duties if (line := _line(duty, kinds, said)) is not None] if kinds else []
    notes = tuple(note.words for note in rules.notes if kinds and note.applies(said))
    return FrameworkReport(rules.framework, rules.title, rules.source, tuple(lines), notes)


def _line(duty: Duty, kinds: frozenset[Kind], said: Circumstances) -> DutyLine | None:
    """The duty as it stands; None where nothing raises it."""
    raising = tuple(sorted(kind for kind in kinds if _raises(duty.trigger, kind)))
    if not raising:
        return None
    if duty.asks:
        answer = getattr(said, duty.asks)
        if answer is None:
            return DutyLine(duty.article, duty.words, Status.ANSWER_NEEDED, raising)
        if not answer:
            return None
    is_always = duty.trigger is Trigger.ANY and not duty.asks
    return DutyLine(duty.article, duty.words, Status.ALWAYS if is_always else Status.RAISED, raising)


def _raises(trigger: Trigger, kind: Kind) -> bool:
    category = facts(kind).category
    match trigger:
        case Trigger.ANY:
            return True
        case Trigger.SPECIAL:
            return category is Category.SPECIAL
        case Trigger.CRIMINAL:
            return category is Category.CRIMINAL
        case Trigger.NATIONAL_ID:
            return category is Category.GOVERNMENT
        case Trigger.MONEY:
            return category is Category.FINANCIAL
        case Trigger.SECRET:
            return category is Category.SECURITY
        case Trigger.SENSITIVE:
            return kind in SENSITIVE_CCPA or category is Category.SPECIAL
        case Trigger.GRAVE:
            return facts(kind).risk >= _GRAVE


_GRAVE: Final = 3
