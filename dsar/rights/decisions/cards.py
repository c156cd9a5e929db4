"""What decided rights add to the case page: a card, the next acts, the tab of their room, a number on the home page."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.cases import permissions
from dsar.cases.duties import HomeNumber, register_home_numbers
from dsar.cases.lifecycle import Move
from dsar.cases.models import Case
from dsar.cases.registry import CasePanel, NextAct, register_next_acts, register_panel
from dsar.cases.services import unmet_gates
from dsar.cases.vocabulary import Stage
from dsar.foundation.keys import keys_at_hand
from dsar.rights.decisions import selectors
from dsar.rights.decisions.register_selectors import waiting_for
from dsar.rights.decisions.rooms import RightRoom, decided_room_of
from dsar.rights.decisions.services import current_decision


def panel(case: Case, user: Any) -> CasePanel | None:
    """How far the right is: decided, undone, untold."""
    room = decided_room_of(case)
    if room is None:
        return None
    page = reverse(room.page, args=[case.reference])
    with keys_at_hand([case.key_id]):
        decision = current_decision(case)
        context = {
            "url": page,
            "row": selectors.in_words(decision, case.regime_id) if decision else None,
            "proposal": selectors.proposal_of(case) is not None,
            "undone": room.undone(case) if decision and decision.outcome != "refused" else "",
            "untold": room.untold(case) if decision and decision.outcome != "refused" else "",
        }
    return CasePanel(str(room.title), "rights/_panel.html", context, order=12, page=page)


def next_acts(case: Case, user: User) -> list[NextAct]:
    """The way to the room's page, the decision, the answer and the end, one of them strong."""
    room = decided_room_of(case)
    if room is None or case.stage == Stage.CLOSED or not permissions.may(user, Act.VIEW_CASE, case):
        return []
    can = permissions.acts_on(case, user)
    if case.stage == Stage.REVIEW:
        return list(_at_decision(case, room, can))
    page = reverse(room.page, args=[case.reference])
    if case.stage == Stage.SENT and Act.WORK_CASE in can:
        unmet = unmet_gates(case, Move.CLOSE)
        if unmet:
            reasons = " ".join(dict.fromkeys(fact.reason for fact in unmet))
            waiting = NextAct(_("Close the case"), reason=reasons, gates=tuple(unmet), order=10)
            return [NextAct(str(room.title), page, is_primary=True, order=1, in_header=True), waiting]
        return [NextAct(_("Close the case"), f"{page}#finish", is_primary=True, order=1, in_header=True)]
    return [NextAct(_("Open: %(right)s") % {"right": room.title}, page, order=3, in_header=True)]


def _at_decision(case: Case, room: RightRoom, can: frozenset[Act]) -> list[NextAct]:
    page = reverse(room.page, args=[case.reference])
    if selectors.proposal_of(case) is not None:
        if Act.APPROVE_RELEASE in can:
            url = reverse("dsar:case-right-agree", args=[case.reference])
            return [NextAct(_("Agree to the decision"), url, is_primary=True, order=1, in_header=True)]
        return [NextAct(_("Agree to the decision"), reason=_("It waits for somebody who may approve."), order=1)]
    if Act.WORK_CASE not in can:
        return [NextAct(_("Open: %(right)s") % {"right": room.title}, page, order=1, in_header=True)]
    unmet = unmet_gates(case, Move.SEND)
    if not unmet:
        url = reverse("dsar:case-right-answer", args=[case.reference])
        return [NextAct(_("Answer the person"), url, is_primary=True, order=1, in_header=True)]
    reasons = " ".join(dict.fromkeys(fact.reason for fact in unmet))
    waiting = NextAct(_("Answer the person"), reason=reasons, gates=tuple(unmet), order=10)
    return [NextAct(_("Work on: %(right)s") % {"right": room.title}, page, is_primary=True, order=1, in_header=True),
            waiting]  # fmt: skip


def numbers(user: User) -> list[HomeNumber]:
    """Decisions on rights that wait for this person, where there are any."""
    count = len(waiting_for(user))
    address = reverse("dsar:rights-register")
    return [HomeNumber(_("Rights to agree to"), count, address, icon="check2-all")] * bool(count)


register_home_numbers(numbers)
register_panel(panel)
register_next_acts(next_acts)
