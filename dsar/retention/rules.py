"""How long each category of our own data is kept, in plain Python: categories, periods, floors, and what keeps a thing.

The GDPR names no number (Art. 5(1)(e)): every period here is a policy with its reason, shipped as a proposal and
changed by the organisation. The floors are law or the time in which the answer can still be challenged.
"""

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

# Nothing of the answer goes while it can still be challenged: the UK authority expects complaints within three months.
APPEAL_DAYS = 92
# PIPEDA s. 8(8): kept until recourse is exhausted; a complaint may be made for six months (s. 11(3)).
# CCPA regulations § 7101: records of requests for at least 24 months.
APPEAL_DAYS_BY_REGIME = {"PIPEDA": 184, "CCPA": 731}
DUE_SOON_DAYS = 60
# A thing that is due and has not gone after so many days is overdue: the sweep runs daily.
LATE_AFTER_DAYS = 7
LONGEST_MONTHS = 240


class Unit(StrEnum):
    """What a period is counted in."""

    DAYS = "days"
    MONTHS = "months"


class Action(StrEnum):
    """What a rule does when the period has ended."""

    DELETE = "delete"
    PSEUDONYMISE = "pseudonymise"
    AGGREGATE = "aggregate"
    REVIEW = "review"


class Mode(StrEnum):
    """How a rule works: not at all, by asking a person for each thing, or by itself."""

    OFF = "off"
    ASK = "ask"
    ON = "on"


class Start(StrEnum):
    """From when a period runs."""

    CASE_ENDED = "case_ended"
    CASE_PERIOD_ENDED = "case_period_ended"
    LAST_ENTRY = "last_entry"
    REHEARSED = "rehearsed"
    ENDED = "ended"
    MADE = "made"


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time in days or calendar months."""

    number: int
    unit: Unit

    def after(self, day: dt.date) -> dt.date:
        """The day on which the period that began on `day` has ended."""
        return day + dt.timedelta(days=self.number) if self.unit is Unit.DAYS else add_months(day, self.number)

    def before(self, day: dt.date) -> dt.date:
        """What began on this day or earlier has run out by `day`, give or take the clamp of a short month."""
        return day - dt.timedelta(days=self.number) if self.unit is Unit.DAYS else add_months(day, -self.number)

    @property
    def days(self) -> int:
        """At least so many days: for comparing with a floor."""
        return self.number if self.unit is Unit.DAYS else self.number * 365 // 12


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day of a later (or earlier) month; the last of the month where it has no such day (Reg. 1182/71)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@dataclass(frozen=True, slots=True)
class Category:
    """A category of our own data with the rule that is shipped for it.

    Attributes:
        start: from when the period runs.
        action: what happens at its end; `REVIEW` asks a person and can do nothing by itself.
        period: as shipped. A category whose end each controller sets has a period of 0.
        mode: as shipped; what cannot be undone asks first until two people switch it on.
        is_undoable: whether nothing is lost: then one person may switch it on.
        least: the shortest period that may be set; `least_source` says why.
        is_of_case: whether the things are cases, one step each.
        source: where the rule comes from; the reasons in words stand in dsar.retention.words.
    """

    code: str
    start: Start
    action: Action
    period: Period
    source: str
    mode: Mode = Mode.ASK
    is_undoable: bool = False
    least: Period = Period(0, Unit.DAYS)
    least_source: str = ""
    is_of_case: bool = True
    heeds_appeal: bool = True


DAY, MONTH = Unit.DAYS, Unit.MONTHS
_NO_NUMBER = "GDPR Art. 5(1)(c), (e)"
CATEGORIES: tuple[Category, ...] = (
    Category("drafts", Start.CASE_ENDED, Action.DELETE, Period(30, DAY), _NO_NUMBER, heeds_appeal=False),
    Category("search_copies", Start.CASE_ENDED, Action.DELETE, Period(93, DAY), _NO_NUMBER),
    Category("packages", Start.CASE_ENDED, Action.DELETE, Period(12, MONTH), "GDPR Art. 5(1)(e), 5(2)"),
    Category("case_details", Start.CASE_ENDED, Action.PSEUDONYMISE, Period(12, MONTH), "GDPR Art. 4(5), 5(1)(c), 25"),
    Category("case_content", Start.CASE_PERIOD_ENDED, Action.DELETE, Period(0, DAY), "GDPR Art. 5(1)(e), 17(3)(e)"),
    Category("register_line", Start.CASE_ENDED, Action.AGGREGATE, Period(72, MONTH), "GDPR Art. 5(1)(e), 5(2), 89(1)",
             least=Period(24, MONTH), least_source="11 CCR § 7101"),
    Category("erasure_plans", Start.REHEARSED, Action.REVIEW, Period(90, DAY), _NO_NUMBER, is_undoable=True,
             mode=Mode.ON, is_of_case=False),
    Category("consent_proof", Start.LAST_ENTRY, Action.REVIEW, Period(36, MONTH), "GDPR Art. 7(1), 17(3)(e)",
             is_undoable=True, mode=Mode.ON, is_of_case=False),
    Category("opt_outs", Start.ENDED, Action.REVIEW, Period(24, MONTH), "11 CCR § 7101", is_undoable=True, mode=Mode.ON,
             least=Period(24, MONTH), least_source="11 CCR § 7101", is_of_case=False),
    Category("breach_entries", Start.ENDED, Action.DELETE, Period(72, MONTH), "GDPR Art. 5(1)(e), 5(2), 33(5)",
             least=Period(36, MONTH), least_source="GDPR Art. 33(5), 82", is_of_case=False),
    Category("dpia_versions", Start.ENDED, Action.DELETE, Period(72, MONTH), "GDPR Art. 5(1)(e), 5(2), 35(11)",
             least=Period(12, MONTH), least_source="GDPR Art. 35(11)", is_of_case=False),
    Category("api_tokens", Start.ENDED, Action.DELETE, Period(90, DAY), _NO_NUMBER, mode=Mode.ON, is_of_case=False),
    Category("detection_runs", Start.MADE, Action.DELETE, Period(13, MONTH), _NO_NUMBER, mode=Mode.ON,
             is_of_case=False),
)  # fmt: skip
BY_CODE = {category.code: category for category in CATEGORIES}
# The order in which a case loses what it holds; a step that has nothing left to do is none.
CASE_CODES = tuple(category.code for category in CATEGORIES if category.is_of_case)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule in force. `number` is its version; 0 is the shipped one. `waiting` is a version that wants approval."""

    category: Category
    period: Period
    mode: Mode
    number: int = 0
    waiting: int = 0

    @property
    def code(self) -> str:
        """The category's code."""
        return self.category.code

    @property
    def acts(self) -> bool:
        """Whether the sweep changes anything by this rule without being asked."""
        return self.mode is Mode.ON and self.category.action is not Action.REVIEW


