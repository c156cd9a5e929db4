"""The arithmetic of risks and the law of Art. 35 and 36 GDPR, in plain Python.

How a level follows from likelihood and severity is a policy of this product (the law sets none); what is "high" in the
sense of Art. 36(1) is HIGH_FROM.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from dsar.accountability.dpia.content import Content, Measure, Risk
from dsar.accountability.dpia.questions import ALL, CRITERIA, EXEMPTIONS, MANDATORY, Outcome, Reply
from dsar.accountability.dpia.vocabulary import MeasureState
from dsar.foundation.words import Words as _

MOST = 4
HIGH_FROM = 8
# WP 248 rev.01, III.B: in most cases processing that meets two criteria requires an assessment.
PRESUMED_FROM = 2
# A review that lies further away than this says nothing; Art. 35(11) asks for one at least when risks change.
REVIEW_WITHIN_MONTHS = 36
SHORTEST_REASON = 20


class RiskLevel(StrEnum):
    """How high a risk is."""

    UNRATED = "unrated"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    VERY_HIGH = "very_high"


LEVEL_WORDS: dict[str, str] = {
    RiskLevel.UNRATED: _("Not rated"),
    RiskLevel.LOW: _("Low"),
    RiskLevel.MEDIUM: _("Medium"),
    RiskLevel.HIGH: _("High"),
    RiskLevel.VERY_HIGH: _("Very high"),
}
LEVEL_TONES: dict[str, str] = {
    RiskLevel.UNRATED: "quiet",
    RiskLevel.LOW: "good",
    RiskLevel.MEDIUM: "info",
    RiskLevel.HIGH: "warn",
    RiskLevel.VERY_HIGH: "bad",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a risk stands in the matrix: likelihood and severity, 1 to 4 each."""

    likelihood: int
    severity: int

    @property
    def score(self) -> int:
        """Likelihood times severity, 1 to 16."""
        return self.likelihood * self.severity

    @property
    def level(self) -> RiskLevel:
        """The level of this place."""
        return level_of(self.score)


def level_of(score: int) -> RiskLevel:
    """The level of a score; 0 is a risk that nobody has rated."""
    if score < 1:
        return RiskLevel.UNRATED
    if score >= 12:
        return RiskLevel.VERY_HIGH
    if score >= HIGH_FROM:
        return RiskLevel.HIGH
    return RiskLevel.MEDIUM if score >= 4 else RiskLevel.LOW


def is_high(score: int) -> bool:
    """Whether a risk is high in the sense of Art. 36(1)."""
    return score >= HIGH_FROM


def before(risk: Risk) -> Place | None:
    """Where a risk stands without any measure; None while it is not rated."""
    if risk.likelihood is None or risk.severity is None:
        return None
    return Place(risk.likelihood, risk.severity)


