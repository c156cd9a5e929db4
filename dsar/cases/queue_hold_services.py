"""Internal holds: the work waits for something of our own. Never an act on the clock (legal reference, gate G5)."""

import datetime as dt

from django.db import IntegrityError, transaction

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases import permissions
from dsar.cases.models import Case
from dsar.cases.queue_models import CaseHold
from dsar.foundation import clock
from dsar.foundation.errors import Conflict, RuleRefused

catalogue.declare(
    case_held="Put on hold for a reason of our own; no date moves. {reason}",
    case_hold_lifted="Taken off hold",
)


@transaction.atomic
def place_hold(*, case: Case, reason: str, actor: User, look_again_on: dt.date | None = None) -> CaseHold:
    """Mark the case as waiting for something of our own; the clock, the dates and the reminders stay as they are.

    Raises:
        NotPermitted: the actor may not work the case.
        RuleRefused: no reason, or the case is answered or closed.
        Conflict: it is on hold already.
    """
    permissions.demand(actor, Act.WORK_CASE, case)
    if not reason.strip():
        message = "Say what the case waits for."
        raise RuleRefused(message, code="reason_missing", fields={"reason": message})
    if not case.is_open:
        message = "This case is answered or closed."
        raise RuleRefused(message, code="not_open")
    hold = CaseHold(
        case=case, reason=reason.strip(), placed_by=actor, placed_at=clock.now(), look_again_on=look_again_on
    )
    try:
        with transaction.atomic():
            hold.save(force_insert=True)
    except IntegrityError as error:
        message = "This case is on hold already."
        raise Conflict(message) from error
    facts = {"look_again_on": look_again_on}
    record("case.held", actor=actor, case=case, about=hold, facts=facts, payload={"reason": reason.strip()})
    return hold


@transaction.atomic
def lift_hold(*, case: Case, actor: User) -> None:
    """Take the case off hold. Raises NotPermitted, or Conflict where it is on none."""
    permissions.demand(actor, Act.WORK_CASE, case)
    held = CaseHold.objects.filter(case=case, lifted_at__isnull=True)
    if not held.update(lifted_at=clock.now(), lifted_by=actor):
        message = "This case is not on hold."
        raise Conflict(message)
    record("case.hold_lifted", actor=actor, case=case)


def hold_of(case: Case) -> CaseHold | None:
    """The hold that the case is under, if any."""
    return CaseHold.objects.filter(case=case, lifted_at__isnull=True).select_related("placed_by", "case").first()
