"""What can happen to a clock. The list of these events is the truth; every date is worked out from it."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class PauseKind(StrEnum):
    """What the requester is asked for. Nothing else may stop a statutory clock, whatever it is called."""

    IDENTITY = "identity"
    AUTHORITY = "authority"
    FEE = "fee"
    CLARIFICATION = "clarification"


@dataclass(frozen=True)
class Ask:
    """The requester was asked for something; counts only when it was sent and rests on a lawful ground."""

    kind: str  # a PauseKind, or any other word: that stops nothing
    date: dt.date
    lawful_ground: bool = True


@dataclass(frozen=True)
class Answer:
    """The requester replied.

    For identity and authority a reply without what was needed keeps the pause open;
    for clarification "I want everything" is an answer.
    """

    kind: str  # a PauseKind, or any other word: that stops nothing
    date: dt.date
    sufficient: bool = True


@dataclass(frozen=True)
class Extend:
    """The notice of extension was sent on `date`.

    `until` announces a day earlier than the longest one allowed or, where the law sets no longest one, the day itself.
    """

    date: dt.date
    reasons_given: bool
    criteria: tuple[str, ...] = ()
    until: dt.date | None = None


@dataclass(frozen=True)
class Close:
    """The answer, refusal or notice was provided, or the request withdrawn: the response date (GDPR Art. 12(3)-(4))."""

    date: dt.date


ClockEvent = Ask | Answer | Extend | Close

# On one day: close, then answer, then extend, then ask, so that an act is judged by what was known before it.
SAME_DAY_ORDER: dict[type, int] = {Close: 0, Answer: 1, Extend: 2, Ask: 3}


def in_order(events: tuple[ClockEvent, ...]) -> list[ClockEvent]:
    """The events by day, and on one day in the order in which they are judged."""
    return sorted(events, key=lambda event: (event.date, SAME_DAY_ORDER[type(event)]))
