"""Rules that suggest an exemption for a passage. They only suggest: a person answers the test, another one decides.

Each rule has guards against the usual false alarms: footers that call every mail confidential or legal, "privileged
access" to a computer, "reference number", "without prejudice" (which is not privilege). Plain Python.
"""

# ruff: noqa: E501 - a row of the table stands on one line

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from dsar.foundation.words import Words as _
from dsar.review.exemptions import Exemption

_FOOTER: Final = re.compile(
    r"(?i)this (?:e-?mail|message)(?: and any (?:files|attachments))?[^.]{0,120}(?:confidential|privileged)|"
    r"if you (?:are not the intended recipient|have received this (?:e-?mail|message) in error)|"
    r"(?:confidentiality|legal) (?:notice|disclaimer)"
)
_FOOTER_REACH: Final = 300


@dataclass(frozen=True, slots=True)
class Signal:
    """A suggestion: `exemption_id` for the passage block[start:end], with the rule's name and why, in words."""

    exemption_id: str
    block: int
    start: int
    end: int
    signal: str
    confidence: float
    why: str

    def as_json(self) -> dict[str, Any]:
        """The form in which a review item keeps it."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern and what it may mean. `means` lists exemptions, the first that the regime has is suggested."""

    name: str
    means: tuple[str, ...]
    pattern: re.Pattern[str]
    confidence: float
    why: str
    never: re.Pattern[str] | None = None


def _rule(name: str, means: Sequence[str], pattern: str, confidence: float, why: str, never: str = "") -> Rule:
    guard = re.compile(never, re.IGNORECASE) if never else None
    return Rule(name, tuple(means), re.compile(pattern, re.IGNORECASE), confidence, why, guard)


_PRIVILEGE: Final = ("uk.lpp", "ie.s162", "ca.privilege", "ccpa.privilege", "eu.art23_generic", "ch.formal_law")
_NATIONAL: Final = ("eu.art23_generic",)

