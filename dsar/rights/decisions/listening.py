"""Decisions that other rooms take, as lines of the one register: access approved, disclosed in part, refused.

The moves themselves are in the audit chain; these rows only let the register show every right.
"""

from django.db.models import QuerySet

from dsar.access.models import User
from dsar.cases.ending_gates import pending
from dsar.cases.ending_models import EndingKind
from dsar.cases.lifecycle import OPEN, Move
from dsar.cases.models import Case
from dsar.cases.registry import register_follower
from dsar.cases.vocabulary import Outcome, RightAsked, Stage
from dsar.foundation import clock
from dsar.rights.decisions import rules
from dsar.rights.decisions.models import DecisionOutcome, DecisionState, RightDecision
from dsar.rights.decisions.rooms import room_of

_CLOSED_AS = {
    Outcome.PARTIAL: DecisionOutcome.IN_PART,
    Outcome.NOTHING_HELD: DecisionOutcome.NOTHING_HELD,
}


def approved(case: Case, actor: User | None) -> None:
    """A package was approved: access is granted, until closing says how far."""
    if case.right == RightAsked.ACCESS:
        _enter(case, actor, DecisionOutcome.GRANTED, "access", "")


def taken_back(case: Case, _actor: User | None) -> None:
    """The approval was given up: what it decided counts no more."""
    if case.right == RightAsked.ACCESS:
        _standing(case).update(state=DecisionState.REPLACED)


def closed(case: Case, _actor: User | None) -> None:
    """How far access was granted, as the case was closed."""
    outcome = _CLOSED_AS.get(Outcome(case.outcome))
    if case.right == RightAsked.ACCESS and outcome is not None:
        _standing(case).update(outcome=outcome)


def refused(case: Case, actor: User | None) -> None:
    """A request was refused as a whole, by two people and with its letter (dsar.cases.decision_services)."""
    ending = pending(case, EndingKind.REFUSAL)
    if ending is not None and (room_of(case) is None):
        _enter(case, actor, DecisionOutcome.REFUSED, ending.ground, str(ending.findings.get("reasons", "")))


def _enter(case: Case, actor: User | None, outcome: str, ground: str, words: str) -> None:
    _standing(case).update(state=DecisionState.REPLACED)
    now = clock.now()
    row = RightDecision(
        case=case, right=case.right, outcome=outcome, ground=ground, decider=actor, proposed_at=now, decided_at=now,
        state=DecisionState.DECIDED,
    )  # fmt: skip
    row.why, row.words, row.remark = "", words, ""
    row.save(force_insert=True)


def _standing(case: Case) -> QuerySet[RightDecision]:
    return RightDecision.objects.filter(case=case, state=DecisionState.DECIDED).exclude(outcome=rules.LIFTED)


register_follower(Move.APPROVE, Stage.SIGN_OFF, approved)
register_follower(Move.BACK, Stage.READY, taken_back)
register_follower(Move.CLOSE, Stage.SENT, closed)
for _stage in OPEN:
    register_follower(Move.REFUSE, _stage, refused)
