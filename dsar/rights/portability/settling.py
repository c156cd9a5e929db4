"""What follows when a package is handed over or arrives: clock, stage, letter. Called in the caller's transaction."""

from typing import Any

from dsar.access.models import User
from dsar.cases import clock as case_clock
from dsar.cases import clock_acts
from dsar.cases.lifecycle import Move
from dsar.cases.models import Case
from dsar.cases.notify import reach_of, tell_requester
from dsar.cases.services import move_case, unmet_gates
from dsar.cases.vocabulary import Outcome, Stage
from dsar.foundation import clock
from dsar.rights.portability.models import Transmission
from dsar.rights.portability.plan_services import plan_of


def note_arrival(row: Transmission, *, receipt: dict[str, Any], actor: User | None) -> None:
    """The package is with the other controller: the receipt is kept, the person is told, the case moves on."""
    row.arrived_at, row.receipt = clock.now(), receipt
    row.save(update_fields=["arrived_at", "receipt"])
    note_handed_over(row, actor=actor)
    _tell(row, actor)


def note_handed_over(row: Transmission, *, actor: User | None) -> None:
    """The answer is provided where the package goes to another controller only: that day stops the clock."""
    case = row.case
    if case.stage != Stage.READY or plan_of(case).to_person or unmet_gates(case, Move.SEND):
        return
    moved = move_case(case=case, move=Move.SEND, actor=actor)
    if moved.responded_on is None:
        clock_acts.respond(case=moved, on=case_clock.today_of(moved), actor=actor)
    moved.outcome = outcome_of(moved, left_out=int(row.package.figures.get("left_out", 0)))
    moved.save(update_fields=["outcome"])


def outcome_of(case: Case, *, left_out: int) -> Outcome:
    """How the case ends once the package is out."""
    return Outcome.GRANTED_PART if left_out else Outcome.GRANTED


def _tell(row: Transmission, actor: User | None) -> None:
    """The letter to the person, where they can be written to."""
    case = row.case
    reach = reach_of(case)
    if not reach.channels() or reach.is_protected:
        return  # whoever works a protected person's case tells them in the way that was agreed
    tell_requester(
        case=case,
        code="portability_transmitted",
        variables={
            "receiver": row.receiver.name,
            "sent_on": case_clock.today_of(case),
            "size": f"{row.size:,}",
            "digest": row.sha256,
        },
        actor=actor,
        dedup=f"transmission-{row.pk}",
    )
