"""What the pages of retention show: rules, what a sweep would do today, what comes next, what is late."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _t

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.cases.hold_models import LegalHold, PersonHold
from dsar.cases.models import Case
from dsar.cases.person_hold_services import cases_under
from dsar.foundation import clock
from dsar.foundation.leases import LeaseState
from dsar.processing_records.models import ProcessingActivity
from dsar.retention import our_records
from dsar.retention.models import (
    ActionWords,
    ModeWords,
    RetentionRule,
    RetentionTask,
    Sweep,
    SweepStep,
    TaskState,
    TermColumn,
)
from dsar.retention.rule_services import rules_in_force
from dsar.retention.rules import BY_CODE, DUE_SOON_DAYS, LATE_AFTER_DAYS, Action, Mode, Period, Rule, Unit, add_months
from dsar.retention.standing import Due, cases_due
from dsar.retention.term_services import months_in_words, next_look
from dsar.retention.words import LABELS, STARTS, WHAT, WHY, keeps_words, period_words

SHOWN = 50


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule as the list shows it."""

    code: str
    label: str
    what: str
    why: str
    source: str
    period: str
    start: str
    action: str
    mode: str
    mode_words: str
    number: int
    waiting: int


def rule_rows() -> list[RuleRow]:
    """The rules in force, in the order in which a case loses things."""
    return [row_of(rule) for rule in rules_in_force().values()]


def row_of(rule: Rule) -> RuleRow:
    """One rule in words."""
    code = rule.code
    is_question = rule.category.action is Action.REVIEW and rule.mode is Mode.ON
    mode = Mode.ASK if is_question else rule.mode
    return RuleRow(
        code=code,
        label=str(LABELS[code]),
        what=str(WHAT[code]),
        why=str(WHY[code]),
        source=rule.category.source,
        period=period_words(rule.period) if rule.period.number else _t("As each controller sets it"),
        start=str(STARTS[rule.category.start]),
        action=str(ActionWords(rule.category.action).label),
        mode=mode,
        mode_words=str(ModeWords(mode).label),
        number=rule.number,
        waiting=rule.waiting,
    )


def versions_of(code: str) -> list[RetentionRule]:
    """Every version of a rule, the newest first."""
    return list(RetentionRule.objects.filter(category=code).select_related("written_by", "approved_by"))


@dataclass(frozen=True, slots=True)
class PreviewPart:
    """What one rule would do today.

    Attributes:
        goes: how many would go, or be asked about; `listed` are those whose reference the person may see.
        stays: (reason in words, how many) for what is due and stays.
        kept: the things that stay, with the reason, as far as the person may see them.
        is_asked: whether a person is asked instead.
    """

    rule: RuleRow
    goes: int
    listed: list[Due] = field(default_factory=list)
    stays: list[tuple[str, int]] = field(default_factory=list)
    kept: list[tuple[Due, str]] = field(default_factory=list)
    is_asked: bool = True

    @property
    def more(self) -> int:
        """How many of those that go are not listed."""
        return self.goes - len(self.listed)


def preview(user: User, *, until: dt.date | None = None, only: str = "") -> list[PreviewPart]:
    """Exactly what a sweep would do now, or by a day ahead; nothing is changed. Rules that are off do nothing."""
    day = until or clock.today("UTC")
    rules = [rule for rule in rules_in_force().values() if only in ("", rule.code)]
    return [_part(rule, user, day) for rule in rules if rule.mode is not Mode.OFF or only]


def preview_of_version(version: RetentionRule, user: User) -> PreviewPart:
    """What a version that waits would do today if it were in force: what the second person approves."""
    rule = Rule(
        BY_CODE[version.category], Period(version.length, Unit(version.unit)), Mode(version.mode), version.number
    )
    return _part(rule, user, clock.today("UTC"))


def _part(rule: Rule, user: User, day: dt.date) -> PreviewPart:
    if not rule.category.is_of_case:
        return PreviewPart(row_of(rule), our_records.records_due(rule, day), is_asked=not rule.acts)
    due = cases_due(rule, day)
    goes = [one for one in due if one.keeps is None]
    stays = [one for one in due if one.keeps is not None]
    known = _known(user, [one.case.pk for one in due])
    reasons = Counter(str(one.keeps) for one in stays)
    return PreviewPart(
        rule=row_of(rule),
        goes=len(goes),
        listed=[one for one in goes if one.case.pk in known][:SHOWN],
        stays=[(keeps_words(code), count) for code, count in reasons.most_common()],
        kept=[(one, keeps_words(str(one.keeps))) for one in stays if one.case.pk in known][:SHOWN],
        is_asked=not rule.acts,
    )


def _known(user: User, ids: Iterable[UUID]) -> set[UUID]:
    """The cases whose reference the person may see: all for those who see skeletons, else those granted to them."""
    listed = list(ids)
    if user.may(Act.SEE_SKELETON):
        return set(listed)
    return set(Case.objects.visible_to(user).filter(pk__in=listed).values_list("pk", flat=True))


@dataclass(frozen=True, slots=True)
class Coming:
    """A case that a rule reaches soon, or should have reached."""

    reference: str
    label: str
    action: str
    due_on: dt.date
    keeps: str = ""


def coming(user: User, days: int = DUE_SOON_DAYS) -> list[Coming]:
    """What falls due within so many days and nothing keeps today, the earliest first."""
    today = clock.today("UTC")
    return [one for one in _listed(user, today + dt.timedelta(days=days)) if one.due_on > today]