def lowered(risk: Risk, measures: Iterable[Measure]) -> Place | None:
    """Where a risk stands once these measures are done; nothing falls below 1."""
    start = before(risk)
    if start is None:
        return None
    taken = [one for one in measures if risk.id in one.risks]
    return Place(
        max(1, start.likelihood - sum(one.lowers_likelihood for one in taken)),
        max(1, start.severity - sum(one.lowers_severity for one in taken)),
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """A risk without measures, with those that are done, and with all that are not dropped (the residual risk)."""

    risk: Risk
    before: Place | None
    today: Place | None
    after: Place | None


def standings(content: Content) -> list[Standing]:
    """Every risk with its three places, in the order in which they were written."""
    done = [one for one in content.measures if one.state == MeasureState.DONE]
    kept = [one for one in content.measures if one.state != MeasureState.DROPPED]
    return [Standing(risk, before(risk), lowered(risk, done), lowered(risk, kept)) for risk in content.risks]


@dataclass(frozen=True, slots=True)
class Overall:
    """The highest score among the risks: without measures, today, and with all measures; 0 where none is rated."""

    before: int
    today: int
    after: int


def overall(content: Content) -> Overall:
    """How high the highest risk is."""
    found = standings(content)
    return Overall(
        max((one.before.score for one in found if one.before), default=0),
        max((one.today.score for one in found if one.today), default=0),
        max((one.after.score for one in found if one.after), default=0),
    )


class Presumption(StrEnum):
    """What the answers of a screening speak for."""

    OPEN = "open"
    REQUIRED = "required"
    PRESUMED = "presumed"
    POSSIBLE = "possible"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Reading:
    """What the answers say. Questions by name; those that are not sure are counted like yes, and named apart."""

    presumption: Presumption
    mandatory: tuple[str, ...]
    criteria: tuple[str, ...]
    exemptions: tuple[str, ...]
    unsure: tuple[str, ...]
    open: tuple[str, ...]


def read(answers: Mapping[str, str]) -> Reading:
    """Read the answers of a screening (Art. 35(1), (3), (4), (5), (10); WP 248 rev.01, III.B)."""

    def said(questions: Iterable[str], *replies: str) -> tuple[str, ...]:
        return tuple(name for name in questions if answers.get(name) in replies)

    mandatory = said(MANDATORY, Reply.YES, Reply.UNSURE)
    criteria = said(CRITERIA, Reply.YES, Reply.UNSURE)
    return Reading(
        presumption=_presumption(answers, mandatory, criteria),
        mandatory=mandatory,
        criteria=criteria,
        exemptions=said(EXEMPTIONS, Reply.YES),
        unsure=said(ALL, Reply.UNSURE),
        open=tuple(name for name in ALL if answers.get(name) not in tuple(Reply)),
    )


def _presumption(answers: Mapping[str, str], mandatory: tuple[str, ...], criteria: tuple[str, ...]) -> Presumption:
    if mandatory:
        return Presumption.REQUIRED
    if len(criteria) >= PRESUMED_FROM:
        return Presumption.PRESUMED
    if any(answers.get(name) not in tuple(Reply) for name in (*MANDATORY, *CRITERIA)):
        return Presumption.OPEN
    return Presumption.POSSIBLE if criteria else Presumption.NONE


@dataclass(frozen=True, slots=True)
class Hurdle:
    """Why something may not be done yet: a stable code, words, the article, and the part where it is met."""

    code: str
    words: str
    article: str = ""
    part: str = ""


def screening_hurdles(
    answers: Mapping[str, str], *, outcome: str, reasons: str, entry: str, dpo_view: str, has_dpo: bool
) -> list[Hurdle]:
    """What stands against this decision; empty where it may be taken.

    Args:
        answers: replies by question.
        outcome: of questions.Outcome.
        reasons: why.
        entry: which entry of a list, which law, or which similar assessment.
        dpo_view: what the DPO thinks (WP 248 rev.01, III.B asks for it where no assessment is made).
        has_dpo: whether the controller has designated one.
    """
    found = read(answers)
    hurdles = []
    if found.open:
        hurdles.append(Hurdle("open_questions", f"{len(found.open)} questions are not answered yet."))
    if len(reasons.strip()) < SHORTEST_REASON:
        hurdles.append(Hurdle("reasons", _("Give the reasons in a sentence; they are kept as proof."), "Art. 5(2)"))
    named = [name for name in ("on_list", *EXEMPTIONS) if answers.get(name) == Reply.YES and name != "by_law"]
    if named and not entry.strip():
        hurdles.append(Hurdle("entry", _("Say which entry of the list, or which other assessment, you mean.")))
    if outcome == Outcome.NOT_NEEDED and not found.exemptions:
        hurdles += _against_none(found, dpo_view=dpo_view, has_dpo=has_dpo)
    return hurdles


def _against_none(found: Reading, *, dpo_view: str, has_dpo: bool) -> list[Hurdle]:
    if found.presumption is Presumption.REQUIRED:
        words = _("The law demands an assessment here: one of its own cases, or the authority's list, applies.")
        return [Hurdle("mandatory", words, "Art. 35(3), (4)")]
    if found.presumption is Presumption.PRESUMED and has_dpo and not dpo_view.strip():
        words = _(
            "Two criteria or more are met: the view of the DPO has to be on record before you decide against one."
        )
        return [Hurdle("dpo_view", words, "WP 248, III.B")]
    return []


def review_hurdle(review_on: dt.date | None, today: dt.date) -> Hurdle | None:
    """Why this day cannot be the day of the next review."""
    if review_on is None:
        return Hurdle("review_on", _("Set the day of the next review."), "Art. 35(11)")
    if review_on <= today:
        return Hurdle("review_on", _("The next review lies in the future."), "Art. 35(11)")
    if review_on > today + dt.timedelta(days=REVIEW_WITHIN_MONTHS * 31):
        return Hurdle("review_on", _("A review comes within three years at the latest (our own rule)."), "Art. 35(11)")
    return None
