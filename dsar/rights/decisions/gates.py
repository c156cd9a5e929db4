"""The gates that every decided right has: decided (D1), carried out (D2), recipients told (D3)."""

from django.utils.translation import gettext as _

from dsar.cases import registry
from dsar.cases.models import Case
from dsar.cases.registry import GateFact
from dsar.rights.decisions import rules
from dsar.rights.decisions.models import DecisionState, RightDecision
from dsar.rights.decisions.rooms import CARRIED_OUT, DECIDED, TOLD, room_of
from dsar.rights.decisions.services import current_decision

_PAGE = "dsar:case-right-decision"


def decided(case: Case) -> GateFact:
    """D1: a decision with ground and reasons is taken; a refusal is agreed by a second person (GDPR Art. 12(4))."""
    if current_decision(case) is not None:
        return GateFact(DECIDED, is_met=True)
    if RightDecision.objects.filter(case=case, state=DecisionState.PROPOSED).exists():
        return GateFact(DECIDED, is_met=False, reason=_("The proposed decision waits for a second person."))
    return GateFact(DECIDED, is_met=False, reason=_("Nothing is decided yet."))


def carried_out(case: Case) -> GateFact:
    """D2: what was granted is done in every system, or it is signed why it cannot be."""
    decision, room = current_decision(case), room_of(case)
    if decision is None or room is None:
        return GateFact(CARRIED_OUT, is_met=False, reason=_("Nothing is decided yet."))
    reason = "" if decision.outcome == rules.REFUSED else room.undone(case)
    return GateFact(CARRIED_OUT, is_met=not reason, reason=reason)


def told(case: Case) -> GateFact:
    """D3: every recipient is told, or it is written why that is impossible or disproportionate (GDPR Art. 19)."""
    decision, room = current_decision(case), room_of(case)
    if decision is None or room is None:
        return GateFact(TOLD, is_met=False, reason=_("Nothing is decided yet."))
    reason = "" if decision.outcome == rules.REFUSED else room.untold(case)
    return GateFact(TOLD, is_met=not reason, reason=reason)


registry.register_gate(DECIDED, decided, page=_PAGE)
registry.register_gate(CARRIED_OUT, carried_out)
registry.register_gate(TOLD, told)
