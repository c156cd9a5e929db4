"""Decisions on rights: put forward, agreed, entered in the register, answered, closed (GDPR Art. 12(3), 12(4))."""

from django.db import transaction
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases import clock as case_clock
from dsar.cases import clock_acts, permissions
from dsar.cases.lifecycle import Move
from dsar.cases.models import Case
from dsar.cases.notify import tell_requester
from dsar.cases.services import move_case
from dsar.cases.vocabulary import Outcome, Stage
from dsar.foundation import clock
from dsar.foundation.errors import Conflict, NotPermitted, RuleRefused
from dsar.foundation.versions import demand_same
from dsar.rights.decisions import rules
from dsar.rights.decisions.models import DecisionOutcome, DecisionState, RightDecision
from dsar.rights.decisions.rooms import decided_room_of, room_of
from dsar.rights.decisions.selectors import decision_of, version_of
from dsar.rights.decisions.work_services import drop_tasks

catalogue.declare(
    right_proposed="Decision on {right} put forward: {outcome} ({ground})",
    right_decided="Decision on {right}: {outcome} ({ground}); small team: {small_team}",
    right_given_back="Proposed decision on {right} given back",
    right_taken_back="Decision on {right} taken back before the answer: {tasks|task|tasks} no longer needed",
    right_answered="Decision on {right} told to the person: {letter}; in time: {in_time}",
)


@transaction.atomic
def register_decision(
    *, case: Case, outcome: str, ground: str, why: str, actor: User | None, words: str = ""
) -> RightDecision:
    """Enter a decision in the register as taken now; an earlier one of the case is replaced and stays readable.

    For rooms that have their own way of agreeing (erasure: two people); others use `propose`.

    Args:
        case: the right is the case's.
        outcome: a value of DecisionOutcome.
        ground: a code; not personal, it stands in the register.
        why: stays inside, sealed.
        actor: who decided.
        words: what the person is told.

    Raises:
        RuleRefused: there is no such outcome, or nothing says why.
    """
    if outcome not in DecisionOutcome.values:
        raise _refused("outcome", _("Choose what is decided."))
    if not why.strip():
        raise _refused("why", _("Say why in a sentence."))
    if outcome != DecisionOutcome.LIFTED:
        _replace(case)
    now = clock.now()
    row = RightDecision(
        case=case, right=case.right, outcome=outcome, ground=ground, proposer=actor, proposed_at=now, decider=actor,
        decided_at=now, state=DecisionState.DECIDED,
    )  # fmt: skip
    if rules.needs_second_person(outcome):
        row.decider, row.proposer = actor, None  # agreed elsewhere, by the room's own two people
    row.why, row.words, row.remark = why.strip(), words.strip(), ""
    row.save(force_insert=True)
    _record("right.decided", row, actor, small_team=False)
    return row


@transaction.atomic
def propose(*, case: Case, outcome: str, ground: str, why: str, words: str, actor: User) -> RightDecision:
    """Decide, or put what is refused before a second person; putting it forward again replaces the draft.

    Raises:
        RuleRefused: the case is not at its decision, something is missing (`fields`), the room wants more first.
        NotPermitted: the actor does not work the case.
    """
    permissions.demand(actor, Act.WORK_CASE, case)
    Case.objects.select_for_update().only("pk").get(pk=case.pk)
    _check(case, outcome, ground, why, words)
    RightDecision.objects.filter(case=case, state=DecisionState.PROPOSED).update(state=DecisionState.REPLACED)
    row = RightDecision(
        case=case, right=case.right, outcome=outcome, ground=ground, proposer=actor, proposed_at=clock.now(),
        state=DecisionState.PROPOSED,
    )  # fmt: skip
    row.why, row.words, row.remark = why.strip(), words.strip(), ""
    if rules.needs_second_person(outcome):
        row.save(force_insert=True)
        _record("right.proposed", row, actor)
        return row
    _take_effect(row, actor, "")
    return row


