"""A second computation of a case's dates, written from the rules alone: it walks the calendar day by day.

It shares no code with `dsar.deadlines`: regimes, months, public holidays and the folding of events are all its own, so a
slip in one is not repeated in the other. Slow and plain on purpose. Input and answer are in the format of the vectors.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import holidays

DAY = timedelta(days=1)
FOLD = {"close": 0, "answer": 1, "extend": 2, "ask": 3}
PLACES = {
    "DE": ("DE", None),
    "GB-EAW": ("GB", "ENG"),
    "GB-SCT": ("GB", "SCT"),
    "GB-NIR": ("GB", "NIR"),
    "IE": ("IE", None),
    "FR": ("FR", None),
    "US": ("US", None),
}
# unit, base, extended total (None: none by the controller), rolls, notice credited, kinds that restart, that suspend
LAW: dict[str, tuple[str, int, int | None, bool, bool, tuple[str, ...], tuple[str, ...]]] = {
    "EU": ("month", 1, 3, True, False, (), ("identity", "clarification")),
    "UK": ("month", 1, 3, True, True, ("identity", "authority", "fee"), ("clarification",)),
    "CCPA": ("day", 45, 90, False, False, (), ()),
    "PIPEDA": ("day", 30, 60, False, False, (), ()),
    "QC": ("day", 30, None, False, False, (), ()),
    "LGPD": ("day", 15, None, False, False, (), ()),
    "CH": ("day", 30, None, False, False, ("fee",), ()),
}
DAYS_OF_POLICY = {"FIXED30": (30, 90)}
TEN_DAYS = {("CH", "fee"): 10}  # time to agree to a share of the costs; the period starts when it is over
ONLY_GUIDANCE = (
    "authority"  # proof of authority starts the clock by guidance, not by the text: the safe reading leaves it out
)


@cache
def closed_days(cal: str, year: int) -> frozenset[date]:
    """The public holidays of one place in one year."""
    if cal == "none":
        return frozenset()
    country, part = PLACES[cal]
    return frozenset(holidays.country_holidays(country, subdiv=part, years=year))


def works(day: date, cal: str) -> bool:
    """Is it a working day: neither Saturday, Sunday nor a public holiday (Reg. 1182/71 Art. 2)?"""
    return day.weekday() < 5 and day not in closed_days(cal, day.year)


def rolled(day: date, cal: str) -> date:
    """The day itself if it is a working day, otherwise the next one (Reg. 1182/71 Art. 3(4))."""
    while not works(day, cal):
        day += DAY
    return day


def business_days_after(day: date, count: int, cal: str) -> date:
    """The day on which the given number of working days after the first one is reached."""
    while count:
        day += DAY
        count -= works(day, cal)
    return day


def months_later(start: date, months: int) -> date:
    """Walk until the month has changed so often and the day number is the same, or the month is about to end."""
    day, turned = start, 0
    while True:
        day += DAY
        turned += day.day == 1
        if turned == months and (day.day == start.day or (day + DAY).day == 1):
            return day


@dataclass
class Ask:
    """One lawful ask: from when, until when (open: None)."""

    kind: str
    asked: date
    stopped: date | None = None


@dataclass
class Story:
    """What is known of one case after a number of its events."""

    regime: str
    received: date
    right: str
    asks: list[Ask] = field(default_factory=list)
    extended: bool = False
    closed: date | None = None
    flags: set[str] = field(default_factory=set)

    def restarts(self) -> tuple[str, ...]:
        """Kinds whose answer starts the period."""
        return LAW[self.regime][5]

    def suspends(self) -> tuple[str, ...]:
        """Kinds whose days are not counted; clarification belongs to requests for access alone."""
        kinds = LAW[self.regime][6]
        return tuple(k for k in kinds if k != "clarification" or self.right == "access")

    def waiting(self) -> bool:
        """Is something outstanding without which the period does not start?"""
        return any(a.stopped is None and a.kind in self.restarts() for a in self.asks)

    def start(self, *, careful: bool = False) -> date:
        """The later of receipt and every answer that starts the period; careful: by the text, as early as it may be."""
        latest = self.received
        for ask in self.asks:
            if ask.stopped is None or ask.kind not in self.restarts() or (careful and ask.kind == ONLY_GUIDANCE):
                continue
            begins = ask.stopped
            if window := TEN_DAYS.get((self.regime, ask.kind)):
                begins = min(begins, ask.asked + window * DAY) if careful else ask.asked + window * DAY
            latest = max(latest, begins)
        return latest

    def uncounted(self, day: date, until: date, *, first_too: bool, kinds: tuple[str, ...]) -> bool:
        """Is the day inside any pause of these kinds, open ones lasting until the given day?"""
        for ask in self.asks:
            stop = ask.stopped or until
            first = ask.asked if first_too else ask.asked + DAY
            if ask.kind in kinds and first <= day <= stop:
                return True
        return False


def walk(story: Story, start: date, first_end: date, until: date, *, first_too: bool, kinds: tuple[str, ...]) -> date:
    """From the day after the start, count only the days outside every pause, until the period is used up."""
    left, day = (first_end - start).days, start
    while left:
        day += DAY
        left -= not story.uncounted(day, until, first_too=first_too, kinds=kinds)
    return day


def plain_end(regime: str, start: date, *, extended: bool) -> date:
    """The end of the period without any pause."""
    unit, base, total = LAW[regime][:3]
    length = total if extended and total else base
    return months_later(start, length) if unit == "month" else start + length * DAY


def nominal(story: Story, until: date, *, extended: bool | None = None) -> date:
    """The end with pauses credited, before any weekend or holiday."""
    start = story.start()
    end = plain_end(story.regime, start, extended=story.extended if extended is None else extended)
    return walk(story, start, end, until, first_too=story.regime == "UK", kinds=story.suspends())


def notice_by(story: Story, until: date, cal: str) -> date | None:
    """The last day for the notice of an extension; none where the regime has none."""
    _, _, total, rolls, credited, _, _ = LAW[story.regime]
    if total is None:
        return None
    end = nominal(story, until, extended=False) if credited else plain_end(story.regime, story.start(), extended=False)
    return rolled(end, cal) if rolls else end


def asked(story: Story, kind: str, day: date) -> None:
    """Take or refuse an ask."""
    if kind not in (*story.restarts(), *story.suspends()):
        story.flags.add(f"NO_PAUSE_IN_REGIME:{kind}")
    elif not story.waiting() and day > nominal(story, day):
        story.flags.add("PAUSE_REFUSED_AFTER_DUE")
    elif not any(ask.kind == kind and ask.asked < day and ask.stopped is None for ask in story.asks):
        story.asks.append(Ask(kind, day))  # asking again for what is awaited changes nothing


def extended(story: Story, day: date, cal: str, *, reasons: bool) -> None:
    """Take or refuse an extension, by the first condition that fails."""
    by = None if story.waiting() else notice_by(story, day, cal)
    if LAW[story.regime][2] is None:
        story.flags.add("EXTENSION_NOT_AVAILABLE")
    elif story.extended:
        story.flags.add("EXTENSION_REFUSED_ALREADY")
    elif not reasons:
        story.flags.add("EXTENSION_REFUSED_NO_REASONS")
    elif by is not None and day > by:
        story.flags.add("EXTENSION_REFUSED_LATE")
    else:
        story.extended = True


def told(vector: dict[str, Any], received: date) -> Story:
    """Fold the events of a vector by day, and on one day close, answer, extend, ask."""
    story = Story(vector["regime"], received, vector.get("right", "access"))
    events = sorted(vector["events"], key=lambda e: (e["date"], FOLD[e["type"]]))
    spare: dict[
        tuple[str, str], int
    ] = {}  # answers of a day that found nothing open: they answer an ask of that same day
    for event in events:
        day, kind = date.fromisoformat(event["date"]), event.get("kind", "")
        if story.closed:
            continue
        if event["type"] == "close":
            story.closed = day
            for ask in story.asks:
                ask.stopped = ask.stopped or (None if ask.kind in story.restarts() else day)
        elif event["type"] == "extend":
            extended(story, day, vector["cal"], reasons=event.get("reasons", True))
        elif event["type"] == "answer":
            pending = [a for a in story.asks if a.kind == kind and a.stopped is None]
            for ask in pending:
                ask.stopped = day
            spare[event["date"], kind] = spare.get((event["date"], kind), 0) + (not pending)
        else:
            before = len(story.asks)
            asked(story, kind, day)
            if len(story.asks) > before and spare.get((event["date"], kind)):
                story.asks[-1].stopped = day
    return story


def policy_due(story: Story, policy: str | None, until: date) -> date | None:
    """The organisation's own target: from receipt, fixed days, every pause half-open, no roll."""
    if policy is None:
        return None
    base, total = DAYS_OF_POLICY[policy]
    end = story.received + (total if story.extended else base) * DAY
    kinds = (*story.restarts(), *story.suspends())
    return walk(story, story.received, end, until, first_too=False, kinds=kinds)


