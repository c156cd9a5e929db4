"""Acts on a withdrawal of consent: into the ledger at once, tasks for the systems of what ends (GDPR Art. 7(3))."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from consent.ledger_models import Purpose
from dsar.access.models import User
from dsar.cases.models import Case
from dsar.cases.relation_services import split_case
from dsar.cases.vocabulary import RightAsked
from dsar.foundation.errors import RuleRefused
from dsar.processing_records.models import System
from dsar.rights.decisions import rules
from dsar.rights.decisions.models import RightDecision
from dsar.rights.decisions.work_services import in_house_language, open_task
from dsar.rights.withdrawal.ledger_services import end_purposes
from dsar.rights.withdrawal.models import LedgerWord


@transaction.atomic
def withdraw(*, case: Case, purposes: Iterable[Purpose], note: str, actor: User) -> list[LedgerWord]:
    """Withdraw at once, at whatever stage the case is: no proof is asked that giving did not ask.

    Raises:
        RuleRefused: the case is about another right or over, nothing is chosen, the ledger knows nothing of the person.
    """
    if case.right != RightAsked.WITHDRAWAL:
        message = _("This case asks for another right. Log the withdrawal as a case of its own.")
        raise RuleRefused(message, code="other_right")
    if not case.is_open:
        raise RuleRefused(_("The case is answered. Log a new request."), code="answered")
    return end_purposes(case=case, purposes=purposes, note=note.strip(), actor=actor)


@transaction.atomic
def offer_erasure(*, case: Case, actor: User) -> Case:
    """An erasure beside it, as a linked case: what rested on the consent alone is to go (Art. 17(1)(b), (c)).

    Raises:
        RuleRefused: the case is no withdrawal and no objection, or has such a case already ("right_taken").
    """
    if case.right not in (RightAsked.WITHDRAWAL, RightAsked.OBJECTION):
        raise RuleRefused(_("An erasure follows a withdrawal or an objection."), code="other_right")
    return split_case(case=case, rights=[RightAsked.ERASURE], actor=actor)[0]


def begin(case: Case, decision: RightDecision) -> None:
    """A task for each system of the activities whose purposes ended; in the decision's transaction."""
    if decision.outcome == rules.REFUSED:
        return
    stop_in_systems(case, decision.decider)


def stop_in_systems(case: Case, actor: User | None) -> int:
    """Open the tasks; gives how many systems there are."""
    codes = LedgerWord.objects.filter(case=case).values_list("purpose", flat=True)
    purposes = Purpose.objects.filter(code__in=set(codes), activity_id__isnull=False)
    systems = System.objects.filter(activities__in=[one.activity_id for one in purposes if one.activity_id]).distinct()
    with in_house_language(case):
        words = _("Stop the processing that rested on the consent: %(purposes)s.")
    what = words % {"purposes": ", ".join(sorted(set(codes)))}
    for system in systems:
        open_task(case=case, ref=f"stop:{system.pk}", system=system, what=what, actor=actor)
    return len(systems)
