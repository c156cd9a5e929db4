"""Taking a closed case up again, with the occasion that the law wants (legal gate G22), or opening a new linked one.

The record of the clock stays: the day of the first answer is kept and told. A new request of the same person is a case
of its own, with its own clock from its own receipt.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases import permissions, registry
from dsar.cases.conflict_services import carry_conflicts
from dsar.cases.ending_gates import REOPENINGS_KEY, closing_mark
from dsar.cases.ending_models import Ending, EndingState
from dsar.cases.lifecycle import Move
from dsar.cases.models import Case
from dsar.cases.relation_services import copy_of_request
from dsar.cases.services import link_cases, move_case, register_case
from dsar.cases.vocabulary import Outcome, Stage
from dsar.foundation import clock
from dsar.foundation.errors import RuleRefused

catalogue.declare(
    case_reopened="Reopened ({occasion}); first answered on {first_answer}: {reason}",
    case_asked_anew="New request logged as {other}, with a clock of its own",
)


@dataclass(frozen=True, slots=True)
class Occasion:
    """Why a case is taken up again; `for_outcomes` empty: after any."""

    label: Any
    hint: Any
    for_outcomes: tuple[Outcome, ...] = ()


NOT_ANSWERED = (
    Outcome.NO_REPLY,
    Outcome.UNIDENTIFIED,
    Outcome.WITHDRAWN,
    Outcome.PASSED_ON,
    Outcome.DUPLICATE,
)
OCCASIONS: dict[str, Occasion] = {
    "new_data": Occasion(
        gettext_lazy("More data was found"), gettext_lazy("It goes to the person; the first answer stays on record.")
    ),
    "complaint": Occasion(
        gettext_lazy("A complaint"), gettext_lazy("To us, to the authority or to a court; record it as well.")
    ),
    "order": Occasion(gettext_lazy("An order of the authority or a court"), gettext_lazy("Attach the order.")),
    "reply": Occasion(
        gettext_lazy("The reply has come"),
        gettext_lazy("What we had asked for. Record it on the clock next: the days that we waited do not count."),
        (Outcome.NO_REPLY, Outcome.UNIDENTIFIED),
    ),
    "mistake": Occasion(
        gettext_lazy("It was closed by mistake"), gettext_lazy("The ending is marked as undone."), NOT_ANSWERED
    ),
}


def occasions_for(case: Case, user: User) -> dict[str, Occasion]:
    """The occasions on which this person may reopen this case; a reply is taken by whoever works the case."""
    can = permissions.acts_on(case, user)
    fitting = {
        code: occasion
        for code, occasion in OCCASIONS.items()
        if not occasion.for_outcomes or case.outcome in occasion.for_outcomes
    }
    if Act.GIVE_OPINION in can:
        return fitting
    return {code: fitting[code] for code in ("reply",) if code in fitting and Act.WORK_CASE in can}


@transaction.atomic
def reopen_case(*, case: Case, occasion: str, reason: str, actor: User) -> Case:
    """Take a sent or closed case up again: in review where it was searched, in triage where it never was.

    Raises:
        RuleRefused: the occasion does not fit, or no reason is given.
        NotPermitted: the actor is not the DPO (or, for a reply, does not work the case).
    """
    if occasion not in occasions_for(case, actor):
        permissions.demand(actor, Act.GIVE_OPINION, case)
        message = _("Choose an occasion that fits how the case ended.")
        raise RuleRefused(message, code="G22", fields={"occasion": message})
    if not reason.strip():
        message = _("Say in a sentence what happened.")
        raise RuleRefused(message, code="reason_missing", fields={"reason": message})
    first_answer = case.responded_on
    entry = {
        "occasion": occasion,
        "closed_at": closing_mark(case),
        "outcome": case.outcome,
        "first_answer": first_answer,
        "at": clock.now(),
        "by": str(actor.pk),
    }
    case.context = {**case.context, REOPENINGS_KEY: [*case.context.get(REOPENINGS_KEY, []), entry]}
    case.save(update_fields=["context"])
    move = Move.TAKE_UP if _never_searched(case) else Move.REOPEN
    reopened = move_case(case=case, move=move, actor=actor, reason=reason)
    undone = Ending.objects.filter(case=case, state=EndingState.DECIDED).exclude(kind="fee")
    undone.update(state=EndingState.UNDONE)
    facts = {"occasion": occasion, "first_answer": first_answer}
    record("case.reopened", actor=actor, case=case, facts=facts, payload={"reason": reason})
    return reopened


@transaction.atomic
def ask_anew(*, case: Case, received_on: dt.date, channel: str, request_text: str, actor: User) -> Case:
    """Log what came as a new request of the same people, linked to this case; its clock runs from its own receipt.

    Raises:
        RuleRefused: nothing is written, or the receipt lies in the future.
        NotPermitted: the actor may not work the case.
    """
    permissions.demand(actor, Act.WORK_CASE, case)
    if not request_text.strip():
        message = _("Copy the new request as it is.")
        raise RuleRefused(message, code="text_missing", fields={"request_text": message})
    received_at = _instant(received_on, case.controller.time_zone)
    request = copy_of_request(case, right=case.right, received_at=received_at, channel=channel, text=request_text)
    made = register_case(request=request, actor=actor, handler=case.handler)
    carry_conflicts(case, made, actor=actor)
    link_cases(case=made, other=case, kind="earlier", actor=actor)
    record("case.asked_anew", actor=actor, case=case, facts={"other": made.reference})
    return made


def _never_searched(case: Case) -> bool:
    if case.stage == Stage.SENT:
        return False  # an answer went out
    return case.outcome in NOT_ANSWERED or not registry.gate_fact("G9", case).is_met


def _instant(day: dt.date, zone: str) -> dt.datetime:
    """Noon of that day where the controller is, or now where it is today and still before noon."""
    noon = dt.datetime.combine(day, dt.time(12), tzinfo=ZoneInfo(zone)).astimezone(dt.UTC)
    return min(noon, clock.now()) if day == clock.today(zone) else noon
