"""How a right is decided: outcomes, the grounds of each right with their articles, who must agree. Plain Python.

GDPR Art. 12(4) wants reasons for whatever is not done; Art. 12(5) puts the burden of proof on the controller.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from dsar.foundation.words import Words as _

GRANTED, IN_PART, REFUSED, LIFTED, NOTHING_HELD = "granted", "in_part", "refused", "lifted", "nothing_held"

# How the case ends (dsar.cases.vocabulary.Outcome) by the outcome of the decision.
CASE_OUTCOME = {GRANTED: "granted", IN_PART: "granted_in_part", REFUSED: "refused_not_due"}
_ABUSE = {"unfounded": "refused_unfounded", "excessive": "refused_excessive"}

CCPA = "CCPA"


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground of a decision; `california` is its place under the CCPA where that differs from `article`."""

    code: str
    words: str
    article: str
    california: str = ""

    def article_under(self, regime: str) -> str:
        """Where the law has it, by the rules of the case."""
        return self.california if regime == CCPA and self.california else self.article


_UNFOUNDED = Ground("unfounded", _("Manifestly unfounded"), "GDPR Art. 12(5)(b)", "Cal. Civ. Code § 1798.145(h)(3)")
_EXCESSIVE = Ground("excessive", _("Manifestly excessive"), "GDPR Art. 12(5)(b)", "Cal. Civ. Code § 1798.145(h)(3)")
_CORRECT = "Cal. Civ. Code § 1798.106; 11 CCR § 7023"

GRANTING: Mapping[str, tuple[Ground, ...]] = {
    "access": (Ground("access", _("A copy was given"), "GDPR Art. 15"),),
    "rectification": (
        Ground("inaccurate", _("The data are inaccurate: they are corrected"), "GDPR Art. 16 s. 1", _CORRECT),
        Ground("incomplete", _("The data are incomplete: a statement is added"), "GDPR Art. 16 s. 2", _CORRECT),
    ),
    "erasure": (Ground("erasure", _("A ground of Article 17(1) applies"), "GDPR Art. 17(1)", "Civ. Code § 1798.105"),),
    "restriction": (
        Ground("accuracy_contested", _("The person contests the accuracy"), "GDPR Art. 18(1)(a)"),
        Ground("unlawful", _("The processing is unlawful and the person wants no erasure"), "GDPR Art. 18(1)(b)"),
        Ground("needed_for_claims", _("We need the data no more; the person does for claims"), "GDPR Art. 18(1)(c)"),
        Ground("objection_pending", _("An objection is being weighed"), "GDPR Art. 18(1)(d)"),
    ),
    "portability": (Ground("portable", _("Provided by the person, under consent or contract"), "GDPR Art. 20(1)"),),
    "objection": (
        Ground("no_compelling_grounds", _("No compelling grounds override the person's interests"), "GDPR Art. 21(1)"),
        Ground("marketing", _("Direct marketing: it ends without any weighing"), "GDPR Art. 21(2), 21(3)"),
        Ground("research_not_needed", _("Research or statistics that no public task needs"), "GDPR Art. 21(6)"),
    ),
    "withdrawal": (Ground("consent_withdrawn", _("The consent is withdrawn"), "GDPR Art. 7(3)"),),
}
REFUSING: Mapping[str, tuple[Ground, ...]] = {
    "access": (_UNFOUNDED, _EXCESSIVE, Ground("exempt", _("Wholly exempt"), "GDPR Art. 15(4), 23")),
    "rectification": (
        Ground("accurate", _("Checked, and found accurate"), "GDPR Art. 5(1)(d), 16", "11 CCR § 7023(b)"),
        Ground("record_of_opinion", _("A correct record of an opinion or of what was said then"), "GDPR Art. 5(1)(d)"),
        Ground("history_needed", _("A record of the past that must stay as it was"), "GDPR Art. 5(1)(d), 17(3)"),
    ),
    "erasure": (
        Ground("no_erasure_ground", _("No ground of Article 17(1) applies"), "GDPR Art. 17(1)"),
        Ground("erasure_exception", _("An exception of Article 17(3) covers everything"), "GDPR Art. 17(3)"),
    ),
    "restriction": (Ground("no_restriction_ground", _("No ground of Article 18(1) applies"), "GDPR Art. 18(1)"),),
    "portability": (
        Ground("not_provided", _("Nothing was provided by the person"), "GDPR Art. 20(1)"),
        Ground("other_basis", _("Neither consent nor contract is the basis"), "GDPR Art. 20(1)(a)"),
        Ground("not_automated", _("Not processed by automated means"), "GDPR Art. 20(1)(b)"),
        Ground("rights_of_others", _("It would harm the rights of others"), "GDPR Art. 20(4)"),
    ),
    "objection": (
        Ground("compelling_grounds", _("Compelling legitimate grounds override"), "GDPR Art. 21(1)"),
        Ground("claims", _("Needed for legal claims"), "GDPR Art. 21(1)"),
        Ground("other_basis", _("The processing rests on another basis than Art. 6(1)(e) or (f)"), "GDPR Art. 21(1)"),
        Ground("research_public_task", _("Research that a task in the public interest needs"), "GDPR Art. 21(6)"),
    ),
    "withdrawal": (Ground("no_consent", _("The processing does not rest on consent"), "GDPR Art. 6(1), 7(3)"),),
}
_ALWAYS_REFUSING = (_UNFOUNDED, _EXCESSIVE)


def needs_second_person(outcome: str) -> bool:
    """Whether somebody else has to agree: what is not done, whole or in part, is never one person's word."""
    return outcome in (REFUSED, IN_PART)


def case_outcome(outcome: str, ground: str) -> str:
    """The outcome with which the case closes."""
    if outcome == REFUSED and ground in _ABUSE:
        return _ABUSE[ground]
    return CASE_OUTCOME[outcome]


def grounds_for(right: str, outcome: str) -> dict[str, Ground]:
    """The grounds by code that fit this outcome; "in part" may rest on those of either side."""
    granting, refusing = GRANTING.get(right, ()), REFUSING.get(right, ())
    refusing = (*refusing, *(one for one in _ALWAYS_REFUSING if one not in refusing))
    known = {GRANTED: granting, LIFTED: granting, REFUSED: refusing, NOTHING_HELD: granting}
    return {ground.code: ground for ground in known.get(outcome, (*granting, *refusing))}


def ground_of(right: str, code: str) -> Ground | None:
    """A ground of a right by its code."""
    return next((one for one in (*GRANTING.get(right, ()), *REFUSING.get(right, ()), *_ALWAYS_REFUSING)
                 if one.code == code), None)  # fmt: skip
