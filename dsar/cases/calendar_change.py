"""Another calendar, zone or target of a controller: which open cases move, and by how much, before it is applied."""

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Prefetch

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.services import record, record_each
from dsar.cases import clock as case_clock
from dsar.cases.models import Case, ClockEvent
from dsar.deadlines.calendars import WorkCalendar, work_calendar
from dsar.deadlines.clock import ClockRequest
from dsar.deadlines.compute import compute
from dsar.deadlines.policies import Policy, policy_named
from dsar.deadlines.results import ClockResult
from dsar.foundation import clock
from dsar.foundation.errors import Conflict, NotPermitted, RuleRefused
from dsar.processing_records.calendar_models import ClosingDay, DeadlinePolicy, TargetKind
from dsar.processing_records.models import Controller

catalogue.declare(
    controller_clock_changed="Calendar and targets of {name} changed: {moved} of {open} open cases move",
    clock_moved="The controller's calendar or target changed: {old_due} → {new_due}",
)


@dataclass(frozen=True, slots=True)
class Closing:
    """A closing day: of our own, or one that the law named makes a public holiday."""

    day: dt.date
    name: str
    law: str = ""


@dataclass(frozen=True, slots=True)
class ClockSettings:
    """What a controller's clocks depend on besides the law. `targets`: regime, kind, days where the kind is custom."""

    calendar: str
    time_zone: str
    policy: str
    targets: tuple[tuple[str, str, int | None], ...] = ()
    closing: tuple[Closing, ...] = ()

    def work_calendar(self) -> WorkCalendar:
        """The working days that they make."""
        public = [closing.day for closing in self.closing if closing.law]
        return work_calendar(self.calendar, public, [closing.day for closing in self.closing if not closing.law])

    def target(self, regime_id: str) -> Policy | None:
        """The target for one regime."""
        for regime, kind, days in self.targets:
            if regime == regime_id:
                return policy_named(DeadlinePolicy(regime_id=regime, kind=kind, days=days).policy_name)
        return policy_named(self.policy) if regime_id in case_clock.REGIMES_WITH_A_TARGET else None


@dataclass(frozen=True, slots=True)
class Moved:
    """A case whose dates would change; days are positive where the statutory date moves later."""

    case: Case
    before: ClockResult
    after: ClockResult

    @property
    def days(self) -> int | None:
        """By how many days the due date moves."""
        if self.before.due is None or self.after.due is None:
            return None
        return (self.after.due - self.before.due).days


@dataclass(frozen=True, slots=True)
class ChangePreview:
    """The cases that move, how many are open, and a digest by which the person applies what they saw."""

    moved: tuple[Moved, ...]
    open_count: int

    @property
    def seen(self) -> str:
        """The same for the same moves on the same day."""
        lines = [f"{move.case.pk}:{move.before.due}:{move.after.due}:{move.after.statutory_due}" for move in self.moved]
        return hashlib.sha256("\n".join([str(self.open_count), *lines]).encode()).hexdigest()[:16]


def settings_of(controller: Controller) -> ClockSettings:
    """The settings as they stand."""
    targets = tuple((row.regime_id, row.kind, row.days) for row in controller.policies.order_by("regime_id"))
    closing = tuple(Closing(row.day, row.name, row.law) for row in controller.closing_days.order_by("day"))
    return ClockSettings(controller.calendar, controller.time_zone, controller.policy, targets, closing)


def preview_change(controller: Controller, wanted: ClockSettings) -> ChangePreview:
    """Which open cases would move: one query for cases, one for events, and the pure clock twice a case.

    Raises:
        ValueError: an unknown zone or calendar.
    """
    days, today = wanted.work_calendar(), clock.today(wanted.time_zone)
    moved, open_count = [], 0
    for case in _open_cases(controller):
        open_count += 1
        asked = case_clock.request_of(case)
        before = compute(asked, today=case_clock.today_of(case))
        after = compute(_changed(asked, wanted, days), today=today)
        if _shown(before) != _shown(after):
            moved.append(Moved(case, before, after))
    return ChangePreview(tuple(moved), open_count)


