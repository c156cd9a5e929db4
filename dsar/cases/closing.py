"""Ending a case without a disclosure: withdrawn, duplicate, no reply, unable to identify, refused; and reopening.

A refusal has two people: one drafts it with its ground and reasons, another one who may approve decides (legal gate
G16). The draft stands in the sealed context of the case, so that it is erased with it.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases import clock_acts, permissions, registry
from dsar.cases.lifecycle import Move
from dsar.cases.models import Case
from dsar.cases.services import link_cases, move_case
from dsar.cases.vocabulary import Outcome
from dsar.foundation.errors import RuleRefused

catalogue.declare(
    case_refusal_drafted="Refusal drafted: {ground}",
    case_refused="Request refused: {ground}; notice sent on {on}",
    case_closed_unanswered="Closed without an answer: {outcome}",
    case_reopened="Reopened: {reason}",
)

REFUSAL_KEY = "refusal"


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground on which a request may be refused, with its article and what has to be shown."""

    label: Any  # a text that is translated when shown
    article: str
    needs: Any
    outcome: Outcome


GROUNDS: dict[str, Ground] = {
    "unfounded": Ground(
        gettext_lazy("Manifestly unfounded"),
        "GDPR Art. 12(5)(b)",
        gettext_lazy("The controller has to show it: objective circumstances, and the intention to abuse the right."),
        Outcome.UNFOUNDED,
    ),
    "excessive": Ground(
        gettext_lazy("Manifestly excessive"),
        "GDPR Art. 12(5)(b)",
        gettext_lazy("The controller has to show it: the repetition or the extent, not the work it makes."),
        Outcome.EXCESSIVE,
    ),
    "exempt": Ground(
        gettext_lazy("An exemption covers everything"),
        "GDPR Art. 23; Art. 15(4)",
        gettext_lazy("Each item was considered, and nothing remains that could be given."),
        Outcome.EXEMPT,
    ),
}

# How a case ends without an answer: the row of the table and the outcome. The clock stops on the day it ends.
ENDINGS: dict[str, tuple[Move, Outcome]] = {
    "withdrawn": (Move.WITHDRAW, Outcome.WITHDRAWN),
    "duplicate": (Move.DUPLICATE, Outcome.DUPLICATE),
    "no_reply": (Move.LAPSE, Outcome.NO_REPLY),
    "unidentified": (Move.UNIDENTIFIED, Outcome.UNIDENTIFIED),
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refusal as drafted. The routes to complain are what the notice tells the person (GDPR Art. 12(4))."""

    ground: str
    reasons: str
    tells_authority: bool
    tells_court: bool
    author_id: str = ""


def refusal_of(case: Case) -> Refusal | None:
    """The draft of a refusal, if there is one."""
    stored = case.context.get(REFUSAL_KEY)
    return Refusal(**stored) if stored else None


def refusal_gate(case: Case) -> registry.GateFact:
    """G16: the ground, the reasons and the ways to complain are there (GDPR Art. 12(4))."""
    draft = refusal_of(case)
    if draft is None:
        return registry.GateFact("G16", is_met=False, reason=_("No refusal has been drafted."))
    if draft.ground not in GROUNDS or not draft.reasons.strip():
        return registry.GateFact("G16", is_met=False, reason=_("The refusal needs its ground and its reasons."))
    if not (draft.tells_authority and draft.tells_court):
        words = _("The notice has to name the supervisory authority and the way to a court.")
        return registry.GateFact("G16", is_met=False, reason=words)
    return registry.GateFact("G16", is_met=True)


registry.register_gate("G16", refusal_gate)


@transaction.atomic
def draft_refusal(*, case: Case, refusal: Refusal, actor: User) -> None:
    """Write the draft of a refusal; whoever decides on it must be somebody else."""
    permissions.demand(actor, Act.WORK_CASE, case)
    if refusal.ground not in GROUNDS:
        message = _("Choose one of the grounds that the law knows.")
        raise RuleRefused(message, code="ground_unknown", fields={"ground": message})
    locked = Case.objects.select_for_update().get(pk=case.pk)
    stored = {
        "ground": refusal.ground,
        "reasons": refusal.reasons,
        "tells_authority": refusal.tells_authority,
        "tells_court": refusal.tells_court,
        "author_id": str(actor.pk),
    }
    locked.context = {**locked.context, REFUSAL_KEY: stored}
    locked.save(update_fields=["context"])
    case.context = locked.context
    record("case.refusal_drafted", actor=actor, case=case, facts={"ground": refusal.ground})


@transaction.atomic
def refuse_case(*, case: Case, on: dt.date, opinion: str, actor: User) -> Case:
    """Refuse the request as drafted: the notice went out on `on`, which stops the clock (GDPR Art. 12(4)).

    Raises:
        RuleRefused: gate G16 is not met, the author decides, or the DPO's opinion is missing.
        NotPermitted: the actor may not approve.
    """
    permissions.demand(actor, Act.APPROVE_RELEASE, case)
    draft = refusal_of(case)
    fact = refusal_gate(case)
    if draft is None or not fact.is_met:
        raise RuleRefused(fact.reason, code="G16")
    if draft.author_id == str(actor.pk) and not case.controller.small_team:
        message = _("Whoever drafted a refusal cannot decide on it. Ask another approver.")
        raise RuleRefused(message, code="four_eyes")
    if not opinion.strip():
        message = _("Record the opinion of the Data Protection Officer.")
        raise RuleRefused(message, code="opinion_missing", fields={"opinion": message})
    if case.responded_on is None:
        clock_acts.respond(case=case, on=on, actor=actor)
    record(
        "case.refused", actor=actor, case=case, facts={"ground": draft.ground, "on": on}, payload={"opinion": opinion}
    )
    reason = str(GROUNDS[draft.ground].label)
    return move_case(case=case, move=Move.REFUSE, actor=actor, reason=reason, outcome=GROUNDS[draft.ground].outcome)


@transaction.atomic
def close_unanswered(
    *, case: Case, ending: str, on: dt.date, reason: str, actor: User, duplicate_of: Case | None = None
) -> Case:
    """End a case without an answer; `ending` is a key of ENDINGS. A withdrawal is written, never inferred."""
    move, outcome = ENDINGS[ending]
    if not reason.strip():
        message = _("Say in a sentence what happened and how it is shown.")
        raise RuleRefused(message, code="reason_missing", fields={"reason": message})
    if outcome == Outcome.DUPLICATE:
        if duplicate_of is None or duplicate_of.pk == case.pk:
            message = _("Give the reference of the case that goes on.")
            raise RuleRefused(message, code="other_case_missing", fields={"other": message})
        link_cases(case=case, other=duplicate_of, kind="duplicate", actor=actor)
    closed = move_case(case=case, move=move, actor=actor, reason=reason, outcome=outcome)
    if closed.responded_on is None:
        clock_acts.end(case=closed, on=on, actor=actor)
    record("case.closed_unanswered", actor=actor, case=case, facts={"outcome": outcome})
    return closed


@transaction.atomic
def reopen_case(*, case: Case, reason: str, actor: User) -> Case:
    """Take a sent or closed case up again, with a reason; the old clock record stays."""
    reopened = move_case(case=case, move=Move.REOPEN, actor=actor, reason=reason)
    if REFUSAL_KEY in reopened.context:
        reopened.context = _without_refusal(reopened.context)
        reopened.save(update_fields=["context"])
    record("case.reopened", actor=actor, case=case, payload={"reason": reason})
    return reopened


def _without_refusal(context: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in context.items() if name != REFUSAL_KEY}
