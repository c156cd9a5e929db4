"""Objection as the other rights see it: what it wants before a decision, what is undone, which letter answers."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dsar.cases.models import Case
from dsar.cases.vocabulary import RightAsked
from dsar.processing_records.models import ProcessingActivity
from dsar.rights.decisions import rules, selectors
from dsar.rights.decisions.models import RightDecision
from dsar.rights.decisions.room_letters import listed, nobody_waits, refusal
from dsar.rights.decisions.rooms import LetterOrder, RightRoom, register_right
from dsar.rights.objection.models import ObjectionKind, Weighing
from dsar.rights.objection.selectors import objection_of
from dsar.rights.objection.services import begin
from dsar.rights.restriction.selectors import unflagged
from dsar.rights.withdrawal.ledger_services import ended_purposes


def undecidable(case: Case, outcome: str) -> str:
    """What is missing: the objection, the weighing; marketing is stopped first and never refused."""
    row = objection_of(case)
    if row is None:
        return _("Note first to what the person objects.")
    if row.kind == ObjectionKind.MARKETING:
        if outcome != rules.GRANTED:
            return _("An objection to direct marketing is absolute: it cannot be refused (Art. 21(3)).")
        return "" if row.stopped_at else _("Stop the direct marketing first: that waits for nothing.")
    if row.weighing == Weighing.OPEN:
        return _("The weighing is not recorded yet.")
    if outcome == rules.GRANTED and row.weighing != Weighing.PERSON:
        return _("By the weighing our grounds override. Weigh anew, or refuse with the reasons.")
    if outcome == rules.REFUSED and row.weighing != Weighing.CONTROLLER:
        return _("By the weighing the person's interests prevail: the objection succeeds.")
    return ""


def undone(case: Case) -> str:
    """Marks against marketing that do not stand yet, and tasks that are not signed."""
    return unflagged(case) or selectors.undone(case)


def letter(case: Case, decision: RightDecision) -> LetterOrder:
    """What was stopped, or the refusal with reasons and remedies."""
    row = objection_of(case)
    if decision.outcome == rules.REFUSED or row is None:
        return refusal(decision, "an end to a certain use of your data")
    if row.kind == ObjectionKind.MARKETING:
        return LetterOrder("marketing_stopped", {"purposes": ended_purposes(case)})
    what = listed(one.name for one in selectors.scope_of(case).activities)
    return LetterOrder("objection_upheld", {"what": what, "reasons": decision.words})


def scope(case: Case) -> Sequence[ProcessingActivity]:
    """The activities that are objected to."""
    row = objection_of(case)
    return list(row.activities.all()) if row is not None else []


ROOM = RightRoom(
    right=RightAsked.OBJECTION,
    page="dsar:case-objection",
    title=gettext_lazy("Objection"),
    undecidable=undecidable,
    undone=undone,
    untold=nobody_waits,
    letter=letter,
    decided=begin,
    scope=scope,
)
register_right(ROOM)
