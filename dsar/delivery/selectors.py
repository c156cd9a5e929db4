"""Reads of the delivery room: what goes to whom, how a delivery stands, what was sent and not collected."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from dsar.access.models import User
from dsar.audit.models import AuditEntry
from dsar.audit.selectors import HistoryLine, tell
from dsar.cases import registry
from dsar.cases.lifecycle import Move, gate_rule, transition
from dsar.cases.models import Case, CasePerson
from dsar.cases.notify import reach_of
from dsar.cases.vocabulary import Outcome, PersonRole, RightAsked, Stage
from dsar.delivery.models import Delivery, DeliveryState
from dsar.response.models import Package
from dsar.response.selectors import recipient_person


@dataclass(frozen=True, slots=True)
class Check:
    """A gate of the release with what it asks for and how it stands."""

    gate: str
    asks: str
    is_met: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Destination:
    """Where the package goes. `needs_proof`: it goes to a third person whom nobody has proved yet."""

    name: str
    email: str
    postal: str
    phone: str
    is_protected: bool
    needs_proof: bool


def checks_of(case: Case) -> list[Check]:
    """Every gate between the case and its release."""
    row = transition(Move.SEND, Stage.READY, case.right)
    facts = [registry.gate_fact(gate, case) for gate in (row.gates if row else ())]
    return [Check(fact.gate, gate_rule(fact.gate).words, fact.is_met, fact.reason) for fact in facts]


def destination_of(case: Case) -> Destination:
    """Where the package of the case goes now."""
    reach, person = reach_of(case, PersonRole.RECIPIENT), recipient_person(case)
    phone = next(iter(person.details.get("phones", [])), "") if person else ""
    return Destination(
        name=reach.name,
        email=reach.email,
        postal=reach.postal,
        phone=str(phone),
        is_protected=reach.is_protected,
        needs_proof=needs_proof(person),
    )


def needs_proof(person: CasePerson | None) -> bool:
    """Whether the package would go to somebody named only as recipient who is not proved; others are G6's matter."""
    return person is not None and person.role == PersonRole.RECIPIENT and not person.is_proved


def delivery_of(case: Case) -> Delivery | None:
    """The newest delivery of the case."""
    found = Delivery.objects.filter(case=case).select_related("package__file", "released_by", "confirmed_by").first()
    if found is not None:
        found.case = found.package.case = case
    return found


def outcome_of(package: Package) -> Outcome:
    """How the case ends once this package is out."""
    if not package.holds_data:
        return Outcome.NOTHING_HELD
    if package.case.right != RightAsked.ACCESS:
        return Outcome.GRANTED_PART if package.is_partial else Outcome.GRANTED
    return Outcome.PARTIAL if package.is_partial else Outcome.FULL


def history_of(case: Case) -> list[HistoryLine]:
    """What happened to link, code and package, newest first."""
    return tell(AuditEntry.objects.filter(case_id=case.pk, action__startswith="delivery.").order_by("-seq")[:50])


def sent_not_collected(user: User) -> QuerySet[Delivery]:
    """Deliveries of cases that the person may see, released and not shown to have arrived; oldest first."""
    open_ones = Delivery.objects.filter(
        case__in=Case.objects.visible_to(user),
        case__stage=Stage.SENT,
        state=DeliveryState.OPEN,
        collected_at__isnull=True,
        confirmed_on__isnull=True,
    )
    return open_ones.select_related("case__controller").order_by("released_at")


def days_open(delivery: Delivery, now: dt.datetime) -> int:
    """Whole days since the release."""
    return (now - delivery.released_at).days
