"""Refusals and fees: put forward by one person, with the DPO's opinion, decided by another one; the letter goes too.

GDPR Art. 12(4), 12(5); the controller decides, the DPO advises (Art. 38, 39). A small team may decide on its own draft
with a reason for this very decision.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases import clock as case_clock
from dsar.cases import clock_acts, permissions
from dsar.cases.ending_gates import pending
from dsar.cases.ending_letters import send_letter
from dsar.cases.ending_models import Ending, EndingKind, EndingState
from dsar.cases.ending_rules import FEES, GROUNDS, grounds_of_refusal, missing_elements, missing_words
from dsar.cases.lifecycle import Move, transition
from dsar.cases.models import Case
from dsar.cases.services import move_case, unmet_gates
from dsar.cases.vocabulary import Outcome
from dsar.deadlines.events import PauseKind
from dsar.deadlines.preview import pause_reasons
from dsar.deadlines.regimes import Right
from dsar.foundation import clock
from dsar.foundation.errors import Conflict, NotPermitted, RuleRefused

catalogue.declare(
    ending_proposed="{kind} put forward: {ground}",
    ending_opinion_given="Opinion of the Data Protection Officer on the {kind} recorded: {opinion}",
    ending_declined="{kind} not agreed: {reason}",
    ending_taken_back="{kind} taken back",
    case_refused="Request refused: {ground}; notice queued on {on}; in time: {in_time}; small team: {small_team}",
    case_fee_asked="Fee asked for: {ground}; stops the clock: {stops}; small team: {small_team}",
)


@transaction.atomic
def propose(*, case: Case, kind: str, ground: str, findings: Mapping[str, Any], actor: User) -> Ending:
    """Put a refusal or a fee forward, or write the draft anew; an opinion on the old text is void then.

    Raises:
        NotPermitted: the actor may neither work nor approve the case.
        RuleRefused: the case is past it, the ground is none, or nothing is said to the person.
    """
    if not permissions.acts_on(case, actor) & {Act.WORK_CASE, Act.APPROVE_RELEASE}:
        message = _("Whoever works or approves the case puts this forward.")
        raise NotPermitted(message)
    if transition(Move.REFUSE, case.stage, case.right) is None:
        message = _("The case is not open any more.")
        raise RuleRefused(message, code="no_such_transition")
    if ground not in (grounds_of_refusal(case.right) if kind == EndingKind.REFUSAL else FEES):
        message = _("Choose one of the grounds that the law knows.")
        raise RuleRefused(message, code="ground_unknown", fields={"ground": message})
    Case.objects.select_for_update().only("pk").get(pk=case.pk)
    row = pending(case, kind) or Ending(case=case, kind=kind)
    row.ground, row.findings, row.proposer, row.proposed_at = ground, dict(findings), actor, clock.now()
    row.opinion, row.opinion_by, row.opinion_at = "", None, None
    row.save()
    facts = {"kind": EndingKind(kind).label, "ground": ground}
    record("ending.proposed", actor=actor, case=case, about=row, facts=facts, payload=dict(row.findings))
    return row


@transaction.atomic
def give_opinion(*, ending: Ending, opinion: str, actor: User) -> None:
    """The DPO's opinion, kept apart from the decision (GDPR Art. 38(3), 39)."""
    permissions.demand(actor, Act.GIVE_OPINION, ending.case)
    _demand_open(ending)
    if not opinion.strip():
        message = _("Write the opinion in a sentence.")
        raise RuleRefused(message, code="opinion_missing", fields={"opinion": message})
    ending.opinion, ending.opinion_by, ending.opinion_at = opinion, actor, clock.now()
    ending.save(update_fields=["opinion", "opinion_by", "opinion_at"])
    facts = {"kind": EndingKind(ending.kind).label}
    payload = {"opinion": opinion}
    record("ending.opinion_given", actor=actor, case=ending.case, about=ending, facts=facts, payload=payload)


@transaction.atomic
def refuse(
    *, ending: Ending, decision: str, actor: User, small_team_reason: str = "", is_confirmed: bool = False
) -> Case:
    """Refuse the request as put forward: the notice is queued, the clock stops today, the case is closed.

    Raises:
        RuleRefused: gate G16 or G30 is not met, the author decides ("four_eyes"), there is no address ("no_address").
        Conflict: somebody else decided.
        NotPermitted: the actor may not approve.
    """
    case = ending.case
    permissions.demand(actor, Act.APPROVE_RELEASE, case)
    reason = _own_decision(ending, actor, small_team_reason)
    if unmet := unmet_gates(case, Move.REFUSE):
        raise RuleRefused(" ".join(fact.reason for fact in unmet), code=unmet[0].gate)
    today = case_clock.today_of(case)
    in_time = case.statutory_due_on is None or today <= case.statutory_due_on
    notice = send_letter(ending, actor=actor, is_confirmed=is_confirmed)
    if case.responded_on is None:
        clock_acts.respond(case=case, on=today, actor=actor)
    ground = GROUNDS[ending.ground]
    facts = {"ground": ending.ground, "on": today, "in_time": in_time, "small_team": bool(reason)}
    record("case.refused", actor=actor, case=case, about=ending, facts=facts, payload=_why(decision, reason))
    closed = move_case(case=case, move=Move.REFUSE, actor=actor, reason=ground.label, outcome=Outcome(ground.outcome))
    _decide(ending, actor, decision, reason, notice.pk if notice else None)
    return closed


