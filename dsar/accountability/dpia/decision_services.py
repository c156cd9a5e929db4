"""Advice of the DPO, prior consultation, and the controller's approval: each by whom it belongs to.

The DPO advises and does not approve (Art. 35(2), 38(6), 39(1)(c)): approval is the controller's, by somebody who
neither wrote nor advised. Small teams may waive the first of these two with a recorded reason, never the second.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.accountability.dpia.completeness import approval_hurdles
from dsar.accountability.dpia.models import Dpia
from dsar.accountability.dpia.rules import SHORTEST_REASON, Hurdle, review_hurdle
from dsar.accountability.dpia.services import drop_draft
from dsar.accountability.dpia.storing import (
    advice_of,
    clock_of,
    consulted_of,
    content_of,
    demand,
    demand_seen,
    digest_of,
    facts_of,
    fingerprint_of,
    locked,
    refuse,
    today_of,
)
from dsar.accountability.dpia.vocabulary import ANSWER_WORDS, FOLLOWED_WORDS, Answer, Followed, Part, State
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.foundation import clock
from dsar.foundation.errors import NotPermitted, RuleRefused
from dsar.foundation.versions import demand_same

catalogue.declare(
    dpia_advised="Impact assessment {reference}, version {number}: advice of the DPO given",
    dpia_advice_answered="Impact assessment {reference}, version {number}: advice of the DPO {followed}",
    dpia_consulted="Impact assessment {reference}, version {number}: prior consultation recorded ({what})",
    dpia_submitted="Impact assessment {reference}, version {number}: put forward for approval",
    dpia_taken_back="Impact assessment {reference}, version {number}: taken back to be changed",
    dpia_sent_back="Impact assessment {reference}, version {number}: sent back by the approver",
    dpia_approved="Impact assessment {reference}, version {number}: approved, review on {review_on} (SHA-256 {digest})",
    dpia_dropped="Impact assessment {reference}, version {number}: dropped",
)


@transaction.atomic
def advise(*, dpia: Dpia, text: str, actor: User, seen: str | None = None) -> Dpia:
    """Store the advice of the DPO (Art. 35(2), 39(1)(c)); what was made of older advice is asked anew.

    Raises:
        RuleRefused: no words.
        Conflict: other advice was stored since `seen` ("part_changed").
    """
    demand(actor, Act.ADVISE_DPIA)
    row = locked(dpia, State.DRAFT, State.IN_APPROVAL)
    if not text.strip():
        message = "Write your advice."
        raise RuleRefused(message, code="advice", fields={"text": message})
    demand_seen(row, "advice", seen)
    revisions = dict(content_of(row).revisions)
    stored = {"text": text.strip(), "by": actor.full_name, "at": clock.now().isoformat(), "revisions": revisions}
    row.record = {**row.record, "advice": stored}
    row.adviser, row.advised_at = actor, clock.now()
    row.save()
    drop_draft(dpia=row, part=Part.ADVICE, actor=actor)
    record("dpia.advised", actor=actor, about=row, facts=facts_of(row))
    return row


@transaction.atomic
def answer_advice(*, dpia: Dpia, followed: str, reasons: str, actor: User, seen: str | None = None) -> Dpia:
    """Say whether the advice is followed; not to follow it needs reasons (WP 243 rev.01, 4.2).

    Raises:
        RuleRefused: there is no advice ("advice_missing"), or reasons are missing ("advice_reasons").
        Conflict: other advice, or another answer, was stored since `seen` ("part_changed").
    """
    demand(actor, Act.WRITE_DPIA)
    row = locked(dpia, State.DRAFT, State.IN_APPROVAL)
    demand_seen(row, "advice", seen)
    advice = row.record.get("advice")
    if not advice or followed not in tuple(Followed):
        message = "There is no advice to answer yet." if not advice else "Say whether the advice is followed."
        raise RuleRefused(message, code="advice_missing", fields={"followed": message})
    if followed != Followed.YES and len(reasons.strip()) < SHORTEST_REASON:
        message = "Say in a sentence why the advice is not followed."
        raise RuleRefused(message, code="advice_reasons", fields={"reasons": message})
    answered = {"followed": followed, "reasons": reasons.strip(), "answered_by": actor.full_name}
    row.record = {**row.record, "advice": {**advice, **answered}}
    row.save()
    drop_draft(dpia=row, part="advice-answer", actor=actor)
    facts = facts_of(row, followed=FOLLOWED_WORDS[followed].lower())
    record("dpia.advice_answered", actor=actor, about=row, facts=facts)
    return row


@dataclass(frozen=True, slots=True)
class ConsultationValues:
    """Prior consultation as entered; days in the controller's zone, empty texts where nothing is known yet."""

    received_on: dt.date
    authority: str
    authority_reference: str = ""
    extended_on: dt.date | None = None
    suspensions: tuple[tuple[dt.date, dt.date | None], ...] = ()
    answer: str = ""
    answered_on: dt.date | None = None
    words: str = ""


