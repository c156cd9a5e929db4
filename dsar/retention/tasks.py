"""The workers' door of retention."""

from uuid import UUID

from celery import shared_task
from django.db.models import Q

from dsar.foundation import clock
from dsar.foundation.errors import Conflict
from dsar.foundation.leases import RING_AGAIN_AFTER
from dsar.retention import counting_services, sweep_services
from dsar.retention.models import Sweep, SweepState


@shared_task(name="dsar.retention.sweep")
def daily_sweep() -> None:
    """Order the sweep of the day; one that still runs goes on instead."""
    sweep_services.remove_let_go_files()
    try:
        sweep_services.order_sweep(actor=None)
    except Conflict:
        ring_forgotten()


@shared_task(name="dsar.retention.work", time_limit=300, soft_time_limit=240)
def work_sweep(sweep_id: str) -> None:
    """Work on a sweep; rings again while there is something to do."""
    if sweep_services.work_sweep(UUID(sweep_id)):
        work_sweep.delay(sweep_id)


@shared_task(name="dsar.retention.ring_forgotten")
def ring_forgotten() -> None:
    """Ring for a sweep or a count that shows no sign of work: a lost message, a dead worker."""
    counting_services.ring_forgotten()
    quiet = Q(last_rung_at__isnull=True) | Q(last_rung_at__lt=clock.now() - 2 * RING_AGAIN_AFTER)
    for pk in Sweep.objects.filter(quiet, state=SweepState.RUNNING).values_list("pk", flat=True):
        Sweep.objects.filter(pk=pk).update(last_rung_at=clock.now())
        work_sweep.delay(str(pk))


@shared_task(name="dsar.retention.count_rows", ignore_result=True, time_limit=600, soft_time_limit=570)
def count_rows(column_id: str) -> None:
    """Count the rows past a period in one column."""
    counting_services.count(UUID(column_id))
