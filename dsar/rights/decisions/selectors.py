"""Reading what belongs to a decided right: its scope in the register, tasks, recipients, decisions in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dsar.cases.models import Case
from dsar.foundation.versions import digest_of
from dsar.processing_records.models import ProcessingActivity, Recipient, System
from dsar.rights.decisions import rules
from dsar.rights.decisions.models import (
    DecisionOutcome,
    DecisionState,
    RecipientNotice,
    RightDecision,
    RightTask,
    TaskState,
)
from dsar.rights.decisions.rooms import room_of


@dataclass(frozen=True, slots=True)
class Scope:
    """What of the register a case is about."""

    activities: list[ProcessingActivity]
    systems: list[System]


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision as shown: the ground in words with its article."""

    decision: RightDecision
    ground: str
    article: str


def scope_of(case: Case) -> Scope:
    """The activities that the case is about, all of the controller where the room names none, and their systems."""
    room = room_of(case)
    chosen: Sequence[ProcessingActivity] = room.scope(case) if room is not None and room.scope is not None else ()
    activities = list(chosen) or list(ProcessingActivity.objects.filter(controller=case.controller))
    systems = System.objects.filter(activities__in=[one.pk for one in activities]).distinct()
    return Scope(activities, list(systems))


def recipients_of(case: Case) -> list[str]:
    """The recipients that the register names for the scope, each once, in order."""
    rows = Recipient.objects.filter(activity__in=[one.pk for one in scope_of(case).activities])
    return sorted(set(rows.values_list("name", flat=True)))


def recipient_rows(case: Case) -> list[tuple[str, RecipientNotice | None]]:
    """Each recipient with what is recorded since the decision that counts; of an earlier one they know what is void."""
    decision = decision_of(case)
    since = decision.decided_at if decision is not None else None
    rows = (
        RecipientNotice.objects.filter(case=case, recorded_at__gte=since) if since else RecipientNotice.objects.none()
    )
    told = {row.recipient: row for row in rows.select_related("case")}
    return [(name, told.get(name)) for name in recipients_of(case)]


def untold(case: Case) -> str:
    """Which recipients wait, in words; "" where all are told or it is written why not."""
    waiting = [name for name, row in recipient_rows(case) if row is None]
    if not waiting:
        return ""
    return _("Not told yet: %(names)s.") % {"names": ", ".join(waiting[:5])}


def undone(case: Case) -> str:
    """How many tasks in the systems are open, in words; "" where none is."""
    count = RightTask.objects.filter(case=case, state=TaskState.OPEN).count()
    words = ngettext("%(n)d task in a system is not signed yet.", "%(n)d tasks in systems are not signed yet.", count)
    return words % {"n": count} if count else ""


def proposal_of(case: Case) -> RightDecision | None:
    """The decision that waits for a second person."""
    rows = RightDecision.objects.filter(case=case, state=DecisionState.PROPOSED)
    return rows.select_related("case__controller", "proposer").first()


def decision_of(case: Case) -> RightDecision | None:
    """The decision that counts; None where none is taken."""
    row = RightDecision.objects.filter(case=case, state=DecisionState.DECIDED)
    return row.exclude(outcome=DecisionOutcome.LIFTED).select_related("case").order_by("-decided_at").first()


def version_of(decision: RightDecision) -> str:
    """What a proposal says, as a digest: whoever agrees names the one that they have read."""
    return digest_of(
        [str(decision.pk), decision.outcome, decision.ground, decision.why, decision.words, decision.proposer_id]
    )


def rows_of(case: Case) -> list[DecisionRow]:
    """Every decision of the case, newest first."""
    rows = RightDecision.objects.filter(case=case).select_related("case", "proposer", "decider")
    return [in_words(row, case.regime_id) for row in rows]


def in_words(row: RightDecision, regime: str) -> DecisionRow:
    """A decision with its ground in words; a ground of another room's own is shown by its code."""
    ground = rules.ground_of(row.right, row.ground)
    if ground is None:
        return DecisionRow(row, row.ground.replace("_", " "), "")
    return DecisionRow(row, _(ground.words), ground.article_under(regime))
