"""Acts on scans: order one, cancel it, take it up again, ring for workers. Keyword-only; one transaction each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from discovery.detection import Options
from discovery.detection.versioning import engine_version
from discovery.documents import CoverageState, SubjectProfile
from discovery.events import ScanChanged, scan_changed
from discovery.findings.models import Coverage
from discovery.scans import tasks
from discovery.scans.models import Scan, ScanItem, ScanSource, ScanState
from discovery.scans.worker import cancel_open_rows, end_if_done
from dsar.foundation import clock
from dsar.foundation.leases import LeaseState

WORKERS = 2  # how many doorbells are rung for one scan
QUIET = dt.timedelta(seconds=15)  # without a sign of work for so long a scan is rung for again


@dataclass(frozen=True, slots=True)
class SourceOrder:
    """A source to search: the house's id and name of it, its kind and settings, the name of its secret."""

    ref: UUID
    name: str
    kind: str
    settings: Mapping[str, Any] = field(repr=False)
    secret_name: str = ""


@transaction.atomic
def order_scan(
    *,
    order_id: UUID,
    key_id: UUID,
    actor_id: UUID | None,
    profile: SubjectProfile,
    sources: Sequence[SourceOrder],
    engine: str = "",
) -> Scan:
    """Write a scan of these sources for this person, and ring for workers once it is committed.

    `engine` is the version that every finding of the scan will name; without one it is that of the engine as shipped.
    """
    scan = Scan.objects.create(
        order_id=order_id,
        key_id=key_id,
        actor_id=actor_id,
        profile=profile.as_json(),
        engine=engine or engine_version(Options()),
        started_at=clock.now(),
    )
    for source in sources:
        ScanSource.objects.create(
            scan=scan,
            ref=source.ref,
            name=source.name,
            kind=source.kind,
            settings=dict(source.settings),
            secret_name=source.secret_name,
        )
    _tell(scan, "ordered")
    _ring_on_commit(scan)
    return scan


@transaction.atomic
def cancel_scan(*, scan: Scan) -> None:
    """Stop a scan: what waits is cancelled now, what is in work ends by itself; what was found stays."""
    Scan.objects.filter(pk=scan.pk, state=ScanState.RUNNING).update(cancel_requested=True)
    _tell(scan, "cancelled")
    cancel_open_rows(scan.pk)
    end_if_done(scan)
    scan.refresh_from_db()


@transaction.atomic
def resume_scan(*, scan: Scan, engine: str = "") -> int:
    """Take up what was cancelled or has failed; gives the number of units that wait again.

    What is found from now on names `engine`, the version of today; what was found before keeps its own.
    """
    locked = Scan.objects.select_for_update().get(pk=scan.pk)
    failed = Coverage.objects.filter(scan_id=locked.pk, state=CoverageState.FAILED.value, read_by_person_at=None)
    again = Q(state__in=(LeaseState.CANCELLED, LeaseState.FAILED)) | Q(
        pk__in=list(failed.values_list("item_id", flat=True)), state=LeaseState.DONE
    )
    fresh = {"state": LeaseState.WAITING, "attempts": 0, "lease_until": None, "failure": "", "last_rung_at": None}
    reopened = 0
    for rows in (ScanItem.objects.filter(again, scan=locked), ScanSource.objects.filter(again, scan=locked)):
        ids = list(rows.values_list("pk", flat=True))
        Coverage.objects.filter(scan_id=locked.pk, item_id__in=ids).delete()
        reopened += type(rows[0]).objects.filter(pk__in=ids).update(**fresh) if ids else 0
    if reopened:
        Scan.objects.filter(pk=locked.pk).update(
            state=ScanState.RUNNING,
            finished_at=None,
            cancel_requested=False,
            last_rung_at=None,
            engine=engine or engine_version(Options()),
        )
        _tell(locked, "resumed")
        _ring_on_commit(locked)
    scan.refresh_from_db()
    return reopened


def ring_forgotten() -> int:
    """Ring for running scans that show no sign of work: lost messages, dead workers. Gives how many."""
    now = clock.now()
    quiet = Q(last_rung_at__isnull=True) | Q(last_rung_at__lt=now - QUIET)
    rung = 0
    for scan in Scan.objects.filter(quiet, state=ScanState.RUNNING).only("pk", "last_rung_at"):
        mine = Scan.objects.filter(pk=scan.pk, last_rung_at=scan.last_rung_at).update(last_rung_at=now)
        if mine:
            _ring(scan.pk)
            rung += 1
    return rung


def _tell(scan: Scan, what: str) -> None:
    scan_changed.send(sender=Scan, event=ScanChanged(scan.pk, scan.order_id, scan.actor_id, what))


def _ring_on_commit(scan: Scan) -> None:
    transaction.on_commit(partial(_ring, scan.pk), robust=True)


def _ring(scan_id: UUID) -> None:
    for _bell in range(WORKERS):
        tasks.work_scan.delay(str(scan_id))
