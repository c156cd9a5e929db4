"""The sweep of reminders, the daily mail to each person, and noting what one has read.

A sweep looks at where every open case stands now and tells what was not told yet. After a standstill it therefore
tells the step that is reached, once, and none that time has overtaken; run twice, it tells nothing twice.
"""

import datetime as dt
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from dsar.access.models import User
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases import selectors
from dsar.cases.models import Case
from dsar.cases.queue_filters import GROUPS
from dsar.foundation import clock
from dsar.processing_records.models import Controller
from dsar.statistics.ladder import Step, steps
from dsar.statistics.models import DigestWish, ReadMark, Reminder, ReminderCopy, SweepBeat
from dsar.statistics.pressing import mark_until, standing
from dsar.statistics.told import Readers

log = logging.getLogger(__name__)

catalogue.declare(reminders_told="Reminders told: {reminders}, to {people|person|people}")

# A sweep that has not run for so long is a fault that pages and the log tell of.
LATE_AFTER = dt.timedelta(minutes=15)
# The days of the steps that can be reached on one day lie no further back than this.
OLDEST_STEP_DAYS = 8
_COLUMNS = ("received_at", "clock_state", "waiting_for", "due_on", "statutory_due_on", "notice_by", "is_extended")


@dataclass(frozen=True, slots=True)
class Reached:
    """A step that a case has reached on this day in its controller's zone."""

    case_id: UUID
    handler_id: UUID | None
    step: Step


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep did. `gap` is the time since the sweep before; None at the first one."""

    reminders: int
    copies: int
    gap: dt.timedelta | None


@transaction.atomic
def sweep() -> Swept:
    """Tell every step that is reached and was not told; one sweep at a time, all of it or nothing."""
    beat, gap = _locked_beat()
    made: list[Reminder] = []
    copies: list[ReminderCopy] = []
    for zone in sorted(set(Controller.objects.values_list("time_zone", flat=True))):
        today = clock.today(zone)
        fresh = _untold(_reached(zone, today), today)
        rows = [Reminder(case_id=one.case_id, kind=one.step.kind, on=one.step.on, told_at=beat.ran_at) for one in fresh]
        made += rows
        copies += _copies(rows, fresh, today)
    Reminder.objects.bulk_create(made, batch_size=500)
    ReminderCopy.objects.bulk_create(copies, batch_size=500)
    beat.save(update_fields=["ran_at"])
    if made:
        facts = {"reminders": len(made), "people": len({copy.user_id for copy in copies})}
        record("reminders.told", actor=None, actor_kind="system", facts=facts)
    if gap is not None and gap > LATE_AFTER:
        log.warning("reminders caught up", extra={"minutes": gap // dt.timedelta(minutes=1), "reminders": len(made)})
    return Swept(len(made), len(copies), gap)


def _locked_beat() -> tuple[SweepBeat, dt.timedelta | None]:
    now = clock.now()
    _row, is_first = SweepBeat.objects.get_or_create(pk=1, defaults={"ran_at": now})
    beat = SweepBeat.objects.select_for_update().get(pk=1)
    gap = None if is_first else now - beat.ran_at
    beat.ran_at = now
    return beat, gap


def _reached(zone: str, today: dt.date) -> Iterator[Reached]:
    cases = GROUPS["pressing"](Case.objects.filter(controller__time_zone=zone), today)
    for row in cases.order_by("pk").values("pk", "handler_id", *_COLUMNS).iterator():
        is_extended = row.pop("is_extended")
        case_id, handler_id = row.pop("pk"), row.pop("handler_id")
        case = standing(zone=zone, **{**row, "notice_by": None if is_extended else row["notice_by"]})
        for step in steps(case, today):
            yield Reached(case_id, handler_id, step)


def _untold(reached: Iterable[Reached], today: dt.date) -> list[Reached]:
    lately = Reminder.objects.filter(on__gt=today - dt.timedelta(days=OLDEST_STEP_DAYS))
    known = set(lately.values_list("case_id", "kind", "on"))
    return [one for one in reached if (one.case_id, one.step.kind, one.step.on) not in known]


def _copies(rows: list[Reminder], fresh: list[Reached], today: dt.date) -> list[ReminderCopy]:
    if not fresh:
        return []
    handler_ids = {one.handler_id for one in fresh if one.handler_id}
    handlers = {
        person.pk: person
        for person in User.objects.filter(pk__in=handler_ids, is_active=True).prefetch_related("role_grants")
    }
    readers = Readers(today, {one.case_id for one in fresh})
    return [
        ReminderCopy(reminder=row, user=person)
        for row, one in zip(rows, fresh, strict=True)
        for person in readers.of(one.case_id, handlers.get(one.handler_id) if one.handler_id else None, row.kind)
    ]


def note_read(*, user: User, cases: Iterable[Case]) -> int:
    """Take note of cases as they press; each presses anew when its deadline takes its next step. Gives how many."""
    today = selectors.today_of(user)
    noted = 0
    for case in cases:
        values = {"until": mark_until(case, today), "clock_state": case.clock_state, "due_on": case.due_on}
        ReadMark.objects.update_or_create(user=user, case=case, defaults=values)
        noted += 1
    return noted


def wish_digest(*, user: User, is_wanted: bool, hour: int) -> DigestWish:
    """Say whether, and from which hour of one's own day, the daily mail is wanted."""
    wish, _made = DigestWish.objects.update_or_create(user=user, defaults={"is_wanted": is_wanted, "hour": hour})
    return wish


def late_by(now: dt.datetime) -> dt.timedelta | None:
    """How long the sweep has been missing; None while it runs, and where there is nothing yet that it could tell."""
    beat = SweepBeat.objects.filter(pk=1).first()
    since = beat.ran_at if beat else _first_case_at()
    if since is None or now - since <= LATE_AFTER:
        return None
    return now - since


def _first_case_at() -> dt.datetime | None:
    oldest = Case.objects.filter(Q(responded_on__isnull=True)).order_by("created_at")
    return oldest.values_list("created_at", flat=True).first()
