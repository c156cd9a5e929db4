"""Holding back the guessing of codes and of the own password: counted a person, in the database, by atomic updates.

Sign-in itself is held back by django-axes (dsar.access.lock_out).
"""

import datetime as dt

from django.db.models import F

from dsar.access.models import SignInTally, User
from dsar.foundation import cipher, clock
from dsar.foundation.keys import installation_key

LIMIT = 5
WINDOW = dt.timedelta(minutes=15)


def is_held_back(person: User) -> bool:
    """Whether this person has failed too often in the present window."""
    failed = SignInTally.objects.filter(digest=_digest(person), window_ends_at__gt=clock.now(), failures__gte=LIMIT)
    return failed.exists()


def may_try(person: User) -> bool:
    """Count one more try before it is judged, so that tries at the same moment cannot slip past the limit."""
    now, key = clock.now(), _digest(person)
    SignInTally.objects.get_or_create(digest=key, defaults={"window_ends_at": now + WINDOW})
    SignInTally.objects.filter(digest=key, window_ends_at__lte=now).update(failures=0, window_ends_at=now + WINDOW)
    counted = SignInTally.objects.filter(digest=key, failures__lt=LIMIT).update(failures=F("failures") + 1)
    return counted == 1


def forget_failures(person: User) -> None:
    """Start afresh after a good try."""
    SignInTally.objects.filter(digest=_digest(person)).delete()


def _digest(person: User) -> bytes:
    return cipher.digest(installation_key("index"), "second-factor", str(person.pk))