@transaction.atomic
def agree(*, decision: RightDecision, actor: User, read: str, small_team_reason: str = "") -> RightDecision:
    """Agree to a decision that another person put forward; it takes effect.

    Args:
        decision: what waits.
        actor: who agrees.
        read: version of the proposal that was read (`version_of`).
        small_team_reason: why its author agrees to it, in a small team.

    Raises:
        RuleRefused: the author agrees without being a small team ("four_eyes"), no version is named
            ("version_needed"), or the room wants more first.
        Conflict: it does not wait any more, or another proposal was read ("stale").
        NotPermitted: the actor may not approve.
    """
    case = decision.case
    permissions.demand(actor, Act.APPROVE_RELEASE, case)
    _lock(decision)
    demand_same(read, version_of(decision))
    reason = _own_decision(decision, actor, small_team_reason)
    _check(case, decision.outcome, decision.ground, decision.why, decision.words)
    _take_effect(decision, actor, reason)
    return decision


@transaction.atomic
def give_back(*, decision: RightDecision, remark: str, actor: User) -> None:
    """Do not agree; the draft goes back to whoever works the case, with the reason."""
    permissions.demand(actor, Act.APPROVE_RELEASE, decision.case)
    if not remark.strip():
        raise _refused("remark", _("Say why it goes back."))
    _lock(decision)
    decision.state, decision.remark = DecisionState.GIVEN_BACK, remark.strip()
    decision.save(update_fields=["state", "remark"])
    facts = {"right": decision.right}
    record("right.given_back", actor=actor, case=decision.case, about=decision, facts=facts, payload={"remark": remark})


@transaction.atomic
def take_back(*, case: Case, reason: str, actor: User) -> None:
    """Take a decision back before the person is told: its open tasks are closed, and what it rests on can change again.

    Raises:
        RuleRefused: no reason, or something of it cannot be undone in this way ("room_keeps_it").
        Conflict: nothing is decided, or the person has the answer.
        NotPermitted: the actor does not work the case.
    """
    permissions.demand(actor, Act.WORK_CASE, case)
    Case.objects.select_for_update().only("pk").get(pk=case.pk)
    row, room = current_decision(case), decided_room_of(case)
    if row is None or room is None or case.stage != Stage.REVIEW:
        raise Conflict(_("There is no decision that could be taken back."))
    if not reason.strip():
        raise _refused("remark", _("Say why it is taken back."))
    if room.keeps is not None and (kept := room.keeps(case)):
        raise RuleRefused(kept, code="room_keeps_it")
    row.state, row.remark = DecisionState.REPLACED, reason.strip()
    row.save(update_fields=["state", "remark"])
    dropped = drop_tasks(case=case, actor=actor)
    facts = {"right": row.right, "tasks": dropped}
    record("right.taken_back", actor=actor, case=case, about=row, facts=facts, payload={"reason": row.remark})


@transaction.atomic
def answer(*, case: Case, actor: User, is_confirmed: bool = False) -> Case:
    """Tell the person what was decided and done: the letter is queued, the clock stops, the case is "Answered".

    Raises:
        RuleRefused: a gate is not met (its name), there is no address, safe contact is not confirmed.
    """
    decision, room = current_decision(case), room_of(case)
    moved = move_case(case=case, move=Move.SEND, actor=actor)
    if decision is None or room is None:
        raise Conflict(_("Nothing is decided yet."))
    order, today = room.letter(moved, decision), case_clock.today_of(moved)
    notice = tell_requester(
        case=moved, code=order.code, variables=order.variables, actor=actor, dedup=f"right-{decision.pk}",
        is_confirmed=is_confirmed,
    )  # fmt: skip
    in_time = moved.statutory_due_on is None or today <= moved.statutory_due_on
    if moved.responded_on is None:
        clock_acts.respond(case=moved, on=today, actor=actor)
    decision.notice_id, decision.answered_at = notice.pk, clock.now()
    decision.save(update_fields=["notice_id", "answered_at"])
    facts = {"right": decision.right, "letter": order.code, "in_time": in_time}
    record("right.answered", actor=actor, case=moved, about=decision, facts=facts)
    return moved


