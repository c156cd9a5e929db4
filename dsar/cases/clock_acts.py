"""Acts on the clock: asking, answering, extending, the response. Each is an append-only event, a projection, an entry.

Every act is judged by the pure clock before it is stored: what the law refuses is refused here with the gate's name.
Corrections stand in clock_corrections.
"""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases import clock as case_clock
from dsar.cases import permissions
from dsar.cases.clock_letters import queue_extension
from dsar.cases.clock_store import ClockPreview as ClockPreview
from dsar.cases.clock_store import add_event, lock, need_backing, need_past, need_reason
from dsar.cases.clock_store import preview as preview
from dsar.cases.models import Case, CaseFile, ClockEvent
from dsar.cases.vocabulary import EventKind
from dsar.deadlines import events as pure
from dsar.deadlines.cautions import has_asked, rule_for
from dsar.deadlines.explain import gate_reason
from dsar.deadlines.ledger import Gate
from dsar.deadlines.regimes import Quantity
from dsar.foundation.errors import RuleRefused

catalogue.declare(
    clock_paused="Asked for {waiting_for} on {on}; due date {old_due} → {new_due}: {reason}",
    clock_resumed="Answer on {waiting_for} received {on}; due date {old_due} → {new_due}",
    clock_answer_insufficient="Answer on {waiting_for} received {on} did not give what was needed; still waiting",
    clock_extended="Deadline extended on {on} to {new_due}: {reason}",
    clock_ended="The clock stopped on {on}: the request ended without an answer",
    clock_response="Response provided on {on}; in time: {in_time}",
    clock_recomputed="Dates recomputed: {old_due} → {new_due}",
)

LONGEST_ANNOUNCED = dt.timedelta(days=731)
DECLINED = "declined_to_narrow"


def pause(
    *,
    case: Case,
    waiting_for: pure.PauseKind,
    on: dt.date,
    reason: str,
    actor: User,
    large_quantity: str = "",
    new_doubt: str = "",
    evidence: CaseFile | None = None,
) -> ClockEvent:
    """Stop or restart the clock by a lawful ask of the requester.

    Args:
        case: the clock of it.
        waiting_for: what is asked for.
        on: the day the ask was sent; before today only by the DPO, with evidence.
        reason: why it is needed.
        actor: who asks; a fee is asked for by an approver (G17).
        large_quantity: why the data are a large quantity; the EU clarification stops nothing without it (G5).
        new_doubt: what is newly unclear, where the same was asked before (G5).
        evidence: a file of the case that proves an earlier day.

    Raises:
        RuleRefused: the law refuses it, or something it demands is missing; the message ends with the gate.
        NotPermitted: the actor may not.
    """
    is_fee = waiting_for == pure.PauseKind.FEE
    permissions.demand(actor, Act.APPROVE_RELEASE if is_fee else Act.WORK_CASE, case)
    need_reason(reason)
    need_past(case, on)
    _need_narrow_ask(case, waiting_for, on, large_quantity, new_doubt)
    backing = need_backing(case, on, evidence, actor)
    words = [reason.strip(), large_quantity.strip(), new_doubt.strip()]
    event = ClockEvent(
        kind=EventKind.ASK, waiting_for=waiting_for, on=on, reason="\n".join(filter(None, words)), evidence=backing
    )
    return add_event(case, event, actor, "clock.paused")


def _need_narrow_ask(case: Case, kind: pure.PauseKind, on: dt.date, large_quantity: str, new_doubt: str) -> None:
    """G5: a clarification rests on a large quantity of data where the law says so, and is asked once."""
    request = case_clock.request_of(case)
    rule = rule_for(request, kind, on)
    if rule is None or rule.gate != "G5":
        return
    if rule.quantity is Quantity.DEMANDED and not large_quantity.strip():
        message = (
            f"Say why a large quantity of data is processed; only then may this stop the clock. {rule.article} (G5)"
        )
        raise RuleRefused(message, code="G5", fields={"large_quantity": message})
    if has_asked(request, kind) and not new_doubt.strip():
        message = "This was asked before. Say what is newly unclear; otherwise the clock runs on. (G5)"
        raise RuleRefused(message, code="G5", fields={"new_doubt": message})


