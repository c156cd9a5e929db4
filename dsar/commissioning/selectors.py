"""Reads of commissioning: the owners of a case, those who are waited for, the log of searches."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from discovery.scans.models import Scan
from dsar.access.models import User
from dsar.cases import clock as case_clock
from dsar.cases.conflict_selectors import owner_may_know
from dsar.cases.models import Case
from dsar.cases.safe_contact import protected_addresses, stands_in
from dsar.cases.vocabulary import OPEN_STAGES
from dsar.commissioning.models import OPEN_STATES, Commission, CommissionState
from dsar.commissioning.rules import proposed_due
from dsar.foundation.keys import keys_at_hand
from dsar.search.models import PlannedSystem, PlanState
from dsar.search.selectors import profile_values, search_page
from dsar.search.services import subject_profile
from dsar.search.upload_models import LogKind, SearchLogEntry
from dsar.search.words import STATES, Badge
from dsar.templatetags.desk_words import date_words

TONES = {
    CommissionState.WAITING: "info",
    CommissionState.QUESTION: "warn",
    CommissionState.ANSWERED: "good",
    CommissionState.NIL: "good",
    CommissionState.NOT_OURS: "warn",
    CommissionState.CALLED_OFF: "quiet",
}


@dataclass(frozen=True, slots=True)
class OwnerRow:
    """A commission in a list. `owner` is "" where the reader sees skeletons only."""

    commission: Commission
    system: str
    owner: str = field(repr=False)
    badge: Badge
    days_left: int
    is_late: bool


@dataclass(frozen=True, slots=True)
class LogRow:
    """A line of the search log: who searched what, when, for what, with which result."""

    where: str
    who: str = field(repr=False)
    when: dt.date | dt.datetime | None
    terms: str = field(repr=False)
    result: str = field(repr=False)
    note: str = field(repr=False)


def waiting_for_owners(user: User) -> QuerySet[Commission]:
    """Commissions that wait for an answer (or for ours to a question) in open cases that the person may see.

    The number on the home page and the list behind it both count this.
    """
    cases = Case.objects.visible_to(user).filter(stage__in=OPEN_STAGES)
    return Commission.objects.filter(case__in=cases, state__in=OPEN_STATES, planned__state=PlanState.ASKED)


def owner_rows(commissions: QuerySet[Commission]) -> list[OwnerRow]:
    """The rows of a list, the most pressing first."""
    found = list(commissions.select_related("case__controller", "planned__system").order_by("due_on", "sent_at"))
    with keys_at_hand([one.case.key_id for one in found]):
        return [_row(one) for one in found]


def known_terms(case: Case) -> list[tuple[str, str]]:
    """What is known of the person, as (label, value): staff choose from it what an owner is told."""
    protected = protected_addresses(case)
    return [one for one in profile_values(subject_profile(case)) if not stands_in(protected, [one[1]])]


def first_values(case: Case, planned: PlannedSystem) -> dict[str, Any]:
    """What stands in the form at first: the owner of the register, names and e-mail addresses, half of the time."""
    calendar = case_clock.request_of(case).calendar
    earlier = Commission.objects.filter(planned__system=planned.system, case__controller=case.controller)
    last = earlier.select_related("case").order_by("-sent_at").first()
    values: dict[str, Any] = {
        "owner_name": planned.system.owner,
        "owner_email": planned.system.owner_contact if "@" in planned.system.owner_contact else "",
        "language": case.controller.language[:2],
        "due_on": proposed_due(case_clock.today_of(case), case.due_on, calendar),
        "terms": [str(place) for place, _term in enumerate(known_terms(case)) if place < 2],
    }
    if last is not None and last.case_id == case.pk:
        kept = ("escalation_name", "escalation_email")
        values |= {name: last.owner.get(name, "") for name in kept}
    return values


def may_be_asked(case: Case, planned: PlannedSystem) -> bool:
    """Whether the owner of that system may be told of the case."""
    return owner_may_know(case, planned.system)


def log_rows(case: Case) -> list[LogRow]:
    """The log of searches: by machine, by owners, by hand, in the order of the plan and then of the days."""
    with keys_at_hand([case.key_id]):
        scanned = [_scanned(row, case) for row in search_page(case).rows]
        asked = [_asked(one) for one in _commissions(case)]
        written = [
            _written(one) for one in case.search_log.filter(kind=LogKind.SEARCH).select_related("written_by", "case")
        ]
    return [row for row in scanned if row is not None] + asked + written


def scope_notes(case: Case) -> Sequence[SearchLogEntry]:
    """Why the search is reasonable and proportionate, newest last."""
    return list(case.search_log.filter(kind=LogKind.SCOPE).select_related("written_by", "case"))


def _commissions(case: Case) -> QuerySet[Commission]:
    return case.commissions.select_related("case__controller", "planned__system").prefetch_related("planned__uploads")


def _row(one: Commission) -> OwnerRow:
    left = (one.due_on - case_clock.today_of(one.case)).days
    return OwnerRow(
        commission=one,
        system=one.planned.system.name,
        owner=str(one.owner.get("name", "")),
        badge=Badge(one.get_state_display(), TONES[CommissionState(one.state)]),
        days_left=left,
        is_late=one.is_open and left < 0,
    )


def _scanned(row: Any, case: Case) -> LogRow | None:
    """A line of the plan: what a worker read, what somebody here answered for, what was left out."""
    planned: PlannedSystem = row.planned
    result = str(STATES[planned.state].text)
    if planned.scan_id:
        scan = Scan.objects.filter(pk=planned.scan_id).first()
        started = scan.started_at if scan else None
        ordered = User.objects.filter(pk=scan.actor_id).first() if scan and scan.actor_id else None
        found = {"result": result, "confirmed": row.confirmed, "review": row.review}
        words = _("%(result)s: %(confirmed)s confirmed, %(review)s to check") % found
        terms = ", ".join(value for _label, value in known_terms(case))
        who = _("the search of the desk, ordered by %(name)s") % {
            "name": ordered.full_name if ordered else _("the desk")
        }
        return LogRow(_place(row), who, started, terms, words, planned.reason)
    if planned.signed_by is not None:
        return LogRow(_place(row), planned.signed_by.full_name, planned.signed_at, "", result, planned.reason)
    if planned.state in (PlanState.PLANNED, PlanState.LEFT_OUT):
        return LogRow(_place(row), "", planned.signed_at, "", _("not searched yet"), planned.reason)
    return None  # an owner answers for it: told by the commission


def _place(row: Any) -> str:
    return row.name if row.how == row.name else f"{row.name} ({row.how})"


def _asked(one: Commission) -> LogRow:
    terms = "; ".join(str(term["value"]) for term in one.asked.get("terms", []))
    period = [date_words(day) if day else "…" for day in (one.from_on, one.until_on)]
    if one.from_on or one.until_on:
        terms = f"{terms} ({period[0]} – {period[1]})"
    files = sum(1 for upload in one.planned.uploads.all() if upload.origin_id == one.pk and upload.is_kept)
    result = str(one.get_state_display())
    if files:
        result = _("%(result)s: %(files)s files") % {"result": result, "files": files}
    signed = one.answer.get("name", "")
    who = _("%(owner)s, signed by %(name)s") % {"owner": one.owner.get("name", ""), "name": signed} if signed else ""
    when = one.answered_at or one.sent_at
    words = str(one.answer.get("statement", ""))
    return LogRow(one.planned.system.name, who or str(one.owner.get("name", "")), when, terms, result, words)


def _written(one: SearchLogEntry) -> LogRow:
    who = one.written_by.full_name if one.written_by else ""
    return LogRow(one.where, who, one.searched_on, one.terms, one.result, one.note)
