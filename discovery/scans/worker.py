"""The work on a scan: claim a unit, read it, store it, take the next; stop before the task grows old and ring again."""

from __future__ import annotations

import logging
import random
import time
from collections import Counter
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from discovery.documents import CoverageEntry, CoverageState, Locator
from discovery.events import ScanEnded, scan_ended
from discovery.findings.models import Coverage, Finding
from discovery.scans.bench import Bench
from discovery.scans.keeping import kept, lease
from discovery.scans.models import Scan, ScanItem, ScanSource, ScanState
from discovery.scans.planning import list_source
from discovery.scans.reading import read_unit
from discovery.scans.recording import cover, record_unit
from dsar.foundation import clock
from dsar.foundation.errors import KeyDestroyed
from dsar.foundation.leases import LeaseState

log = logging.getLogger(__name__)
WORK_SECONDS = 50.0
DISTURBED_TRIES = 3
_WINDOW = 8
Unit = TypeVar("Unit", ScanItem, ScanSource)
_OPEN = (LeaseState.WAITING, LeaseState.WORKING)


def work_scan(*, scan_id: UUID, seconds: float = WORK_SECONDS) -> bool:
    """Work on a scan for at most about so many seconds; True where a doorbell should ring again.

    Any number of workers may do this at once. A scan that is gone, or whose key was destroyed, is no error.
    """
    scan = Scan.objects.filter(pk=scan_id, state=ScanState.RUNNING).first()
    if scan is None:
        return False
    try:
        with Bench(scan) as bench:
            return _work(bench, time.monotonic() + seconds)
    except KeyDestroyed:
        _let_go(scan)
        return False


def _work(bench: Bench, until: float) -> bool:
    scan = bench.scan
    while time.monotonic() < until:
        Scan.objects.filter(pk=scan.pk).update(last_rung_at=clock.now())
        if _cancelled(scan.pk) or not _one_unit(bench):
            return not end_if_done(scan) and _claimable(ScanItem, scan).exists()
    return True


def end_if_done(scan: Scan) -> bool:
    """Close a scan of which every unit has ended, once; listeners hear of it in the same transaction."""
    with transaction.atomic():
        if scan.sources.filter(state__in=_OPEN).exists() or scan.items.filter(state__in=_OPEN).exists():
            return False
        state = ScanState.CANCELLED if _wants_cancel(scan.pk) else ScanState.FINISHED
        running = Scan.objects.filter(pk=scan.pk, state=ScanState.RUNNING)
        if not running.update(state=state, finished_at=clock.now()):
            return True
        _cover_given_up(scan)
        counts = Counter(Finding.objects.filter(scan_id=scan.pk).values_list("decision", flat=True))
        failed = Coverage.objects.filter(scan_id=scan.pk, state=CoverageState.FAILED.value).count()
        event = ScanEnded(scan.pk, scan.order_id, scan.actor_id, state.value, dict(counts), failed)
        scan_ended.send(sender=Scan, event=event)
    return True


def cancel_open_rows(scan_id: UUID) -> None:
    """Rows that nobody works on are cancelled; those in work end by themselves and are the last."""
    free = Q(state=LeaseState.WAITING) | Q(state=LeaseState.WORKING, lease_until__lt=clock.now())
    for model in (ScanItem, ScanSource):
        model._default_manager.filter(free, scan_id=scan_id).update(state=LeaseState.CANCELLED, lease_until=None)


def _cancelled(scan_id: UUID) -> bool:
    if not _wants_cancel(scan_id):
        return False
    cancel_open_rows(scan_id)
    return True


def _wants_cancel(scan_id: UUID) -> bool:
    return Scan.objects.filter(pk=scan_id, cancel_requested=True).exists()


def _one_unit(bench: Bench) -> bool:
    """Work on one source or item; False where there is nothing to claim."""
    if (source := _claim(ScanSource, bench.scan)) is not None:
        with kept(source):
            list_source(bench, source)
        return True
    item = _claim(ScanItem, bench.scan)
    if item is None:
        return False
    with kept(item):
        _work_item(bench, item)
    return True


def _work_item(bench: Bench, item: ScanItem) -> None:
    read = read_unit(bench, item)
    if read.was_disturbed and item.attempts < DISTURBED_TRIES:
        item.put_back()
        return
    if not record_unit(bench.scan, bench.source(item.source_id), item, read):
        log.info("a unit was taken over by another worker", extra={"item": str(item.pk)})


def _claim(model: type[Unit], scan: Scan) -> Unit | None:
    """One claimable row of the scan, taken by this worker; the least tried first, so that a bad one comes last."""
    for _round in range(5):
        window = list(_claimable(model, scan).order_by("attempts").values_list("pk", "attempts")[:_WINDOW])
        if not window:
            return None
        least = [pk for pk, attempts in window if attempts == window[0][1]]
        random.shuffle(least)
        for row in model._default_manager.filter(pk__in=least[:2]).defer("unit" if model is ScanItem else "settings"):
            if row.claim(lease=lease()):
                row.scan = scan
                return row
    return None


def _claimable(model: type[Unit], scan: Scan) -> QuerySet[Unit]:
    rows: QuerySet[Any] = model.objects.filter(scan=scan).claimable(clock.now())
    if model is ScanItem:
        # The texts of a database come after its look-ups, so that a row known to be somebody else's stays so.
        looking = ScanItem.objects.filter(scan=scan, turn=0, state__in=_OPEN).values("source")
        rows = rows.exclude(turn=1, source__in=looking)
    return rows


def _cover_given_up(scan: Scan) -> None:
    """Units that no worker survived are named as such: never lost, never "nothing found"."""
    for item in scan.items.filter(state=LeaseState.FAILED).select_related("source"):
        item.scan = item.source.scan = scan
        place = {"path": item.unit["ref"]} if "ref" in item.unit else {"table": item.unit.get("table", "")}
        cover(scan, item.source, item.pk, [CoverageEntry(Locator(place), CoverageState.FAILED, "gave_up")])
    for source in scan.sources.filter(state=LeaseState.FAILED, failure="gave_up"):
        source.scan = scan
        cover(scan, source, source.pk, [CoverageEntry(Locator({"path": ""}), CoverageState.FAILED, "gave_up")])


def _let_go(scan: Scan) -> None:
    """The case was erased while its scan ran: nothing can be read or written any more."""
    for rows in (scan.items, scan.sources):
        rows.filter(state__in=_OPEN).update(state=LeaseState.CANCELLED, lease_until=None)
    Scan.objects.filter(pk=scan.pk).update(state=ScanState.CANCELLED, finished_at=clock.now())
