"""What an assessment still lacks, part by part, and what keeps it from being approved. Plain Python."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from dsar.accountability.dpia.content import Content, Risk
from dsar.accountability.dpia.rules import Hurdle, is_high, overall
from dsar.accountability.dpia.vocabulary import (
    DESCRIPTION,
    NECESSITY,
    PART_WORDS,
    Answer,
    Check,
    Followed,
    MeasureState,
    Part,
)
from dsar.foundation.words import Words as _

# What a template asks to be written, in brackets.
_PROMPT = re.compile(r"\[[^\[\]]{3,}\]")


@dataclass(frozen=True, slots=True)
class Advice:
    """The advice of the DPO, and what was made of it."""

    text: str = ""
    followed: str = ""
    reasons: str = ""


@dataclass(frozen=True, slots=True)
class Consulted:
    """How far prior consultation is. `ends_on`: the last day of the authority's time; None while it is suspended."""

    is_sent: bool = False
    answer: str = ""
    ends_on: dt.date | None = None


def missing(content: Content, part: str) -> list[str]:
    """What a part of the text lacks, in words; empty where it is complete."""
    found = _MISSING.get(part)
    return found(content) if found else []


def _description(content: Content) -> list[str]:
    empty = [field.label for name, field in DESCRIPTION.items() if field.is_needed and not content.text(name).strip()]
    prompts = [field.label for name, field in DESCRIPTION.items() if _PROMPT.search(content.text(name))]
    return empty + [f"{label}: still in [brackets] as the template has it" for label in prompts]


def _necessity(content: Content) -> list[str]:
    points = {name: content.check(name) for name in NECESSITY}
    return [NECESSITY[name].label for name, check in points.items() if not check.state or not check.words.strip()]


def _risks(content: Content) -> list[str]:
    if not content.risks:
        return [_("No risk is written down")]
    return [f"{risk.id} {risk.title}: not rated" for risk in content.risks if not risk.is_rated] + [
        f"{risk.id} {risk.title}: source, threat and consequence for people"
        for risk in content.risks
        if not (risk.source.strip() and risk.threat.strip() and risk.consequence.strip())
    ]


def _measures(content: Content) -> list[str]:
    lacking = [
        f"{one.id} {one.title}: who does it by when"
        for one in content.measures
        if one.is_open and not (one.owner.strip() and one.due_on)
    ]
    bare = [
        f"{risk.id} {risk.title}: no measure" for risk in content.risks if _is_high(risk) and not _kept(content, risk)
    ]
    return [*lacking, *bare]


def _is_high(risk: Risk) -> bool:
    return is_high((risk.likelihood or 0) * (risk.severity or 0))


def _kept(content: Content, risk: Risk) -> bool:
    return any(one.state != MeasureState.DROPPED for one in content.measures_of(risk.id))


def _views(content: Content) -> list[str]:
    views = content.views
    if not views.sought:
        return [_("Whether they were sought")]
    lacking: list[str] = []
    if not views.words.strip():
        lacking.append(_("What was said") if views.sought == "yes" else _("Why they were not sought"))
    if views.sought == "yes" and not views.how.strip():
        lacking.append(_("How they were sought"))
    return lacking


_MISSING: dict[str, Callable[[Content], list[str]]] = {
    Part.DESCRIPTION: _description,
    Part.NECESSITY: _necessity,
    Part.RISKS: _risks,
    Part.MEASURES: _measures,
    Part.VIEWS: _views,
}
WRITTEN = tuple(_MISSING)


@dataclass(frozen=True, slots=True)
class PartState:
    """A part with what it lacks."""

    part: str
    label: str
    article: str
    missing: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


def parts(content: Content) -> list[PartState]:
    """The parts that are written, each with what it lacks."""
    return [PartState(part, *PART_WORDS[part], tuple(missing(content, part))) for part in WRITTEN]


def share_complete(content: Content) -> int:
    """How many per cent of the written parts are complete."""
    states = parts(content)
    return round(100 * sum(one.is_complete for one in states) / len(states))


def approval_hurdles(
    content: Content, *, advice: Advice, consulted: Consulted, has_dpo: bool, today: dt.date
) -> list[Hurdle]:
    """What keeps the assessment from being approved, in the order of its parts; empty where nothing does.

    Args:
        content: the assessment.
        advice: of the DPO; demanded where there is one (Art. 35(2)).
        consulted: prior consultation; demanded where residual risk is high (Art. 36(1)).
        has_dpo: whether the controller has designated a DPO.
        today: in the controller's zone.
    """
    found = [
        Hurdle(f"incomplete_{one.part}", f"{one.label}: {_few(one.missing)}", one.article, one.part)
        for one in parts(content)
        if not one.is_complete
    ]
    unmet = [NECESSITY[name].label for name in NECESSITY if content.check(name).state == Check.NOT_MET]
    if unmet:
        words = f"Not met: {', '.join(unmet)}. Change the processing, or plan a measure."
        found.append(Hurdle("necessity_not_met", words, "Art. 35(7)(b)", Part.NECESSITY))
    return [*found, *_of_advice(advice, has_dpo=has_dpo), *_of_consultation(content, consulted, today)]


def _few(words: tuple[str, ...]) -> str:
    return "; ".join(words[:3]) + (f"; and {len(words) - 3} more" if len(words) > 3 else "")


def _of_advice(advice: Advice, *, has_dpo: bool) -> list[Hurdle]:
    if not advice.text:
        words = _("The DPO has not given advice yet.")
        return [Hurdle("advice_missing", words, "Art. 35(2)", Part.ADVICE)] if has_dpo else []
    if not advice.followed:
        words = _("Say whether the advice of the DPO is followed.")
        return [Hurdle("advice_unanswered", words, "Art. 35(2)", Part.ADVICE)]
    if advice.followed != Followed.YES and not advice.reasons.strip():
        words = _("Say why the advice of the DPO is not followed.")
        return [Hurdle("advice_reasons", words, "Art. 35(2)", Part.ADVICE)]
    return []


def _of_consultation(content: Content, consulted: Consulted, today: dt.date) -> list[Hurdle]:
    if consulted.answer == Answer.FORBIDDEN:
        words = _("The supervisory authority forbids the processing.")
        return [Hurdle("consultation_forbidden", words, "Art. 58(2)", Part.CONSULTATION)]
    if not is_high(overall(content).after) or consulted.answer:
        return []
    if not consulted.is_sent:
        words = _("Residual risk stays high: consult the supervisory authority before the processing starts.")
        return [Hurdle("consultation_missing", words, "Art. 36(1)", Part.CONSULTATION)]
    until = f" Its time ends on {consulted.ends_on.isoformat()}." if consulted.ends_on else _(" Its time is suspended.")
    return [
        Hurdle(
            "consultation_unanswered",
            _("The supervisory authority has not answered yet.") + until,
            "Art. 36(2)",
            Part.CONSULTATION,
        )
    ]
