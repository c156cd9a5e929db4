"""Complaints about a case: recorded, acknowledged, ended. An open one keeps the case (legal gate G23).

A complaint to a UK controller is acknowledged within 30 days and answered without undue delay (Data Protection Act 2018
s. 164A, in force since 19 June 2026).
"""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases import clock as case_clock
from dsar.cases import permissions
from dsar.cases.complaint_models import Complaint, ComplaintKind, ComplaintState
from dsar.cases.complaint_rules import acknowledge_by
from dsar.cases.models import Case
from dsar.cases.notify import tell_requester
from dsar.deadlines.calendars import work_calendar
from dsar.foundation import clock
from dsar.foundation.errors import Conflict, NotPermitted, RuleRefused

catalogue.declare(
    complaint_recorded="Complaint recorded ({kind}), received {received}; to be acknowledged by {acknowledge_by}",
    complaint_acknowledged="Complaint acknowledged on {on}",
    complaint_changed="Complaint updated",
    complaint_ended="Complaint ended on {on}: {state}",
)

ENDED = (
    ComplaintState.UPHELD,
    ComplaintState.PARTLY_UPHELD,
    ComplaintState.NOT_UPHELD,
    ComplaintState.SETTLED,
)


@dataclass(frozen=True, slots=True)
class NewComplaint:
    """A complaint as it came. `foreign_reference` is that of the authority or the court."""

    kind: str
    received_on: dt.date
    about: str
    contact: str = ""
    foreign_reference: str = ""
    answer_by: dt.date | None = None


@transaction.atomic
def record_complaint(*, case: Case, complaint: NewComplaint, actor: User) -> Complaint:
    """Record a complaint; the case is kept from then on.

    Raises:
        NotPermitted: the actor may neither work nor approve the case.
        RuleRefused: no such kind, nothing is said, or the day lies in the future or before the request.
    """
    _demand(case, actor)
    if complaint.kind not in ComplaintKind.values:
        message = _("Say to whom the person complained.")
        raise RuleRefused(message, code="kind_unknown", fields={"kind": message})
    if not complaint.about.strip():
        message = _("Say in a sentence what the complaint is about.")
        raise RuleRefused(message, code="about_missing", fields={"about": message})
    if not _first_day(case) <= complaint.received_on <= case_clock.today_of(case):
        message = _("The day must lie between the receipt of the request and today.")
        raise RuleRefused(message, code="day_out_of_range", fields={"received_on": message})
    row = Complaint(
        case=case,
        kind=complaint.kind,
        received_on=complaint.received_on,
        acknowledge_by=_acknowledge_by(case, complaint),
        answer_by=complaint.answer_by,
        about=complaint.about,
        contact=complaint.contact,
        foreign_reference=complaint.foreign_reference,
        recorded_by=actor,
        recorded_at=clock.now(),
    )
    row.save(force_insert=True)
    facts = {"kind": row.kind, "received": row.received_on, "acknowledge_by": row.acknowledge_by}
    record("complaint.recorded", actor=actor, case=case, about=row, facts=facts, payload={"about": row.about})
    return row


@transaction.atomic
def acknowledge_complaint(
    *, complaint: Complaint, on: dt.date, actor: User, is_written: bool, is_confirmed: bool = False
) -> None:
    """Note the acknowledgement; with `is_written` the letter to the person is queued in the same transaction."""
    _demand(complaint.case, actor)
    if not complaint.received_on <= on <= case_clock.today_of(complaint.case):
        message = _("The day must lie between the receipt of the complaint and today.")
        raise RuleRefused(message, code="day_out_of_range", fields={"on": message})
    waiting = Complaint.objects.filter(pk=complaint.pk, acknowledged_on__isnull=True, state=ComplaintState.OPEN)
    if not waiting.update(acknowledged_on=on):
        message = _("This complaint was acknowledged before, or has ended.")
        raise Conflict(message)
    complaint.refresh_from_db(fields=["acknowledged_on"])
    if is_written:
        tell_requester(
            case=complaint.case,
            code="complaint_received",
            variables={"received_on": complaint.received_on, "answered_by": complaint.answer_by or ""},
            actor=actor,
            dedup=f"complaint-{complaint.pk}",
            is_confirmed=is_confirmed,
        )
    facts = {"on": on, "written": is_written}
    record("complaint.acknowledged", actor=actor, case=complaint.case, about=complaint, facts=facts)


@transaction.atomic
def end_complaint(*, complaint: Complaint, state: str, on: dt.date, outcome: str, actor: User) -> None:
    """End a complaint with what came of it; the case is released from being kept for it."""
    _demand(complaint.case, actor)
    if state not in ENDED:
        message = _("Say how the complaint ended.")
        raise RuleRefused(message, code="state_unknown", fields={"state": message})
    if not outcome.strip():
        message = _("Say in a sentence what came of it.")
        raise RuleRefused(message, code="outcome_missing", fields={"outcome": message})
    if not complaint.received_on <= on <= case_clock.today_of(complaint.case):
        message = _("The day must lie between the receipt of the complaint and today.")
        raise RuleRefused(message, code="day_out_of_range", fields={"on": message})
    if not Complaint.objects.filter(pk=complaint.pk, state=ComplaintState.OPEN).update(state=state, ended_on=on):
        message = _("This complaint has ended before.")
        raise Conflict(message)
    complaint.refresh_from_db(fields=["state", "ended_on"])
    complaint.outcome = outcome
    complaint.save(update_fields=["outcome"])
    facts = {"on": on, "state": complaint.state}
    record(
        "complaint.ended", actor=actor, case=complaint.case, about=complaint, facts=facts, payload={"outcome": outcome}
    )


def _acknowledge_by(case: Case, complaint: NewComplaint) -> dt.date | None:
    if complaint.kind != ComplaintKind.CONTROLLER:
        return None
    return acknowledge_by(
        complaint.received_on, regime_id=case.regime_id, calendar=work_calendar(case.controller.calendar)
    )


def _first_day(case: Case) -> dt.date:
    return case_clock.request_of(case).received_on


def _demand(case: Case, actor: User) -> None:
    if not permissions.acts_on(case, actor) & {Act.WORK_CASE, Act.APPROVE_RELEASE}:
        message = _("Whoever works or approves the case records complaints.")
        raise NotPermitted(message)
