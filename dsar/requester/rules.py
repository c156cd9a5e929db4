"""The limits of the requester's door, and what may be told there. Plain Python, no Django."""

import datetime as dt

CODE_DIGITS = 8
MAX_TRIES = 5  # a code
CODE_LASTS = dt.timedelta(minutes=10)
CODES_AN_HOUR = 5  # a case
CODES_A_DAY = 10  # a case
BETWEEN_CODES = dt.timedelta(seconds=30)
IDLE = dt.timedelta(minutes=30)
LONGEST = dt.timedelta(hours=4)
KEPT_CODES = dt.timedelta(days=1)  # rows of codes, counted for the limits above
TOKEN_BYTES = 32

FILES_AT_ONCE = 10
FILES_A_CASE = 60
BYTES_A_CASE = 500 * 1024 * 1024

# Letters whose text is never shown behind the door: they carry secrets, or go to somebody else.
NOT_SHOWN = frozenset(
    {"portal_code", "access_code", "response_ready", "confirm_address", "search_task", "search_chase"}
    | {"search_escalation", "search_reply", "decision_wanted", "erasure_recipient"}
)


def clean_code(given: str) -> str:
    """The code as typed, without the blanks and dashes that people write between groups."""
    return "".join(letter for letter in given if not letter.isspace() and letter not in "-–.")


def in_groups(code: str) -> str:
    """The code in two groups, easier to read and to type."""
    return f"{code[:4]} {code[4:]}"


def may_send_code(now: dt.datetime, earlier: list[dt.datetime]) -> bool:
    """Whether one more code may go out for a case, given when the earlier ones went (ASVS 5.0 6.6.3)."""
    hour = sum(1 for at in earlier if now - at < dt.timedelta(hours=1))
    day = sum(1 for at in earlier if now - at < dt.timedelta(days=1))
    is_too_soon = any(now - at < BETWEEN_CODES for at in earlier)
    return hour < CODES_AN_HOUR and day < CODES_A_DAY and not is_too_soon


def is_alive(now: dt.datetime, *, started_at: dt.datetime, seen_at: dt.datetime) -> bool:
    """Whether a session still opens anything: not idle for thirty minutes, not older than four hours."""
    return now - seen_at < IDLE and now - started_at < LONGEST
