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
from dsar.rights.decisions.rooms import LetterOrder, RightRoom, register_right
from dsar.rights.withdrawal.ledger_services import purpose_lines
from dsar.rights.withdrawal.models import LedgerWord
from dsar.rights.withdrawal.services import begin


def undecidable(case: Case, outcome: str) -> str:
    """A withdrawal that is granted stands in the ledger first."""
    if outcome != rules.REFUSED and not LedgerWord.objects.filter(case=case).exists():
        return _("Write the withdrawal into the consent ledger first: it takes effect there at once.")
    if outcome == rules.REFUSED and LedgerWord.objects.filter(case=case).exists():
        return _("The consent is withdrawn already: that cannot be refused.")
    return ""


def nobody_waits(_case: Case) -> str:
    """Art. 19 does not ask for recipients to be told of a withdrawal; webhooks of the ledger tell connected systems."""
    return ""


def letter(case: Case, decision: RightDecision) -> LetterOrder:
    """Which purposes ended, or why there is no consent to withdraw."""
    if decision.outcome == rules.REFUSED:
        refused = {"right": "the withdrawal of your consent", "reasons": decision.words}
        return LetterOrder("right_refused", refused)
    names = "\n".join(f"- {line.title}" for line in purpose_lines(case) if line.is_ended)
    return LetterOrder("withdrawal_done", {"purposes": names, "reasons": decision.words})


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
