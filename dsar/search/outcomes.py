"""What the end of a scan means for the plan; called inside the scan's own transaction."""

from typing import Any
from uuid import UUID

from django.dispatch import receiver

from discovery.events import ScanEnded, scan_ended
from discovery.findings.models import Coverage, Finding
from dsar.access.models import User
from dsar.audit.catalogue import declare
from dsar.audit.services import record
from dsar.cases.models import Case
from dsar.search.models import PlannedSystem, PlanState
from dsar.search.rules import SourceOutcome, state_after

declare(search_finished="Search finished: {confirmed} confirmed, {review} to check, {failed|item|items} not read")


@receiver(scan_ended, dispatch_uid="search outcomes")
def note_end(event: ScanEnded, **_kwargs: Any) -> None:
    """Write the outcome of each source into the plan, and one audit entry for the scan."""
    case = Case.objects.filter(pk=event.order_id).first()
    if case is None:
        return
    if event.state == "cancelled":
        rows = PlannedSystem.objects.filter(case=case, scan_id=event.scan_id, state=PlanState.SEARCHING)
        rows.update(state=PlanState.PLANNED)
        return
    settle(case=case, scan_id=event.scan_id)
    facts = {"scan": event.scan_id, "failed": event.failed}
    facts |= {name: event.counts.get(name, 0) for name in ("confirmed", "review", "context", "excluded")}
    actor = User.objects.filter(pk=event.actor_id).first() if event.actor_id else None
    record("search.finished", actor=actor, case=case, facts=facts)


def settle(*, case: Case, scan_id: UUID) -> None:
    """Write into the plan what the scan of each source came to; what a person has read is no longer a failure."""
    searched = PlannedSystem.objects.filter(case=case, scan_id=scan_id).exclude(state=PlanState.LEFT_OUT)
    for row in searched:
        covered = Coverage.objects.filter(scan_id=scan_id, source_ref=row.ref, read_by_person_at=None)
        outcome = SourceOutcome(
            findings=Finding.objects.filter(scan_id=scan_id, source_ref=row.ref).telling().count(),
            failed=covered.filter(state="failed").count(),
            not_whole=covered.exclude(state="complete").count(),
        )
        PlannedSystem.objects.filter(pk=row.pk).update(state=state_after(outcome))
