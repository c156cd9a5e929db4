"""The only reader of the system clock. Everything else asks here, so that tests can stop it."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils import timezone


def now() -> dt.datetime:
    """The present instant, aware, in UTC."""
    return timezone.now()


def today(zone: str) -> dt.date:
    """The calendar date in that IANA time zone."""
    return now().astimezone(ZoneInfo(zone)).date()
