"""Telling the people who see to breaches: at once of a report, and again as the hours run out."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from dsar.access.models import User
from dsar.access.rules import Role
from dsar.accountability.breaches.models import Breach, BreachState
from dsar.accountability.breaches.standing import clock_of_breach, moment_words
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.foundation import clock
from dsar.notices.services import queue_notice

catalogue.declare(
    breach_hours_told="Told {people|person|people} that {hours|hour or less is|hours or less are} "
    "left for the notice to the authority"
)

# Hours left at which the officers are told once more; 0: the time is over.
STEPS = (48, 24, 6, 0)


def officers() -> list[User]:
    """The Data Protection Officers; administrators where there is none, so that somebody always hears of it."""
    for role in (Role.DPO, Role.ADMIN):
        found = list(User.objects.filter(is_active=True, role_grants__role=role).distinct().order_by("pk"))
        if found:
            return found
    return []


def tell_of_report(breach: Breach) -> None:
    """Mail every officer that something is suspected; part of the caller's transaction. No detail stands in it."""
    for officer in officers():
        _queue("breach_reported", breach, officer, {}, dedup=f"{officer.pk}")


def tell_hours() -> int:
    """Tell the steps that open breaches have reached and that were not told yet; gives how many. Safe to call twice."""
    told = 0
    running = Breach.objects.filter(state=BreachState.OPEN, told_at__isnull=True).select_related("controller", "key")
    for breach in running:
        told += _tell_step(breach)
    return told


@transaction.atomic
def _tell_step(breach: Breach) -> int:
    standing = clock_of_breach(breach, clock.now())
    if not standing.is_running or standing.left is None or breach.hours_told == 0:
        return 0
    hours = max(standing.left / dt.timedelta(hours=1), 0)
    reached = [step for step in STEPS if hours <= step]
    step = min(reached, default=None)
    if step is None or (breach.hours_told is not None and breach.hours_told <= step):
        return 0
    locked = Breach.objects.select_for_update().get(pk=breach.pk)
    if locked.hours_told is not None and locked.hours_told <= step:
        return 0
    people = officers()
    for officer in people:
        with translation.override(officer.mail_language):
            due = moment_words(standing.due_at, breach.controller.time_zone)
        words = {"hours": str(int(hours)), "due_at": due}
        _queue("breach_hours", breach, officer, words, dedup=f"{officer.pk}:{_stamp(breach)}:{step}")
    locked.hours_told = step
    locked.save(update_fields=["hours_told"])
    facts = {"people": len(people), "hours": step}
    record("breach.hours_told", actor=None, actor_kind="system", case=breach, about=breach, facts=facts)
    return 1


def _queue(code: str, breach: Breach, officer: User, more: dict[str, str], *, dedup: str) -> None:
    queue_notice(
        code=code,
        about=breach.pk,
        key_id=breach.key_id,
        recipient=officer.email,
        variables={
            "reference": breach.reference,
            "organisation": breach.controller.name,
            "link": f"{settings.DSAR_PUBLIC_URL}{reverse('dsar:breach', args=[breach.reference])}",
            **more,
        },
        language=officer.mail_language,
        actor=None,
        dedup=dedup,
    )


def _stamp(breach: Breach) -> int:
    """The moment of awareness as a number: a corrected moment has its steps told anew."""
    return int(breach.aware_at.timestamp()) if breach.aware_at else 0