def resume(
    *,
    case: Case,
    waiting_for: pure.PauseKind,
    on: dt.date,
    actor: User | None,
    is_sufficient: bool = True,
    declined_to_narrow: bool = False,
    note: str = "",
    evidence: CaseFile | None = None,
) -> ClockEvent:
    """Record the requester's answer; an insufficient one on identity or authority keeps the pause open.

    To a clarification any answer counts: "I want everything" is recorded as declined to narrow and the clock goes on.
    `actor` is None where the requester answered in the portal.
    """
    if actor is not None:
        permissions.demand(actor, Act.WORK_CASE, case)
    need_past(case, on)
    if waiting_for not in case_clock.result_of(case).open_kinds:
        message = "Nothing of this kind is being waited for."
        raise RuleRefused(message, code="nothing_awaited")
    if waiting_for == pure.PauseKind.CLARIFICATION and not is_sufficient:
        message = "Any reply to a clarification counts, also “I want everything”: record it as declined to narrow. (G5)"
        raise RuleRefused(message, code="G5", fields={"is_sufficient": message})
    event = ClockEvent(
        kind=EventKind.ANSWER,
        waiting_for=waiting_for,
        on=on,
        is_sufficient=is_sufficient,
        reason=note.strip(),
        evidence=need_backing(case, on, evidence, actor),
        facts={DECLINED: True} if declined_to_narrow else {},
    )
    return add_event(case, event, actor, "clock.resumed" if is_sufficient else "clock.answer_insufficient")


@transaction.atomic
def extend(
    *,
    case: Case,
    on: dt.date,
    criteria: Sequence[str],
    reason: str,
    actor: User,
    until: dt.date | None = None,
    evidence: CaseFile | None = None,
    is_confirmed: bool = False,
    channel: str = "",
) -> ClockEvent:
    """Extend the deadline once: criterion, reasons, and the notice to the person, by the last day for it (G18).

    The letter is queued in the same transaction and goes today. Where the notice was sent in another way, `evidence`
    is the file that shows it; for an earlier day only the DPO records it.

    Raises:
        RuleRefused: late, a second one, no criterion, no reasons, no way to write to the person, not confirmed.
    """
    permissions.demand(actor, Act.EXTEND_DEADLINE, case)
    need_reason(reason)
    need_past(case, on)
    if not criteria:
        message = "Choose at least one criterion that the law knows. (G18)"
        raise RuleRefused(message, code="criterion_missing", fields={"criteria": message})
    if until is not None and not on < until <= on + LONGEST_ANNOUNCED:
        message = "The day announced must lie after the notice, and within the next two years."
        raise RuleRefused(message, code="until_out_of_range", fields={"until": message})
    if case.clock_events.filter(
        kind=EventKind.EXTEND
    ).exists():  # also one that was withdrawn: the person was told of it
        raise RuleRefused(f"{gate_reason(Gate.EXTENSION_ALREADY)} (G18)", code=str(Gate.EXTENSION_ALREADY))
    backing = need_backing(case, on, evidence, actor)
    event = ClockEvent(
        kind=EventKind.EXTEND, on=on, criteria=list(criteria), until=until, reason=reason, evidence=backing
    )
    if backing is None:
        lock(case)  # before the letter is written: two at once write one
        event.notice_id = queue_extension(case, event, actor, is_confirmed=is_confirmed, channel=channel)
    return add_event(case, event, actor, "clock.extended")


def respond(*, case: Case, on: dt.date, actor: User | None) -> ClockEvent:
    """Stop the clock: the answer, refusal or notice was provided on that day. The room that provides it calls this."""
    return add_event(case, ClockEvent(kind=EventKind.RESPOND, on=on), actor, "clock.response")


def end(*, case: Case, on: dt.date, actor: User | None) -> ClockEvent:
    """Stop the clock of a request that ended without an answer: withdrawn, a duplicate, no reply."""
    return add_event(case, ClockEvent(kind=EventKind.RESPOND, on=on), actor, "clock.ended")


@transaction.atomic
def recompute(*, case: Case, actor: User | None = None) -> bool:
    """Write the projection anew; True where a stored date changed. Nightly, this may change nothing but open pauses."""
    locked = lock(case)
    before = [getattr(locked, name) for name in case_clock.PROJECTED]
    result = case_clock.result_of(locked)
    old_due = locked.due_on
    case_clock.project(locked, result)
    if [getattr(locked, name) for name in case_clock.PROJECTED] == before:
        return False
    locked.save(update_fields=case_clock.PROJECTED)
    record(
        "clock.recomputed",
        actor=actor,
        actor_kind="system" if actor is None else "user",
        case=locked,
        facts={"old_due": old_due, "new_due": locked.due_on},
    )
    return True
