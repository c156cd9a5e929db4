"""What the clock answers."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dsar.deadlines.explain import Step
from dsar.deadlines.ledger import Ledger, Refusal


class ClockState(StrEnum):
    """Whether time runs."""

    RUNNING = "RUNNING"
    PAUSED = "PAUSED"
    STOPPED = "STOPPED"


NOT_STARTED = "NOT_STARTED"
POLICY_LATER = "POLICY_LATER_THAN_STATUTE"
RELIES_ON_ROLL = "RELIES_ON_ROLL"
PAUSE_WITHOUT_EFFECT = "PAUSE_WITHOUT_EFFECT"
LATER_EVENTS_LEFT_OUT = "LATER_EVENTS_LEFT_OUT"
CHAINED_COUNT_IS_EARLIER = "CHAINED_COUNT_IS_EARLIER"


@dataclass(frozen=True)
class ClockResult:
    """The dates of one request as of `as_of` (today, or the response date), and the sentences that explain them.

    Dates are calendar dates in the controller's zone; each ends at 24:00 there. While something is awaited without
    which the period does not begin, all due dates are None and `if_answered_today` tells what an answer would give.
    """

    regime_id: str
    ruleset_version: str
    as_of: date
    received: date
    start: date
    nominal: date | None
    statutory_due: date | None
    policy_due: date | None
    safe_due: date | None
    due: date | None
    notice_by: date | None
    work_by: date | None
    ack_by: date | None
    days_left: int | None
    days_since_receipt: int
    excluded_days: int
    state: ClockState
    extended: bool
    closed_on: date | None
    in_time: bool | None
    if_answered_today: date | None
    flags: tuple[str, ...]
    notes: tuple[str, ...]
    steps: tuple[Step, ...]
    refusals: tuple[Refusal, ...]
    open_kinds: tuple[str, ...]

    @property
    def not_started(self) -> bool:
        return NOT_STARTED in self.flags

    @property
    def overdue(self) -> bool:
        """Unanswered, and past the statutory date; the due day itself is in time."""
        return self.closed_on is None and self.statutory_due is not None and self.as_of > self.statutory_due

    @property
    def past_target(self) -> bool:
        """Unanswered, past our own target and within the statute: never called a breach."""
        if self.closed_on is not None or self.policy_due is None or self.statutory_due is None:
            return False
        return self.policy_due < self.as_of <= self.statutory_due


@dataclass(frozen=True)
class Dates:
    """The dates of a ledger as of a day, before they are explained; None while the period has not begun."""

    ledger: Ledger
    as_of: date
    start: date | None
    plain: date | None
    nominal: date | None
    statutory: date | None
    policy: date | None
    safe: date | None
    due: date | None
    notice_by: date | None
    excluded: int
