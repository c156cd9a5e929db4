"""What presses, and for whom: the one selector that home, list, badge, digest and report count by.

The groups are those of the list of cases (dsar.cases.queue_filters), so a number and the list behind it cannot differ.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from dsar.access.models import User
from dsar.access.rules import Act, Role
from dsar.cases import selectors
from dsar.cases.models import Case
from dsar.cases.querysets import CaseQuerySet
from dsar.cases.queue_filters import GROUPS
from dsar.cases.vocabulary import ClockState
from dsar.statistics.ladder import Standing, Step, next_change, steps
from dsar.statistics.models import ReadMark

# The groups in the order in which they are told; a case may stand in several.
TOLD_GROUPS = ("overdue", "past_target", "due_7", "due_10", "notice", "waiting")
PROOF = ("identity", "authority")


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose cases a person's numbers are about: their own and those they cover ("mine"), or all they may see ("")."""

    handler: str = ""
    is_skeleton: bool = False


def scope_of(user: User) -> Scope:
    """What is this person's to do: handlers see to their own cases, the DPO and approvers to all, admins to dates."""
    if not user.may(Act.VIEW_CASE):
        return Scope(is_skeleton=True)
    is_overseer = user.may(Act.DECIDE_EXEMPTION) or Role.HANDLER not in user.roles
    return Scope(handler="" if is_overseer else "mine")


def cases_in(user: User, group: str, scope: Scope | None = None) -> CaseQuerySet:
    """The cases of a group of the clock that are this person's to see to."""
    chosen = scope or scope_of(user)
    if chosen.is_skeleton:
        found = Case.objects.all() if user.may(Act.SEE_SKELETON) else Case.objects.none()
        return GROUPS[group](found, selectors.today_of(user))
    return selectors.queue(user, {"clock": group, "handler": chosen.handler})


def counts(user: User, scope: Scope | None = None) -> dict[str, int]:
    """How many cases stand in each group that people are told of."""
    return {group: cases_in(user, group, scope).count() for group in TOLD_GROUPS}


def list_url(group: str, scope: Scope, **more: str) -> str:
    """The address of the list behind a number."""
    if scope.is_skeleton:
        return f"{reverse('dsar:case-skeletons')}?{urlencode({'clock': group})}"
    asked = {"clock": group, "handler": scope.handler, **more}
    given = {name: value for name, value in asked.items() if value}
    return f"{reverse('dsar:case-list')}?{urlencode(given)}" if given else f"{reverse('dsar:case-list')}?clock="


def pressing(user: User) -> CaseQuerySet:
    """Everything that presses for this person, each case once, with `is_unread`: not noted since its last step."""
    today = selectors.today_of(user)
    marks = ReadMark.objects.filter(
        Q(due_on=OuterRef("due_on")) | Q(due_on__isnull=True),
        user=user,
        case=OuterRef("pk"),
        until__gt=today,
        clock_state=OuterRef("clock_state"),
    )
    return cases_in(user, "pressing").annotate(is_unread=~Exists(marks))


def not_noted(user: User) -> CaseQuerySet:
    """What presses and was not noted since its last step."""
    found: Any = pressing(user)  # the type checker does not know the annotation
    narrowed: CaseQuerySet = found.filter(is_unread=True)
    return narrowed


def unread(user: User) -> int:
    """The number on the bell."""
    return not_noted(user).count()


def standing_of(case: Case) -> Standing:
    """An open case as the ladders see it; its controller must be loaded."""
    return standing(
        received_at=case.received_at,
        zone=case.controller.time_zone,
        clock_state=case.clock_state,
        waiting_for=case.waiting_for,
        due_on=case.due_on,
        statutory_due_on=case.statutory_due_on,
        notice_by=None if case.is_extended else case.notice_by,
    )


def standing(
    *,
    received_at: dt.datetime,
    zone: str,
    clock_state: str,
    waiting_for: str,
    due_on: dt.date | None,
    statutory_due_on: dt.date | None,
    notice_by: dt.date | None,
) -> Standing:
    """The columns of a case as the ladders see them."""
    return Standing(
        received_on=received_at.astimezone(ZoneInfo(zone)).date(),
        is_running=clock_state == ClockState.RUNNING,
        due_on=due_on,
        statutory_due_on=statutory_due_on,
        notice_by=notice_by,
        waits_for_proof=waiting_for in PROOF,
    )


def steps_of(case: Case, today: dt.date) -> list[Step]:
    """The steps at which an open case stands."""
    return steps(standing_of(case), today)


def mark_until(case: Case, today: dt.date) -> dt.date:
    """Until when it is enough to have noted the case today."""
    return next_change(standing_of(case), today)
