"""One act on many cases: which of them it would change, which not and why, before anything is done."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.cases import permissions
from dsar.cases.messages_letters import by_hand_variables
from dsar.cases.models import Case
from dsar.cases.notify import reach_of, tell_requester
from dsar.cases.queue_hold_services import place_hold
from dsar.cases.queue_models import CaseHold
from dsar.cases.services import assign_case
from dsar.foundation.errors import DsarError, KeyDestroyed
from dsar.foundation.keys import keys_at_hand

# More at a time would be no considered act any more, and would keep the page waiting.
MOST = 500


@dataclass(frozen=True, slots=True)
class Skipped:
    """A case that the act does not change, and why."""

    reference: str
    reason: str


@dataclass(frozen=True, slots=True)
class BulkPlan:
    """What an act would do to the cases chosen."""

    will: list[Case]
    wont: list[Skipped]
    missing: int = 0


@dataclass(frozen=True, slots=True)
class BulkAct:
    """An act on many cases: what it needs of each case, why it may not apply, and how it is done to one."""

    needs: Act
    refusal: Callable[[Case, Mapping[str, Any], Mapping[str, Any]], str]
    do: Callable[[Case, Mapping[str, Any], User], object]


def plan(act: str, cases: Iterable[Case], values: Mapping[str, Any], user: User, *, asked: int = 0) -> BulkPlan:
    """Sort the cases (as the person may see them) into those that the act changes and those that it does not.

    Args:
        act: a key of ACTS.
        cases: read with controller, handler and people.
        values: what the act needs, as far as it is known already ("handler", "letter").
        user: who would act; each case is asked apart.
        asked: how many cases were chosen; what is missing of them is not the person's to see.
    """
    listed, rules = list(cases), ACTS[act]
    permissions.read_grants(listed, user)
    facts = {"held": set(CaseHold.objects.filter(case__in=listed, lifted_at=None).values_list("case", flat=True))}
    will, wont = [], []
    with keys_at_hand([case.key_id for case in listed]):
        for case in listed:
            reason = _refusal(rules, case, values, facts, user)
            if reason:
                wont.append(Skipped(case.reference, reason))
            else:
                will.append(case)
    return BulkPlan(will, wont, missing=max(asked - len(listed), 0))


def carry_out(act: str, made: BulkPlan, values: Mapping[str, Any], user: User) -> BulkPlan:
    """Do it to each case by the service of the single act, in a transaction of its own; gives what became of it."""
    done, wont = [], list(made.wont)
    for case in made.will:
        try:
            ACTS[act].do(case, values, user)
        except DsarError as error:
            wont.append(Skipped(case.reference, error.message))
        else:
            done.append(case)
    return BulkPlan(done, wont, made.missing)


def _refusal(rules: BulkAct, case: Case, values: Mapping[str, Any], facts: Mapping[str, Any], user: User) -> str:
    if not permissions.may(user, rules.needs, case):
        return _("Your role or your grant on this case does not allow it.")
    if not case.is_open:
        return _("It is answered or closed.")
    try:
        return rules.refusal(case, values, facts)
    except KeyDestroyed:
        return _("It is erased.")


def _not_assigned(case: Case, values: Mapping[str, Any], facts: Mapping[str, Any]) -> str:
    handler = values.get("handler")
    if handler is not None and case.handler_id == handler.pk:
        return _("%(name)s works it already.") % {"name": handler.full_name}
    return ""


def _not_written(case: Case, values: Mapping[str, Any], facts: Mapping[str, Any]) -> str:
    reach = reach_of(case)
    if reach.is_protected:
        return _("Safe contact: write from the page of the case, where you confirm the way.")
    if not reach.channels():
        return _("There is neither an e-mail nor a postal address.")
    return ""


def _not_held(case: Case, values: Mapping[str, Any], facts: Mapping[str, Any]) -> str:
    return _("It is on hold already.") if case.pk in facts["held"] else ""


def _assign(case: Case, values: Mapping[str, Any], user: User) -> object:
    return assign_case(case=case, handler=values["handler"], actor=user)


def _write(case: Case, values: Mapping[str, Any], user: User) -> object:
    code = values["letter"]
    variables = by_hand_variables(case, code, values)
    # One sending a form: pressing the button twice, or going back, sends nothing twice.
    return tell_requester(case=case, code=code, variables=variables, actor=user, dedup=f"bulk:{values['batch']}")


def _hold(case: Case, values: Mapping[str, Any], user: User) -> object:
    again: dt.date | None = values.get("look_again_on")
    return place_hold(case=case, reason=values["reason"], look_again_on=again, actor=user)


ACTS: dict[str, BulkAct] = {
    "assign": BulkAct(Act.ASSIGN_CASE, _not_assigned, _assign),
    "letter": BulkAct(Act.WORK_CASE, _not_written, _write),
    "hold": BulkAct(Act.WORK_CASE, _not_held, _hold),
}
