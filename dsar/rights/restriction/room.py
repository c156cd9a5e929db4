"""Restriction as the other rights see it: what it wants before a decision, what is undone, which letter answers."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dsar.cases import clock as case_clock
from dsar.cases.models import Case
from dsar.cases.vocabulary import RightAsked
from dsar.processing_records.models import ProcessingActivity
from dsar.rights.decisions import rules, selectors
from dsar.rights.decisions.models import RightDecision
from dsar.rights.decisions.room_letters import listed, refusal
from dsar.rights.decisions.rooms import LetterOrder, RightRoom, register_right
from dsar.rights.restriction.models import RestrictionGround, RestrictionState
from dsar.rights.restriction.selectors import restriction_of, unflagged
from dsar.rights.restriction.services import begin

# As the letter tells the ground; each is a phrase of dsar.notices.phrases.
GROUND_WORDS: dict[str, str] = {
    RestrictionGround.ACCURACY: "You contest that the data are accurate; it lasts while we check.",
    RestrictionGround.UNLAWFUL: "The processing was unlawful, and you want the data kept.",
    RestrictionGround.CLAIMS: "We need the data no more, but you need them for legal claims.",
    RestrictionGround.OBJECTION: "You objected; it lasts while your objection is weighed.",
}
EVERYTHING = "Everything that we process about you."


def undecidable(case: Case, outcome: str) -> str:
    """What is missing: ground and scope, or a scope for what is granted in part."""
    row = restriction_of(case)
    if row is None and outcome != rules.REFUSED:
        return _("Write down ground and scope first.")
    if row is not None and outcome == rules.IN_PART and not row.activities.exists():
        return _("In part fits only where the scope names the activities that are restricted.")
    return keeps(case) if outcome == rules.REFUSED else ""


def undone(case: Case) -> str:
    """Flags that do not stand yet, and marks by hand that are not signed."""
    return unflagged(case) or selectors.undone(case)


def keeps(case: Case) -> str:
    """A restriction in force ends by being lifted alone (Art. 18(3))."""
    row = restriction_of(case)
    if row is None or row.state != RestrictionState.IN_FORCE:
        return ""
    return _("The restriction is in force. It ends by being lifted, after the person was informed.")


def untold(case: Case) -> str:
    """Recipients first; and a restriction in force keeps its case open until it is lifted."""
    row = restriction_of(case)
    if waiting := selectors.untold(case):
        return waiting
    if row is not None and row.state == RestrictionState.IN_FORCE:
        return _("The restriction is in force: the case stays open until it is lifted.")
    return unflagged(case) or selectors.undone(case)


def letter(case: Case, decision: RightDecision) -> LetterOrder:
    """Since when, on which ground and of what; or the refusal."""
    row = restriction_of(case)
    if decision.outcome == rules.REFUSED or row is None:
        return refusal(decision, "the restriction of the use of your data")
    names = listed((one.name for one in row.activities.all()), EVERYTHING)
    told = {"from_on": row.from_on or case_clock.today_of(case), "ground": GROUND_WORDS[row.ground]}
    return LetterOrder("restriction_set", {**told, "scope": names, "reasons": decision.words})


def scope(case: Case) -> Sequence[ProcessingActivity]:
    """The activities that are restricted; none named: all."""
    row = restriction_of(case)
    return list(row.activities.all()) if row is not None else []


ROOM = RightRoom(
    right=RightAsked.RESTRICTION,
    page="dsar:case-restriction",
    title=gettext_lazy("Restriction"),
    undecidable=undecidable,
    undone=undone,
    untold=untold,
    letter=letter,
    decided=begin,
    scope=scope,
    keeps=keeps,
)
register_right(ROOM)
