"""Random stories of a request in the format of the vectors: sensible ones, and such as nobody would wish to meet."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

HOMES = {
    "EU": [("Europe/Berlin", "DE"), ("Europe/Dublin", "IE"), ("Europe/Paris", "FR"), ("Europe/Berlin", "none")],
    "UK": [("Europe/London", "GB-EAW"), ("Europe/London", "GB-SCT"), ("Europe/London", "GB-NIR")],
    "CCPA": [("America/Los_Angeles", "US"), ("America/Los_Angeles", "none")],
    "PIPEDA": [("America/Toronto", "none")],
    "QC": [("America/Toronto", "none")],
    "LGPD": [("America/Sao_Paulo", "none")],
    "CH": [("Europe/Zurich", "none")],
}
OFTEN = ["EU"] * 5 + ["UK"] * 6 + ["CCPA", "PIPEDA", "QC", "LGPD", "CH"]
CROWDED = 0.15  # of the stories have many events on three days
KINDS = ["identity", "clarification", "fee", "authority"]
RIGHTS = ["access"] * 5 + ["erasure", "rectification", "portability", "objection", "restriction"]
FIRST, LAST = date(2024, 1, 1), date(2028, 12, 31)
AWKWARD = [
    (1, 28),
    (1, 29),
    (1, 30),
    (1, 31),
    (2, 27),
    (2, 28),
    (3, 29),
    (3, 31),
    (8, 31),
    (10, 25),
    (11, 30),
    (12, 31),
]


def day_of_receipt(dice: random.Random) -> date:
    """Any day of five years, often one at the end of a month, before a clock change or around a leap day."""
    if dice.random() < 0.4:
        month, day = dice.choice(AWKWARD)
        return date(dice.randint(FIRST.year, LAST.year), month, day)
    return FIRST + timedelta(days=dice.randrange((LAST - FIRST).days + 1))


def moment_of_receipt(dice: random.Random, day: date, tz: str) -> str:
    """Wall time, or an instant whose date in UTC may be another."""
    wall = datetime(day.year, day.month, day.day, dice.choice([0, 1, 2, 9, 22, 23]), dice.choice([0, 30, 59]))
    shape = dice.random()
    if shape < 0.5:
        return wall.isoformat()
    if shape < 0.75:
        return wall.replace(tzinfo=ZoneInfo("UTC")).isoformat()
    return wall.replace(tzinfo=ZoneInfo(tz)).isoformat()


def day_of_event(dice: random.Random, received: date, taken: list[date]) -> date:
    """Near the receipt, near a day of doubt, on the day of another event, long after, or before the receipt."""
    shape = dice.random()
    if taken and shape < 0.3:
        return dice.choice(taken) + timedelta(days=dice.choice([0, 0, 0, 1, 3]))
    if shape < 0.6:
        return received + timedelta(days=dice.randint(0, 31))
    if shape < 0.75:
        return received + timedelta(days=dice.choice([27, 28, 29, 30, 31, 32, 33, 44, 45, 46, 89, 90, 92]))
    if shape < 0.97:
        return received + timedelta(days=dice.randint(0, 130))
    return received - timedelta(days=dice.randint(1, 20))


def an_event(dice: random.Random, day: date) -> dict[str, Any]:
    """One act, whatever came before."""
    kind = dice.choice(KINDS[:2] * 3 + KINDS)
    shape = dice.random()
    if shape < 0.4:
        return {"type": "ask", "kind": kind, "date": day.isoformat()}
    if shape < 0.75:
        return {"type": "answer", "kind": kind, "date": day.isoformat()}
    if shape < 0.93:
        return {"type": "extend", "date": day.isoformat(), "reasons": dice.random() < 0.8}
    return {"type": "close", "date": day.isoformat()}


def a_story(dice: random.Random, number: int) -> dict[str, Any]:
    """One vector without its expected fields; its number is its name."""
    regime = dice.choice(OFTEN)
    tz, cal = dice.choice(HOMES[regime])
    received = day_of_receipt(dice)
    days: list[date] = []
    events = []
    crowd = [day_of_event(dice, received, []) for _ in range(3)] if dice.random() < CROWDED else []
    for _ in range(dice.choice([5, 8, 12]) if crowd else dice.choice([0, 1, 2, 2, 3, 3, 4, 5, 6, 8])):
        days.append(dice.choice(crowd) if crowd else day_of_event(dice, received, days))
        events.append(an_event(dice, days[-1]))
    vector: dict[str, Any] = {
        "id": f"R{number}",
        "regime": regime,
        "received": moment_of_receipt(dice, received, tz),
        "tz": tz,
        "cal": cal,
        "right": dice.choice(RIGHTS),
        "events": events,
    }
    if dice.random() < 0.6:
        later = max([received, *days]) + timedelta(days=dice.choice([0, 0, 1, 5, 40]))
        vector["today"] = later.isoformat()
    if regime in ("EU", "UK") and dice.random() < 0.5:
        vector["policy"] = "FIXED30"
    if regime == "CCPA":
        vector |= {"ack": True}
        vector |= {"optout": True, "events": []} if dice.random() < 0.2 else {}
    return vector


def stories(count: int, seed: int) -> list[dict[str, Any]]:
    """So many vectors; the same seed gives the same ones."""
    dice = random.Random(seed)
    return [a_story(dice, number) for number in range(count)]
