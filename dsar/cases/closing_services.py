"""Ending a case without an answer: withdrawn, no reply, unable to identify, passed on, duplicate.

Each is one transaction: what was found is written down, the gate is asked, the letter is queued, the stage moves.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases import clock as case_clock
from dsar.cases import clock_acts, permissions, registry
from dsar.cases.ending_gates import pending
from dsar.cases.ending_letters import send_letter
from dsar.cases.ending_models import Ending, EndingKind, EndingState
from dsar.cases.ending_rules import first_closing_day
from dsar.cases.lifecycle import Move, transition
from dsar.cases.models import Case
from dsar.cases.notify import tell_requester
from dsar.cases.services import link_cases, move_case
from dsar.cases.vocabulary import Outcome
from dsar.foundation import clock
from dsar.foundation.errors import RuleRefused
from dsar.templatetags.desk_words import date_words

catalogue.declare(
    case_closed_unanswered="Closed without an answer: {outcome}; letter: {letter}",
    case_reminded="Reminder sent: without a reply the case is closed after {closing_on}",
)


@dataclass(frozen=True, slots=True)
class Way:
    """How a kind of ending goes through the table, and what must be written for it, with the words if it is missing."""

    move: Move
    outcome: Outcome
    needs: Mapping[str, str]


WAYS: dict[str, Way] = {
    EndingKind.WITHDRAWN: Way(
        Move.WITHDRAW,
        Outcome.WITHDRAWN,
        {
            "evidence": "Say what the person wrote, and when and where.",
            "verified_how": "Say how it is known that the requester wrote it.",
        },
    ),
    EndingKind.NO_REPLY: Way(Move.LAPSE, Outcome.NO_REPLY, {"reasons": "Say what was asked for and never came."}),
    EndingKind.UNIDENTIFIED: Way(
        Move.UNIDENTIFIED, Outcome.UNIDENTIFIED, {"reasons": "Say how we tried, and why it does not work."}
    ),
    EndingKind.PASSED_ON: Way(
        Move.PASS_ON,
        Outcome.PASSED_ON,
        {
            "controller": "Name the controller that decides about the data.",
            "evidence": "Say when and how the request was passed on.",
        },
    ),
    EndingKind.DUPLICATE: Way(Move.DUPLICATE, Outcome.DUPLICATE, {"reasons": "Say why it is the same request."}),
}


@transaction.atomic
def remind(
    *, case: Case, question: str, asked_on: dt.date, closing_on: dt.date, actor: User, is_confirmed: bool = False
) -> Ending:
    """Remind the person of what we asked for, and say until when: the first step to closing for want of a reply (G20).

    Raises:
        RuleRefused: no question, a day of asking that cannot be, or less time than the policy gives.
    """
    permissions.demand(actor, Act.WORK_CASE, case)
    today = case_clock.today_of(case)
    if not question.strip():
        message = _("Write what we asked for.")
        raise RuleRefused(message, code="question_missing", fields={"question": message})
    if not case_clock.request_of(case).received_on <= asked_on <= today:
        message = _("The day must lie between the receipt of the request and today.")
        raise RuleRefused(message, code="day_out_of_range", fields={"asked_on": message})
    earliest = first_closing_day(asked_on, today, case.controller.no_reply_days)
    if closing_on < earliest:
        message = _("Give the person until %(day)s at least.") % {"day": date_words(earliest)}
        raise RuleRefused(message, code="too_soon", fields={"closing_on": message})
    Case.objects.select_for_update().only("pk").get(pk=case.pk)
    row = pending(case, EndingKind.NO_REPLY) or Ending(case=case, kind=EndingKind.NO_REPLY)
    row.proposer, row.proposed_at = actor, clock.now()
    row.findings = {
        "question": question,
        "asked_on": asked_on.isoformat(),
        "reminded_on": today.isoformat(),
        "closing_on": closing_on.isoformat(),
        "reminders": int(row.findings.get("reminders", 0)) + 1,
    }
    row.save()
    tell_requester(
        case=case,
        code="reminder",
        variables={"question": question, "closing_on": closing_on},
        actor=actor,
        dedup=f"reminder-{row.pk}-{row.findings['reminders']}",
        is_confirmed=is_confirmed,
    )
    record("case.reminded", actor=actor, case=case, about=row, facts={"closing_on": closing_on})
    return row


@transaction.atomic
def close_as(
    *,
    case: Case,
    kind: str,
    findings: Mapping[str, Any],
    actor: User,
    duplicate_of: Case | None = None,
    is_confirmed: bool = False,
) -> Case:
    """End the case in this way, with its letter. What is still awaited on the clock stays open after "no reply".

    Args:
        case: open.
        kind: a key of WAYS.
        findings: what is written for it.
        actor: works the case; for no reply and unable to identify, somebody who may approve.
        duplicate_of: the case that goes on.
        is_confirmed: somebody has confirmed that writing is safe for a protected person.

    Raises:
        RuleRefused: something is not written (`fields`), a gate is not met (its name), there is no address.
        NotPermitted: the actor may not do this.
    """
    way = WAYS[kind]
    for name, words in way.needs.items():
        if not str(findings.get(name, "")).strip():
            raise RuleRefused(words, code=f"{name}_missing", fields={name: words})
    if kind == EndingKind.DUPLICATE:
        _link_duplicate(case, duplicate_of, actor)
    row = pending(case, kind) or Ending(case=case, kind=kind, proposer=actor, proposed_at=clock.now())
    row.findings = {**row.findings, **findings}
    row.save()
    closed = move_case(case=case, move=way.move, actor=actor, reason=_reason(findings), outcome=way.outcome)
    notice = send_letter(row, actor=actor, is_confirmed=is_confirmed)
    if closed.responded_on is None and not _goes_on_waiting(closed, kind):
        clock_acts.end(case=closed, on=case_clock.today_of(closed), actor=actor)
    row.state, row.decider, row.decided_at = EndingState.DECIDED, actor, clock.now()
    row.notice_id = notice.pk if notice else None
    row.save()
    facts = {"outcome": way.outcome, "letter": notice.code if notice else "none"}
    record("case.closed_unanswered", actor=actor, case=case, about=row, facts=facts, payload={"findings": findings})
    return closed


def _link_duplicate(case: Case, other: Case | None, actor: User) -> None:
    if other is None or other.pk == case.pk:
        message = _("Give the reference of the case that goes on.")
        raise RuleRefused(message, code="other_case_missing", fields={"other": message})
    if other.outcome == Outcome.DUPLICATE:
        message = _("That case is a duplicate itself. Name the one that goes on.")
        raise RuleRefused(message, code="other_case_missing", fields={"other": message})
    link_cases(case=case, other=other, kind="duplicate", actor=actor)


def _goes_on_waiting(case: Case, kind: str) -> bool:
    """Whether the answer may still come: then the ask stays open, so that the law counts right when it does."""
    return kind == EndingKind.NO_REPLY and bool(case_clock.result_of(case).open_kinds)


def _reason(findings: Mapping[str, Any]) -> str:
    return str(findings.get("reasons") or findings.get("evidence") or "")


def gate_of(case: Case, kind: str) -> registry.GateFact | None:
    """How the gate of this way stands, where the table gives it one."""
    row = transition(WAYS[kind].move, case.stage, case.right)
    return registry.gate_fact(row.gates[0], case) if row is not None and row.gates else None
