"""The workers' door: each task takes an id, calls one service, and may be run twice."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task

from discovery.scans import worker


@shared_task(name="discovery.work_scan")
def work_scan(scan_id: str) -> None:
    """Work on a scan for a while, then ring again where work is left."""
    if worker.work_scan(scan_id=UUID(scan_id)):
        work_scan.delay(scan_id)


@shared_task(name="discovery.ring_forgotten_rows")
def ring_forgotten_rows() -> None:
    """Ring for scans whose message was lost or whose worker died."""
    from discovery.scans import services

    services.ring_forgotten()
