"""The rights of Californians and their clocks. Plain Python: the dates come from dsar.deadlines, the words are ours."""

import datetime as dt
from dataclasses import dataclass

from dsar.deadlines import describe

REGIME = "CCPA"
ZONE, CALENDAR = "America/Los_Angeles", "US"
BUSINESS_DAYS = 15  # 11 CCR § 7026(f), § 7027(g)


@dataclass(frozen=True, slots=True)
class CaliforniaRight:
    """A right, the request under which casework keeps it ("" for an opt-out), and its article."""

    name: str
    asked_as: str
    article: str


RIGHTS = (
    CaliforniaRight("know", "access", "Cal. Civ. Code § 1798.100, § 1798.110, § 1798.115"),
    CaliforniaRight("delete", "erasure", "Cal. Civ. Code § 1798.105"),
    CaliforniaRight("correct", "rectification", "Cal. Civ. Code § 1798.106"),
    CaliforniaRight("sale", "", "Cal. Civ. Code § 1798.120"),
    CaliforniaRight("sharing", "", "Cal. Civ. Code § 1798.120"),
    CaliforniaRight("limit", "", "Cal. Civ. Code § 1798.121"),
)


@dataclass(frozen=True, slots=True)
class RequestClock:
    """The days of a request: `acknowledge_by` is None for opt-outs, which are carried out without a confirmation."""

    due_on: dt.date
    acknowledge_by: dt.date | None
    steps: tuple[tuple[str, str], ...]


def clock_of(right: str, *, received: dt.datetime, today: dt.date) -> RequestClock:
    """The clock of a right by its name in RIGHTS.

    Raises:
        ValueError: there is no such right.
    """
    found = next((one for one in RIGHTS if one.name == right), None)
    if found is None:
        raise ValueError("There is no such right.")
    asked = found.asked_as or ("limit" if right == "limit" else "opt_out")
    told = describe(received.isoformat(), REGIME, ZONE, CALENDAR, right=asked, today=today)
    acknowledge = dt.date.fromisoformat(told["ack_by"]) if told["ack_by"] and found.asked_as else None
    steps = tuple((step["sentence"], step["article"]) for step in told["steps"])
    return RequestClock(dt.date.fromisoformat(told["statutory_due"]), acknowledge, steps)