def shipped(category: Category) -> Rule:
    """The rule as shipped."""
    return Rule(category, category.period, category.mode)


def refusal_of(category: Category, period: Period, mode: Mode) -> str:
    """Why a rule may not be set so ("number:…", "mode:…"); "" where it may.

    What the organisation may be asked for is not let go earlier than the floor, and never before the answer is final.
    """
    if not 0 <= period.number <= LONGEST_MONTHS * (31 if period.unit is DAY else 1):
        return "number:out_of_range"
    if category.start is Start.CASE_PERIOD_ENDED:
        return ""
    if period.number == 0:
        return "number:out_of_range"
    if period.days < category.least.days:
        return "number:below_the_floor"
    if category.is_of_case and category.heeds_appeal and period.days <= APPEAL_DAYS:
        return "number:while_it_can_be_challenged"
    return ""


def needs_second_person(category: Category, mode: Mode, before: Rule, period: Period) -> bool:
    """Whether a second person has to approve: it will delete by itself, and did not, or did so later."""
    if mode is not Mode.ON or category.is_undoable:
        return False
    return before.mode is not Mode.ON or period.days < before.period.days


def appeal_until(ended_on: dt.date, regime_id: str) -> dt.date:
    """Until when the answer can still be challenged, as far as a number is known."""
    return ended_on + dt.timedelta(days=APPEAL_DAYS_BY_REGIME.get(regime_id, APPEAL_DAYS))


class Keeps(StrEnum):
    """What keeps a thing although its period has ended."""

    HOLD = "hold"
    PERSON_HOLD = "person_hold"
    COMPLAINT = "complaint"
    OPEN_CASE = "open_case"
    ERASURE = "erasure"
    APPEAL = "appeal"
    DECIDED = "decided"
    PERIOD = "period"
    NOT_ERASED = "not_erased"
    REOPENED = "reopened"


@dataclass(frozen=True, slots=True)
class CaseState:
    """What the rules ask of a closed case.

    Attributes:
        ended_on: when its periods begin: the day it was closed, its last complaint ended or its last hold was lifted,
            whichever is latest.
        retain_until: the end of the controller's period, in the case since it was closed.
        keeps: what stands now, for every category.
        kept_until: by category, until when a person decided to keep.
        is_erased: its key is destroyed.
    """

    ended_on: dt.date
    retain_until: dt.date | None
    regime_id: str
    keeps: frozenset[Keeps] = frozenset()
    kept_until: tuple[tuple[str, dt.date], ...] = ()
    is_erased: bool = False


def due_on(rule: Rule, case: CaseState) -> dt.date:
    """The first day on which the thing should be gone."""
    if rule.category.start is Start.CASE_PERIOD_ENDED:
        last = case.retain_until or dt.date.max - dt.timedelta(days=400)
        return rule.period.after(last) + dt.timedelta(days=1)
    return rule.period.after(case.ended_on)


def what_keeps(rule: Rule, case: CaseState, today: dt.date) -> Keeps | None:
    """What keeps it although it is due, the strongest first; None where it may go (legal gate G23)."""
    for reason in (Keeps.HOLD, Keeps.PERSON_HOLD, Keeps.COMPLAINT, Keeps.ERASURE, Keeps.OPEN_CASE):
        if reason in case.keeps:
            return reason
    if rule.category.heeds_appeal and appeal_until(case.ended_on, case.regime_id) >= today:
        return Keeps.APPEAL
    if any(code == rule.code and until >= today for code, until in case.kept_until):
        return Keeps.DECIDED
    if rule.code == "register_line" and not case.is_erased:
        return Keeps.NOT_ERASED
    return None


def latest(days: Iterable[dt.date | None]) -> dt.date:
    """The latest of the days that are known."""
    return max(day for day in days if day is not None)
