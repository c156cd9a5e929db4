"""Who stands in for whom today. What a deputy may see follows from the days of the absence; nothing is copied."""

import datetime as dt
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import QuerySet

from dsar.access.models import User
from dsar.cases.cover_models import Absence
from dsar.foundation import clock


def absences_on(today: dt.date) -> QuerySet[Absence]:
    """Absences that stand on that day."""
    return Absence.objects.filter(from_on__lte=today, until_on__gte=today, ended_at__isnull=True)


def covered_by(user: User) -> list[Absence]:
    """The absences for which this person stands in today, the one that ends first in front."""
    found = absences_on(clock.today(user.time_zone)).filter(deputy=user).exclude(user=user)
    return list(found.select_related("user").order_by("until_on"))


def covers(user: User, absent_id: UUID) -> bool:
    """Whether the person stands in for that colleague today; asked once for a user as they were loaded."""
    known: set[UUID] | None = user.__dict__.get("_covers")
    if known is None:
        known = {absence.user_id for absence in covered_by(user)}
        user.__dict__["_covers"] = known
    return absent_id in known


def absence_of(user: User) -> Absence | None:
    """The absence of this person that stands today."""
    return absences_on(clock.today(user.time_zone)).filter(user=user).select_related("deputy").first()


def reader_of(user: User, today: dt.date) -> User:
    """Who reads what is meant for this person today: themselves, or whoever stands in (one step, never a chain)."""
    absence = absences_on(today).filter(user=user).select_related("deputy").first()
    return absence.deputy if absence is not None and absence.deputy.is_active else user


def readers_of(users: Iterable[User], today: dt.date) -> Mapping[UUID, User]:
    """Whom to write to instead of each of these people that day, by their id: in one query, for digests."""
    people = {user.pk: user for user in users}
    away = absences_on(today).filter(user__in=people).select_related("deputy")
    return people | {absence.user_id: absence.deputy for absence in away if absence.deputy.is_active}
