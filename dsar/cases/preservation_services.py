"""Asking owners of systems to delete and change nothing that a request is about (legal gates G3 and G24).

The product freezes the case alone. What lies in a system stays in its owner's hands, so each of them is asked in
writing, answers through a private link or to a member of staff, and is chased.
"""

import datetime as dt
import secrets
from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases import permissions
from dsar.cases.conflict_selectors import conflicted_system_ids
from dsar.cases.hold_models import PreservationNotice, PreservationState
from dsar.cases.models import Case
from dsar.foundation import cipher, clock
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.foundation.keys import installation_key
from dsar.notices.services import queue_notice
from dsar.processing_records.models import System

catalogue.declare(
    preservation_asked="Owner of {system} asked to keep what is there ({way})",
    preservation_chased="Owner of {system} reminded to keep what is there (number {chases})",
    preservation_acknowledged="Owner of {system} keeps what is there ({way})",
    preservation_released="Owner of {system} told that nothing has to be kept any more",
)

TOKEN_BYTES = 32
CHASE_AFTER = dt.timedelta(days=3)
MOST_CHASES = 3


@transaction.atomic
def ask_owners(*, case: Case, systems: Iterable[System], actor: User) -> list[PreservationNotice]:
    """Ask the owners of these systems to keep what they have; who was asked before is not asked twice.

    Raises:
        RuleRefused: nothing is chosen, or an owner must not know of the case ("conflict").
        NotPermitted: the actor may not work the case.
    """
    permissions.demand(actor, Act.WORK_CASE, case)
    chosen, barred = list(systems), conflicted_system_ids(case)
    if not chosen:
        message = _("Choose at least one system.")
        raise RuleRefused(message, code="nothing_chosen", fields={"systems": message})
    if any(system.pk in barred for system in chosen):
        message = _("The owner of one of these systems must not know of this case.")
        raise RuleRefused(message, code="conflict", fields={"systems": message})
    asked = PreservationNotice.objects.filter(case=case).exclude(state=PreservationState.RELEASED)
    before = set(asked.values_list("system_id", flat=True))
    return [_ask(case, system, actor) for system in chosen if system.pk not in before]


@transaction.atomic
def acknowledge(*, notice: PreservationNotice, words: str, actor: User | None) -> None:
    """Note that the owner keeps what is there: by themselves through the link (no actor), or as staff recorded it.

    Raises:
        RuleRefused: nobody said who answered.
        Conflict: it was answered before, or has ended.
    """
    if actor is not None:
        permissions.demand(actor, Act.WORK_CASE, notice.case)
    if not words.strip():
        message = _("Say who answers, with the name.")
        raise RuleRefused(message, code="words_missing", fields={"words": message})
    waiting = PreservationNotice.objects.filter(
        pk=notice.pk, state__in=(PreservationState.SENT, PreservationState.BY_HAND)
    )
    now = clock.now()
    if not waiting.update(state=PreservationState.ACKNOWLEDGED, acknowledged_at=now, acknowledged_by=actor):
        message = _("This was answered before, or nothing has to be kept any more.")
        raise Conflict(message)
    notice.refresh_from_db(fields=["state", "acknowledged_at", "acknowledged_by"])
    notice.acknowledgement = words
    notice.save(update_fields=["acknowledgement"])
    record(
        "preservation.acknowledged",
        actor=actor,
        actor_kind="user" if actor else "public",
        case=notice.case,
        about=notice,
        facts={"system": notice.system.name, "way": "recorded by staff" if actor else "private link"},
        payload={"words": words},
    )


