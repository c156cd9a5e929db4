"""The filters of the list, each a function of the cases: the list, its numbers, its export and bulk acts share them."""

import datetime as dt
from collections.abc import Callable, Mapping
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from dsar.cases.cover_selectors import absences_on
from dsar.cases.querysets import CaseQuerySet
from dsar.cases.vocabulary import ClockState
from dsar.foundation import clock

if TYPE_CHECKING:
    from dsar.access.models import User

SOON_DAYS = 7
LONG_SOON_DAYS = 10  # the first day before a due date on which anybody is reminded

Narrow = Callable[[CaseQuerySet, dt.date], CaseQuerySet]

# The groups of the clock: the number on the home page and the list behind it come from the same row.
GROUPS: dict[str, Narrow] = {
    "": lambda cases, today: cases.open(),
    "overdue": lambda cases, today: cases.past_the_statute(today),
    "past_target": lambda cases, today: cases.past_target(today),
    "due_7": lambda cases, today: cases.due_within(today, SOON_DAYS),
    "due_10": lambda cases, today: cases.due_within(today, LONG_SOON_DAYS),
    "notice": lambda cases, today: cases.notice_window_closing(today, SOON_DAYS),
    "waiting": lambda cases, today: cases.waiting_for_identity(),
    "running": lambda cases, today: cases.with_running_clock(),
    "paused": lambda cases, today: cases.open().filter(clock_state=ClockState.PAUSED),
    "not_started": lambda cases, today: cases.open().filter(clock_state=ClockState.NOT_STARTED),
    "closed": lambda cases, today: cases.closed(),
    "all": lambda cases, today: cases,
}
# What presses: the groups of which people are reminded. Digest, badge, list and report count these.
PRESSING = ("overdue", "past_target", "due_10", "notice", "waiting")
GROUPS["pressing"] = lambda cases, today: (
    cases & reduce(or_, [GROUPS[name](cases.model.objects.all(), today) for name in PRESSING])
)
FLAGS: dict[str, Callable[[CaseQuerySet, "User"], CaseQuerySet]] = {
    "unread": lambda cases, user: cases.with_unread_replies(),
    "mentioned": lambda cases, user: cases.mentioning(user),
    "hold": lambda cases, user: cases.on_hold(),
    "extended": lambda cases, user: cases.filter(is_extended=True),
    "safe_contact": lambda cases, user: cases.with_safe_contact(),
    "represented": lambda cases, user: cases.asked_by_another(),
}
COLUMNS = ("stage", "channel", "right", "regime_id", "outcome", "waiting_for", "controller")
# Dates from and to, both included; received is an instant, due is a date.
RANGES: dict[str, str] = {
    "received_from": "received_at__gte",
    "received_to": "received_at__lt",
    "due_from": "due_on__gte",
    "due_to": "due_on__lte",
}
NAMES = ("q", "clock", "handler", "flag", *COLUMNS, *RANGES)
# A view that is kept has no words in it: they would be somebody's name, in the clear.
NOT_KEPT = ("q", "page")
KEPT = (*(name for name in NAMES if name not in NOT_KEPT), "sort")
NO_FILTER = "?clock="


def narrowed(cases: CaseQuerySet, user: "User", filters: Mapping[str, str], today: dt.date) -> CaseQuerySet:
    """The cases that pass every filter given; a value that cannot be read narrows to nothing or not at all."""
    # Whoever asks for an outcome means cases that have one: those are not open.
    group = filters.get("clock") or ("all" if filters.get("outcome") else "")
    found = GROUPS.get(group, GROUPS[""])(cases, today)
    for name in COLUMNS:
        if filters.get(name):
            found = found.filter(**{name: filters[name]})
    if flag := FLAGS.get(filters.get("flag", "")):
        found = flag(found, user)
    found = _of_handler(found, user, filters.get("handler", ""))
    found = _in_ranges(found, filters, user.time_zone)
    return found.matching(filters["q"]) if filters.get("q") else found


def _of_handler(found: CaseQuerySet, user: "User", handler: str) -> CaseQuerySet:
    if handler == "me":
        return found.filter(handler=user)
    if handler == "mine":  # and those of colleagues whom the person covers today
        away = absences_on(clock.today(user.time_zone)).filter(deputy=user)
        return found.filter(Q(handler=user) | Q(handler__in=away.values("user")))
    if handler == "nobody":
        return found.filter(handler=None)
    if handler == "team":
        return found.handled_by_team_of(user)
    return found.filter(handler__id=UUID(handler)) if handler else found


def _in_ranges(found: CaseQuerySet, filters: Mapping[str, str], zone: str) -> CaseQuerySet:

    limits = Q()
    for name, lookup in RANGES.items():
        if not (value := filters.get(name)):
            continue
        day = dt.date.fromisoformat(value)
        if not lookup.startswith("received"):
            limits &= Q(**{lookup: day})
            continue
        last = day + dt.timedelta(days=1) if name.endswith("_to") else day
        limits &= Q(**{lookup: dt.datetime.combine(last, dt.time(), ZoneInfo(zone))})
    return found.filter(limits) if limits else found


def without(filters: Mapping[str, str], name: str) -> str:
    """The query string of the list without one filter; never empty, or the list would open with the person's view."""
    left = {key: value for key, value in filters.items() if value and key != name}
    return f"?{urlencode(left)}" if left else NO_FILTER


def kept(query: str) -> str:
    """A query string as a view keeps it: known filters and the order, no words, no page, always in the same order."""
    given = dict(parse_qsl(query.removeprefix("?")))
    return urlencode({name: given[name] for name in KEPT if given.get(name)})


def as_filters(query: str) -> dict[str, str]:
    """The filters of a kept query string."""
    return {name: value for name, value in parse_qsl(query) if name in KEPT and name != "sort"}
