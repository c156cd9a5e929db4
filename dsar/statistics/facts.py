"""From cases to the facts of reports: dates in the controller's zone and the groups a case belongs to; no names."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.cases.clock_reports import original_due as original_due
from dsar.cases.clock_view import WITHOUT_ANSWER
from dsar.cases.models import Case
from dsar.cases.querysets import CaseQuerySet
from dsar.cases.selectors import today_of
from dsar.cases.vocabulary import Channel, ClockState, RightAsked
from dsar.retention.figures import KeptCase, kept_cases
from dsar.statistics.measures import WEEK, CaseFacts, Forecast, Span, Waiting, Week, forecast, weekly_flow

FLOW_WEEKS = 12
_COLUMNS = (
    *("pk", "received_at", "responded_on", "closed_at", "statutory_due_on", "target_due_on", "outcome"),
    *("right", "regime_id", "channel", "handler_id", "controller__name", "controller__time_zone"),
)


@dataclass(frozen=True, slots=True)
class Period:
    """Days from and to, both included."""

    first: dt.date
    last: dt.date

    def holds(self, day: dt.date | None) -> bool:
        """Whether the day lies in the period."""
        return day is not None and self.first <= day <= self.last


def cases_of(user: User) -> CaseQuerySet:
    """The cases a person's reports count: all of them for those who see skeletons, else those they may see."""
    return Case.objects.all() if user.may(Act.SEE_SKELETON) else Case.objects.visible_to(user)


def facts_of(user: User, period: Period) -> list[CaseFacts]:
    """The cases received or ended in the period, and all that are open."""
    start = dt.datetime.combine(period.first, dt.time(), ZoneInfo(user.time_zone))
    touched = Q(received_at__gte=start) | Q(responded_on__gte=period.first) | Q(closed_at__gte=start)
    is_open = Q(responded_on__isnull=True, closed_at__isnull=True)
    found = cases_of(user).filter(touched | is_open).order_by("pk")
    people, originals = _handlers(), _original_dues(found)
    standing = [_facts(row, people, originals) for row in found.values(*_COLUMNS).iterator(chunk_size=2000)]
    return standing + [_kept_facts(kept) for kept in kept_for(user, period)]


def kept_for(user: User, period: Period) -> list[KeptCase]:
    """Cases of the period whose lines are gone, as the kept figures remember them; for those who see all figures."""
    if not (user.may(Act.SEE_SKELETON) or user.may(Act.RELEASE_FIGURES)):
        return []
    return [
        kept
        for kept in kept_cases()
        if period.holds(kept.figure.received_month) or period.holds(kept.figure.ended_month)
    ]


def _kept_facts(kept: KeptCase) -> CaseFacts:
    figure = kept.figure
    return CaseFacts(
        received_on=figure.received_month,
        responded_on=kept.responded_on,
        ended_on=figure.ended_month,
        original_due=kept.due(figure.originally),
        statutory_due=kept.due(figure.in_time),
        target_due=kept.due(figure.on_target),
        is_answered=figure.is_answered,
        groups={
            "right": (str(RightAsked(figure.right).label),),
            "regime": (figure.regime_id,),
            "channel": (str(Channel(figure.channel).label),),
            "controller": (figure.controller.name,),
            "handler": (_("No longer known"),),
            "team": (_("No longer known"),),
        },
        kept_days=kept.days,
    )


def spans_of(user: User, first: dt.date) -> list[Span]:
    """When cases came and ended, as far as weeks from that day on need it; three columns, no case is loaded."""
    start = dt.datetime.combine(first, dt.time(), ZoneInfo(user.time_zone))
    is_open = Q(responded_on__isnull=True, closed_at__isnull=True)
    found = cases_of(user).filter(
        is_open | Q(received_at__gte=start) | Q(responded_on__gte=first) | Q(closed_at__gte=start)
    )
    columns = found.values_list("received_at", "responded_on", "closed_at", "controller__time_zone")
    return [_span(*row) for row in columns.iterator(chunk_size=2000)]


def _span(received_at: dt.datetime, responded_on: dt.date | None, closed_at: dt.datetime | None, zone: str) -> Span:
    closed_on = closed_at.astimezone(ZoneInfo(zone)).date() if closed_at else None
    return Span(received_at.astimezone(ZoneInfo(zone)).date(), responded_on or closed_on)


def flow_of(user: User, weeks: int = FLOW_WEEKS) -> list[Week]:
    """The last weeks of the cases that a person's reports count."""
    today = today_of(user)
    return weekly_flow(spans_of(user, today - (weeks + 1) * WEEK), today, weeks)


def late_at_this_pace(user: User) -> Forecast:
    """Who will be late at the pace of the last weeks, among the open cases of a person's reports."""
    return forecast(queue_of(user), flow_of(user), today_of(user))


def queue_of(user: User) -> list[Waiting]:
    """The open cases as the forecast queues them."""
    columns = cases_of(user).open().values_list("reference", "statutory_due_on", "clock_state")
    return [Waiting(reference, due, state == ClockState.RUNNING) for reference, due, state in columns]


def _handlers() -> dict[object, tuple[str, tuple[str, ...]]]:
    """Name and teams of everybody who works here, in two queries."""
    people = User.objects.prefetch_related("groups")
    return {
        person.pk: (person.full_name, tuple(sorted(group.name for group in person.groups.all()))) for person in people
    }


def _original_dues(found: CaseQuerySet) -> dict[Any, dt.date | None]:
    """The original date of the extended cases that were answered; the others have but one."""
    extended = found.filter(is_extended=True, responded_on__isnull=False).exclude(outcome__in=WITHOUT_ANSWER)
    light = extended.defer("request_text", "search_details", "context")
    loaded = light.select_related("controller").prefetch_related("clock_events").iterator(chunk_size=1000)
    return {case.pk: original_due(case) for case in loaded}


def _facts(
    row: dict[str, Any], people: dict[object, tuple[str, tuple[str, ...]]], originals: dict[Any, dt.date | None]
) -> CaseFacts:
    zone = ZoneInfo(row["controller__time_zone"])
    name, teams = people.get(row["handler_id"], (_("Nobody yet"), ()))
    closed_on = row["closed_at"].astimezone(zone).date() if row["closed_at"] else None
    return CaseFacts(
        received_on=row["received_at"].astimezone(zone).date(),
        responded_on=row["responded_on"],
        ended_on=row["responded_on"] or closed_on,
        original_due=originals.get(row["pk"], row["statutory_due_on"]),
        statutory_due=row["statutory_due_on"],
        target_due=row["target_due_on"],
        is_answered=row["responded_on"] is not None and row["outcome"] not in WITHOUT_ANSWER,
        groups={
            "right": (str(RightAsked(row["right"]).label),),
            "regime": (row["regime_id"],),
            "channel": (str(Channel(row["channel"]).label),),
            "controller": (row["controller__name"],),
            "handler": (name,),
            "team": teams or (_("No team"),),
        },
    )
