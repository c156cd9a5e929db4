"""Opt-outs under the CCPA: they hold in the ledger at once; the clock runs until everybody else was told."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from consent.models import LedgerEntry, Purpose, Subject
from consent.selectors import state_of
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
    known = _waiting(subject, wanted)
    purposes = purposes_for([OptOutRight(name) for name in wanted])
    standings = state_of(subject, purposes=purposes).standings
    for purpose in purposes:
        if known is None or standings[purpose.code].is_allowed:  # allowed again since: what is said now must hold
            said = Said(purpose, Act.OPTED_OUT, method, channel, evidence=evidence)
            record_choice(subject=subject, said=said, source=source)
    return known or _begin(subject, wanted, source)


@transaction.atomic
def begin_clock(*, entry: LedgerEntry, source: Source) -> CcpaOptOut | None:
    """The request behind an opt-out that stands in the ledger already, told by phone, on paper or by a system.

    None where the entry is no opt-out under the CCPA. Raises RuleRefused where no controller is known.
    """
    right = entry.purpose.opt_out_right if entry.purpose and entry.act == Act.OPTED_OUT else ""
    if not right:
        return None
    since = CcpaOptOut.objects.filter(subject_id=entry.subject_id, received_at__gte=entry.recorded_at)
    if told := next((one for one in since if right in one.rights), None):
        return told  # the same message once more
    return _waiting(entry.subject, [right]) or _begin(entry.subject, [right], source)


def _waiting(subject: Subject, wanted: list[str]) -> CcpaOptOut | None:
    rows = CcpaOptOut.objects.filter(subject_id=subject.pk, carried_out_at__isnull=True)
    return next((one for one in rows if set(wanted) <= set(one.rights)), None)


def _begin(subject: Subject, wanted: list[str], source: Source) -> CcpaOptOut:
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