def _open_cases(controller: Controller) -> Iterable[Case]:
    events = ClockEvent.objects.defer("reason")
    cases = Case.objects.filter(controller=controller).open().defer("request_text", "search_details", "context")
    listed = list(cases.order_by("due_on", "reference").prefetch_related(Prefetch("clock_events", queryset=events)))
    for case in listed:
        case.controller = controller  # one object: its settings are asked for once
    return listed


def _changed(asked: ClockRequest, wanted: ClockSettings, days: WorkCalendar) -> ClockRequest:
    return replace(asked, calendar=days, tz=wanted.time_zone, policy=wanted.target(asked.regime))


def _shown(result: ClockResult) -> tuple[object, ...]:
    return (result.due, result.statutory_due, result.policy_due, result.notice_by, result.closed_on)


@transaction.atomic
def apply_change(*, controller: Controller, wanted: ClockSettings, seen: str, actor: User) -> ChangePreview:
    """Store the settings and move the open cases, in one transaction with an entry for each.

    Raises:
        NotPermitted: the actor may not edit the register.
        RuleRefused: "invalid": an unknown zone or calendar, or a target that the law leaves no room for.
        Conflict: other cases would move than those that were shown.
    """
    if not actor.may(Act.EDIT_REGISTER):
        message = "Your role does not change controllers."
        raise NotPermitted(message)
    locked = Controller.objects.select_for_update().get(pk=controller.pk)
    try:
        found = preview_change(locked, wanted)
    except ValueError as error:
        raise RuleRefused(str(error), code="invalid") from error
    if found.seen != seen:
        message = "Other cases would move than those that were shown. Look at the list again."
        raise Conflict(message)
    _store(locked, wanted)
    _move(found.moved, actor)
    told = {"name": locked.name, "moved": len(found.moved), "open": found.open_count, "calendar": locked.calendar}
    told |= {"time_zone": locked.time_zone, "policy": locked.policy}
    record("controller.clock_changed", actor=actor, about=locked, facts=told)
    return found


def _move(moved: tuple[Moved, ...], actor: User) -> None:
    """Write the columns that change, and an entry for each case."""
    changed: set[str] = set()
    for move in moved:
        before = {name: getattr(move.case, name) for name in case_clock.PROJECTED}
        case_clock.project(move.case, move.after)
        changed.update(name for name, value in before.items() if getattr(move.case, name) != value)
    if changed:
        Case.objects.bulk_update([move.case for move in moved], sorted(changed), batch_size=200)
    facts = [(move.case, {"old_due": move.before.due, "new_due": move.after.due}) for move in moved]
    record_each("clock.moved", actor=actor, cases=facts)


def _store(controller: Controller, wanted: ClockSettings) -> None:
    controller.calendar, controller.time_zone, controller.policy = wanted.calendar, wanted.time_zone, wanted.policy
    controller.policies.all().delete()
    controller.closing_days.all().delete()
    rows = [DeadlinePolicy(controller=controller, regime_id=r, kind=kind, days=n) for r, kind, n in wanted.targets]
    closing = [
        ClosingDay(controller=controller, day=one.day, name=one.name, law=one.law, is_public_holiday=bool(one.law))
        for one in wanted.closing
    ]
    try:
        for row in (controller, *rows, *closing):
            row.clean_fields(exclude=["days"])
            row.clean()
            row.validate_constraints()
    except ValidationError as error:
        raise RuleRefused(" ".join(error.messages), code="invalid") from error
    controller.save(update_fields=["calendar", "time_zone", "policy"])
    DeadlinePolicy.objects.bulk_create(rows)
    ClosingDay.objects.bulk_create(closing)
    controller.__dict__.pop("_clock_settings", None)


def kinds_for(regime_id: str) -> list[tuple[str, str]]:
    """The targets that a regime has room for: 30 days and the month belong to GDPR and UK GDPR."""
    monthly = regime_id in case_clock.REGIMES_WITH_A_TARGET
    only_monthly = (TargetKind.FIXED_30, TargetKind.CALENDAR_MONTH)
    return [(value, str(label)) for value, label in TargetKind.choices if monthly or value not in only_monthly]
