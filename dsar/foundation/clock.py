"""The only reader of the system clock. Everything else asks here, so that tests can stop it."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils import timezone


def now() -> dt.datetime:
    """The present instant, aware, in UTC."""
    return timezone.now()


def today(zone: str) -> dt.date:
    """The calendar date in that IANA time zone."""
    return day_of(now(), zone)


def day_of(moment: dt.datetime, zone: str) -> dt.date:
    """The calendar date of that instant in that IANA time zone: 23:30 UTC is the next day in Berlin."""
    return moment.astimezone(ZoneInfo(zone)).date()


def day_began(day: dt.date, zone: str) -> dt.datetime:
    """The instant at which that day begins in that IANA time zone, in UTC."""
    return dt.datetime.combine(day, dt.time(), ZoneInfo(zone)).astimezone(dt.UTC)