def overdue(user: User) -> list[Coming]:
    """What has been due for longer than a week and is still there, with what keeps it: nothing is hidden."""
    late = clock.today("UTC") - dt.timedelta(days=LATE_AFTER_DAYS)
    return _listed(user, late)


def _listed(user: User, until: dt.date) -> list[Coming]:
    found: list[Coming] = []
    for rule in rules_in_force().values():
        if not rule.category.is_of_case:
            continue
        due = cases_due(rule, until)
        known = _known(user, [one.case.pk for one in due])
        action = str(ActionWords(rule.category.action).label)
        found += [
            Coming(
                one.case.reference,
                str(LABELS[rule.code]),
                action,
                one.due_on,
                keeps_words(str(one.keeps)) if one.keeps else _off_words(rule),
            )
            for one in due
            if one.case.pk in known
        ]
    return sorted(found, key=lambda one: (one.due_on, one.reference))


def _off_words(rule: Rule) -> str:
    return "" if rule.acts else str(ModeWords(rule.mode).label)


def open_tasks(user: User) -> list[RetentionTask]:
    """The questions that wait and that the person may know of."""
    rows = list(RetentionTask.objects.filter(state=TaskState.OPEN).select_related("activity"))
    known = _known(user, [UUID(row.thing) for row in rows if row.reference])
    return [row for row in rows if not row.reference or UUID(row.thing) in known]


def may_know_of(task: RetentionTask, user: User) -> bool:
    """Whether the person may see a question, open or decided: those about a case as they may see its reference."""
    return not task.reference or UUID(task.thing) in _known(user, [UUID(task.thing)])


def open_task_count() -> int:
    """How many questions wait."""
    return RetentionTask.objects.filter(state=TaskState.OPEN).count()


@dataclass(frozen=True, slots=True)
class SweepRow:
    """A sweep with its figures."""

    sweep: Sweep
    done: int
    asked: int
    kept: int
    failed: int


def sweep_rows(sweeps: Iterable[Sweep]) -> list[SweepRow]:
    """Sweeps with what they did, in one query."""
    listed = list(sweeps)
    counts: dict[tuple[UUID, str], int] = Counter()
    for sweep_id, outcome, state in SweepStep.objects.filter(sweep__in=listed).values_list(
        "sweep_id", "outcome", "state"
    ):
        counts[sweep_id, "failed" if state == LeaseState.FAILED else outcome] += 1
    names = ("done", "asked", "kept", "failed")
    return [SweepRow(sweep, *(counts[sweep.pk, name] for name in names)) for sweep in listed]


def steps_of(sweep: Sweep, user: User) -> list[SweepStep]:
    """The steps of a sweep that the person may know of, in the order of the work."""
    rows = list(sweep.steps.all())
    known = _known(user, [UUID(row.thing) for row in rows if row.thing])
    return [row for row in rows if not row.thing or UUID(row.thing) in known or _is_line_gone(row)]


def _is_line_gone(step: SweepStep) -> bool:
    """Whose line is gone is a bare reference, which leads nowhere any more."""
    return step.category == "register_line" and step.outcome == "done"


@dataclass(frozen=True, slots=True)
class TermRow:
    """An entry of the register with its storage period."""

    activity: ProcessingActivity
    proposal: int | None
    gone_before: dt.date | None
    next_look: dt.date | None
    systems: list[str]
    targets: list[str]
    columns: list[TermColumn]

    @property
    def past(self) -> int | None:
        """How many rows are past the period where every column was counted; None: by hand."""
        counted = [one.rows for one in self.columns if one.rows is not None and not one.failure]
        return sum(counted) if counted and len(counted) == len(self.columns) else None


def term_rows() -> list[TermRow]:
    """Every entry of the register: its words, its period as a number, what should have gone by today."""
    rows = ProcessingActivity.objects.select_related("controller", "term").prefetch_related(
        "systems__erasure_targets", "term__columns__source"
    )
    return [term_row(activity) for activity in rows.order_by("controller__name", "name")]


def term_row(activity: ProcessingActivity) -> TermRow:
    """One entry."""
    term: Any = getattr(activity, "term", None)
    systems: list[Any] = list(activity.systems.all())
    return TermRow(
        activity=activity,
        proposal=months_in_words(activity.retention),
        gone_before=add_months(clock.today("UTC"), -term.months) if term else None,
        next_look=next_look(term) if term else None,
        systems=[system.name for system in systems],
        columns=list(term.columns.all()) if term else [],
        targets=[target.name for system in systems for target in system.erasure_targets.all() if target.is_active],
    )


@dataclass(frozen=True, slots=True)
class HoldRow:
    """A hold, on a case or on a person."""

    hold: LegalHold | PersonHold
    reference: str
    cases: int
    is_late: bool

    @property
    def is_of_person(self) -> bool:
        """Whether it is on a person."""
        return isinstance(self.hold, PersonHold)


def hold_rows(user: User) -> list[HoldRow]:
    """The standing holds that the person may know of, the next to be looked at first."""
    today = clock.today("UTC")
    on_cases = LegalHold.objects.filter(lifted_at__isnull=True).select_related("case", "set_by")
    known = _known(user, on_cases.values_list("case_id", flat=True))
    rows = [
        HoldRow(hold, hold.case.reference, 1, hold.review_on is not None and hold.review_on < today)
        for hold in on_cases
        if hold.case_id in known
    ]
    people = PersonHold.objects.filter(lifted_at__isnull=True).select_related("set_by")
    rows += [HoldRow(hold, "", cases_under(hold), hold.review_on < today) for hold in people]
    return sorted(rows, key=lambda row: row.hold.review_on or dt.date.max)
