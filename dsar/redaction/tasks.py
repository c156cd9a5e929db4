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
    forgotten = RedactedDocument.objects.filter(pk__in=_forgotten()).values_list("case_id", flat=True)
    for case_id in set(forgotten):
        RedactedDocument.objects.filter(case_id=case_id, pk__in=_forgotten()).update(last_rung_at=clock.now())
        make_copies.delay(str(case_id))


def _forgotten() -> list[object]:
    now = clock.now()
    open_rows = RedactedDocument.objects.filter(state__in=("waiting", "working"))
    return [
        row.pk
        for row in open_rows.only("pk", "state", "lease_until", "last_rung_at")
        if (row.state == "waiting" or (row.lease_until and row.lease_until < now))
        and (row.last_rung_at is None or (now - row.last_rung_at).total_seconds() > 30)
    ]