def safe_due(story: Story, until: date, target: date | None, due: date) -> date:
    """The most cautious reading: half-open pauses, no roll, no start that only guidance knows."""
    start = story.start(careful=True)
    end = plain_end(story.regime, start, extended=story.extended)
    walked = walk(story, start, end, until, first_too=False, kinds=story.suspends())
    return min(walked, due, target or due)


def local_date(vector: dict[str, Any]) -> date:
    """The day of receipt in the controller's zone."""
    instant = datetime.fromisoformat(vector["received"])
    return (instant.astimezone(ZoneInfo(vector["tz"])) if instant.tzinfo else instant).date()


def expected(vector: dict[str, Any]) -> dict[str, Any]:
    """Every field that the vectors name, computed for one vector."""
    received, cal = local_date(vector), vector["cal"]
    if vector.get("optout"):
        return {"start": str(received), "due": str(business_days_after(received, 15, cal)), "flags": []}
    story = told(vector, received)
    days = [received, *(date.fromisoformat(e["date"]) for e in vector["events"])]
    until = story.closed or (date.fromisoformat(vector["today"]) if vector.get("today") else max(days))
    answer: dict[str, Any] = {"start": str(story.start()), "excluded_days": 0}
    answer |= dict.fromkeys(("nominal", "due", "safe_due", "ext_notice_by", "statutory_due", "policy_due"))
    open_kinds = {a.kind for a in story.asks if a.stopped is None}
    flags = set(story.flags)
    if not story.closed:
        flags |= {f"OPEN:{kind}" for kind in open_kinds}
    answer["state"] = "STOPPED" if story.closed else "PAUSED" if open_kinds else "RUNNING"
    if vector.get("ack"):
        answer["ack_by"] = str(business_days_after(received, 10, cal))
    if story.closed:
        answer["closed_in_time"] = True  # a period that has not begun has not run out
    if story.waiting():
        return answer | {"flags": sorted(flags | {"NOT_STARTED"})}
    end = nominal(story, until)
    statutory = rolled(end, cal) if LAW[story.regime][3] else end
    target = policy_due(story, vector.get("policy"), until)
    due = min(statutory, target or statutory)
    if target and target > statutory:
        flags.add("POLICY_LATER_THAN_STATUTE")
    count = sum(
        story.uncounted(story.start() + n * DAY, until, first_too=story.regime == "UK", kinds=story.suspends())
        for n in range(1, (end - story.start()).days + 1)
    )
    by = notice_by(story, until, cal)
    answer |= {
        "nominal": str(end),
        "statutory_due": str(statutory),
        "policy_due": str(target) if target else None,
        "due": str(due),
        "safe_due": str(safe_due(story, until, target, due)),
        "ext_notice_by": str(by) if by else None,
        "excluded_days": count,
        "flags": sorted(flags),
    }
    if story.closed:
        answer["closed_in_time"] = story.closed <= statutory
    return answer
