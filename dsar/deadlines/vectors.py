"""Reads requests in the format of the vector file and prints what the clock makes of them, under the same names."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from dsar.deadlines.calendars import work_calendar
from dsar.deadlines.clock import ClockRequest
from dsar.deadlines.compute import compute
from dsar.deadlines.events import Answer, Ask, ClockEvent, Close, Extend
from dsar.deadlines.ledger import Gate
from dsar.deadlines.policies import policy_named
from dsar.deadlines.regimes import Right
from dsar.deadlines.results import ClockResult
from dsar.deadlines.rulesets import newest_ruleset

Named = TypeVar("Named", bound=StrEnum)
# The format has no day announced with an extension; where the law asks for one, there is none to have.
NAMED_THERE = {Gate.EXTENSION_NO_DATE.value: Gate.EXTENSION_NOT_AVAILABLE.value}


def run_vectors(raw_list: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """For each vector its `id` and, under `expected`, the computed fields; dates as ISO strings.

    Raises:
        ValueError: a vector is not well formed; the message names its id and what is wrong.
    """
    if isinstance(raw_list, Mapping | str) or not isinstance(raw_list, Sequence):
        raise ValueError("the vectors are a list of objects")
    return [_run(raw, position) for position, raw in enumerate(raw_list)]


def _run(raw: Mapping[str, Any], position: int) -> dict[str, Any]:
    if not isinstance(raw, Mapping):
        raise ValueError(f"vector {position}: not an object")
    name = str(raw.get("id", position))
    try:
        request, today = request_from(raw, newest=True)
        result = compute(request, today=today)
    except ValueError as error:
        raise ValueError(f"vector {name}: {error}") from error
    return {"id": raw.get("id", position), "expected": expected_fields(result, with_policy=request.policy is not None)}


def expected_fields(result: ClockResult, *, with_policy: bool) -> dict[str, Any]:
    """The fields of a result under the names of the vector file."""
    fields: dict[str, Any] = {
        "start": iso(result.start),
        "nominal": iso(result.nominal),
        "due": iso(result.due),
        "ext_notice_by": iso(result.notice_by),
        "excluded_days": result.excluded_days,
        "flags": list(dict.fromkeys(NAMED_THERE.get(flag, flag) for flag in result.flags)),
        "safe_due": iso(result.safe_due),
        "statutory_due": iso(result.statutory_due),
        "state": result.state.value,
    }
    if with_policy:
        fields["policy_due"] = iso(result.policy_due)
    if result.in_time is not None:
        fields["closed_in_time"] = result.in_time
    if result.ack_by is not None:
        fields["ack_by"] = iso(result.ack_by)
    return fields


def request_from(raw: Mapping[str, Any], *, newest: bool = False) -> tuple[ClockRequest, date]:
    """The request of one vector and the day as of which it is computed: `today`, else the day of the last event.

    `newest` takes the newest rules of the regime where none are named, as the vectors do for receipts of any year.

    Raises:
        ValueError: a field is missing or cannot be read.
    """
    events = events_from(raw.get("events", []))
    right = Right.OPT_OUT if raw.get("optout") else _one_of(Right, raw.get("right", "access"), "right")
    version = raw.get("ruleset")
    if newest and not version:
        version = newest_ruleset(_text(raw, "regime")).ruleset_version
    request = ClockRequest(
        received_at=_moment(_text(raw, "received")),
        tz=_text(raw, "tz"),
        regime=_text(raw, "regime"),
        calendar=work_calendar(str(raw.get("cal") or "none"), [day_from(day) for day in _list(raw, "closing_days")]),
        right=right,
        events=events,
        policy=policy_named(str(raw.get("policy") or "")),
        ruleset_version=version,
    )
    if raw.get("today") is not None:
        return request, day_from(raw["today"])
    return request, max([request.received_on, *(event.date for event in events)])


def events_from(raw: object) -> tuple[ClockEvent, ...]:
    """The events of a list of objects with `type`, `date` and, by type, `kind`, `reasons`, `criteria`, `until`.

    Raises:
        ValueError: no list, an unknown type or kind, or a date that is none.
    """
    if not isinstance(raw, list | tuple):
        raise ValueError("events is a list of objects")
    return tuple(_event(item) for item in raw)


def _event(raw: object) -> ClockEvent:
    if not isinstance(raw, Mapping):
        raise ValueError("an event is an object with type and date")
    day = day_from(raw.get("date"))
    match raw.get("type"):
        case "ask":
            return Ask(_text(raw, "kind"), day, bool(raw.get("lawful_ground", True)))
        case "answer":
            return Answer(_text(raw, "kind"), day, bool(raw.get("sufficient", True)))
        case "extend":
            until = day_from(raw["until"]) if raw.get("until") else None
            criteria = tuple(str(code) for code in _list(raw, "criteria"))
            return Extend(day, bool(raw.get("reasons", False)), criteria, until)
        case "close":
            return Close(day)
    raise ValueError(f"unknown event type {raw.get('type')!r}; known are ask, answer, extend and close")


def day_from(value: object) -> date:
    """A calendar date from its ISO text.

    Raises:
        ValueError: not a date.
    """
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise ValueError(f"not a date: {value!r}") from error


def iso(day: date | None) -> str | None:
    """The ISO text of a date, or None."""
    return day.isoformat() if day else None


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"not a date and time: {text!r}") from error


def _text(raw: Mapping[str, Any], field: str) -> str:
    value = raw.get(field)
    if not isinstance(value, str) or not value:
        raise ValueError(f"the field {field} is missing")
    return value


def _list(raw: Mapping[str, Any], field: str) -> list[Any]:
    value = raw.get(field) or []
    if not isinstance(value, list | tuple):
        raise ValueError(f"{field} is a list")
    return list(value)


def _one_of(kinds: type[Named], value: object, field: str) -> Named:
    try:
        return kinds(str(value))
    except ValueError as error:
        raise ValueError(f"unknown {field} {value!r}; known are {', '.join(kinds)}") from error
