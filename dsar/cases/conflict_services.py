"""Saying who must not know of a case, and lifting it. The DPO alone does this (conflicts of interest)."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases import permissions
from dsar.cases.conflict_models import ConflictOfInterest
from dsar.cases.models import Case
from dsar.foundation import clock
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.processing_records.models import System

catalogue.declare(
    conflict_set="Must not know of this case ({kind}): {who}",
    conflict_lifted="May know of this case again ({kind}): {who}",
)


@transaction.atomic
def set_conflict(
    *, case: Case, reason: str, actor: User, user: User | None = None, system: System | None = None
) -> ConflictOfInterest:
    """Keep a colleague, or the owner of a system, from knowing of the case; a handler in conflict loses the case.

    Raises:
        NotPermitted: the actor is not the DPO of this case.
        RuleRefused: nobody is named, no reason is given, or the DPO names themselves.
        Conflict: it stands already.
    """
    permissions.demand(actor, Act.GIVE_OPINION, case)
    if (user is None) == (system is None):
        message = _("Name one colleague, or one system whose owner must not know.")
        raise RuleRefused(message, code="nobody_named", fields={"user": message})
    if user is not None and user.pk == actor.pk:
        message = _("You cannot shut yourself out. Ask another Data Protection Officer.")
        raise RuleRefused(message, code="own_conflict", fields={"user": message})
    _need(reason)
    row = ConflictOfInterest(case=case, user=user, system=system, reason=reason, set_by=actor, set_at=clock.now())
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        message = _("This stands already.")
        raise Conflict(message) from error
    if user is not None and case.handler_id == user.pk:
        case.handler = None
        case.save(update_fields=["handler"])
    _tell("conflict.set", row, actor, reason)
    case.__dict__.pop("_grants_held", None)
    return row


@transaction.atomic
def lift_conflict(*, row: ConflictOfInterest, reason: str, actor: User) -> None:
    """Let the colleague or the owner know again, with the reason; the row stays on record."""
    permissions.demand(actor, Act.GIVE_OPINION, row.case)
    _need(reason)
    standing = ConflictOfInterest.objects.filter(pk=row.pk, lifted_at__isnull=True)
    if not standing.update(lifted_at=clock.now(), lifted_by=actor):
        message = _("This was lifted before.")
        raise Conflict(message)
    row.refresh_from_db(fields=["lifted_at", "lifted_by"])
    row.lift_reason = reason
    row.save(update_fields=["lift_reason"])
    row.case.__dict__.pop("_grants_held", None)
    _tell("conflict.lifted", row, actor, reason)


@transaction.atomic
def carry_conflicts(case: Case, other: Case, *, actor: User | None) -> None:
    """Who must not know of a case must not know of the cases made from it either."""
    for row in ConflictOfInterest.objects.filter(case=case, lifted_at__isnull=True).select_related("case"):
        made = ConflictOfInterest(case=other, user=row.user, system=row.system, reason=row.reason)
        made.set_by, made.set_at = row.set_by, clock.now()
        made.save(force_insert=True)
        _tell("conflict.set", made, actor, row.reason)
        if row.user_id and other.handler_id == row.user_id:
            other.handler = None
            other.save(update_fields=["handler"])


def _need(reason: str) -> None:
    if not reason.strip():
        message = _("Say why.")
        raise RuleRefused(message, code="reason_missing", fields={"reason": message})


def _tell(action: str, row: ConflictOfInterest, actor: User | None, reason: str) -> None:
    """Who it is stands sealed in the entry: the chain's plain facts do not name them."""
    who = row.user.full_name if row.user else f"the owner of {row.system}"  # kept, so in the words of the chain
    facts = {"kind": "colleague" if row.user_id else "owner of a system"}
    kind, payload = "user" if actor else "system", {"who": who, "reason": reason}
    record(action, actor=actor, actor_kind=kind, case=row.case, about=row, facts=facts, payload=payload)
