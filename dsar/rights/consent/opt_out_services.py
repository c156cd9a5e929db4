"""Opt-outs under the CCPA: they hold in the ledger at once; the clock runs until everybody else was told."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from consent.models import Purpose, Subject
from consent.services import PUBLIC, Said, Source, record_choice
from consent.vocabulary import Act, Channel, Method, OptOutRight
from dsar.access.models import User
from dsar.audit.services import record
from dsar.foundation import clock
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.processing_records.models import Controller
from dsar.rights.consent.california import ZONE, clock_of
from dsar.rights.consent.models import CcpaOptOut

LETTERS = "BCDFGHJKLMNPQRSTVWXZ23456789"


def purposes_for(rights: Sequence[OptOutRight]) -> list[Purpose]:
    """The purposes that these rights stop."""
    return list(Purpose.objects.filter(retired_at__isnull=True, opt_out_right__in=list(rights)))


@transaction.atomic
def opt_out(
    *,
    subject: Subject,
    rights: Sequence[OptOutRight],
    channel: Channel,
    method: Method,
    evidence: Mapping[str, Any],
    source: Source = PUBLIC,
) -> CcpaOptOut:
    """Opt a subject out; gives the request with its reference and last day.

    No identity is checked: the law forbids to ask for it (11 CCR § 7026(d)). Asking twice gives the open request back.

    Raises:
        RuleRefused: no right was chosen ("nothing_chosen"), or no controller is known ("no_controller").
    """
    wanted = sorted({right.value for right in rights if right})
    if not wanted:
        message = "Choose at least one."
        raise RuleRefused(message, code="nothing_chosen", fields={"rights": message})
    waiting = CcpaOptOut.objects.filter(subject_id=subject.pk, carried_out_at__isnull=True)
    if known := next((one for one in waiting if set(wanted) <= set(one.rights)), None):
        return known
    for purpose in purposes_for([OptOutRight(name) for name in wanted]):
        said = Said(purpose, Act.OPTED_OUT, method, channel, evidence=evidence)
        record_choice(subject=subject, said=said, source=source)
    now = clock.now()
    due = [clock_of(name, received=now, today=clock.today(ZONE)).due_on for name in wanted]
    row = CcpaOptOut(reference=_reference(), controller=_controller(), subject_id=subject.pk, rights=wanted)
    row.received_at, row.due_on = now, min(due)
    row.save(force_insert=True)
    facts = {"rights": wanted, "due_on": row.due_on, "reference": row.reference}
    record("consent.opt_out_received", actor=source.actor, actor_kind=source.kind, about=row, facts=facts)
    return row


@transaction.atomic
def carry_out(*, request: CcpaOptOut, told: str, actor: User) -> CcpaOptOut:
    """Everybody to whom data were sold or shared was told to stop (11 CCR § 7026(f)(2)).

    Raises:
        RuleRefused: it is not said who was told. Conflict: it was carried out before.
    """
    if not told.strip():
        message = "Say who was told, and when."
        raise RuleRefused(message, code="nobody_told", fields={"told": message})
    waiting = CcpaOptOut.objects.filter(pk=request.pk, carried_out_at__isnull=True)
    if not waiting.update(carried_out_at=clock.now(), carried_out_by=actor, told=told.strip()):
        message = "This opt-out was carried out before."
        raise Conflict(message)
    request.refresh_from_db(fields=["carried_out_at", "carried_out_by", "told"])
    record("consent.opt_out_carried_out", actor=actor, about=request, facts={"told": bool(told.strip())})
    return request


def _reference() -> str:
    return "OPT-" + "".join(secrets.choice(LETTERS) for _number in range(7))


def _controller() -> Controller:
    found = Controller.objects.filter(regime="CCPA").first() or Controller.objects.first()
    if found is None:
        message = "This page is not open yet."
        raise RuleRefused(message, code="no_controller")
    return found
