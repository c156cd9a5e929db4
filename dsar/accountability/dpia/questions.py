"""The questions of the screening: GDPR Art. 35(3), the authority's lists, and the nine criteria of WP 248 rev.01."""

from dataclasses import dataclass
from enum import StrEnum

from dsar.foundation.words import Words as _


class Reply(StrEnum):
    """An answer. Who is not sure is treated as saying yes: where it is not clear, WP 248 recommends an assessment."""

    YES = "yes"
    UNSURE = "unsure"
    NO = "no"


REPLY_WORDS: dict[str, str] = {Reply.YES: _("Yes"), Reply.UNSURE: _("Not sure"), Reply.NO: "No"}


class Outcome(StrEnum):
    """What a person decided."""

    NEEDED = "needed"
    NOT_NEEDED = "not_needed"


OUTCOME_WORDS: dict[str, str] = {Outcome.NEEDED: _("DPIA needed"), Outcome.NOT_NEEDED: _("DPIA not needed")}


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its help and where it comes from."""

    label: str
    hint: str
    source: str


MANDATORY: dict[str, Question] = {
    "evaluation": Question(
        _(
            "Are people evaluated systematically and extensively by machines, and decisions based on it that "
            "affect them?"
        ),
        _("Profiling included; decisions with legal effect or an effect as significant: credit, hiring, insurance."),
        "Art. 35(3)(a)",
    ),
    "special": Question(
        _("Are special categories or data about criminal convictions processed on a large scale?"),
        _(
            "Health, genetics, biometrics to identify, religion, politics, union, sex life, ethnic origin; Art. "
            "9 and 10."
        ),
        "Art. 35(3)(b)",
    ),
    "public_area": Question(
        _("Is a publicly accessible area monitored systematically on a large scale?"),
        _("For example cameras in a shopping street or a station; tracking of devices in a mall."),
        "Art. 35(3)(c)",
    ),
    "on_list": Question(
        _("Is it on the authority's list of processing that needs an assessment?"),
        _("Each authority publishes one; write below which entry it is."),
        "Art. 35(4)",
    ),
}
CRITERIA: dict[str, Question] = {
    "scoring": Question(
        _("Evaluation or scoring"),
        _("Profiling and predicting: work, money, health, interests, behaviour, place."),
        "WP 248, 1",
    ),
    "automated": Question(
        _("Automated decisions with legal or similar significant effect"),
        _("People may be excluded or treated worse by the outcome of a program."),
        "WP 248, 2",
    ),
    "monitoring": Question(
        _("Systematic monitoring"),
        _("Observing or controlling people, also in networks; they may not notice."),
        "WP 248, 3",
    ),
    "sensitive": Question(
        _("Sensitive or highly personal data"),
        _("Special categories, convictions, and what is private by nature: location, messages, money, diaries."),
        "WP 248, 4",
    ),
    "large_scale": Question(
        _("Large scale"), _("Judged by number of people, amount of data, how long, how wide an area."), "WP 248, 5"
    ),
    "matching": Question(
        _("Matching or combining data sets"),
        _("From different processing or controllers, in a way that people would not expect."),
        "WP 248, 6",
    ),
    "vulnerable": Question(
        _("Vulnerable data subjects"),
        "Children, employees, patients, elderly people, asylum seekers: who cannot easily say no.",
        "WP 248, 7",
    ),
    "innovative": Question(
        _("New technology or new use of technology"),
        _("Artificial intelligence, face recognition, connected devices; consequences are not known yet."),
        "WP 248, 8",
    ),
    "excluding": Question(
        _("People may be kept from a right, a service or a contract"),
        _("For example a bank that screens its customers before it lends."),
        "WP 248, 9",
    ),
}
EXEMPTIONS: dict[str, Question] = {
    "on_free_list": Question(
        _("Is it on the authority's list of processing that needs no assessment?"),
        _("Write below which entry it is."),
        "Art. 35(5)",
    ),
    "by_law": Question(
        _("Does a law prescribe this processing, and was it assessed when the law was made?"),
        _("Legal obligation or public task, where the assessment was part of making that law."),
        "Art. 35(10)",
    ),
    "similar": Question(
        _("Does an assessment of similar processing with similar risks cover it?"),
        _("Write below which one. It must really cover nature, scope, context, purposes and risks."),
        "Art. 35(1)",
    ),
}
ALL: dict[str, Question] = {**MANDATORY, **CRITERIA, **EXEMPTIONS}
