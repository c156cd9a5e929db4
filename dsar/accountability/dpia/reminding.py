"""The daily sweep: people are told of reviews and measures that come due, once a step, by bell and mail."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from dsar.access.models import User
from dsar.access.rules import Role
from dsar.accountability.dpia.models import Dpia, DpiaReminder
from dsar.accountability.dpia.reminder_rules import SOON_DAYS, Step, steps
from dsar.accountability.dpia.storing import facts_of, today_of
from dsar.accountability.dpia.vocabulary import State
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.foundation import clock
from dsar.notices.services import queue_notice

catalogue.declare(dpia_reminded="Impact assessment {reference}: {people|person|people} told ({kind}, {on})")

STEP_WORDS = {
    "review_30": "Review within 30 days",
    "review_7": "Review within a week",
    "review_0": "Review today",
    "review_late": "Review is late",
    "measure_30": "A measure is due within 30 days",
    "measure_7": "A measure is due within a week",
    "measure_0": "A measure is due today",
    "measure_late": "A measure is late",
}


def remind() -> int:
    """Tell every step that is reached and was not told; gives how many people were told. Safe to run twice."""
    horizon = clock.today("UTC") + dt.timedelta(days=SOON_DAYS + 1)
    due = Dpia.objects.filter(state=State.APPROVED).filter(Q(review_on__lte=horizon) | Q(measure_due_on__lte=horizon))
    return sum(_remind(dpia) for dpia in due.select_related("controller", "created_by").defer("content", "record"))


@transaction.atomic
def _remind(dpia: Dpia) -> int:
    people, told = _people(dpia), 0
    reached = steps(today_of(dpia.controller), review_on=dpia.review_on, measure_due_on=dpia.measure_due_on)
    for step in reached:
        known = set(
            DpiaReminder.objects.filter(dpia=dpia, kind=step.kind, on=step.on).values_list("user_id", flat=True)
        )
        fresh = [person for person in people if person.pk not in known]
        for person in fresh:
            _tell(dpia, step, person)
        if fresh:
            facts = facts_of(dpia, people=len(fresh), kind=step.kind, on=step.on)
            record("dpia.reminded", actor=None, actor_kind="system", about=dpia, facts=facts)
        told += len(fresh)
    return told


def _people(dpia: Dpia) -> list[User]:
    """Whoever began it, while they work here, and every Data Protection Officer."""
    officers = User.objects.filter(is_active=True, role_grants__role=Role.DPO).distinct()
    found = {one.pk: one for one in officers}
    if dpia.created_by.is_active:
        found[dpia.created_by_id] = dpia.created_by
    return list(found.values())


def _tell(dpia: Dpia, step: Step, person: User) -> None:
    DpiaReminder.objects.create(dpia=dpia, user=person, kind=step.kind, on=step.on, told_at=clock.now())
    queue_notice(
        code="dpia_due",
        about=dpia.pk,
        key_id=dpia.key_id,
        recipient=person.email,
        variables={
            "reference": dpia.reference,
            "day": step.on,
            "link": f"{settings.DSAR_PUBLIC_URL.rstrip('/')}{reverse('dsar:dpia', args=[dpia.reference])}",
            "organisation": dpia.controller.name,
        },
        language=person.mail_language,
        actor=None,
        dedup=f"{step.kind}:{step.on}:{person.pk}",
    )


def note_seen(dpia: Dpia, user: User) -> None:
    """The person has opened the assessment, in whatever version: the bell forgets what it told of it."""
    told = DpiaReminder.objects.filter(dpia__reference=dpia.reference, user=user, seen_at__isnull=True)
    told.update(seen_at=clock.now())
