"""Assembled reads of the hallway: the queue, its numbers, and rows without names for people who may see no more."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Case as Choice
from django.db.models import F, IntegerField, QuerySet, Value, When
from django.db.models.expressions import OrderBy

from dsar.access.models import User
from dsar.access.rules import Act, Role
from dsar.cases.clock_view import Chip, chip_of
from dsar.cases.frame import name_of
from dsar.cases.models import Case
from dsar.cases.querysets import CaseQuerySet
from dsar.cases.vocabulary import ClockState, PersonRole, Stage
from dsar.foundation import clock
from dsar.foundation.errors import NotPermitted
from dsar.foundation.keys import keys_at_hand

PAGE_ROWS = 50
SOON_DAYS = 7

Narrow = Callable[[CaseQuerySet, dt.date], CaseQuerySet]

# The groups of the clock: the number on the home page and the list behind it come from the same row.
GROUPS: dict[str, Narrow] = {
    "": lambda cases, today: cases.open(),
    "overdue": lambda cases, today: cases.past_the_statute(today),
    "past_target": lambda cases, today: cases.past_target(today),
    "due_7": lambda cases, today: cases.due_within(today, SOON_DAYS),
    "notice": lambda cases, today: cases.notice_window_closing(today, SOON_DAYS),
    "waiting": lambda cases, today: cases.waiting_for_identity(),
    "paused": lambda cases, today: cases.open().filter(clock_state=ClockState.PAUSED),
    "closed": lambda cases, today: cases.closed(),
    "all": lambda cases, today: cases,
}
_STAGE_ORDER = Choice(
    *[When(stage=stage, then=Value(place)) for place, stage in enumerate(Stage.values)], output_field=IntegerField()
)
SORTS: dict[str, Any] = {
    "due": F("due_on"),
    "received": F("received_at"),
    "reference": F("reference"),
    "stage": _STAGE_ORDER,
}


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One line of a list of cases."""

    reference: str
    name: str
    right: str
    stage: str
    handler: str
    received_at: dt.datetime
    statutory_due_on: dt.date | None
    due_on: dt.date | None
    target_due_on: dt.date | None
    notice_by: dt.date | None
    chip: Chip
    days_since_receipt: int


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A case for people who may see neither names nor content."""

    reference: str
    stage: str
    outcome: str
    clock_state: str
    waiting_for: str
    due_on: dt.date | None
    statutory_due_on: dt.date | None
    handler: str

    @property
    def stage_words(self) -> str:
        """The stage as shown."""
        return str(Stage(self.stage).label)


def today_of(user: User) -> dt.date:
    """The day by which lists are counted: today where the person works."""
    return clock.today(user.time_zone)


def queue(user: User, filters: Mapping[str, str], *, sort: str = "due") -> CaseQuerySet:
    """The cases that the person may see, narrowed by the filters of the list (keys of QueueForm) and sorted."""
    found = GROUPS.get(filters.get("clock", ""), GROUPS[""])(Case.objects.visible_to(user), today_of(user))
    for name in ("stage", "channel", "right"):
        if filters.get(name):
            found = found.filter(**{name: filters[name]})
    found = _of_handler(found, user, filters.get("handler", ""))
    if filters.get("q"):
        found = found.filter(pk__in=Case.objects.matching(filters["q"]).values("pk"))
    return _sorted(found, sort)


def _of_handler(found: CaseQuerySet, user: User, handler: str) -> CaseQuerySet:
    if handler == "me":
        return found.filter(handler=user)
    if handler == "nobody":
        return found.filter(handler=None)
    return found.filter(handler__id=UUID(handler)) if handler else found


def _sorted(found: CaseQuerySet, sort: str) -> CaseQuerySet:
    key = sort.removeprefix("-")
    column = SORTS.get(key, SORTS["due"])
    first = OrderBy(column, descending=sort.startswith("-"), nulls_last=True)
    return found.order_by(first, "reference")


def page_of(found: CaseQuerySet, user: User, number: str | int = 1, *, rows: int = PAGE_ROWS) -> Page[Any]:
    """One page of the list, as rows; six queries whatever the length."""
    page: Page[Any] = Paginator(found, rows).get_page(number)
    shown: Any = page.object_list
    page.object_list = rows_of(shown, today_of(user))
    return page


def rows_of(found: QuerySet[Case], today: dt.date) -> list[CaseRow]:
    """Cases as rows with the name of the data subject; the keys are read together."""
    listed = list(found.select_related("handler").prefetch_related("people"))
    with keys_at_hand([case.key_id for case in listed]):
        return [_row(case, today) for case in listed]


def _row(case: Case, today: dt.date) -> CaseRow:
    subject = next((person for person in case.people.all() if person.role == PersonRole.SUBJECT), None)
    return CaseRow(
        reference=case.reference,
        name=name_of(subject),
        right=case.get_right_display().partition(" (")[0],
        stage=case.get_stage_display(),
        handler=case.handler.full_name if case.handler else "",
        received_at=case.received_at,
        statutory_due_on=case.statutory_due_on,
        due_on=case.due_on,
        target_due_on=case.target_due_on,
        notice_by=case.notice_by,
        chip=chip_of(case, today),
        days_since_receipt=(today - case.received_at.date()).days,
    )


def skeletons(user: User, group: str = "") -> QuerySet[Any, dict[str, Any]]:
    """All cases of a clock group, for people who may see the skeleton only: no names, no content, no grants asked.

    Raises:
        NotPermitted: the person's role does not open this.
    """
    if not user.may(Act.SEE_SKELETON):
        message = "This list is for administrators and auditors."
        raise NotPermitted(message)
    cases = GROUPS.get(group, GROUPS[""])(Case.objects.all(), today_of(user))
    columns = ("reference", "stage", "outcome", "clock_state", "waiting_for", "due_on", "statutory_due_on")
    ordered = cases.order_by(F("due_on").asc(nulls_last=True), "reference")
    rows: QuerySet[Any, dict[str, Any]] = ordered.values(*columns, handler_name=F("handler__full_name"))
    return rows


def as_skeletons(rows: Iterable[Mapping[str, Any]], today: dt.date) -> list[tuple[Skeleton, Chip]]:
    """Rows of `skeletons` with their chips."""
    found = []
    for row in rows:
        values = {name: value for name, value in row.items() if name != "handler_name"}
        skeleton = Skeleton(**values, handler=row["handler_name"] or "")
        found.append((skeleton, chip_of(skeleton, today)))
    return found


def handlers() -> list[tuple[str, str]]:
    """The people who may work cases, as choices of a filter."""
    people = User.objects.filter(is_active=True, role_grants__role__in=(Role.HANDLER, Role.DPO)).distinct()
    return [(str(pk), name) for pk, name in people.values_list("pk", "full_name")]


def without(filters: Mapping[str, str], name: str) -> str:
    """The query string of the list without one filter."""
    left = {key: value for key, value in filters.items() if value and key != name}
    return f"?{urlencode(left)}"
