"""The workers' door: a doorbell with a primary key, and the ring for those that nobody has heard."""

from __future__ import annotations

import datetime as dt
import logging
from uuid import UUID

from celery import shared_task
from django.db.models import Q

from dsar.foundation import clock
from erasure.runs.models import ErasureRun
from erasure.runs.worker import ACTIVE, work_run

log = logging.getLogger(__name__)
QUIET = dt.timedelta(seconds=90)


# One target is one piece of work: a large database or share is searched for hours, under a lease that is renewed.
@shared_task(name="erasure.work", ignore_result=True, time_limit=6 * 3600, soft_time_limit=6 * 3600 - 300)
def work_erasure(run_id: str) -> None:
    """Work on an erasure; rings again while there is something to do."""
    if work_run(run_id=UUID(run_id)):
        work_erasure.delay(run_id)


@shared_task(name="erasure.ring_forgotten", ignore_result=True)
def ring_forgotten_erasures() -> int:
    """Ring for erasures that show no sign of work: lost messages, dead workers. Gives how many."""
    now = clock.now()
    quiet = Q(last_rung_at__isnull=True) | Q(last_rung_at__lt=now - QUIET)
    rung = 0
    for run in ErasureRun.objects.filter(quiet, state__in=ACTIVE).only("pk", "last_rung_at"):
        if ErasureRun.objects.filter(pk=run.pk, last_rung_at=run.last_rung_at).update(last_rung_at=now):
            work_erasure.delay(str(run.pk))
            rung += 1
    return rung
