"""Reminders to owners: they follow the deadline, go out once each, and stop with the answer."""

from django.db import IntegrityError, transaction

from dsar.audit.catalogue import declare
from dsar.audit.services import record
from dsar.cases import clock as case_clock
from dsar.cases.vocabulary import OPEN_STAGES
from dsar.commissioning import rules
from dsar.commissioning.models import Chase, ChaseKind, Commission, CommissionState
from dsar.commissioning.services import mail
from dsar.foundation import clock
from dsar.foundation.errors import DsarError
from dsar.search.models import PlanState

declare(
    commissioning_chased="Owner of {system} reminded: {kind}",
    commissioning_escalated="The day for {system} is over; told whom the owner answers to",
)

LETTERS = {rules.OVERDUE: "search_overdue"}


def send_chases() -> int:
    """Remind every owner whose turn has come; gives how many. Safe to run at any time, by several at once."""
    waiting = Commission.objects.filter(
        state=CommissionState.WAITING, case__stage__in=OPEN_STAGES, planned__state=PlanState.ASKED
    )
    found = waiting.select_related("case__controller", "planned__system").prefetch_related("chases")
    return sum(_chase(commission=one) for one in found)


def _chase(*, commission: Commission) -> int:
    done = {chase.kind for chase in commission.chases.all()}
    today = case_clock.today_of(commission.case)
    turn = rules.turn(sent_on=commission.sent_on, due_on=commission.due_on, today=today, done=done)
    if turn is None:
        return 0
    try:
        remind(commission=commission, turn=turn)
    except (IntegrityError, DsarError):  # another worker was faster; or the case was erased meanwhile
        return 0
    return 1


@transaction.atomic
def remind(*, commission: Commission, turn: rules.ChaseTurn) -> None:
    """Send one reminder and write down those it overtook; on the day after, whom the owner answers to is told too.

    Raises:
        IntegrityError: it was sent already.
    """
    now = clock.now()
    Chase.objects.bulk_create(
        Chase(commission=commission, kind=kind, is_sent=kind == turn.send, at=now)
        for kind in (*turn.leave_behind, turn.send)
    )
    code = LETTERS.get(turn.send, "search_chase")
    mail(commission, code, actor=None, dedup=turn.send)
    system = commission.planned.system.name
    facts = {"system": system, "kind": ChaseKind(turn.send).label, "left_behind": list(turn.leave_behind)}
    record("commissioning.chased", actor=None, actor_kind="system", case=commission.case, about=commission, facts=facts)
    if turn.send == rules.OVERDUE and commission.owner.get("escalation_email"):
        mail(commission, "search_escalation", actor=None, dedup="escalation", to_escalation=True)
        facts = {"system": system}
        record(
            "commissioning.escalated",
            actor=None,
            actor_kind="system",
            case=commission.case,
            about=commission,
            facts=facts,
        )
