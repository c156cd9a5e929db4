"""What can be done with a case now: permitted acts with their address, refused ones with the reason."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.cases import clock as case_clock
from dsar.cases import permissions, registry
from dsar.cases.models import Case
from dsar.cases.move_acts import move_acts
from dsar.cases.registry import NextAct
from dsar.cases.vocabulary import Stage
from dsar.deadlines.events import PauseKind
from dsar.deadlines.preview import pause_reasons
from dsar.deadlines.regimes import Right
from dsar.deadlines.results import ClockResult

OF_IDENTITY = frozenset({PauseKind.IDENTITY.value, PauseKind.AUTHORITY.value})


def acts_of(case: Case, user: User) -> list[NextAct]:
    """The acts that the hallway offers, in the order of the rail."""
    can = permissions.acts_on(case, user)
    result = case_clock.result_of(case)
    found: list[NextAct] = []
    if Act.WORK_CASE in can:
        found += [*_take_in(case), *_pauses(case, result)]
    found += move_acts(case, can)
    if Act.EXTEND_DEADLINE in can:
        found += _extension(case, result)
    if Act.ASSIGN_CASE in can and case.is_open:
        label = _("Assign") if case.handler_id is None else _("Assign to somebody else")
        found.append(NextAct(label, _to("assign", case), order=60, in_header=True))
    return found


registry.register_next_acts(acts_of)


def _to(name: str, case: Case, *more: str) -> str:
    return reverse(f"dsar:case-{name}", args=[case.reference, *more])


def _take_in(case: Case) -> Iterator[NextAct]:
    if case.stage not in (Stage.TRIAGE, Stage.IDENTITY):
        return
    if not all(registry.gate_fact(gate, case).is_met for gate in ("G2", "G3")):
        yield NextAct(_("Take the request in"), _to("take-in", case), is_primary=True, order=0, in_header=True)


def _pauses(case: Case, result: ClockResult) -> Iterator[NextAct]:
    if not case.is_open or result.closed_on is not None:
        return
    if set(result.open_kinds) - OF_IDENTITY:
        yield NextAct(_("Record the answer"), _to("resume", case), order=5, in_header=True)
    rules, today = case_clock.rules_of(case), case_clock.today_of(case)
    lawful = [rule for rule in pause_reasons(rules, Right(case.right), today) if rule.kind not in OF_IDENTITY]
    left = [rule for rule in lawful if rule.kind not in result.open_kinds]
    if left:
        yield NextAct(_("Pause the clock"), _to("pause", case), order=40)
    elif not result.open_kinds:
        reason = _("The rules of this request know no lawful reason to stop the clock.")
        yield NextAct(_("Pause the clock"), reason=reason, order=40)


def _extension(case: Case, result: ClockResult) -> Iterator[NextAct]:
    if not case.is_open or result.closed_on is not None:
        return
    label = _("Extend the deadline")
    rule = case_clock.rules_of(case).extension_for(Right(case.right))
    reason = ""
    if rule is None:
        reason = _("These rules give no extension for this kind of request.")
    elif result.extended:
        reason = _("The deadline was extended before; it cannot be extended twice.")
    elif result.not_started:
        reason = _("The clock has not started, so there is nothing to extend yet.")
    elif result.notice_by is not None and result.as_of > result.notice_by:
        reason = _("The last day for the notice of an extension has passed.")
    if reason:
        yield NextAct(label, reason=reason, order=45)
    else:
        yield NextAct(label, _to("extend", case), order=45, in_header=True)
