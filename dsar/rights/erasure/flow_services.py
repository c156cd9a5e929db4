"""The stage of an erasure case follows its run: put forward, approved, given back, closed."""

from django.db import transaction
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.cases.lifecycle import Move
from dsar.cases.models import Case
from dsar.cases.services import move_case
from dsar.cases.vocabulary import Outcome, RightAsked, Stage
from dsar.foundation.errors import RuleRefused
from dsar.rights.erasure.models import CategoryDecision
from dsar.rights.erasure.situation import last_run
from erasure.runs import services as runs
from erasure.runs.models import ErasureRun, RunState

_BEGUN = (RunState.EXECUTING, RunState.PARTIAL, RunState.DONE)
_OFFERED = (RunState.PROPOSED, RunState.APPROVED)
_AT_WORK = (Stage.TRIAGE, Stage.IDENTITY)


def begin(case: Case, actor: User) -> None:
    """Have the case at work: taken in, identity settled. Raises RuleRefused by the first gate that is not met."""
    if case.stage in _AT_WORK:
        move_case(case=case, move=Move.START_SEARCH, actor=actor)


def put_forward(case: Case, actor: User) -> None:
    """What is put before a second person waits for approval."""
    if case.stage == Stage.SEARCH:
        move_case(case=case, move=Move.TO_SIGN_OFF, actor=actor)


def approved(case: Case, actor: User) -> None:
    """What is approved may be carried out."""
    if case.stage == Stage.SIGN_OFF:
        move_case(case=case, move=Move.APPROVE, actor=actor)


def back_to_work(case: Case, actor: User, reason: str) -> None:
    """What is dropped or rehearsed again is being decided again."""
    if case.stage in (Stage.SIGN_OFF, Stage.READY):
        move_case(case=case, move=Move.BACK, actor=actor, reason=reason)


def given_back(case: Case, actor: User) -> None:
    """What a second person gave back is being decided again."""
    if case.stage == Stage.SIGN_OFF:
        move_case(case=case, move=Move.GIVE_BACK, actor=actor)


def void_offer(case: Case, actor: User | None) -> None:
    """A case that goes back takes its proposal or approval along.

    Raises:
        RuleRefused: it is being carried out, so that nothing can be taken back ("erasure_begun").
    """
    if case.right != RightAsked.ERASURE:
        return
    run = last_run(case)
    if run is None:
        return
    if run.state in _BEGUN:
        raise RuleRefused(_("The erasure has begun: it cannot go back."), code="erasure_begun")
    if run.state in _OFFERED and actor is not None:
        runs.send_back(run=run, actor_id=actor.pk)


@transaction.atomic
def close(*, case: Case, actor: User) -> Case:
    """Close an erasure that was carried out, told to the person and to every recipient.

    Raises:
        RuleRefused: a gate is not met, its name is the code ("E4", "E6").
    """
    return move_case(case=case, move=Move.CLOSE, actor=actor, outcome=outcome_of(case))


def outcome_of(case: Case) -> Outcome:
    """Granted where everything goes; in part where something is kept or restricted, by decision or by answer."""
    decided = CategoryDecision.objects.filter(case=case).exclude(decision="erase").exists()
    return Outcome.GRANTED_PART if decided or _something_left(last_run(case)) else Outcome.GRANTED


def _something_left(run: ErasureRun | None) -> bool:
    """Whether a policy of a target keeps or restricts things of the person."""
    steps = run.steps.all() if run else []
    tally = [actions for step in steps for actions in (step.counts or {}).get("stays", {}).values()]
    return any(actions.get("restrict") for actions in tally)
