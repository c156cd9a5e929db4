"""The clock of a request: which day is the last one, and why. Plain Python; the day of today is always handed in."""

from dsar.deadlines.calendars import WorkCalendar, work_calendar
from dsar.deadlines.clock import ClockRequest
from dsar.deadlines.compute import compute
from dsar.deadlines.describe import as_json, describe
from dsar.deadlines.events import Answer, Ask, ClockEvent, Close, Extend, PauseKind
from dsar.deadlines.explain import GATES, SENTENCES, Step, day_in_words, gate_reason
from dsar.deadlines.ledger import Gate
from dsar.deadlines.periods import add_months, breach_notice_due, local_day
from dsar.deadlines.policies import FIXED28, FIXED30, MONTH, Policy, custom_policy, policy_named, receipts_capped
from dsar.deadlines.preview import (
    Change,
    Preview,
    Verdict,
    check,
    check_answer,
    check_ask,
    check_close,
    check_extend,
    compare,
    extension_criteria,
    pause_reasons,
    preview,
    rules_of,
)
from dsar.deadlines.regimes import Criterion, PauseRule, Regime, Right
from dsar.deadlines.results import ClockResult, ClockState
from dsar.deadlines.rulesets import RULESETS, regime_ids, ruleset, ruleset_for
from dsar.deadlines.vectors import events_from, run_vectors

__all__ = [
    "FIXED28",
    "FIXED30",
    "GATES",
    "MONTH",
    "RULESETS",
    "SENTENCES",
    "Answer",
    "Ask",
    "Change",
    "ClockEvent",
    "ClockRequest",
    "ClockResult",
    "ClockState",
    "Close",
    "Criterion",
    "Extend",
    "Gate",
    "PauseKind",
    "PauseRule",
    "Policy",
    "Preview",
    "Regime",
    "Right",
    "Step",
    "Verdict",
    "WorkCalendar",
    "add_months",
    "as_json",
    "breach_notice_due",
    "check",
    "check_answer",
    "check_ask",
    "check_close",
    "check_extend",
    "compare",
    "compute",
    "custom_policy",
    "day_in_words",
    "describe",
    "events_from",
    "extension_criteria",
    "gate_reason",
    "local_day",
    "pause_reasons",
    "policy_named",
    "preview",
    "receipts_capped",
    "regime_ids",
    "rules_of",
    "ruleset",
    "ruleset_for",
    "run_vectors",
    "work_calendar",
]
