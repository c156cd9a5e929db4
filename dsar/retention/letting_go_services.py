"""Letting one case go by one rule: locked, judged again, done, recorded; all in one transaction or not at all."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases import permissions
from dsar.cases.models import Case
from dsar.foundation import clock
from dsar.foundation.errors import RuleRefused
from dsar.foundation.keys import destroy_data_key
from dsar.retention import minimising
from dsar.retention.figures import add_to_figures
from dsar.retention.models import CaseLetGo, RetentionTask, StepOutcome, TaskState
from dsar.retention.rules import CASE_CODES, Rule, what_keeps
from dsar.retention.standing import judged, states_of, today_of
from dsar.retention.words import keeps_words
from dsar.rights.erasure.restoring_services import erase_case

catalogue.declare(
    retention_let_go="Let go by retention: {what}, {things|thing|things}",
    retention_case_erased="Erased by hand: {why}",
)

_ACTS: dict[str, Callable[[Case], minimising.Counts]] = {
    "drafts": minimising.drop_drafts,
    "search_copies": minimising.drop_search_copies,
    "packages": minimising.drop_packages,
    "case_details": minimising.pseudonymise,
}
# Why a person erases a case by hand: codes, because whatever is typed here would outlive the case.
ERASE_REASONS = {
    "period_ended": "the retention period has ended",
    "asked_for": "the person asks for it (Art. 17)",
    "ordered": "an authority or a court ordered it",
}
# The chain tells its acts in English (docs/decisions/0005).
_CHAIN_WORDS = {
    "drafts": "drafts and traces of work deleted",
    "search_copies": "copies of the search deleted",
    "packages": "response packages deleted",
    "case_details": "names and free text pseudonymised",
    "case_content": "everything erased with its key",
    "register_line": "its line added to the figures of its month",
}


@dataclass(frozen=True, slots=True)
class LetGo:
    """What became of it: "done", "kept" with the reason, or "gone" where there is no such case any more."""

    outcome: StepOutcome
    because: str = ""
    counts: dict[str, int] = field(default_factory=dict)


@transaction.atomic
def let_go(*, rule: Rule, case_id: Any, actor: User | None = None) -> LetGo:
    """Let go of what the rule is about, if it is still due and nothing keeps the case. Safe to repeat.

    The row of the case is locked and everything is judged again under the lock: a hold that was set a moment ago holds.
    """
    case = Case.objects.select_for_update(of=("self",)).select_related("controller", "key").filter(pk=case_id).first()
    if case is None:
        return LetGo(StepOutcome.GONE)
    if CaseLetGo.objects.filter(case=case, category=rule.code, at__gte=case.closed_at or case.created_at).exists():
        return LetGo(StepOutcome.GONE)
    is_due, keeps = judged(rule, case)
    if keeps is not None or not is_due:
        return LetGo(StepOutcome.KEPT, str(keeps or "period"))
    try:
        with transaction.atomic():
            counts = _do(rule, case, actor)
    except ProtectedError:
        return LetGo(StepOutcome.KEPT, "needed")
    return LetGo(StepOutcome.DONE, counts=counts)


def _do(rule: Rule, case: Case, actor: User | None) -> dict[str, int]:
    if rule.code == "register_line":
        add_to_figures(case)
        _record(rule, case, actor, 1)
        return minimising.remove_line(case)
    if rule.code == "case_content":
        erase_case(case=case, actor=actor)
        minimising.close_doors(case)
        counts = {"cases": 1}
    else:
        counts = _ACTS[rule.code](case)
    _note(rule, case, actor, counts)
    _record(rule, case, actor, sum(counts.values()))
    return counts


def _note(rule: Rule, case: Case, actor: User | None, counts: dict[str, int]) -> None:
    takes_all_before = rule.code in ("case_details", "case_content")  # with names or key what came before is gone too
    codes = CASE_CODES[: CASE_CODES.index(rule.code) + 1] if takes_all_before else (rule.code,)
    values = {"action": rule.category.action, "at": clock.now(), "by": actor, "counts": counts}
    for code in codes:
        CaseLetGo.objects.update_or_create(case=case, category=code, defaults=values)
    asked = RetentionTask.objects.filter(thing=str(case.pk), category__in=codes, state=TaskState.OPEN)
    asked.update(state=TaskState.DONE, decided_by=actor, decided_at=values["at"])  # nothing is left to ask about
    if takes_all_before or rule.code == "register_line":
        _forget_reasons(str(case.pk))


def _forget_reasons(case_id: str) -> None:
    """Reasons of earlier decisions about a case that loses its names: that it was decided, and how, stays."""
    decided = RetentionTask.objects.filter(thing=case_id, key__isnull=False)
    for key_id in list(decided.values_list("key", flat=True)):
        if key_id is not None:
            destroy_data_key(key_id)
    decided.update(words=None)


def _record(rule: Rule, case: Case, actor: User | None, things: int) -> None:
    facts = {"category": rule.code, "what": _CHAIN_WORDS[rule.code], "things": things, "rule": rule.number}
    kind = "user" if actor else "system"
    record("retention.let_go", actor=actor, actor_kind=kind, case=case, facts=facts)


@transaction.atomic
def erase_by_hand(*, case: Case, rule: Rule, reason: str, confirmation: str, actor: User) -> None:
    """Erase a closed case now, by destroying its key (legal gate G23).

    Args:
        case: as read; it is locked and judged anew.
        rule: the rule of "case_content" in force.
        reason: one of ERASE_REASONS.
        confirmation: the reference, typed: this cannot be undone.
        actor: whoever may approve the case.

    Raises:
        NotPermitted: the actor may not.
        RuleRefused: no reason, another reference, or something keeps the case ("G23").
    """
    permissions.demand(actor, Act.APPROVE_RELEASE, case)
    if reason not in ERASE_REASONS:
        message = _("Say why it is erased.")
        raise RuleRefused(message, code="reason_missing", fields={"reason": message})
    if confirmation.strip().upper() != case.reference:
        message = _("Type the reference of this case.")
        raise RuleRefused(message, code="not_confirmed", fields={"confirmation": message})
    locked = Case.objects.select_for_update(of=("self",)).select_related("controller", "key").get(pk=case.pk)
    keeps = what_keeps(rule, states_of([locked])[locked.pk], today_of(locked))  # also before the rule's own day
    if keeps is not None:  # that it is not closed, or its period runs, erase_case says in its own words
        raise RuleRefused(keeps_words(keeps), code="G23")
    record("retention.case_erased", actor=actor, case=locked, facts={"reason": reason, "why": ERASE_REASONS[reason]})
    erase_case(case=locked, actor=actor)
    minimising.close_doors(locked)
    _note(rule, locked, actor, {"cases": 1})
