"""Listing a source into units of work. Doing it again, or half of it twice, adds no second row."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator

from django.db import transaction

from discovery.documents import CoverageEntry, CoverageState, Locator
from discovery.events import SourceListed, source_listed
from discovery.scans.bench import Bench, is_database
from discovery.scans.digests import keyed
from discovery.scans.models import ScanItem, ScanSource
from discovery.scans.recording import cover
from discovery.scans.secrets import SecretMissing
from discovery.sources import SourceUnreadable, not_read_reason
from discovery.sources.sql import SqlSourceError, plan
from dsar.foundation.leases import LeaseState

CHUNK = 500
MAY_PASS = frozenset({"unreachable", "connection_lost"})
TRIES = 3


def list_source(bench: Bench, source: ScanSource) -> None:
    """Write every unit of a claimed source as a row, then close the source; a source that cannot be listed has failed.

    Stops without closing where the lease was lost: somebody else lists it, or it was cancelled.
    """
    try:
        units = _units(bench, source)
        while chunk := list(itertools.islice(units, CHUNK)):
            ScanItem.objects.bulk_create(chunk, ignore_conflicts=True)
            if not source.renew():
                return
    except SourceUnreadable as refusal:
        _failed(bench, source, refusal.reason)
    except SqlSourceError as error:
        bench.forget_database(source)
        _failed(bench, source, error.code)
    except SecretMissing:
        _failed(bench, source, "secret_missing")
    except (ValueError, OSError):
        _failed(bench, source, "bad_settings")
    else:
        with transaction.atomic():
            if source.finish():
                scan = bench.scan
                event = SourceListed(scan.pk, scan.order_id, source.ref, source.items.count())
                source_listed.send(sender=ScanSource, event=event)


def _units(bench: Bench, source: ScanSource) -> Iterator[ScanItem]:
    if is_database(source):
        database, survey = bench.database(source)
        for unit in plan(database, survey=survey):
            yield _item(bench, source, dict(unit), turn=0 if unit["kind"] == "graph" else 1)
        return
    for entry in bench.reader(source).list():
        content = {"ref": entry.ref, "size": entry.size, "not_read": not_read_reason(entry)}
        yield _item(bench, source, content, size=entry.size, mark=entry.ref)


def _item(
    bench: Bench, source: ScanSource, unit: dict[str, object], *, turn: int = 0, size: int = 0, mark: str = ""
) -> ScanItem:
    digest = keyed(source.key_id, "unit", mark or json.dumps(unit, sort_keys=True))
    return ScanItem(scan=bench.scan, source=source, turn=turn, unit=unit, size=size, digest=digest)


def _failed(bench: Bench, source: ScanSource, reason: str) -> None:
    """The source ends with a reason, or is tried again where the reason may pass."""
    if reason in MAY_PASS and source.attempts < TRIES:
        type(source).objects.filter(pk=source.pk, fence=source.fence, state=LeaseState.WORKING).update(
            state=LeaseState.WAITING, lease_until=None
        )
        return
    with transaction.atomic():
        if source.finish(LeaseState.FAILED, failure=reason):
            entry = CoverageEntry(Locator({"path": ""}), CoverageState.FAILED, reason)
            cover(bench.scan, source, source.pk, [entry])
