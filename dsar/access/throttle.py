"""Holding back the guessing of passwords: counted per address by atomic updates, the same answer known or unknown."""

import datetime as dt

from django.db.models import F

from dsar.access.models import SignInTally
from dsar.foundation import cipher, clock
from dsar.foundation.keys import installation_key

LIMIT = 10
WINDOW = dt.timedelta(minutes=15)


def is_held_back(email: str) -> bool:
    """Whether this address has failed too often in the present window."""
    return SignInTally.objects.filter(
        digest=_digest(email), window_ends_at__gt=clock.now(), failures__gte=LIMIT
    ).exists()


def count_failure(email: str) -> None:
    """Note one failure."""
    now, key = clock.now(), _digest(email)
    SignInTally.objects.get_or_create(digest=key, defaults={"window_ends_at": now + WINDOW})
    SignInTally.objects.filter(digest=key, window_ends_at__lte=now).update(failures=0, window_ends_at=now + WINDOW)
    SignInTally.objects.filter(digest=key).update(failures=F("failures") + 1)


def forget_failures(email: str) -> None:
    """Start afresh after a good sign-in."""
    SignInTally.objects.filter(digest=_digest(email)).delete()


def _digest(email: str) -> bytes:
    return cipher.digest(installation_key("index"), "sign-in", email.strip().casefold())
