"""What an act would change, before it is done, and whether it would be accepted."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from dsar.deadlines.clock import ClockRequest
from dsar.deadlines.compute import compute
from dsar.deadlines.events import Answer, Ask, ClockEvent, Close, Extend, PauseKind
from dsar.deadlines.explain import gate_reason
from dsar.deadlines.ledger import Gate
from dsar.deadlines.periods import local_day
from dsar.deadlines.regimes import Criterion, PauseRule, Regime, Right
from dsar.deadlines.results import ClockResult
from dsar.deadlines.rulesets import ruleset, ruleset_for
from dsar.deadlines.steps import article_of_gate

COMPARED = {
    "statutory_due": "Statutory date",
    "policy_due": "Our target",
    "due": "Due",
    "safe_due": "Most cautious date",
    "notice_by": "Last day for a notice of extension",
    "days_left": "Days left",
    "state": "Clock",
}


@dataclass(frozen=True)
class Verdict:
    """Whether an act is accepted; if not, by which gate, why, and on which article the refusal rests."""

    accepted: bool
    gate: Gate | None = None
    reason: str = ""
    article: str = ""


@dataclass(frozen=True)
class Change:
    """One field of the result that the act would change."""

    field: str
    label: str
    old: date | int | str | None
    new: date | int | str | None


@dataclass(frozen=True)
class Preview:
    """The clock before and after an act; `after` equals `before` in all dates where the act is not accepted."""

    verdict: Verdict
    before: ClockResult
    after: ClockResult
    changes: tuple[Change, ...]


def preview(request: ClockRequest, event: ClockEvent, *, today: date | datetime) -> Preview:
    """The comparison of the clock of `today` without and with `event`, and the verdict on it."""
    before = compute(request, today=today)
    verdict = check(request, event, today=today)
    if not verdict.accepted:
        return Preview(verdict, before, before, ())
    after = compute(replace(request, events=(*request.events, event)), today=today)
    return Preview(verdict, before, after, compare(before, after))


def compare(before: ClockResult, after: ClockResult) -> tuple[Change, ...]:
    """The fields that differ, in the order of the screen."""
    rows = (Change(field, label, getattr(before, field), getattr(after, field)) for field, label in COMPARED.items())
    return tuple(row for row in rows if row.old != row.new)


def check(request: ClockRequest, event: ClockEvent, *, today: date | datetime) -> Verdict:
    """Whether the clock would accept `event`, judged by the events up to its day."""
    day = local_day(today, request.tz) if isinstance(today, datetime) else today
    gate = None
    if event.date > day:
        gate = Gate.IN_THE_FUTURE
    elif event.date < request.received_on:
        gate = Gate.BEFORE_RECEIPT
    else:
        result = compute(replace(request, events=(*request.events, event)), today=day)
        gate = next((refusal.gate for refusal in result.refusals if refusal.event is event), None)
        if gate is None and isinstance(event, Extend) and _announces_too_much(event, result):
            gate = Gate.EXTENSION_TOO_LONG
    if gate is None:
        return Verdict(accepted=True)
    kind = str(getattr(event, "kind", ""))
    article = article_of_gate(rules_of(request), request.right, gate, kind)
    return Verdict(accepted=False, gate=gate, reason=gate_reason(gate, kind=kind, day=event.date), article=article)


def _announces_too_much(extend: Extend, result: ClockResult) -> bool:
    due = result.statutory_due
    return extend.until is not None and due is not None and extend.until > due


def check_ask(
    request: ClockRequest, *, kind: PauseKind, on: date, today: date | datetime, lawful_ground: bool = True
) -> Verdict:
    """Whether asking for `kind` on that day would stop the clock."""
    return check(request, Ask(kind, on, lawful_ground), today=today)


def check_answer(
    request: ClockRequest, *, kind: PauseKind, on: date, today: date | datetime, sufficient: bool = True
) -> Verdict:
    """Whether an answer on that day would end a pause."""
    return check(request, Answer(kind, on, sufficient), today=today)


def check_extend(
    request: ClockRequest,
    *,
    on: date,
    today: date | datetime,
    reasons_given: bool = True,
    criteria: tuple[str, ...] = (),
    until: date | None = None,
) -> Verdict:
    """Whether a notice of extension sent on that day would move the date."""
    return check(request, Extend(on, reasons_given, criteria, until), today=today)


def check_close(request: ClockRequest, *, on: date, today: date | datetime) -> Verdict:
    """Whether the clock can stop on that response date."""
    return check(request, Close(on), today=today)


def rules_of(request: ClockRequest) -> Regime:
    """The rules that govern the request.

    Raises:
        ValueError: unknown regime or version.
    """
    if request.ruleset_version:
        return ruleset(request.ruleset_version)
    return ruleset_for(request.regime, request.received_on)


def pause_reasons(rules: Regime, right: Right, on: date) -> tuple[PauseRule, ...]:
    """The lawful reasons to stop the clock on that day, with labels, conditions and articles.

    Other things may be asked as well, but stop nothing.
    """
    return tuple(rule for rule in rules.pauses if rules.pause_rule(rule.kind, right, on) is rule)


def extension_criteria(rules: Regime, right: Right) -> tuple[Criterion, ...]:
    """The grounds to choose from for an extension; empty where the rules give none."""
    extension = rules.extension_for(right)
    return extension.criteria if extension else ()