RULES: Final[tuple[Rule, ...]] = (
    _rule(
        "privilege_marking", _PRIVILEGE,
        r"\b(?:legally privileged|privileged (?:and|&) confidential|legal(?:ly)? professional privilege|subject to legal privilege)\b",
        0.8, _("The text is marked as privileged."),
    ),
    _rule(
        "legal_advice", _PRIVILEGE,
        r"\b(?:legal advice|advice (?:of|from) (?:counsel|our (?:solicitors?|lawyers?))|counsel(?:'s|’s)? opinion|our solicitors? (?:advise|recommend)s?)\b",
        0.6, _("It speaks of advice from a lawyer."),
        never=r"(?:seek|take|obtain|get|not|constitute)\s+(?:independent\s+)?(?:as\s+)?legal advice|free legal advice|legal advice (?:centre|line|clinic)",
    ),
    _rule(
        "negotiating_position", ("uk.negotiation", *_NATIONAL),
        r"\b(?:our (?:negotiating |opening |bottom[- ]line )?position (?:is|on settlement)|settlement range|max(?:imum)? offer|reserve (?:figure|price) (?:of|is)|we (?:would|could) settle (?:for|at))\b",
        0.7, _("It states what we intend in a negotiation."),
    ),
    _rule(
        "planning", ("uk.mgmt", *_NATIONAL),
        r"\b(?:redundancy (?:pool|list|plan)|headcount (?:plan|reduction)|planned restructur\w+|restructuring plan|budget forecast|draft org(?:anisation)? chart)\b",
        0.6, _("It looks like a plan or forecast of the management."),
    ),
    _rule(
        "reference_in_confidence", ("uk.reference", "ie.opinion"),
        r"\b(?:to whom it may concern|(?:employment|character|academic) reference|reference (?:for|on behalf of) (?:mr|mrs|ms|dr|miss)\b|in my opinion as (?:his|her|their) (?:manager|tutor|referee))",
        0.6, _("It looks like a reference for somebody."), never=r"reference (?:number|no\.?|code|id)\b",
    ),
    _rule(
        "fraud_investigation", ("uk.crime", "ie.s60_3", *_NATIONAL),
        r"\b(?:suspicious activity report|tipping[- ]off|fraud (?:investigation|referral|team)|reported to (?:the )?(?:police|hmrc)|crime reference|aml (?:case|alert))\b",
        0.7, _("It speaks of investigating or reporting a crime."),
    ),
    _rule(
        "suspicious_transaction", ("eu.aml",), r"\b(?:suspicious (?:transaction|activity) report|financial intelligence unit|goaml)\b",
        0.8, _("It may be a report of a suspicious transaction."),
    ),
    _rule(
        "regulator", ("uk.reg_public", "ie.s60_3", *_NATIONAL),
        r"\b(?:regulatory (?:inspection|investigation|enforcement)|inspection report (?:by|of) the (?:regulator|authority)|enforcement action against)\b",
        0.5, _("It speaks of a regulator's inspection or enforcement."),
    ),
    _rule(
        "trade_secret", ("uk.trade_secrets", "eu.trade_secrets", "ccpa.trade_secrets", "ca.commercial", "br.secrets"),
        r"\b(?:trade secrets?|proprietary (?:algorithm|formula|method)|scoring (?:weights|formula)|commercial(?:ly)? (?:in confidence|sensitive)|source code of)\b",
        0.6, _("It may give away a trade secret."),
    ),
    _rule(
        "health_opinion", ("uk.health_harm", "ie.health"),
        r"\b(?:psychiatric (?:report|assessment)|risk of (?:self[- ]harm|suicide)|occupational health report|suicidal (?:ideation|thoughts))\b",
        0.7, _("Health data whose disclosure could harm: ask a health professional first."),
    ),
    _rule(
        "safeguarding", ("uk.social_harm",),
        r"\b(?:safeguarding (?:referral|concern|lead)|child protection (?:plan|conference)|case conference|social services referral)\b",
        0.6, _("It looks like social work or safeguarding."),
    ),
    _rule(
        "in_confidence", ("uk.third_party", "eu.rights_of_others", "ca.third_party", "ch.third_party"),
        r"\b(?:told (?:me|us) in (?:strict )?confidence|witness statement|complain(?:t|ed) (?:about|against) (?:him|her|them)|anonymous(?:ly)? reported|whistle-?blow\w*)\b",
        0.6, _("Somebody seems to have said this in confidence."),
    ),
)  # fmt: skip


def suggest(blocks: Sequence[Mapping[str, Any]], catalogue: Iterable[Exemption]) -> list[Signal]:
    """Exemptions that the rules see in an exhibit's blocks, each kind of signal once a block.

    Args:
        blocks: as an exhibit keeps them: {"text", "locator", "role", …}.
        catalogue: the exemptions that the case's regime has; nothing else is suggested.
    """
    known = {row.id for row in catalogue}
    found = []
    for number, block in enumerate(blocks):
        text = str(block.get("text", ""))
        for rule in RULES:
            meant = next((key for key in rule.means if key in known), "")
            hit = next(_hits(rule, text), None) if meant else None
            if hit is not None:
                found.append(Signal(meant, number, *hit.span(), rule.name, rule.confidence, rule.why))
    return found


def _hits(rule: Rule, text: str) -> Iterator[re.Match[str]]:
    for hit in rule.pattern.finditer(text):
        around = text[max(0, hit.start() - 40) : hit.end() + 40]
        if rule.never is not None and rule.never.search(around):
            continue
        if _stands_in_a_footer(text, hit.start()):
            continue
        yield hit


def _stands_in_a_footer(text: str, at: int) -> bool:
    """Footers say it of every mail: a hit inside or shortly after such a sentence says nothing about this one."""
    return _FOOTER.search(text[max(0, at - _FOOTER_REACH) : at + 80]) is not None
