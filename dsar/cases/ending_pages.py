"""The ways in which a case can end, as the page that offers them shows them."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dsar.access.rules import Act
from dsar.cases.closing_services import WAYS, gate_of
from dsar.cases.ending_gates import pending
from dsar.cases.ending_models import EndingKind
from dsar.cases.lifecycle import Move, transition
from dsar.cases.models import Case


@dataclass(frozen=True, slots=True)
class Words:
    """How a way to end is told: heading, when it fits, what its button says."""

    title: Any
    lead: Any
    button: Any
    who: Any


APPROVER, WORKER = gettext_lazy("By an approver"), gettext_lazy("By whoever works the case")
WORDS: dict[str, Words] = {
    EndingKind.WITHDRAWN: Words(
        gettext_lazy("The person has withdrawn the request"),
        gettext_lazy("In writing, by the requester. A withdrawal is never inferred from silence."),
        gettext_lazy("Close as withdrawn"),
        WORKER,
    ),
    EndingKind.NO_REPLY: Words(
        gettext_lazy("No reply has come"),
        gettext_lazy("After a reminder that told the consequence, and after its days. It is opened again on a reply."),
        gettext_lazy("Close for want of a reply"),
        APPROVER,
    ),
    EndingKind.UNIDENTIFIED: Words(
        gettext_lazy("We cannot identify the person"),
        gettext_lazy("We can show that we cannot tell who it is (GDPR Art. 11(2), 12(2)); the person is told."),
        gettext_lazy("Close as unable to identify"),
        APPROVER,
    ),
    EndingKind.PASSED_ON: Words(
        gettext_lazy("Another controller decides"),
        gettext_lazy("We are processor only: the request is passed on at once (GDPR Art. 28(3)(e))."),
        gettext_lazy("Close as passed on"),
        WORKER,
    ),
    EndingKind.DUPLICATE: Words(
        gettext_lazy("It is the same request as another case"),
        gettext_lazy("The other case is linked and goes on; no letter goes out."),
        gettext_lazy("Close as a duplicate"),
        WORKER,
    ),
}


@dataclass(frozen=True, slots=True)
class WayRow:
    """One way to end the case; `url` is empty where it is not open, and `reason` says why."""

    title: str
    lead: str
    who: str
    url: str
    reason: str
    gate_reason: str


def ways_of(case: Case, can: frozenset[Act]) -> list[WayRow]:
    """All ways, open ones first: the stage and the person's acts decide; a gate that is not met is told beside it."""
    rows = [_refusal(case, can), *(_way(case, kind, can) for kind in WORDS)]
    return sorted(rows, key=lambda row: not row.url)


def _way(case: Case, kind: str, can: frozenset[Act]) -> WayRow:
    words, row = WORDS[kind], transition(WAYS[kind].move, case.stage, case.right)
    reason, gate = "", gate_of(case, kind)
    if row is None:
        reason = _("Not from the stage in which the case is.")
    elif Act(row.act) not in can:
        reason = _("Your role does not do this.")
    url = "" if reason else reverse("dsar:case-close-as", args=[case.reference, kind])
    told = gate.reason if gate and not gate.is_met and not reason and kind == EndingKind.NO_REPLY else ""
    return WayRow(str(words.title), str(words.lead), str(words.who), url, reason, told)


def _refusal(case: Case, can: frozenset[Act]) -> WayRow:
    row = transition(Move.REFUSE, case.stage, case.right)
    reason = ""
    if row is None:
        reason = _("Not from the stage in which the case is.")
    elif not can & {Act.WORK_CASE, Act.APPROVE_RELEASE}:
        reason = _("Your role does not do this.")
    url = "" if reason else reverse("dsar:case-refuse", args=[case.reference])
    told = _("A draft waits for its decision.") if pending(case, EndingKind.REFUSAL) else ""
    lead = _(
        "Manifestly unfounded or excessive, or wholly exempt: with reasons, the DPO's opinion and the ways to complain."
    )
    return WayRow(
        _("We refuse the request"), lead, _("Drafted by one, decided by another who may approve"), url, reason, told
    )
