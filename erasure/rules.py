"""The law of erasure as plain data and functions: grounds, exceptions, what stands in the way. No Django.

Sources: GDPR and UK GDPR Art. 17, 18, 19; UK Victims and Prisoners Act 2024 s. 31 for ground (g); BDSG § 35.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from dsar.foundation.words import Words as _

GROUNDS: Final[Mapping[str, tuple[str, str]]] = {
    "no_longer_needed": ("Art. 17(1)(a)", _("The data are no longer needed for what they were collected for")),
    "consent_withdrawn": ("Art. 17(1)(b)", _("Consent was withdrawn and there is no other legal basis")),
    "objection": ("Art. 17(1)(c)", _("The person objects and no overriding ground stands (Art. 21(1)), or objects to "
                                   "direct marketing (Art. 21(2))")),
    "unlawful": ("Art. 17(1)(d)", _("The data were processed unlawfully")),
    "legal_duty": ("Art. 17(1)(e)", _("A law obliges us to erase")),
    "child_service": ("Art. 17(1)(f)", _("They were collected from a child for an online service")),
    "malicious_allegation": ("UK GDPR Art. 17(1)(g)", _("They come from an allegation by somebody convicted for it")),
    "consumer_request": ("Cal. Civ. Code § 1798.105(a)", _("The consumer asks to delete what was collected from them")),
}  # fmt: skip

EXCEPTIONS: Final[Mapping[str, tuple[str, str]]] = {
    "expression": ("Art. 17(3)(a)", _("Freedom of expression and information")),
    "legal_obligation": ("Art. 17(3)(b)", _("A legal obligation or a public task requires it")),
    "public_health": ("Art. 17(3)(c)", _("Public interest in public health")),
    "archiving": ("Art. 17(3)(d)", _("Archiving, research or statistics would be seriously impaired")),
    "legal_claims": ("Art. 17(3)(e)", _("Needed to establish, exercise or defend legal claims")),
    "retention": ("Art. 17(3)(b)", _("A statutory retention period runs")),
    "effort": ("BDSG § 35(1)", _("Not automated, disproportionate effort and minor interest: restricted instead")),
    "transaction": (
        "Cal. Civ. Code § 1798.105(d)(1)",
        _("Needed for a transaction or recall that was asked for"),
    ),
    "security": ("Cal. Civ. Code § 1798.105(d)(2)", _("Helps to ensure security and integrity")),
    "debugging": (
        "Cal. Civ. Code § 1798.105(d)(3)",
        _("Needed to find and repair errors of functions that are in use"),
    ),
    "free_speech": ("Cal. Civ. Code § 1798.105(d)(4)", _("Free speech, or another right that the law provides")),
    "calecpa": (
        "Cal. Civ. Code § 1798.105(d)(5)",
        _("The California Electronic Communications Privacy Act asks for it"),
    ),
    "agreed_research": (
        "Cal. Civ. Code § 1798.105(d)(6)",
        _("Research to which the consumer agreed would be impaired"),
    ),
    "expected_use": ("Cal. Civ. Code § 1798.105(d)(7)", _("Internal uses that the consumer expects")),
    "us_obligation": ("Cal. Civ. Code § 1798.105(d)(8)", _("A legal obligation requires it")),
}

# A retention period and § 35 BDSG do not end the right: use is restricted while the data stay (Art. 18).
RESTRICT_INSTEAD: Final = frozenset({"retention", "effort"})
DECISIONS: Final = ("erase", "restrict", "keep")
UK_ONLY: Final = frozenset({"malicious_allegation"})
GERMANY_ONLY: Final = frozenset({"effort"})
CALIFORNIA: Final = "CCPA"
CALIFORNIA_GROUNDS: Final = frozenset({"consumer_request"})
CALIFORNIA_EXCEPTIONS: Final = frozenset({
    "transaction", "security", "debugging", "free_speech", "calecpa", "agreed_research", "expected_use",
    "us_obligation",
})  # fmt: skip


def grounds_for(regime: str) -> dict[str, tuple[str, str]]:
    """The grounds that this body of rules knows: a consumer of California needs none but the request."""
    if regime == CALIFORNIA:
        return {code: GROUNDS[code] for code in sorted(CALIFORNIA_GROUNDS)}
    known = {code: words for code, words in GROUNDS.items() if code not in CALIFORNIA_GROUNDS}
    return {code: words for code, words in known.items() if code not in UK_ONLY or regime == "UK"}


def exceptions_for(country: str, regime: str = "") -> dict[str, tuple[str, str]]:
    """The exceptions that apply under a body of rules, in a controller's country."""
    if regime == CALIFORNIA:
        return {code: words for code, words in EXCEPTIONS.items() if code in CALIFORNIA_EXCEPTIONS}
    known = {code: words for code, words in EXCEPTIONS.items() if code not in CALIFORNIA_EXCEPTIONS}
    return {code: words for code, words in known.items() if code not in GERMANY_ONLY or country == "DE"}


