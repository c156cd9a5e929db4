"""The workers' door of redaction."""

from uuid import UUID

from celery import shared_task

from dsar.foundation import clock
from dsar.redaction import services
from dsar.redaction.models import RedactedDocument


@shared_task(name="dsar.redaction.make_copies", time_limit=3600, soft_time_limit=3500)
def make_copies(case_id: str) -> None:
    """Make the waiting copies of a case; ring again where more wait."""
    if services.work(UUID(case_id)):
        make_copies.delay(case_id)


@shared_task(name="dsar.redaction.ring_forgotten")
def ring_forgotten() -> None:
    """Ring again for cases whose copies wait and for which nobody has rung lately."""
    now = clock.now()
    for case_id in set(RedactedDocument.leases.forgotten(now).values_list("case_id", flat=True)):
        RedactedDocument.objects.filter(case_id=case_id, state="waiting").update(last_rung_at=now)
        make_copies.delay(str(case_id))
