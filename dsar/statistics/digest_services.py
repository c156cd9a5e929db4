"""The daily mail: one a person and day, through the outbox, with references, counts and links and no names.

It tells what was not mailed yet and still stands; what was answered in the meantime is left out and settled.
"""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.cases.models import Case
from dsar.cases.notes_selectors import mentions_of
from dsar.cases.page_models import NoteMention
from dsar.foundation import clock
from dsar.foundation.keys import create_data_key, destroy_data_key
from dsar.notices.services import forget_notices, queue_notice
from dsar.processing_records.models import Controller
from dsar.statistics.ladder import ladder_of
from dsar.statistics.models import Digest, DigestWish, ReminderCopy
from dsar.statistics.pressing import counts, list_url, scope_of, steps_of
from dsar.statistics.words import GROUP_WORDS, step_words

USUAL_HOUR = 7
LISTED = 25
KEPT_DAYS = 60


def send_digests() -> int:
    """Queue the mails that are due at this hour; gives how many. Safe to call at any time and twice."""
    now = clock.now()
    waiting = ReminderCopy.objects.filter(settled_at__isnull=True).values("user")
    named = NoteMention.objects.filter(seen_at__isnull=True).values("user")
    people = User.objects.filter(Q(pk__in=waiting) | Q(pk__in=named)).prefetch_related("role_grants").order_by("pk")
    return sum(_send(person, now) for person in people)


def forget_old_digests() -> int:
    """Let go of digests that were mailed long ago, with their keys and their text in the outbox; gives how many."""
    old = Digest.objects.filter(queued_at__lt=clock.now() - dt.timedelta(days=KEPT_DAYS))
    return sum(_forget(digest) for digest in list(old.only("pk", "key_id")[:500]))


@transaction.atomic
def _forget(digest: Digest) -> int:
    forget_notices(about=digest.pk)
    key_id = digest.key_id
    digest.delete()
    destroy_data_key(key_id)
    return 1


@transaction.atomic
def _send(person: User, now: dt.datetime) -> int:
    """One person's mail, where it is time for it and none went out on this day."""
    locked = User.objects.select_for_update().filter(pk=person.pk).first()
    wish = DigestWish.objects.filter(user=person).first() or DigestWish(user=person, hour=USUAL_HOUR)
    local = now.astimezone(ZoneInfo(person.time_zone))
    is_mailed = person.is_active and wish.is_wanted
    if locked is None or (is_mailed and local.hour < wish.hour):
        return 0
    if is_mailed and Digest.objects.filter(user=person, day=local.date()).exists():
        return 0
    copies = list(
        ReminderCopy.objects.filter(user=person, settled_at__isnull=True)
        .select_related("reminder__case__controller")
        .order_by("reminder__case__due_on", "reminder__case__reference", "reminder__kind")
    )
    lines = _news(person, copies) if is_mailed else {}
    told = {copy.pk for copy in copies if (copy.reminder.case_id, ladder_of(copy.reminder.kind)) in lines}
    _settle({copy.pk for copy in copies} - told, now, None)
    named = _mentions(person) if is_mailed else []
    if not (lines or named):
        return 0
    digest = Digest.objects.create(user=person, day=local.date(), key=create_data_key(), queued_at=now)
    _settle(told, now, digest)
    _queue(digest, person, [*named, *lines.values()])
    return 1


def _mentions(person: User) -> list[str]:
    """A line for each case in which a colleague named the person since their last mail and they have not looked."""
    last = Digest.objects.filter(user=person).order_by("-queued_at").values_list("queued_at", flat=True).first()
    found = mentions_of(person).filter(mentioned_at__gt=last) if last else mentions_of(person)
    references = sorted(set(found.values_list("note__case__reference", flat=True)))
    with translation.override(person.mail_language):
        words = _("a colleague mentions you in a note")
        return [f"{one}: {words} {_absolute(reverse('dsar:case-note', args=[one]))}" for one in references]


def _news(person: User, copies: Iterable[ReminderCopy]) -> dict[tuple[UUID, str], str]:
    """A line for each ladder on which a case still stands, with the step of today; none for cases they may not see."""
    scope = scope_of(person)
    cases = {copy.reminder.case_id: copy.reminder.case for copy in copies}
    visible = Case.objects.all() if scope.is_skeleton else Case.objects.visible_to(person)
    seen = set(visible.filter(pk__in=list(cases)).values_list("pk", flat=True))
    asked = {(copy.reminder.case_id, ladder_of(copy.reminder.kind)) for copy in copies}
    lines = {}
    with translation.override(person.mail_language):
        for case in (case for case in cases.values() if case.pk in seen and case.is_open):
            today = clock.today(case.controller.time_zone)
            address = list_url("overdue", scope) if scope.is_skeleton else reverse("dsar:case", args=[case.reference])
            for step in steps_of(case, today):
                if (case.pk, ladder_of(step.kind)) in asked:
                    words = step_words(step.kind, case, today)
                    lines[case.pk, ladder_of(step.kind)] = f"{case.reference}: {words} {_absolute(address)}"
    return lines


def _settle(ids: Iterable[UUID], now: dt.datetime, digest: Digest | None) -> None:
    ReminderCopy.objects.filter(pk__in=list(ids), settled_at__isnull=True).update(settled_at=now, digest=digest)


def _queue(digest: Digest, person: User, lines: list[str]) -> None:
    with translation.override(person.mail_language):
        more = [_("and %(number)d more") % {"number": len(lines) - LISTED}] if len(lines) > LISTED else []
        standing = _standing(person)
    organisation = Controller.objects.order_by("name").values_list("name", flat=True).first() or "DSAR Desk"
    queue_notice(
        code="daily_digest",
        about=digest.pk,
        key_id=digest.key_id,
        recipient=person.email,
        variables={
            "day": digest.day,
            "news": lines[:LISTED] + more,
            "standing": standing,
            "link": _absolute(reverse("dsar:notifications")),
            "organisation": organisation,
        },
        language=person.mail_language,
        actor=None,
        dedup="digest",
    )


def _standing(person: User) -> list[str]:
    scope = scope_of(person)
    return [
        f"{GROUP_WORDS[group]}: {number} {_absolute(list_url(group, scope))}"
        for group, number in counts(person, scope).items()
        if number
    ]


def _absolute(path: str) -> str:
    return f"{settings.DSAR_PUBLIC_URL.rstrip('/')}{path}"
