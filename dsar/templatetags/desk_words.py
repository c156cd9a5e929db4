"""Dates, sizes and counts in words, for screens. The desk library registers them as filters."""

import datetime as dt

from django.utils import formats, timezone
from django.utils.translation import get_language, gettext, ngettext

from dsar.foundation import clock

_LONG = {"de": "j. F Y"}
_SHORT = {"de": "j. M", "fr": "j b"}


def date_words(value: dt.date | None) -> str:
    """The date in full: "1 December 2026". Nothing becomes a dash."""
    if value is None:
        return "—"
    return formats.date_format(_local_date(value), _LONG.get(_language(), "j F Y"))


def short_date(value: dt.date | None) -> str:
    """The date without its year: "1 Dec"."""
    if value is None:
        return "—"
    return formats.date_format(_local_date(value), _SHORT.get(_language(), "j M"))


def when_words(value: dt.datetime | None) -> str:
    """An instant as people say it: "Today, 08:42", "Yesterday, 17:05", "3 November 2026, 11:20"."""
    if value is None:
        return "—"
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    hour = formats.date_format(local, "H:i")
    days = (_today() - local.date()).days
    if days == 0:
        return gettext("Today, %(hour)s") % {"hour": hour}
    if days == 1:
        return gettext("Yesterday, %(hour)s") % {"hour": hour}
    return f"{date_words(local)}, {hour}"


def when_inside(value: dt.datetime | None) -> str:
    """The same in the middle of a sentence: "today, 08:42", "yesterday, 17:05"."""
    if value is None:
        return "—"
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    days = (_today() - local.date()).days
    hour = formats.date_format(local, "H:i")
    if days == 0:
        return gettext("today, %(hour)s") % {"hour": hour}
    return gettext("yesterday, %(hour)s") % {"hour": hour} if days == 1 else when_words(value)


def distance_words(value: dt.date | None) -> str:
    """How far a date is from today: "today", "tomorrow", "in 9 days", "3 days ago"."""
    if value is None:
        return ""
    days = (_local_date(value) - _today()).days
    if days == 0:
        return gettext("today")
    if days == 1:
        return gettext("tomorrow")
    if days == -1:
        return gettext("yesterday")
    if days > 0:
        return ngettext("in %(days)d day", "in %(days)d days", days) % {"days": days}
    return ngettext("%(days)d day ago", "%(days)d days ago", -days) % {"days": -days}


def size_words(value: int | None) -> str:
    """A number of bytes: "812 B", "14 kB", "3.4 MB" (steps of 1000)."""
    if value is None:
        return "—"
    amount, unit = float(value), 0
    units = ("B", "kB", "MB", "GB", "TB")
    while amount >= 1000 and unit < len(units) - 1:
        amount /= 1000
        unit += 1
    places = 1 if unit > 1 and amount < 100 else 0
    return f"{formats.number_format(amount, decimal_pos=places)} {units[unit]}"


def count_words(value: int | None) -> str:
    """A number with its thousands apart: "1,092"."""
    return "—" if value is None else formats.number_format(value, use_l10n=True, force_grouping=True)


def _language() -> str:
    return (get_language() or "en")[:2]


def _local_date(value: dt.date) -> dt.date:
    if isinstance(value, dt.datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).date()
    return value


def _today() -> dt.date:
    return clock.today(timezone.get_current_timezone_name())
