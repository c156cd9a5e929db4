"""Legal holds: set and lifted with a reason. While one stands, nothing of the case is deleted (legal gate G23)."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases import clock as case_clock
from dsar.cases import permissions
from dsar.cases.hold_models import HoldKind, LegalHold
from dsar.cases.models import Case
from dsar.foundation import clock
from dsar.foundation.errors import Conflict, NotPermitted, RuleRefused

# A hold without an end is kept too long (GDPR Art. 5(1)(e)): somebody looks again, at the latest after this.
LOOK_AGAIN_AFTER = dt.timedelta(days=183)

catalogue.declare(
    hold_set="Legal hold set ({kind}): {reason}",
    hold_lifted="Legal hold lifted ({kind}): {reason}",
)


@transaction.atomic
def set_hold(*, case: Case, kind: str, reason: str, actor: User, review_on: dt.date | None = None) -> LegalHold:
    """Hold the case: nothing of it is deleted until the hold is lifted; looked at again in six months if nobody says.

    Raises:
        NotPermitted: the actor may neither work nor approve the case.
        RuleRefused: no such kind, or no reason.
        Conflict: a hold of this kind stands already.
    """
    _demand(case, actor)
    Case.objects.select_for_update().only("pk").get(
        pk=case.pk
    )  # a sweep that works on it ends first, and the next sees it
    if kind not in HoldKind.values:
        message = _("Say what the hold is for.")
        raise RuleRefused(message, code="kind_unknown", fields={"kind": message})
    _need(reason)
    today = case_clock.today_of(case)
    if review_on is not None and review_on <= today:
        message = _("Choose a day ahead.")
        raise RuleRefused(message, code="review_in_the_past", fields={"review_on": message})
    row = LegalHold(case=case, kind=kind, reason=reason, set_by=actor, set_at=clock.now())
    row.review_on = review_on or today + LOOK_AGAIN_AFTER
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        message = _("A hold of this kind stands already.")
        raise Conflict(message) from error
    record("hold.set", actor=actor, case=case, about=row, facts={"kind": kind}, payload={"reason": reason})
    return row


@transaction.atomic
def lift_hold(*, hold: LegalHold, reason: str, actor: User) -> None:
    """Lift a hold, with the reason; by who may approve, never by whoever only works the case."""
    permissions.demand(actor, Act.APPROVE_RELEASE, hold.case)
    _need(reason)
    if not LegalHold.objects.filter(pk=hold.pk, lifted_at__isnull=True).update(lifted_at=clock.now(), lifted_by=actor):
        message = _("This hold was lifted before.")
        raise Conflict(message)
    hold.refresh_from_db(fields=["lifted_at", "lifted_by"])
    hold.lift_reason = reason
    hold.save(update_fields=["lift_reason"])
    record(
        "hold.lifted", actor=actor, case=hold.case, about=hold, facts={"kind": hold.kind}, payload={"reason": reason}
    )


def _demand(case: Case, actor: User) -> None:
    if not permissions.acts_on(case, actor) & {Act.WORK_CASE, Act.APPROVE_RELEASE}:
        message = _("Whoever works or approves the case sets a hold.")
        raise NotPermitted(message)


def _need(reason: str) -> None:
    if not reason.strip():
        message = _("Say why in a sentence.")
        raise RuleRefused(message, code="reason_missing", fields={"reason": message})