@transaction.atomic
def record_consultation(*, dpia: Dpia, values: ConsultationValues, actor: User, seen: str | None = None) -> Dpia:
    """Store how far the consultation is; the whole of it each time (Art. 36).

    Raises:
        RuleRefused: a day lies in the future or before the request, an answer has no day or words, or the time of the
            authority has not run out ("silence").
        Conflict: something else was stored since `seen` ("part_changed").
    """
    demand(actor, Act.WRITE_DPIA)
    row = locked(dpia, State.DRAFT, State.IN_APPROVAL)
    demand_seen(row, "consultation", seen)
    today = today_of(row.controller)
    _check_days(values, today)
    row.record = {**row.record, "consultation": _consultation(values)}
    if values.answer == Answer.SILENCE:
        found = clock_of(row)
        if found is None or not found.is_over(today):
            message = "The time of the authority has not run out yet."
            raise RuleRefused(message, code="silence", fields={"answer": message})
    row.save()
    what = ANSWER_WORDS[values.answer] if values.answer else f"received {values.received_on.isoformat()}"
    drop_draft(dpia=row, part=Part.CONSULTATION, actor=actor)
    record("dpia.consulted", actor=actor, about=row, facts=facts_of(row, what=what))
    return row


def _check_days(values: ConsultationValues, today: dt.date) -> None:
    given = {"received_on": values.received_on, "extended_on": values.extended_on, "answered_on": values.answered_on}
    for since, until in values.suspensions:
        given |= {"suspended_since": since, "suspended_until": until}
        if until is not None and until < since:
            message = "Information cannot be given before it was asked for."
            raise RuleRefused(message, code="wrong_day", fields={"suspended_until": message})
    for name, day in given.items():
        if day is not None and not values.received_on <= day <= today:
            message = "This day lies in the future, or before the request was received."
            raise RuleRefused(message, code="wrong_day", fields={name: message})
    if values.answer and values.answer != Answer.SILENCE and not (values.answered_on and values.words.strip()):
        message = "Say when the authority answered, and what."
        raise RuleRefused(message, code="answer", fields={"words": message})


def _consultation(values: ConsultationValues) -> dict[str, Any]:
    return {
        "received_on": values.received_on.isoformat(),
        "authority": values.authority.strip(),
        "authority_reference": values.authority_reference.strip(),
        "extended_on": values.extended_on.isoformat() if values.extended_on else None,
        "suspensions": [
            [since.isoformat(), until.isoformat() if until else None] for since, until in values.suspensions
        ],
        "answer": values.answer,
        "answered_on": values.answered_on.isoformat() if values.answered_on else None,
        "words": values.words.strip(),
    }


def hurdles_of(dpia: Dpia) -> list[Hurdle]:
    """What keeps this version from being approved."""
    return approval_hurdles(
        content_of(dpia),
        advice=advice_of(dpia),
        consulted=consulted_of(dpia),
        has_dpo=bool(dpia.controller.dpo_name),
        today=today_of(dpia.controller),
    )


@transaction.atomic
def submit(*, dpia: Dpia, actor: User) -> Dpia:
    """Put a version forward for approval; from here on its text stands still.

    Raises:
        RuleRefused: something keeps it from being approved; `code` names the first hurdle.
    """
    demand(actor, Act.WRITE_DPIA)
    row = locked(dpia, State.DRAFT)
    refuse(hurdles_of(row))
    row.state, row.submitted_by, row.submitted_at = State.IN_APPROVAL, actor, clock.now()
    row.save()
    record("dpia.submitted", actor=actor, about=row, facts=facts_of(row))
    return row


