"""Rules of intake without Django: how lines that people type become lists, identifiers, dates and an instant."""

import datetime as dt
import re
from collections.abc import Callable, Iterable
from zoneinfo import ZoneInfo

MAX_LINES = 30
MAX_LINE = 300
_DAY_FIRST = re.compile(r"^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$")
_EMAIL = re.compile(r"^[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]{2,}$")
OLDEST_BIRTH_YEARS = 130


class Unreadable(ValueError):
    """A line cannot be read; `line` is its number from 1. The value itself is not in the message."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line}")
        self.line = line


def lines(text: str) -> list[str]:
    """The lines of a text without empty ones, blanks around them and doubles.

    Raises:
        Unreadable: more than 30 lines, or one longer than 300 characters.
    """
    found = list(dict.fromkeys(line for raw in text.splitlines() if (line := " ".join(raw.split()))))
    if len(found) > MAX_LINES:
        raise Unreadable(MAX_LINES + 1)
    for number, line in enumerate(found, 1):
        if len(line) > MAX_LINE:
            raise Unreadable(number)
    return found


def email_lines(text: str) -> list[str]:
    """One e-mail address a line. Raises Unreadable."""
    return _each(lines(text.replace(",", "\n").replace(";", "\n")), lambda line: line if _EMAIL.match(line) else None)


def phone_lines(text: str) -> list[str]:
    """One phone number a line, with at least seven digits. Raises Unreadable."""
    return _each(lines(text), lambda line: line if sum(sign.isdigit() for sign in line) >= 7 else None)


def birth_lines(text: str, *, today: dt.date) -> list[str]:
    """Dates of birth as ISO dates: 1985-04-23 or, day first, 23/04/1985 and 23.4.1985. Raises Unreadable."""
    return _each(lines(text), lambda line: _birth(line, today))


def identifier_lines(text: str) -> list[dict[str, str]]:
    """Identifiers written as "customer number: 4711"; without a colon the type is "reference". Raises Unreadable."""
    found = []
    for number, line in enumerate(lines(text), 1):
        kind, colon, value = line.partition(":")
        entry = {"type": kind.strip(), "value": value.strip()} if colon else {"type": "reference", "value": line}
        if not entry["type"] or not entry["value"]:
            raise Unreadable(number)
        found.append(entry)
    return found


def received_at(day: dt.date, time: dt.time, zone: str) -> dt.datetime | None:
    """That wall time in the zone as an instant in UTC; None where the clocks skipped it."""
    wall = dt.datetime.combine(day, time, tzinfo=ZoneInfo(zone))
    instant = wall.astimezone(dt.UTC)
    is_real = instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == wall.replace(tzinfo=None)
    return instant if is_real else None


def _birth(line: str, today: dt.date) -> str | None:
    match = _DAY_FIRST.match(line)
    try:
        day = dt.date(int(match[3]), int(match[2]), int(match[1])) if match else dt.date.fromisoformat(line)
    except ValueError:
        return None
    return day.isoformat() if today.year - OLDEST_BIRTH_YEARS <= day.year and day <= today else None


def _each(entries: Iterable[str], read: Callable[[str], str | None]) -> list[str]:
    found = []
    for number, line in enumerate(entries, 1):
        value = read(line)
        if value is None:
            raise Unreadable(number)
        found.append(value)
    return found