@transaction.atomic
def ask_fee(
    *, ending: Ending, decision: str, actor: User, small_team_reason: str = "", is_confirmed: bool = False
) -> Ending:
    """Ask for the fee as put forward: the letter tells amount, reasons and that the person may withdraw (G17).

    Where the rules know a fee as a reason to stop the clock (UK GDPR Art. 12A(2)(c)), the period runs from payment.
    """
    case = ending.case
    permissions.demand(actor, Act.APPROVE_RELEASE, case)
    reason = _own_decision(ending, actor, small_team_reason)
    if missing := missing_elements(FEES[ending.ground], ending.findings):
        raise RuleRefused(missing_words(missing), code="G17")
    today = case_clock.today_of(case)
    notice = send_letter(ending, actor=actor, is_confirmed=is_confirmed)
    stops = fee_stops_the_clock(case)
    if stops:
        why = str(ending.findings["reasons"])
        clock_acts.pause(case=case, waiting_for=PauseKind.FEE, on=today, reason=why, actor=actor)
    _decide(ending, actor, decision, reason, notice.pk if notice else None)
    facts = {"ground": ending.ground, "stops": stops, "small_team": bool(reason)}
    record("case.fee_asked", actor=actor, case=case, about=ending, facts=facts, payload=_why(decision, reason))
    return ending


@transaction.atomic
def decline(*, ending: Ending, reason: str, actor: User) -> None:
    """Do not agree with what was put forward; the case goes on."""
    permissions.demand(actor, Act.APPROVE_RELEASE, ending.case)
    if not reason.strip():
        message = _("Say why.")
        raise RuleRefused(message, code="reason_missing", fields={"decision": message})
    _settle(ending, EndingState.DECLINED, actor)
    ending.decision = reason
    ending.save(update_fields=["decision"])
    facts = {"kind": EndingKind(ending.kind).label}
    record("ending.declined", actor=actor, case=ending.case, about=ending, facts=facts, payload={"reason": reason})


@transaction.atomic
def take_back(*, ending: Ending, actor: User) -> None:
    """Take a draft back before it is decided."""
    permissions.demand(actor, Act.WORK_CASE, ending.case)
    _settle(ending, EndingState.TAKEN_BACK, None)
    facts = {"kind": EndingKind(ending.kind).label}
    record("ending.taken_back", actor=actor, case=ending.case, about=ending, facts=facts)


def fee_stops_the_clock(case: Case) -> bool:
    """Whether the rules of the case know an unpaid fee as a reason to stop or restart the clock."""
    today = case_clock.today_of(case)
    if PauseKind.FEE.value in case_clock.result_of(case).open_kinds:
        return False
    rules = pause_reasons(case_clock.rules_of(case), Right(case.right), today)
    return any(rule.kind is PauseKind.FEE for rule in rules)


def is_late(case: Case, today: dt.date) -> bool:
    """Whether a notice of that day comes after the statutory date: it is then sent all the same, and told as late."""
    return case.statutory_due_on is not None and today > case.statutory_due_on


def _own_decision(ending: Ending, actor: User, small_team_reason: str) -> str:
    """The reason for deciding on one's own draft; "" where somebody else wrote it."""
    if ending.proposer_id != actor.pk:
        return ""
    if not ending.case.controller.small_team:
        message = _("Whoever put this forward cannot decide on it. Ask another approver.")
        raise RuleRefused(message, code="four_eyes")
    if not small_team_reason.strip():
        message = _("You decide on your own draft: say why nobody else can in this case.")
        raise RuleRefused(message, code="small_team_reason", fields={"small_team_reason": message})
    return small_team_reason.strip()[:300]


def _decide(ending: Ending, actor: User, decision: str, small_team_reason: str, notice_id: Any) -> None:
    ending.small_team_reason = small_team_reason
    ending.save(update_fields=["small_team_reason"])
    _settle(ending, EndingState.DECIDED, actor)
    ending.decision, ending.notice_id = decision, notice_id
    ending.save(update_fields=["decision", "notice_id"])


def _settle(ending: Ending, state: EndingState, decider: User | None) -> None:
    changed = Ending.objects.filter(pk=ending.pk, state=EndingState.PROPOSED).update(
        state=state, decider=decider, decided_at=clock.now()
    )
    if not changed:
        message = _("Somebody else has just decided on this, or it was taken back.")
        raise Conflict(message)
    ending.refresh_from_db(fields=["state", "decider", "decided_at"])


def _demand_open(ending: Ending) -> None:
    if ending.state != EndingState.PROPOSED:
        message = _("This is decided; an opinion that follows the decision advises nobody.")
        raise Conflict(message)


def _why(decision: str, small_team_reason: str) -> dict[str, str]:
    why = {"decision": decision or "as put forward"}
    return why | {"small_team_reason": small_team_reason} if small_team_reason else why