@dataclass(frozen=True, slots=True)
class CategoryRuling:
    """What is decided for one category of data: erase, restrict, or keep under an exception until a day."""

    decision: str
    exception: str = ""
    why: str = ""
    until: str = ""


def refusal_of(ruling: CategoryRuling) -> str:
    """What is missing in a ruling: "" when it holds, else the field to mend and a stable code, as "field:code"."""
    if ruling.decision not in DECISIONS:
        return "decision:unknown"
    if ruling.decision == "erase":
        return "exception:not_with_erase" if ruling.exception else ""
    if ruling.exception not in EXCEPTIONS:
        return "exception:needed"
    if ruling.decision == "keep" and ruling.exception in RESTRICT_INSTEAD:
        return "decision:restrict_instead"
    if not ruling.why.strip():
        return "why:needed"
    return "" if ruling.until.strip() else "until:needed"


@dataclass(frozen=True, slots=True)
class Situation:
    """What the house knows when an erasure is about to be carried out. Rehearsing asks none of this.

    Attributes:
        holds: legal holds that stand on the case or on others of the person.
        open_access: references of access requests of the person that are not answered yet.
        open_complaints: how many complaints are open on any of these cases.
        unreached: findings of an access request of the person that the rehearsal does not see again.
    """

    has_ground: bool = False
    identity_proved: bool = False
    undecided_categories: int = 0
    open_questions: int = 0
    gaps: int = 0
    gaps_accepted: bool = False
    holds: int = 0
    open_access: tuple[str, ...] = ()
    open_complaints: int = 0
    unreached: int = 0
    is_rehearsed: bool = False
    is_approved: bool = False


@dataclass(frozen=True, slots=True)
class Blocker:
    """A reason why an erasure is not carried out yet: a stable code, and what it is about."""

    code: str
    words: str
    article: str = ""


def blockers(now: Situation, *, asking_for: str = "execution") -> list[Blocker]:
    """What stands in the way of asking for approval ("approval") or of carrying out ("execution"), in order.

    A legal hold, an unanswered access request and an open complaint stop the execution alone: deciding and
    rehearsing are free (GDPR Art. 15, 17(3)(e), 77; PIPEDA s. 8(8)).
    """
    found = _unready(now)
    if asking_for == "approval":
        return found
    if not now.is_approved:
        found.append(Blocker("not_approved", _("A second person has to approve the rehearsal."), "GDPR Art. 24, 32"))
    if now.holds:
        found.append(Blocker("legal_hold", _("A legal hold stands: nothing is erased until it is lifted."),
                             "GDPR Art. 17(3)(e)"))  # fmt: skip
    if now.open_access:
        names = ", ".join(now.open_access)
        words = _("An access request of this person is not answered yet: {names}.").filled(names=names)
        found.append(Blocker("access_open", words, "GDPR Art. 15"))
    if now.open_complaints:
        found.append(Blocker("complaint_open", _("A complaint is open: the data are evidence until it has ended."),
                             "GDPR Art. 77, 79"))  # fmt: skip
    return found


def _unready(now: Situation) -> list[Blocker]:
    found = []
    if not now.identity_proved:
        found.append(Blocker("identity", _("The identity of the person is not settled."), "GDPR Art. 12(6)"))
    if not now.has_ground:
        found.append(Blocker("no_ground", _("No ground for the erasure is recorded."), "GDPR Art. 17(1)"))
    if now.undecided_categories:
        words = _("Categories that nobody has decided: {number}.").filled(number=now.undecided_categories)
        found.append(Blocker("undecided", words, "GDPR Art. 17(3)"))
    if not now.is_rehearsed:
        found.append(Blocker("not_rehearsed", _("There is no finished rehearsal.")))
    if now.open_questions:
        words = _("Questions of the rehearsal that are open: {number}.").filled(number=now.open_questions)
        found.append(Blocker("open_questions", words))
    if now.gaps and not now.gaps_accepted:
        words = _("Places that could not be read: {number}. Read them, or accept that with a reason.")
        found.append(Blocker("gaps", words.filled(number=now.gaps)))
    if now.unreached and not now.gaps_accepted:
        words = _("Found for the access request and not in the rehearsal: {number}. Add a target, or say why.").filled(
            number=now.unreached
        )
        found.append(Blocker("findings", words))
    return found


def may_approve(*, proposer: object, approver: object, small_team_reason: str = "") -> bool:
    """Two people: whoever proposed does not approve, unless the small-team setting gives a recorded reason."""
    return proposer != approver or bool(small_team_reason.strip())


def uncovered(categories: Sequence[str], ruled: Sequence[str]) -> list[str]:
    """The categories of the register that nobody has decided, in their order."""
    known = set(ruled)
    return [name for name in categories if name not in known]
