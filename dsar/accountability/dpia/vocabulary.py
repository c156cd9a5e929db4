"""The words of an impact assessment as plain data: parts, questions, levels, states, each with its article."""

from dataclasses import dataclass
from enum import StrEnum

from dsar.foundation.words import Words as _


class State(StrEnum):
    """Where a version of an assessment stands."""

    DRAFT = "draft"
    IN_APPROVAL = "in_approval"
    APPROVED = "approved"
    SUPERSEDED = "superseded"
    DROPPED = "dropped"


STATE_WORDS: dict[str, str] = {
    State.DRAFT: _("In work"),
    State.IN_APPROVAL: _("Waiting for approval"),
    State.APPROVED: _("Approved"),
    State.SUPERSEDED: _("Replaced by a newer version"),
    State.DROPPED: _("Dropped"),
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
    Part.DESCRIPTION: (_("Systematic description"), "Art. 35(7)(a)"),
    Part.NECESSITY: (_("Necessity and proportionality"), "Art. 35(7)(b)"),
    Part.RISKS: (_("Risks to rights and freedoms"), "Art. 35(7)(c)"),
    Part.MEASURES: (_("Measures"), "Art. 35(7)(d)"),
    Part.VIEWS: (_("Views of data subjects"), "Art. 35(9)"),
    Part.ADVICE: (_("Advice of the DPO"), "Art. 35(2)"),
    Part.CONSULTATION: (_("Prior consultation"), "Art. 36"),
}


@dataclass(frozen=True, slots=True)
class Field:
    """A text of the description: its label, what to write, and whether an assessment is incomplete without it."""

    label: str
    hint: str
    is_needed: bool = True


DESCRIPTION: dict[str, Field] = {
    "nature": Field(
        _("Nature of the processing"), _("What is done with the data: collected, compared, shared, deleted.")
    ),
    "scope": Field(_("Scope"), _("How many people, how much data, how often, how long, in which area.")),
    "context": Field(
        _("Context"),
        _("Who the people are to you, what they expect, whether children or other vulnerable people are there."),
    ),
    "purposes": Field(_("Purposes"), _("What is to be reached, for you and for the people themselves.")),
    "legitimate_interest": Field(
        _("Legitimate interest pursued"),
        _("Where Art. 6(1)(f) is the legal basis: which interest, and why it weighs."),
        is_needed=False,
    ),
    "categories": Field(
        _("Categories of personal data"), _("One on each line; name special categories (Art. 9, 10) first.")
    ),
    "data_subjects": Field(
        _("Categories of data subjects"), _("For example employees, customers, passers-by, children.")
    ),
    "recipients": Field(_("Recipients"), _("Who gets the data, processors included.")),
    "transfers": Field(
        _("Transfers to third countries"), _("Which countries, under which safeguard (Chapter V)."), is_needed=False
    ),
    "retention": Field(_("How long the data are kept"), _("The period, or how it is worked out.")),
    "flow": Field(_("How the data flow"), _("Step by step, from collecting to deleting: the functional description.")),
    "assets": Field(_("What the data lie on"), _("Hardware, software, networks, people, paper.")),
    "codes": Field(_("Codes of conduct"), _("Approved codes that are complied with (Art. 35(8))."), is_needed=False),
}


class Check(StrEnum):
    """How a point of the checklist stands."""

    MET = "met"
    PLANNED = "planned"
    NOT_MET = "not_met"
    NOT_APPLICABLE = "not_applicable"