@transaction.atomic
def take_back(*, dpia: Dpia, actor: User) -> Dpia:
    """Take a version back to change it, by who writes."""
    demand(actor, Act.WRITE_DPIA)
    return _back(dpia, actor, "dpia.taken_back", "")


@transaction.atomic
def send_back(*, dpia: Dpia, words: str, actor: User) -> Dpia:
    """Send a version back to be changed, by who approves; with what has to change."""
    demand(actor, Act.APPROVE_DPIA)
    if not words.strip():
        message = "Say what has to change."
        raise RuleRefused(message, code="words", fields={"words": message})
    return _back(dpia, actor, "dpia.sent_back", words.strip())


def _back(dpia: Dpia, actor: User, action: str, words: str) -> Dpia:
    row = locked(dpia, State.IN_APPROVAL)
    row.state, row.submitted_by, row.submitted_at = State.DRAFT, None, None
    if words:
        sent = {"words": words, "by": actor.full_name, "at": clock.now().isoformat()}
        row.record = {**row.record, "sent_back": sent}
    row.save()
    record(action, actor=actor, about=row, facts=facts_of(row))
    return row


def may_approve(dpia: Dpia, actor: User) -> str:
    """Why this person may not approve this version; empty where they may."""
    if not actor.may(Act.APPROVE_DPIA):
        return "Approval is for approvers: the controller decides, the DPO advises."
    if dpia.adviser_id == actor.pk or actor.may(Act.ADVISE_DPIA):
        return "Who advises as DPO does not approve (Art. 38(6))."
    has_written = dpia.created_by_id == actor.pk or dpia.writers.filter(pk=actor.pk).exists()
    if has_written and not dpia.controller.small_team:
        return "You wrote at this version; somebody else approves it."
    return ""


@transaction.atomic
def approve(*, dpia: Dpia, words: str, review_on: dt.date | None, read: str, actor: User) -> Dpia:
    """Approve a version for the controller: it is frozen, and the version before it is replaced.

    Args:
        dpia: the version, put forward.
        words: remarks and conditions.
        review_on: day of the next review.
        read: the fingerprint of what the approver read (`storing.fingerprint_of`).
        actor: an approver who neither wrote nor advised.

    Raises:
        NotPermitted: the actor may not approve this version.
        RuleRefused: something keeps it from being approved, the day of review cannot be, or no fingerprint is named;
            `code` names it.
        Conflict: it is not put forward any more, or something else was read ("stale").
    """
    row = locked(dpia, State.IN_APPROVAL)
    if why := may_approve(row, actor):
        raise NotPermitted(why)
    demand_same(read, fingerprint_of(row), field="fingerprint")
    refuse(hurdles_of(row))
    if wrong := review_hurdle(review_on, today_of(row.controller)):
        raise RuleRefused(wrong.words, code=wrong.code, fields={"review_on": wrong.words})
    Dpia.objects.filter(reference=row.reference, state=State.APPROVED).update(state=State.SUPERSEDED)
    wrote = row.created_by_id == actor.pk or row.writers.filter(pk=actor.pk).exists()
    decision = {"words": words.strip(), "by": actor.full_name, "at": clock.now().isoformat()}
    if wrote:
        decision["alone_reason"] = row.controller.small_team_reason
    row.record = {**row.record, "decision": decision}
    row.state, row.approver, row.approved_at = State.APPROVED, actor, clock.now()
    row.is_alone, row.review_on = wrote, review_on
    row.digest = digest_of(row)
    row.save()
    facts = facts_of(row, review_on=review_on, digest=row.digest, alone=wrote)
    record("dpia.approved", actor=actor, about=row, facts=facts)
    return row


@transaction.atomic
def drop(*, dpia: Dpia, words: str, actor: User) -> Dpia:
    """Give a version up, with the reason: the processing is not started, or it was begun by mistake."""
    demand(actor, Act.WRITE_DPIA)
    row = locked(dpia, State.DRAFT)
    if not words.strip():
        message = "Say why it is dropped."
        raise RuleRefused(message, code="words", fields={"words": message})
    dropped = {"words": words.strip(), "by": actor.full_name, "at": clock.now().isoformat()}
    row.record = {**row.record, "dropped": dropped}
    row.state = State.DROPPED
    row.changed_by, row.changed_at = actor, clock.now()  # its retention runs from here
    row.save()
    record("dpia.dropped", actor=actor, about=row, facts=facts_of(row))
    return row
