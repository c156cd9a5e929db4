"""What the bell and the notifications tell of detection: the alerts of the last week, to whom it is to act on them."""

import hashlib

from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.cases.duties import Duty, register_duties
from dsar.pii import metrics

DAYS = "7"
_REMEMBERED_SECONDS = int(DAYS) * 24 * 3600


def duties(user: User) -> list[Duty]:
    """The alerts that this person has not looked at since they read as they do; none for those who change nothing."""
    if not user.may(Act.EDIT_SOURCES):
        return []
    seen = cache.get(_key(user), frozenset())
    page = reverse("dsar:pii-metrics")
    return [
        Duty(_("Detection"), one.text, one.url or page, tone=one.tone)
        for one in metrics.alerts(DAYS)
        if _mark(one) not in seen
    ]


def looked_at(user: User) -> None:
    """Take the alerts of now from the bell of this person; one whose figures change rings again."""
    if user.may(Act.EDIT_SOURCES):
        cache.set(_key(user), frozenset(map(_mark, metrics.alerts(DAYS))), _REMEMBERED_SECONDS)


def _mark(one: metrics.Alert) -> str:
    return hashlib.sha256(one.text.encode()).hexdigest()[:16]


def _key(user: User) -> str:
    return f"detection-alerts-seen:{user.pk}"


register_duties(duties)
