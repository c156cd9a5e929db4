"""The clock as plain JSON values, for the command line and the API."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from dsar.deadlines.compute import compute
from dsar.deadlines.results import ClockResult
from dsar.deadlines.vectors import iso, request_from


def describe(
    received: str,
    regime: str,
    tz: str,
    calendar: str = "none",
    events: Sequence[dict[str, Any]] = (),
    *,
    today: date | datetime,
    right: str = "access",
    policy: str | None = None,
    closing_days: Sequence[str] = (),
    ruleset_version: str | None = None,
) -> dict[str, Any]:
    """The dates of a request and their explanation, ready for JSON.

    `received` is an ISO date and time, wall time in `tz` unless it has an offset; `regime` one of EU, UK, CCPA, PIPEDA,
    QC, LGPD, CH; `events` are objects with `type`, `date` and, by type, `kind`, `reasons`, `criteria`, `until`, as in
    the vector file; `policy` is FIXED30, FIXED28, MONTH, CUSTOM:n or None.

    Raises:
        ValueError: an argument cannot be read; the message says which and why.
    """
    raw = {
        "received": received,
        "regime": regime,
        "tz": tz,
        "cal": calendar,
        "events": list(events),
        "right": right,
        "policy": policy,
        "closing_days": list(closing_days),
        "ruleset": ruleset_version,
    }
    request, _ = request_from(raw)
    return as_json(compute(request, today=today))


def as_json(result: ClockResult) -> dict[str, Any]:
    """A result as plain JSON values: dates as ISO strings, steps with sentence and article."""
    days = ("as_of", "received", "start", "nominal", "statutory_due", "policy_due", "safe_due", "due", "notice_by")
    more_days = ("work_by", "ack_by", "closed_on", "if_answered_today")
    values: dict[str, Any] = {"regime": result.regime_id, "ruleset_version": result.ruleset_version}
    values |= {name: iso(getattr(result, name)) for name in (*days, *more_days)}
    plain = ("days_left", "days_since_receipt", "excluded_days", "extended", "in_time", "overdue", "past_target")
    values |= {name: getattr(result, name) for name in (*plain, "not_started")}
    values["state"] = result.state.value
    values["flags"], values["notes"] = list(result.flags), list(result.notes)
    values["steps"] = [{"key": step.key, "sentence": step.sentence, "article": step.article} for step in result.steps]
    return values
