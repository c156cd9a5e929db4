"""The words of an impact assessment as plain data: parts, questions, levels, states, each with its article."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Where a version of an assessment stands."""

    DRAFT = "draft"
    IN_APPROVAL = "in_approval"
    APPROVED = "approved"
    SUPERSEDED = "superseded"
    DROPPED = "dropped"


STATE_WORDS: dict[str, str] = {
    State.DRAFT: "In work",
    State.IN_APPROVAL: "Waiting for approval",
    State.APPROVED: "Approved",
    State.SUPERSEDED: "Replaced by a newer version",
    State.DROPPED: "Dropped",
}
STATE_TONES: dict[str, str] = {
    State.DRAFT: "info",
    State.IN_APPROVAL: "warn",
    State.APPROVED: "good",
    State.SUPERSEDED: "quiet",
    State.DROPPED: "quiet",
}


class Part(StrEnum):
    """The parts of an assessment, in the order in which they are written."""

    DESCRIPTION = "description"
    NECESSITY = "necessity"
    RISKS = "risks"
    MEASURES = "measures"
    VIEWS = "views"
    ADVICE = "advice"
    CONSULTATION = "consultation"


PART_WORDS: dict[str, tuple[str, str]] = {
    Part.DESCRIPTION: ("Systematic description", "Art. 35(7)(a)"),
    Part.NECESSITY: ("Necessity and proportionality", "Art. 35(7)(b)"),
    Part.RISKS: ("Risks to rights and freedoms", "Art. 35(7)(c)"),
    Part.MEASURES: ("Measures", "Art. 35(7)(d)"),
    Part.VIEWS: ("Views of data subjects", "Art. 35(9)"),
    Part.ADVICE: ("Advice of the DPO", "Art. 35(2)"),
    Part.CONSULTATION: ("Prior consultation", "Art. 36"),
}


@dataclass(frozen=True, slots=True)
class Field:
    """A text of the description: its label, what to write, and whether an assessment is incomplete without it."""

    label: str
    hint: str
    is_needed: bool = True


DESCRIPTION: dict[str, Field] = {
    "nature": Field("Nature of the processing", "What is done with the data: collected, compared, shared, deleted."),
    "scope": Field("Scope", "How many people, how much data, how often, how long, in which area."),
    "context": Field(
        "Context", "Who the people are to you, what they expect, whether children or other vulnerable people are there."
    ),
    "purposes": Field("Purposes", "What is to be reached, for you and for the people themselves."),
    "legitimate_interest": Field(
        "Legitimate interest pursued",
        "Where Art. 6(1)(f) is the legal basis: which interest, and why it weighs.",
        is_needed=False,
    ),
    "categories": Field("Categories of personal data", "One on each line; name special categories (Art. 9, 10) first."),
    "data_subjects": Field("Categories of data subjects", "For example employees, customers, passers-by, children."),
    "recipients": Field("Recipients", "Who gets the data, processors included."),
    "transfers": Field(
        "Transfers to third countries", "Which countries, under which safeguard (Chapter V).", is_needed=False
    ),
    "retention": Field("How long the data are kept", "The period, or how it is worked out."),
    "flow": Field("How the data flow", "Step by step, from collecting to deleting: the functional description."),
    "assets": Field("What the data lie on", "Hardware, software, networks, people, paper."),
    "codes": Field("Codes of conduct", "Approved codes that are complied with (Art. 35(8)).", is_needed=False),
}


class Check(StrEnum):
    """How a point of the checklist stands."""

    MET = "met"
    PLANNED = "planned"
    NOT_MET = "not_met"
    NOT_APPLICABLE = "not_applicable"


