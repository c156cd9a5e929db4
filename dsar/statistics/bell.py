"""What every staff page shows of reminders: the number on the bell, and that the sweep is missing."""

import logging
from dataclasses import dataclass

from django.core.cache import cache

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.cases.duties import duties_of
from dsar.cases.notes_selectors import unseen_mentions
from dsar.foundation import clock
from dsar.statistics.pressing import unread
from dsar.statistics.reminder_services import late_by

log = logging.getLogger(__name__)

# The bell is on every page; counted anew after so many seconds, and whenever its person notes something.
COUNTED_FOR_SECONDS = 60
SEEN_LATE_FOR_SECONDS = 60
_LATE_KEY, _LOGGED_KEY = "reminders-late", "reminders-late-logged"


@dataclass(frozen=True, slots=True)
class Bell:
    """What the bar shows.

    Attributes:
        unread: None for people whom no case asks anything of.
        late_minutes: None while the sweep runs.
        mentions: notes that name the person and that they have not seen.
    """

    unread: int | None
    late_minutes: int | None
    mentions: int = 0


def bell_of(user: User) -> Bell:
    """The bell of this person, at most a minute old; mentions are counted now, so that what was seen is gone."""
    return Bell(_unread(user), _late_minutes(), unseen_mentions(user))


def forget_count(user: User) -> None:
    """Count anew on the next page."""
    cache.delete(_key(user))


def has_bell(user: User) -> bool:
    """Whether cases ask anything of this person."""
    return user.may(Act.WORK_CASE) or user.may(Act.DECIDE_EXEMPTION)


def _unread(user: User) -> int | None:
    if not has_bell(user):
        return None
    known: int | None = cache.get(_key(user))
    if known is None:
        known = unread(user) + len(duties_of(user))
        cache.set(_key(user), known, COUNTED_FOR_SECONDS)
    return known


def _late_minutes() -> int | None:
    known: int | None = cache.get(_LATE_KEY)
    if known is None:
        late = late_by(clock.now())
        known = -1 if late is None else int(late.total_seconds() // 60)
        cache.set(_LATE_KEY, known, SEEN_LATE_FOR_SECONDS)
        if known >= 0 and cache.add(_LOGGED_KEY, 1, 15 * 60):
            log.warning("the sweep of reminders is missing", extra={"minutes": known})
    return None if known < 0 else known


def _key(user: User) -> str:
    return f"bell:{user.pk}"
