"""Emergency access: a Data Protection Officer reads one case without a grant, for four hours, and all DPOs are told.

It opens pages of that one case and nothing else: the case turns up in no list, count, search or export, and no act can
be done on it. Whoever must not know of a case gets the same answer as for a case that is not there.
"""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from dsar.access.models import User
from dsar.access.rules import Act, Role
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases.break_glass_mark import marked
from dsar.cases.break_glass_models import BreakGlass
from dsar.cases.conflict_selectors import conflicted_user_ids, is_conflicted
from dsar.cases.models import Case
from dsar.foundation import clock
from dsar.foundation.errors import NotPermitted, RuleRefused
from dsar.notices.services import queue_notice

catalogue.declare(
    access_glass_opened="Emergency access opened until {until}: {reason}",
    access_glass_viewed="Page seen under emergency access: {page}",
    access_glass_ended="Emergency access ended",
)

LASTS = dt.timedelta(hours=4)  # security rule: long enough for an incident, too short to work a case
SHORTEST_REASON = 20  # characters: a sentence, not a word


@transaction.atomic
def open_glass(*, reference: str, reason: str, actor: User) -> BreakGlass:
    """Let the actor read the case for four hours; every Data Protection Officer is told at once.

    Raises:
        NotPermitted: the actor's role does not open this.
        RuleRefused: no such case, or the actor must not know of it (one answer: "no_case"); the actor can see it anyway
            ("has_grant"); the reason is too short ("reason").
    """
    if not actor.may(Act.BREAK_GLASS):
        message = "Only a Data Protection Officer may open a case in an emergency."
        raise NotPermitted(message)
    if len(reason.strip()) < SHORTEST_REASON:
        message = "Say in a sentence why you must see this case now. It is kept and read by others."
        raise RuleRefused(message, code="reason", fields={"reason": message})
    case = Case.objects.select_related("controller", "key").filter(reference=reference.strip().upper()).first()
    if case is None or is_conflicted(case, actor):
        message = "There is no case with this reference."
        raise RuleRefused(message, code="no_case", fields={"reference": message})
    if Case.objects.visible_to(actor).filter(pk=case.pk).exists():
        message = "You can see this case already."
        raise RuleRefused(message, code="has_grant", fields={"reference": message})
    return _open(case, reason.strip(), actor)


def _open(case: Case, reason: str, actor: User) -> BreakGlass:
    now = clock.now()
    BreakGlass.objects.filter(case=case, person=actor, ended_at__isnull=True, ends_at__lte=now).update(ended_at=now)
    if standing := BreakGlass.objects.filter(case=case, person=actor, ended_at__isnull=True).first():
        return standing
    glass = BreakGlass(case=case, person=actor, reason=reason, opened_at=now, ends_at=now + LASTS)
    glass.save(force_insert=True)
    facts = {"until": glass.ends_at.isoformat(timespec="minutes")}
    record("access.glass_opened", actor=actor, case=case, about=glass, facts=facts, payload={"reason": reason})
    _alarm(glass)
    return glass


def _alarm(glass: BreakGlass) -> None:
    """A mail to each Data Protection Officer who may know of the case; it names the case and nobody."""
    officers = User.objects.filter(is_active=True, role_grants__role=Role.DPO)
    for officer in officers.exclude(pk__in=conflicted_user_ids(glass.case)).distinct():
        queue_notice(
            code="break_glass",
            about=glass.case_id,
            key_id=glass.key_id,
            recipient=officer.email,
            variables={
                "reference": glass.case.reference,
                "organisation": glass.case.controller.name,
                "link": f"{settings.DSAR_PUBLIC_URL}{reverse('dsar:audit')}",
            },
            language=officer.mail_language,
            actor=None,
            dedup=f"{glass.pk}:{officer.pk}",
        )


def case_through_glass(user: User, reference: str) -> Case | None:
    """The case as it was opened by this person in an emergency that still stands, marked so; None otherwise."""
    if not user.may(Act.BREAK_GLASS):
        return None
    standing = BreakGlass.objects.filter(
        person=user, case__reference=reference.upper(), ended_at__isnull=True, ends_at__gt=clock.now()
    )
    glass = standing.select_related("case__controller", "case__handler", "case__key").first()
    if glass is None or is_conflicted(glass.case, user):
        return None
    return marked(glass.case, glass)


@transaction.atomic
def note_view(*, case: Case, page: str, actor: User) -> None:
    """Record that a page was seen."""
    record("access.glass_viewed", actor=actor, case=case, facts={"page": page})


@transaction.atomic
def end_glass(*, glass: BreakGlass, actor: User) -> None:
    """End the access early; by the person who opened it."""
    ended = BreakGlass.objects.filter(pk=glass.pk, person=actor, ended_at__isnull=True).update(ended_at=clock.now())
    if ended:
        record("access.glass_ended", actor=actor, case=glass.case, about=glass)


def standing_for(user: User) -> list[BreakGlass]:
    """What this person has open in an emergency right now."""
    found = BreakGlass.objects.filter(person=user, ended_at__isnull=True, ends_at__gt=clock.now())
    return list(found.select_related("case"))