@transaction.atomic
def finish(*, case: Case, actor: User) -> Case:
    """Close an answered case with the outcome of its decision, once recipients are told (Art. 19)."""
    decision = current_decision(case)
    if decision is None:
        raise Conflict(_("Nothing is decided yet."))
    outcome = Outcome(rules.case_outcome(decision.outcome, decision.ground))
    return move_case(case=case, move=Move.CLOSE, actor=actor, outcome=outcome)


def current_decision(case: Case) -> RightDecision | None:
    """The decision that counts; None where none is taken."""
    return decision_of(case)


def _check(case: Case, outcome: str, ground: str, why: str, words: str) -> None:
    if case.stage != Stage.REVIEW:
        message = _("The case is not at its decision: identity first, then start the decision.")
        raise RuleRefused(message, code="not_at_the_decision")
    if outcome not in rules.CASE_OUTCOME:
        raise _refused("outcome", _("Choose what is decided."))
    if ground not in rules.grounds_for(case.right, outcome):
        raise _refused("ground", _("Choose the ground that fits this decision."))
    if not why.strip():
        raise _refused("why", _("Say why in a sentence; it stays inside."))
    if rules.needs_second_person(outcome) and not words.strip():
        raise _refused("words", _("Write the reasons as the person is told them (Art. 12(4))."))
    if rules.needs_second_person(outcome) and not case.controller.supervisory_authority:
        message = _("The controller has no supervisory authority in Set-up, so the letter cannot name it.")
        raise RuleRefused(message, code="no_authority")
    room = room_of(case)
    if room is not None and (missing := room.undecidable(case, outcome)):
        raise RuleRefused(missing, code="room_wants_more")


def _take_effect(row: RightDecision, actor: User, small_team_reason: str) -> None:
    _replace(row.case, but=row)
    row.state, row.decider, row.decided_at = DecisionState.DECIDED, actor, clock.now()
    row.small_team_reason = small_team_reason
    row.save()
    room = room_of(row.case)
    if room is not None and room.decided is not None:
        room.decided(row.case, row)
    drop_tasks(case=row.case, actor=actor)
    _record("right.decided", row, actor, small_team=bool(small_team_reason))


def _replace(case: Case, but: RightDecision | None = None) -> None:
    earlier = RightDecision.objects.filter(case=case, state__in=(DecisionState.PROPOSED, DecisionState.DECIDED))
    earlier = earlier.exclude(outcome=DecisionOutcome.LIFTED)
    if but is not None:
        earlier = earlier.exclude(pk=but.pk)
    earlier.update(state=DecisionState.REPLACED)


def _own_decision(decision: RightDecision, actor: User, reason: str) -> str:
    if decision.proposer_id != actor.pk:
        return ""
    if not decision.case.controller.small_team:
        message = _("You put it forward, so somebody else who may approve decides.")
        raise NotPermitted(message)
    if not reason.strip():
        message = _("Say why nobody else can decide this time.")
        raise RuleRefused(message, code="four_eyes", fields={"small_team_reason": message})
    return reason.strip()[:300]


def _lock(decision: RightDecision) -> None:
    now = RightDecision.objects.select_for_update().get(pk=decision.pk)
    if now.state != DecisionState.PROPOSED:
        raise Conflict(_("Somebody else has decided meanwhile. Look at it again."))


def _record(action: str, row: RightDecision, actor: User | None, *, small_team: bool | None = None) -> None:
    ground = rules.ground_of(row.right, row.ground)
    words = ground.words if ground else row.ground.replace("_", " ") or "–"
    facts: dict[str, object] = {"right": row.right, "outcome": row.outcome, "ground": words}
    if small_team is not None:
        facts["small_team"] = small_team
    record(
        action, actor=actor, actor_kind="user" if actor else "system", case=row.case, about=row, facts=facts,
        payload={"why": row.why, "words": row.words},
    )  # fmt: skip


def _refused(name: str, message: str) -> RuleRefused:
    return RuleRefused(message, code=f"{name}_missing", fields={name: message})
