"""Withdrawal of consent as the other rights see it."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consent.ledger_models import Purpose
from dsar.cases.models import Case
from dsar.cases.vocabulary import RightAsked
from dsar.processing_records.models import ProcessingActivity
from dsar.rights.decisions import rules, selectors
from dsar.rights.decisions.models import RightDecision
from dsar.rights.decisions.room_letters import nobody_waits, refusal
from dsar.rights.decisions.rooms import LetterOrder, RightRoom, register_right
from dsar.rights.withdrawal.ledger_services import ended_purposes
from dsar.rights.withdrawal.models import LedgerWord
from dsar.rights.withdrawal.services import begin


def undecidable(case: Case, outcome: str) -> str:
    """A withdrawal that is granted stands in the ledger first."""
    if outcome != rules.REFUSED and not LedgerWord.objects.filter(case=case).exists():
        return _("Write the withdrawal into the consent ledger first: it takes effect there at once.")
    if outcome == rules.REFUSED and LedgerWord.objects.filter(case=case).exists():
        return _("The consent is withdrawn already: that cannot be refused.")
    return ""


def letter(case: Case, decision: RightDecision) -> LetterOrder:
    """Which purposes ended, or why there is no consent to withdraw."""
    if decision.outcome == rules.REFUSED:
        return refusal(decision, "the withdrawal of your consent")
    return LetterOrder("withdrawal_done", {"purposes": ended_purposes(case), "reasons": decision.words})


def scope(case: Case) -> Sequence[ProcessingActivity]:
    """The activities whose purposes ended."""
    codes = set(LedgerWord.objects.filter(case=case).values_list("purpose", flat=True))
    activities = [one.activity_id for one in Purpose.objects.filter(code__in=codes) if one.activity_id]
    return list(ProcessingActivity.objects.filter(pk__in=activities, controller=case.controller))


ROOM = RightRoom(
    right=RightAsked.WITHDRAWAL,
    page="dsar:case-withdrawal",
    title=gettext_lazy("Withdrawal"),
    undecidable=undecidable,
    undone=selectors.undone,
    untold=nobody_waits,
    letter=letter,
    decided=begin,
    scope=scope,
)
register_right(ROOM)