@transaction.atomic
def chase_owner(*, notice: PreservationNotice, actor: User | None) -> bool:
    """Remind an owner who has not answered; False without need or address. No actor: the sweep."""
    if actor is not None:
        permissions.demand(actor, Act.WORK_CASE, notice.case)
    address = _email_of(notice.system)
    waiting = PreservationNotice.objects.filter(pk=notice.pk, state=PreservationState.SENT, chases=notice.chases)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    digest = token_digest(token)
    if not address or not waiting.update(chases=F("chases") + 1, chased_at=clock.now(), token_digest=digest):
        return False
    notice.refresh_from_db(fields=["chases", "chased_at", "token_digest"])
    _write(notice, address, token, actor)
    record(
        "preservation.chased",
        actor=actor,
        actor_kind="user" if actor else "system",
        case=notice.case,
        about=notice,
        facts={"system": notice.system.name, "chases": notice.chases},
    )
    return True


@transaction.atomic
def release_owner(*, notice: PreservationNotice, actor: User) -> None:
    """Note that nothing has to be kept there any more, because the case has ended or the system is out of scope."""
    permissions.demand(actor, Act.WORK_CASE, notice.case)
    standing = PreservationNotice.objects.filter(pk=notice.pk).exclude(state=PreservationState.RELEASED)
    if not standing.update(state=PreservationState.RELEASED, released_at=clock.now(), token_digest=None):
        message = _("This has ended before.")
        raise Conflict(message)
    notice.refresh_from_db(fields=["state", "released_at", "token_digest"])
    facts = {"system": notice.system.name}
    record("preservation.released", actor=actor, case=notice.case, about=notice, facts=facts)


def chase_due() -> int:
    """Remind every owner who has been silent for three days since the last letter, at most three times; how many."""
    limit = clock.now() - CHASE_AFTER
    silent = PreservationNotice.objects.filter(state=PreservationState.SENT, chases__lt=MOST_CHASES)
    silent = silent.filter(sent_at__lte=limit).exclude(chased_at__gt=limit)
    rows = list(silent.select_related("case__controller", "system").exclude(case__stage="closed"))
    return sum(
        chase_owner(notice=row, actor=None) for row in rows if row.system_id not in conflicted_system_ids(row.case)
    )


def notice_at(token: str) -> PreservationNotice | None:
    """The notice that a private link leads to; None where the link is unknown or has ended."""
    found = PreservationNotice.objects.filter(token_digest=token_digest(token)).exclude(
        state=PreservationState.RELEASED
    )
    return found.select_related("case__controller", "case__key", "system").first()


def token_digest(token: str) -> bytes:
    """What is stored of a link."""
    return cipher.digest(installation_key("links"), "preservation", token)


def _ask(case: Case, system: System, actor: User) -> PreservationNotice:
    address = _email_of(system)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    row = PreservationNotice.objects.create(
        case=case,
        system=system,
        state=PreservationState.SENT if address else PreservationState.BY_HAND,
        token_digest=token_digest(token) if address else None,
        sent_by=actor,
        sent_at=clock.now(),
    )
    if address:
        _write(row, address, token, actor)
    facts = {"system": system.name, "way": "e-mail" if address else "by hand"}
    record("preservation.asked", actor=actor, case=case, about=row, facts=facts)
    return row


def _write(row: PreservationNotice, address: str, token: str, actor: User | None) -> None:
    case, controller = row.case, row.case.controller
    queue_notice(
        code="preservation",
        about=case.pk,
        key_id=case.key_id,
        recipient=address,
        variables={
            "reference": case.reference,
            "organisation": controller.name,
            "system": row.system.name,
            "link": f"{settings.DSAR_PUBLIC_URL}{reverse('dsar:preserve', args=[token])}",
            "name": row.system.owner,
        },
        language=controller.language,
        actor=actor,
        dedup=f"preservation-{row.pk}-{row.chases}",
    )


def _email_of(system: System) -> str:
    """The first e-mail address in the owner's contact; "" where there is none."""
    for word in system.owner_contact.replace(",", " ").replace(";", " ").split():
        candidate = word.strip("<>()")
        try:
            validate_email(candidate)
        except ValidationError:
            continue
        return candidate
    return ""
