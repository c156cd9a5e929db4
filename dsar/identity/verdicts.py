"""Whether what a check found lets the request go on: the scope of an authority, a child, an order, a death."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from dsar.cases import clock as case_clock
from dsar.cases.models import Case
from dsar.foundation.errors import RuleRefused
from dsar.identity import rules
from dsar.identity.methods import Method
from dsar.identity.models import CheckKind, IdentityCheck
from dsar.identity.selectors import WantedCheck, evidence_of

Judge = Callable[[WantedCheck, Method, Mapping[str, Any]], dict[str, str]]


def need_viewed(check: IdentityCheck, method: Method) -> None:
    """Refuse to count a document as seen that nobody has opened (G25: attached is not verified)."""
    if not method.shows_document or not evidence_of(check.case, check.kind):
        return
    if check.evidence_viewed_at is None:
        message = "Look at what was sent first: a file that nobody has opened proves nothing."
        raise RuleRefused(message, code="G25")


def judge_findings(wanted: WantedCheck, method: Method, findings: Mapping[str, Any]) -> dict[str, Any]:
    """The findings as they are stored.

    Raises:
        RuleRefused: they say that the request may not go on, or something of them is missing; beside their fields.
    """
    judge = _JUDGES.get(wanted.kind)
    flaws = judge(wanted, method, findings) if judge is not None else {}
    if flaws:
        raise RuleRefused(" ".join(flaws.values()), code="findings", fields=flaws)
    return dict(findings)


def age_of(case: Case) -> int | None:
    """The age of the data subject today in completed years, where the date of birth is known."""
    subject = case.people.filter(role="subject").first()
    born = subject.details.get("dates_of_birth", []) if subject is not None else []
    return rules.age_on(str(born[0]), case_clock.today_of(case)) if born else None


def _authority(wanted: WantedCheck, method: Method, findings: Mapping[str, Any]) -> dict[str, str]:
    if not method.has_scope:
        return {}
    case = wanted.person.case
    scope = rules.Scope(
        covers_access=bool(findings.get("covers_access")),
        covers_us=bool(findings.get("covers_us")),
        valid_from=_day(findings.get("valid_from")),
        valid_until=_day(findings.get("valid_until")),
    )
    return rules.flaws_of_scope(scope, case_clock.today_of(case))


def _child(wanted: WantedCheck, _method: Method, findings: Mapping[str, Any]) -> dict[str, str]:
    case = wanted.person.case
    return rules.flaws_of_child(findings, age=age_of(case), calendar=case.controller.calendar)


def _orders(_wanted: WantedCheck, _method: Method, findings: Mapping[str, Any]) -> dict[str, str]:
    found = findings.get("orders")
    if found == "restricts":
        words = "An order restricts contact or information: record that it is not enough, and protect the address."
        return {"orders": words}
    return {} if found in ("none", "allows") else {"orders": "Say whether there is an order."}


def _deceased(_wanted: WantedCheck, _method: Method, findings: Mapping[str, Any]) -> dict[str, str]:
    """GDPR Rec. 27: it does not apply to the dead; the request goes on only under another rule."""
    if str(findings.get("basis", "")).strip():
        return {}
    return {"basis": "The GDPR does not apply to the dead (Rec. 27). Name the rule under which the request goes on."}


def _day(value: Any) -> dt.date | None:
    return dt.date.fromisoformat(value) if value else None


_JUDGES: dict[str, Judge] = {
    CheckKind.AUTHORITY: _authority,
    CheckKind.CAPACITY: _child,
    CheckKind.ORDERS: _orders,
    CheckKind.DECEASED: _deceased,
}