CHECK_WORDS: dict[str, str] = {
    Check.MET: _("Met"),
    Check.PLANNED: _("Will be met by a measure"),
    Check.NOT_MET: _("Not met"),
    Check.NOT_APPLICABLE: _("Does not apply"),
}


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the checklist of necessity and proportionality."""

    label: str
    hint: str
    article: str


# The measures of WP 248 rev.01, Annex 2, that show necessity and proportionality and support rights.
NECESSITY: dict[str, Point] = {
    "legal_basis": Point(_("Legal basis"), _("Which one for which purpose, and why it holds."), "Art. 6, 9, 10"),
    "purpose_limit": Point(
        _("Purposes are limited"), _("Specific, explicit, legitimate; no further use."), "Art. 5(1)(b)"
    ),
    "minimisation": Point(
        _("No more data than needed"), _("Why less data, or less intrusive means, would not do."), "Art. 5(1)(c)"
    ),
    "accuracy": Point(_("Accuracy"), _("How wrong data are kept out, found and corrected."), "Art. 5(1)(d)"),
    "storage": Point(_("Storage is limited"), _("The period, and what deletes when it ends."), "Art. 5(1)(e)"),
    "information": Point(_("People are informed"), _("What they are told, when and how."), "Art. 12–14"),
    "rights": Point(
        _("Rights can be used"), _("Access, portability, correction, erasure, restriction, objection."), "Art. 15–21"
    ),
    "decisions": Point(
        _("Decisions by machines"), _("Whether there are any, human review, how they are contested."), "Art. 22"
    ),
    "processors": Point(_("Processors are bound"), _("Contracts, instructions, checks."), "Art. 28"),
    "transfers": Point(_("Transfers are safeguarded"), _("Adequacy, clauses, assessment of the country."), "Chapter V"),
}


@dataclass(frozen=True, slots=True)
class Level:
    """A step of a scale with its name and what it means."""

    name: str
    meaning: str


LIKELIHOOD: dict[int, Level] = {
    1: Level(_("Unlikely"), _("Hard to imagine with the means that the source of the risk has.")),
    2: Level(_("Possible"), _("Takes an effort or a coincidence, and has happened elsewhere.")),
    3: Level(_("Likely"), _("Can happen without much effort; expected within some years.")),
    4: Level(_("Almost certain"), _("Easy, or built into the processing; expected within a year.")),
}
SEVERITY: dict[int, Level] = {
    1: Level(_("Minor"), _("People overcome it without trouble: annoyance, time lost, data typed again.")),
    2: Level(_("Noticeable"), _("People overcome it with some trouble: costs, stress, a service refused for a while.")),
    3: Level(_("Serious"), _("Hard to overcome: money lost, a job or a contract lost, worse health, exposure.")),
    4: Level(_("Grave"), _("May never be overcome: lasting harm, no income or home, violence, death.")),
}


class RiskKind(StrEnum):
    """What would happen: the three feared events of security, and interference with rights as such."""

    ACCESS = "access"
    CHANGE = "change"
    LOSS = "loss"
    RIGHTS = "rights"


RISK_KIND_WORDS: dict[str, str] = {
    RiskKind.ACCESS: _("Data come into the wrong hands"),
    RiskKind.CHANGE: _("Data are changed or wrong"),
    RiskKind.LOSS: _("Data disappear or cannot be used"),
    RiskKind.RIGHTS: _("Processing itself interferes with rights"),
}


class MeasureState(StrEnum):
    """How far a measure is."""

    PLANNED = "planned"
    IN_WORK = "in_work"
    DONE = "done"
    DROPPED = "dropped"


MEASURE_WORDS: dict[str, str] = {
    MeasureState.PLANNED: _("Planned"),
    MeasureState.IN_WORK: _("In work"),
    MeasureState.DONE: _("Done"),
    MeasureState.DROPPED: _("Dropped"),
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
    Followed.YES: _("Followed"),
    Followed.PARTLY: _("Followed in part"),
    Followed.NO: _("Not followed"),
}


class Answer(StrEnum):
    """What the supervisory authority answered (Art. 36(2)), or that its time ran out without an answer."""

    NO_OBJECTION = "no_objection"
    ADVICE = "advice"
    FORBIDDEN = "forbidden"
    SILENCE = "silence"


ANSWER_WORDS: dict[str, str] = {
    Answer.NO_OBJECTION: _("No objection"),
    Answer.ADVICE: _("Written advice, taken up in this assessment"),
    Answer.FORBIDDEN: _("The processing may not start (Art. 58(2))"),
    Answer.SILENCE: _("The time ran out without an answer"),
}
