"""What deserves a warning before an ask or an extension: the law allows it, and it may not bring what is hoped for."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from dsar.deadlines.calendars import WorkCalendar
from dsar.deadlines.clock import ClockRequest
from dsar.deadlines.compute import compute
from dsar.deadlines.events import Ask, ClockEvent, Extend
from dsar.deadlines.ledger import Gate
from dsar.deadlines.preview import rules_of
from dsar.deadlines.regimes import PauseRule, Quantity
from dsar.deadlines.rulesets import ruleset, ruleset_for

# An ask for proof is made "without undue delay"; later than this it has to be explained (EDPB 01/2022 §157, gate G4).
PROMPT_WORKING_DAYS = 3
VOLUME_ALONE = ("amount_of_data", "sensitive_exemptions")


class Caution(StrEnum):
    """What is told; the words stand with the screens."""

    LATE_ASK = "late_ask"
    ASKED_BEFORE = "asked_before"
    LARGE_QUANTITY_HELPS = "large_quantity_helps"
    MOVES_NOTHING = "moves_nothing"
    VOLUME_IS_NOT_ENOUGH = "volume_is_not_enough"
    OTHER_RULES_ON_THAT_DAY = "other_rules_on_that_day"


@dataclass(frozen=True)
class Warned:
    """A caution with the day that it is about: the date to count on, if the act were not believed."""

    caution: Caution
    day: date | None = None
    number: int = 0


def working_days_since(received: date, day: date, calendar: WorkCalendar) -> int:
    """How many working days lie after the receipt, up to and with that day."""
    days = (received + timedelta(days=n) for n in range(1, (day - received).days + 1))
    return sum(calendar.is_working_day(passed) for passed in days)


def is_late_ask(request: ClockRequest, on: date) -> bool:
    """Whether an ask for proof on that day comes later than three working days after the receipt."""
    return working_days_since(request.received_on, on, request.calendar) > PROMPT_WORKING_DAYS


def rule_for(request: ClockRequest, kind: str, on: date) -> PauseRule | None:
    """The rule by which such an ask stops the clock of this request, or None."""
    return rules_of(request).pause_rule(kind, request.right, on)


def cautions(request: ClockRequest, event: ClockEvent, *, today: date) -> list[Warned]:
    """What to warn of before the act is done."""
    if isinstance(event, Ask):
        return _of_ask(request, event, today)
    if isinstance(event, Extend) and event.criteria and set(event.criteria) <= set(VOLUME_ALONE):
        return [Warned(Caution.VOLUME_IS_NOT_ENOUGH)]
    return []


def _of_ask(request: ClockRequest, ask: Ask, today: date) -> list[Warned]:
    rule = rule_for(request, ask.kind, ask.date)
    if rule is None:
        return []
    found = []
    before = compute(request, today=max(today, ask.date))
    if rule.gate == "G4" and is_late_ask(request, ask.date):
        number = working_days_since(request.received_on, ask.date, request.calendar)
        found.append(Warned(Caution.LATE_ASK, before.due, number))
    if rule.gate == "G5" and has_asked(request, ask.kind):
        found.append(Warned(Caution.ASKED_BEFORE, before.due))
    if rule.quantity is Quantity.ADVISED:
        found.append(Warned(Caution.LARGE_QUANTITY_HELPS, before.due))
    if before.nominal is not None and ask.date == before.nominal:
        found.append(Warned(Caution.MOVES_NOTHING, before.due))
    return found


def has_asked(request: ClockRequest, kind: str) -> bool:
    """Whether this was asked before, answered or not."""
    return any(isinstance(event, Ask) and event.kind == kind for event in request.events)


def other_rules(request: ClockRequest, received_on: date) -> str:
    """The version of the rules in force on another day of receipt, where it is not the one the case keeps; or ""."""
    kept = request.ruleset_version or ruleset_for(request.regime, request.received_on).ruleset_version
    then = ruleset_for(request.regime, received_on).ruleset_version
    return then if then != kept else ""


def without_event(request: ClockRequest, event: ClockEvent) -> ClockRequest:
    """The request as if that event had not been recorded."""
    events = list(request.events)
    events.remove(event)
    return replace(request, events=tuple(events))


_GATES = {
    Gate.EXTENSION_NOT_AVAILABLE: "G18",
    Gate.EXTENSION_ALREADY: "G18",
    Gate.EXTENSION_NO_REASONS: "G18",
    Gate.EXTENSION_LATE: "G18",
    Gate.EXTENSION_NO_DATE: "G18",
    Gate.EXTENSION_TOO_LONG: "G18",
}


def legal_gate(request: ClockRequest, event: ClockEvent, gate: Gate) -> str:
    """The gate of the lifecycle by which an act on the clock is refused: "G4", "G5", "G17", "G18", or ""."""
    if gate in _GATES:
        return _GATES[gate]
    kind = str(getattr(event, "kind", ""))
    rules = ruleset(request.ruleset_version) if request.ruleset_version else rules_of(request)
    named = next((rule.gate for rule in rules.pauses if rule.kind == kind), "")
    return named or {"identity": "G4", "authority": "G4", "clarification": "G5", "fee": "G17"}.get(kind, "")
