"""Assembled reads of the hallway: the queue, its numbers, and rows without names for people who may see no more."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Case as Choice
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Prefetch, QuerySet, Value, When, Window
from django.db.models.expressions import OrderBy
from django.utils.functional import cached_property

from dsar.access.models import User
from dsar.access.rules import Act, Role
from dsar.cases import clock as case_clock
from dsar.cases.clock_view import Chip, chip_of
from dsar.cases.frame import name_of
from dsar.cases.hold_models import LegalHold
from dsar.cases.models import Case, CasePerson
from dsar.cases.page_models import IncomingMessage
from dsar.cases.querysets import CaseQuerySet
from dsar.cases.queue_filters import GROUPS, narrowed
from dsar.cases.queue_models import CaseHold
from dsar.cases.vocabulary import PersonRole, Stage
from dsar.foundation import clock
from dsar.foundation.errors import NotPermitted
from dsar.foundation.keys import keys_given
from dsar.processing_records.models import Controller

PAGE_ROWS = 50
# Beyond so many the list says "10,000+": counting on would cost more than the number is worth.
COUNTED = 10_000
_STAGE_ORDER = Choice(
    *[When(stage=stage, then=Value(place)) for place, stage in enumerate(Stage.values)], output_field=IntegerField()
)
SORTS: dict[str, Any] = {
    "due": F("due_on"),
    "statutory": F("statutory_due_on"),
    "notice": F("notice_by"),
    "received": F("received_at"),
    "reference": F("reference"),
    "stage": _STAGE_ORDER,
    "handler": F("handler__full_name"),
    "right": F("right"),
    "clock": F("clock_state"),
}


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One line of a list of cases."""

    id: UUID
    reference: str
    name: str
    right: str
    stage: str
    handler: str
    received_at: dt.datetime
    received_on: dt.date
    statutory_due_on: dt.date | None
    due_on: dt.date | None
    target_due_on: dt.date | None
    notice_by: dt.date | None
    chip: Chip
    days_since_receipt: int
    is_extended: bool
    is_on_hold: bool
    has_unread: bool
    is_kept: bool


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
    """The cases that the person may see, narrowed by the filters of the list (dsar.cases.queue_filters) and sorted."""
    return ordered(narrowed(Case.objects.visible_to(user), user, filters, today_of(user)), sort)


def ordered(found: CaseQuerySet, sort: str) -> CaseQuerySet:
    """The cases in the order of a sort key of the list ("due", "-due", …); what has no date comes last both ways."""
    column = SORTS.get(sort.removeprefix("-"), SORTS["due"])
    first = OrderBy(column, descending=sort.startswith("-"), nulls_last=True)
    return found.order_by(first, "reference")


if TYPE_CHECKING:
    _Pages = Paginator[Any]
else:
    _Pages = Paginator  # not generic at run time


class CountedPages(_Pages):
    """Pages of a list that are found and counted in one reading of the cases; pages of keys, not of rows.

    `is_more` says that there are more cases than the pages lead to.
    """

    is_more = False

    @cached_property
    def count(self) -> int:
        """How many cases can be leafed through, at most COUNTED."""
        listed: Any = self.object_list
        found: int = listed.order_by()[: COUNTED + 1].count()
        return self._taken(found)

    def keys_of(self, number: str | int) -> Page[Any]:
        """The page of that number, as primary keys in order; a number that cannot be gives the nearest page."""
        wanted = int(number) if str(number).isdecimal() else 1
        wanted = min(max(wanted, 1), COUNTED // self.per_page)
        first = (wanted - 1) * self.per_page
        listed: Any = self.object_list
        counted = listed.annotate(total=Window(Count("*"))).values_list("pk", "total")
        found = list(counted[first : first + self.per_page])
        if not found and wanted > 1:  # beyond the end: count, then take the last page
            return self.keys_of(self.num_pages) if self.count else self.keys_of(1)
        self.__dict__["count"] = self._taken(found[0][1] if found else 0)
        return Page([pk for pk, _total in found], wanted, self)

    def _taken(self, found: int) -> int:
        self.is_more = found > COUNTED
        return min(found, COUNTED)


def page_of(found: CaseQuerySet, user: User, number: str | int = 1, *, rows: int = PAGE_ROWS) -> Page[Any]:
    """One page of the list, as rows; three queries whatever the length."""
    page = CountedPages(found, rows).keys_of(number)
    keys: Any = page.object_list
    page.object_list = rows_by(keys, today_of(user))
    return page


def rows_by(keys: Sequence[UUID], today: dt.date) -> list[CaseRow]:
    """The cases with these keys as rows, in the order of the keys."""
    places = {pk: place for place, pk in enumerate(keys)}
    return sorted(rows_of(Case.objects.filter(pk__in=keys), today), key=lambda row: places[row.id])


def rows_of(found: QuerySet[Case], today: dt.date) -> list[CaseRow]:
    """Cases as rows with the name of the data subject; the keys are read together, the sealed texts are not."""
    subjects = CasePerson.objects.filter(role=PersonRole.SUBJECT)
    marked = found.annotate(
        is_on_hold=Exists(CaseHold.objects.filter(case=OuterRef("pk"), lifted_at__isnull=True)),
        has_unread=Exists(IncomingMessage.objects.filter(case=OuterRef("pk"), read_at__isnull=True)),
        is_kept=Exists(LegalHold.objects.filter(case=OuterRef("pk"), lifted_at__isnull=True)),
    )
    listed = list(
        marked.select_related("handler", "key", "controller")
        .defer("request_text", "search_details", "context")
        .prefetch_related(Prefetch("people", queryset=subjects, to_attr="subjects"))
    )
    with keys_given([case.key for case in listed]):
        return [_row(case, today) for case in listed]


def _row(case: Case, today: dt.date) -> CaseRow:
    found: Any = case  # with the marks and the subjects that rows_of asked for
    received_on = case_clock.received_on(case)
    return CaseRow(
        id=case.pk,
        reference=case.reference,
        name=name_of(next(iter(found.subjects), None)),
        right=case.get_right_display().partition(" (")[0],
        stage=case.get_stage_display(),
        handler=case.handler.full_name if case.handler else "",
        received_at=case.received_at,
        received_on=received_on,
        statutory_due_on=case.statutory_due_on,
        due_on=case.due_on,
        target_due_on=case.target_due_on,
        notice_by=case.notice_by,
        chip=chip_of(case, today),
        days_since_receipt=(today - received_on).days,
        is_extended=case.is_extended,
        is_on_hold=found.is_on_hold,
        has_unread=found.has_unread,
        is_kept=found.is_kept,
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
    listed = cases.order_by(F("due_on").asc(nulls_last=True), "reference")
    rows: QuerySet[Any, dict[str, Any]] = listed.values(*columns, handler_name=F("handler__full_name"))
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


def controllers() -> list[tuple[str, str]]:
    """The controllers of the organisation, as choices of a filter."""
    return [(str(pk), name) for pk, name in Controller.objects.order_by("name").values_list("pk", "name")]
