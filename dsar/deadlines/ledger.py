"""The state that the events of a clock add up to."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from dsar.deadlines.calendars import WorkCalendar
from dsar.deadlines.events import ClockEvent, Extend
from dsar.deadlines.regimes import PauseRule, Regime, Right


class Gate(StrEnum):
    """Why an act is not accepted."""

    NO_PAUSE_IN_REGIME = "NO_PAUSE_IN_REGIME"
    NO_LAWFUL_GROUND = "PAUSE_REFUSED_NO_GROUND"
    ASKED_AFTER_DUE = "PAUSE_REFUSED_AFTER_DUE"
    ALREADY_ASKED = "ALREADY_ASKED"
    NOTHING_TO_ANSWER = "NOTHING_TO_ANSWER"
    INSUFFICIENT_ANSWER = "INSUFFICIENT_ANSWER"
    EXTENSION_NOT_AVAILABLE = "EXTENSION_NOT_AVAILABLE"
    EXTENSION_ALREADY = "EXTENSION_REFUSED_ALREADY"
    EXTENSION_NO_REASONS = "EXTENSION_REFUSED_NO_REASONS"
    EXTENSION_LATE = "EXTENSION_REFUSED_LATE"
    EXTENSION_NO_DATE = "EXTENSION_REFUSED_NO_DATE"
    EXTENSION_TOO_LONG = "EXTENSION_TOO_LONG"
    CLOCK_STOPPED = "CLOCK_STOPPED"
    IN_THE_FUTURE = "IN_THE_FUTURE"
    BEFORE_RECEIPT = "BEFORE_RECEIPT"


# Gates that leave the dates as they are and are said as a note; all others are flags.
QUIET_GATES = frozenset({Gate.ALREADY_ASKED, Gate.NOTHING_TO_ANSWER, Gate.INSUFFICIENT_ANSWER, Gate.CLOCK_STOPPED})


@dataclass(frozen=True)
class Pause:
    """A lawful ask and, once it came, the day of its answer."""

    rule: PauseRule
    asked_on: date
    answered_on: date | None


@dataclass(frozen=True)
class Refusal:
    """An act that changes nothing, and why."""

    event: ClockEvent
    gate: Gate


@dataclass(frozen=True)
class Ledger:
    """The clock after some of its events."""

    rules: Regime
    right: Right
    received: date
    calendar: WorkCalendar
    pauses: tuple[Pause, ...] = ()
    extension: Extend | None = None
    closed_on: date | None = None
    refusals: tuple[Refusal, ...] = ()

    @property
    def open_pauses(self) -> tuple[Pause, ...]:
        """Pauses without an answer."""
        return tuple(pause for pause in self.pauses if pause.answered_on is None)

    def refusing(self, refusal: Refusal) -> "Ledger":
        return replace(self, refusals=(*self.refusals, refusal))
