"""Which closed cases are due under a rule, and what keeps them: assembled in bulk, judged by the pure rules."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet

from dsar.cases.complaint_models import Complaint, ComplaintState
from dsar.cases.hold_models import LegalHold
from dsar.cases.hold_selectors import held_case_ids
from dsar.cases.models import Case, CaseLink, CaseToken
from dsar.cases.triage import TELLING_KINDS
from dsar.cases.vocabulary import RightAsked, Stage
from dsar.foundation import clock
from dsar.retention.models import CaseLetGo, RetentionTask, TaskState
from dsar.retention.rules import CaseState, Keeps, Rule, Start, due_on, latest, what_keeps
from erasure.runs.models import ErasureRun, RunState

AT_ONCE = 500
_UNDER_WAY = (RunState.PROPOSED, RunState.APPROVED, RunState.EXECUTING, RunState.PARTIAL)
_LIGHT = ("pk", "reference", "closed_at", "retain_until", "regime_id", "controller", "key", "stage")


@dataclass(frozen=True, slots=True)
class Due:
    """A case that is due under a rule, and what keeps it, if anything does."""

    case: Case
    due_on: dt.date
    keeps: Keeps | None


def cases_due(rule: Rule, until: dt.date) -> list[Due]:
    """The closed cases that are due under the rule by that day, the longest overdue first."""
    found: list[Due] = []
    candidates = list(_candidates(rule, until))
    for first in range(0, len(candidates), AT_ONCE):
        batch = candidates[first : first + AT_ONCE]
        states = states_of(batch)
        for case in batch:
            day = due_on(rule, states[case.pk])
            if day <= until:
                found.append(Due(case, day, what_keeps(rule, states[case.pk], max(until, today_of(case)))))
    return sorted(found, key=lambda due: (due.due_on, due.case.reference))


def judged(rule: Rule, case: Case) -> tuple[bool, Keeps | None]:
    """(whether the case is due today, what keeps it): asked again when the act is done."""
    if case.stage != Stage.CLOSED or case.closed_at is None:
        return False, Keeps.REOPENED
    state = states_of([case])[case.pk]
    today = today_of(case)
    if due_on(rule, state) > today:
        return False, Keeps.PERIOD
    return True, what_keeps(rule, state, today)


def today_of(case: Case) -> dt.date:
    """Today in the controller's zone."""
    return clock.today(case.controller.time_zone)


def _candidates(rule: Rule, until: dt.date) -> QuerySet[Case]:
    closed = Case.objects.filter(stage=Stage.CLOSED, closed_at__isnull=False).select_related("controller", "key")
    gone = CaseLetGo.objects.filter(case=OuterRef("pk"), category=rule.code, at__gte=OuterRef("closed_at"))
    closed = closed.filter(~Exists(gone)).only(*_LIGHT, "controller__time_zone", "key__destroyed_at")
    if rule.code != "register_line":
        closed = closed.filter(key__destroyed_at__isnull=True)
    if rule.category.start is Start.CASE_PERIOD_ENDED:
        return closed.filter(retain_until__lt=until)
    last = dt.datetime.combine(rule.period.before(until) + dt.timedelta(days=5), dt.time(), dt.UTC)
    return closed.filter(closed_at__lt=last)


def states_of(cases: Sequence[Case]) -> dict[UUID, CaseState]:
    """What the rules ask of the cases, in a fixed number of queries."""
    ids = [case.pk for case in cases]
    keeps = _keeps(ids)
    ends = _ends(ids)
    kept: dict[UUID, list[tuple[str, dt.date]]] = {}
    decided = RetentionTask.objects.filter(state=TaskState.KEPT, thing__in=[str(pk) for pk in ids])
    for category, thing, until in decided.values_list("category", "thing", "keep_until"):
        kept.setdefault(UUID(thing), []).append((category, until or dt.date.min))
    return {
        case.pk: CaseState(
            ended_on=latest([_closed_on(case), *ends.get(case.pk, [])]),
            retain_until=case.retain_until,
            regime_id=case.regime_id,
            keeps=frozenset(keeps.get(case.pk, set())),
            kept_until=tuple(kept.get(case.pk, ())),
            is_erased=case.key.destroyed_at is not None,
        )
        for case in cases
    }


def _closed_on(case: Case) -> dt.date:
    zone = ZoneInfo(case.controller.time_zone)
    return case.closed_at.astimezone(zone).date() if case.closed_at else today_of(case)


def _ends(ids: list[UUID]) -> dict[UUID, list[dt.date | None]]:
    found: dict[UUID, list[dt.date | None]] = {}
    ended = Complaint.objects.filter(case__in=ids).values_list("case").annotate(last=Max("ended_on"))
    for pk, last in ended:
        found.setdefault(pk, []).append(last)
    holds = LegalHold.objects.filter(case__in=ids, lifted_at__isnull=False)
    lifted = holds.values_list("case", "case__controller__time_zone").annotate(last=Max("lifted_at"))
    for pk, zone, moment in lifted:
        found.setdefault(pk, []).append(clock.day_of(moment, zone))
    return found


def _keeps(ids: list[UUID]) -> dict[UUID, set[Keeps]]:
    found: dict[UUID, set[Keeps]] = {}
    holds = LegalHold.objects.filter(case__in=ids, lifted_at__isnull=True)
    complaints = Complaint.objects.filter(case__in=ids, state=ComplaintState.OPEN)
    runs = ErasureRun.objects.filter(order_id__in=ids, state__in=_UNDER_WAY)
    for reason, pks in (
        (Keeps.HOLD, set(holds.values_list("case", flat=True))),
        (Keeps.PERSON_HOLD, held_case_ids() & set(ids)),
        (Keeps.COMPLAINT, set(complaints.values_list("case", flat=True))),
        (Keeps.OPEN_CASE, _with_open_case(ids, ~Q(right=RightAsked.ERASURE))),
        (Keeps.ERASURE, _with_open_case(ids, Q(right=RightAsked.ERASURE))),
        (Keeps.ERASURE, set(runs.values_list("order_id", flat=True))),
    ):
        for pk in pks:
            found.setdefault(pk, set()).add(reason)
    return found


def _with_open_case(ids: list[UUID], which: Q) -> set[UUID]:
    """Those whose person has another case that is not over: linked, or by e-mail address, phone or reference."""
    standing = Case.objects.filter(which).exclude(stage=Stage.CLOSED)
    same: Any = CaseToken.objects.filter(
        kind=OuterRef("kind"), digest=OuterRef("digest"), case__in=standing.values("pk")
    ).exclude(case=OuterRef("case"))
    own = CaseToken.objects.filter(case__in=ids, kind__in=TELLING_KINDS)
    shared = own.filter(Exists(same)).values_list("case", flat=True)
    links = CaseLink.objects.exclude(kind="household").filter(other__in=standing.values("pk"), case__in=ids)
    return set(shared) | set(links.exclude(case=F("other")).values_list("case", flat=True))