CHECK_WORDS: dict[str, str] = {
    Check.MET: "Met",
    Check.PLANNED: "Will be met by a measure",
    Check.NOT_MET: "Not met",
    Check.NOT_APPLICABLE: "Does not apply",
}


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the checklist of necessity and proportionality."""

    label: str
    hint: str
    article: str


# The measures of WP 248 rev.01, Annex 2, that show necessity and proportionality and support rights.
NECESSITY: dict[str, Point] = {
    "legal_basis": Point("Legal basis", "Which one for which purpose, and why it holds.", "Art. 6, 9, 10"),
    "purpose_limit": Point("Purposes are limited", "Specific, explicit, legitimate; no further use.", "Art. 5(1)(b)"),
    "minimisation": Point(
        "No more data than needed", "Why less data, or less intrusive means, would not do.", "Art. 5(1)(c)"
    ),
    "accuracy": Point("Accuracy", "How wrong data are kept out, found and corrected.", "Art. 5(1)(d)"),
    "storage": Point("Storage is limited", "The period, and what deletes when it ends.", "Art. 5(1)(e)"),
    "information": Point("People are informed", "What they are told, when and how.", "Art. 12–14"),
    "rights": Point(
        "Rights can be used", "Access, portability, correction, erasure, restriction, objection.", "Art. 15–21"
    ),
    "decisions": Point(
        "Decisions by machines", "Whether there are any, human review, how they are contested.", "Art. 22"
    ),
    "processors": Point("Processors are bound", "Contracts, instructions, checks.", "Art. 28"),
    "transfers": Point("Transfers are safeguarded", "Adequacy, clauses, assessment of the country.", "Chapter V"),
}


@dataclass(frozen=True, slots=True)
class Level:
    """A step of a scale with its name and what it means."""

    name: str
    meaning: str


LIKELIHOOD: dict[int, Level] = {
    1: Level("Unlikely", "Hard to imagine with the means that the source of the risk has."),
    2: Level("Possible", "Takes an effort or a coincidence, and has happened elsewhere."),
    3: Level("Likely", "Can happen without much effort; expected within some years."),
    4: Level("Almost certain", "Easy, or built into the processing; expected within a year."),
}
SEVERITY: dict[int, Level] = {
    1: Level("Minor", "People overcome it without trouble: annoyance, time lost, data typed again."),
    2: Level("Noticeable", "People overcome it with some trouble: costs, stress, a service refused for a while."),
    3: Level("Serious", "Hard to overcome: money lost, a job or a contract lost, worse health, exposure."),
    4: Level("Grave", "May never be overcome: lasting harm, no income or home, violence, death."),
}


class RiskKind(StrEnum):
    """What would happen: the three feared events of security, and interference with rights as such."""

    ACCESS = "access"
    CHANGE = "change"
    LOSS = "loss"
    RIGHTS = "rights"


RISK_KIND_WORDS: dict[str, str] = {
    RiskKind.ACCESS: "Data come into the wrong hands",
    RiskKind.CHANGE: "Data are changed or wrong",
    RiskKind.LOSS: "Data disappear or cannot be used",
    RiskKind.RIGHTS: "Processing itself interferes with rights",
}


class MeasureState(StrEnum):
    """How far a measure is."""

    PLANNED = "planned"
    IN_WORK = "in_work"
    DONE = "done"
    DROPPED = "dropped"


MEASURE_WORDS: dict[str, str] = {
    MeasureState.PLANNED: "Planned",
    MeasureState.IN_WORK: "In work",
    MeasureState.DONE: "Done",
    MeasureState.DROPPED: "Dropped",
}
MEASURE_TONES: dict[str, str] = {
    MeasureState.PLANNED: "quiet",
    MeasureState.IN_WORK: "info",
    MeasureState.DONE: "good",
    MeasureState.DROPPED: "quiet",
}


class Followed(StrEnum):
    """What was made of the advice."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


FOLLOWED_WORDS: dict[str, str] = {
    Followed.YES: "Followed",
    Followed.PARTLY: "Followed in part",
    Followed.NO: "Not followed",
}


class Answer(StrEnum):
    """What the supervisory authority answered (Art. 36(2)), or that its time ran out without an answer."""

    NO_OBJECTION = "no_objection"
    ADVICE = "advice"
    FORBIDDEN = "forbidden"
    SILENCE = "silence"


ANSWER_WORDS: dict[str, str] = {
    Answer.NO_OBJECTION: "No objection",
    Answer.ADVICE: "Written advice, taken up in this assessment",
    Answer.FORBIDDEN: "The processing may not start (Art. 58(2))",
    Answer.SILENCE: "The time ran out without an answer",
}
