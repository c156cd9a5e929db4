"""What is written in an assessment, as frozen values, and how it is stored: one JSON document for each version."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from dsar.accountability.dpia.vocabulary import DESCRIPTION, NECESSITY, MeasureState, Part

VERSION = 1


@dataclass(frozen=True, slots=True)
class Risk:
    """A risk to the rights and freedoms of people; the ratings are 1 to 4, None until somebody rates it.

    Attributes:
        id: of this risk within its assessment, kept through versions.
        kind: of vocabulary.RiskKind.
        source: who or what could bring it about.
        threat: how it would come about.
        consequence: what it would mean for people.
    """

    id: str
    title: str
    kind: str = ""
    source: str = ""
    threat: str = ""
    consequence: str = ""
    likelihood: int | None = None
    severity: int | None = None

    @property
    def is_rated(self) -> bool:
        """Whether both ratings were given."""
        return self.likelihood is not None and self.severity is not None


@dataclass(frozen=True, slots=True)
class Measure:
    """What is done about risks. `risks` are ids; `lowers_…` are steps (0 to 3) that it takes off each of them."""

    id: str
    title: str
    words: str = ""
    owner: str = ""
    due_on: dt.date | None = None
    state: str = MeasureState.PLANNED
    lowers_likelihood: int = 0
    lowers_severity: int = 0
    risks: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.state in (MeasureState.PLANNED, MeasureState.IN_WORK)


@dataclass(frozen=True, slots=True)
class Checked:
    """How a point of the checklist stands, and why."""

    state: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Views:
    """The views of data subjects or their representatives (Art. 35(9)). `sought`: "yes", "no", or "" while not said.

    `words`: what they said and what came of it, or why they were not asked.
    """

    sought: str = ""
    how: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """An assessment as written. `register` are the entries of the register as they were when they were taken over.

    `revisions` counts how often each part was changed, so that two people may write at different parts.
    """

    description: Mapping[str, str] = field(default_factory=dict)
    necessity: Mapping[str, Checked] = field(default_factory=dict)
    views: Views = Views()
    risks: tuple[Risk, ...] = ()
    measures: tuple[Measure, ...] = ()
    register: tuple[Mapping[str, Any], ...] = ()
    revisions: Mapping[str, int] = field(default_factory=dict)

    def revision(self, part: str) -> int:
        """How often a part was changed."""
        return self.revisions.get(part, 0)

    def text(self, name: str) -> str:
        """A text of the description."""
        return self.description.get(name, "")

    def check(self, name: str) -> Checked:
        """A point of the checklist."""
        return self.necessity.get(name, Checked())

    def risk(self, risk_id: str) -> Risk | None:
        """The risk with that id."""
        return next((risk for risk in self.risks if risk.id == risk_id), None)

    def measure(self, measure_id: str) -> Measure | None:
        """The measure with that id."""
        return next((measure for measure in self.measures if measure.id == measure_id), None)

    def measures_of(self, risk_id: str) -> list[Measure]:
        """The measures that are taken against a risk."""
        return [measure for measure in self.measures if risk_id in measure.risks]

    def changed(self, part: str, **values: Any) -> "Content":
        """The content with other values, the part counted as changed once more."""
        return replace(self, **values, revisions={**self.revisions, part: self.revision(part) + 1})


def with_risk(content: Content, risk: Risk) -> Content:
    """The risk in place of the one with its id, or at the end."""
    kept = tuple(risk if one.id == risk.id else one for one in content.risks)
    risks = kept if content.risk(risk.id) else (*kept, risk)
    return content.changed(Part.RISKS, risks=risks)


def without_risk(content: Content, risk_id: str) -> Content:
    """The content without a risk; measures no longer name it."""
    measures = tuple(
        replace(one, risks=tuple(name for name in one.risks if name != risk_id)) for one in content.measures
    )
    risks = tuple(one for one in content.risks if one.id != risk_id)
    return content.changed(Part.RISKS, risks=risks, measures=measures)


def with_measure(content: Content, measure: Measure) -> Content:
    """The measure in place of the one with its id, or at the end."""
    kept = tuple(measure if one.id == measure.id else one for one in content.measures)
    measures = kept if content.measure(measure.id) else (*kept, measure)
    return content.changed(Part.MEASURES, measures=measures)


def without_measure(content: Content, measure_id: str) -> Content:
    """The content without a measure."""
    return content.changed(Part.MEASURES, measures=tuple(one for one in content.measures if one.id != measure_id))


def next_id(letter: str, taken: list[str]) -> str:
    """The id of a new risk ("R4") or measure ("M2"); an id is not given again while a higher one is there."""
    numbers = [int(one[1:]) for one in taken if one[:1] == letter and one[1:].isdigit()]
    return f"{letter}{max(numbers, default=0) + 1}"


def as_json(content: Content) -> dict[str, Any]:
    """The document that is stored and exported: texts, numbers, lists; dates as ISO."""
    return {
        "version": VERSION,
        "description": {name: content.text(name) for name in DESCRIPTION},
        "necessity": {name: asdict(content.check(name)) for name in NECESSITY},
        "views": asdict(content.views),
        "risks": [asdict(risk) for risk in content.risks],
        "measures": [
            asdict(one) | {"due_on": one.due_on.isoformat() if one.due_on else None, "risks": list(one.risks)}
            for one in content.measures
        ],
        "register": [dict(entry) for entry in content.register],
        "revisions": dict(content.revisions),
    }


def from_json(document: Mapping[str, Any]) -> Content:
    """The content of a stored document; what is missing is empty."""
    return Content(
        description=dict(document.get("description", {})),
        necessity={name: Checked(**values) for name, values in document.get("necessity", {}).items()},
        views=Views(**document.get("views", {})),
        risks=tuple(Risk(**values) for values in document.get("risks", [])),
        measures=tuple(_measure(values) for values in document.get("measures", [])),
        register=tuple(document.get("register", [])),
        revisions=dict(document.get("revisions", {})),
    )


def _measure(values: Mapping[str, Any]) -> Measure:
    due_on = values.get("due_on")
    return Measure(
        **{
            **values,
            "due_on": dt.date.fromisoformat(due_on) if due_on else None,
            "risks": tuple(values.get("risks", ())),
        }
    )
