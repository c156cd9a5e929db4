"""Storing what a unit gave, in one transaction with the end of its lease."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction

from discovery.documents import CoverageEntry
from discovery.events import ItemFound, Keep, item_found
from discovery.findings.models import Coverage, Finding
from discovery.findings.storing import record_coverage, record_findings
from discovery.scans.digests import identifier_digest, keyed
from discovery.scans.models import Scan, ScanItem, ScanSource
from discovery.scans.places import Place, same_place
from discovery.scans.reading import ReadUnit
from dsar.foundation import clock


class LeaseLost(Exception):
    """Somebody else holds the row by now, or it was cancelled: what was read is thrown away."""


def record_unit(scan: Scan, source: ScanSource, item: ScanItem, read: ReadUnit) -> bool:
    """Store findings, coverage and what listeners keep, and close the item; False where its lease was lost."""
    with contextlib.ExitStack() as undo:
        keeps = _offer(scan, source, item, read)
        for keep in keeps:
            undo.callback(keep.abandon)
        try:
            with transaction.atomic():
                record_findings(findings=[_finding(scan, source, item, read, place) for place in read.places])
                cover(scan, source, item.pk, read.coverage)
                for keep in keeps:
                    keep.commit()
                _close(item, read)
        except LeaseLost:
            return False
        undo.pop_all()
    return True


def cover(scan: Scan, source: ScanSource, item_id: UUID, entries: Iterable[CoverageEntry]) -> None:
    """Store coverage entries of a unit, or of a source that could not be listed."""
    rows = [
        Coverage(
            key_id=scan.key_id,
            scan_id=scan.pk,
            item_id=item_id,
            source_ref=source.ref,
            source_name=source.name,
            state=entry.state.value,
            reason=entry.reason[:60],
            notes=list(entry.notes),
            size=entry.bytes_read,
            locator=entry.locator.as_json(),
            digest=keyed(scan.key_id, "covered", f"{source.pk}|{same_place(entry.locator.as_json())}"),
        )
        for entry in entries
    ]
    record_coverage(entries=list({bytes(row.digest): row for row in rows}.values()))


def _offer(scan: Scan, source: ScanSource, item: ScanItem, read: ReadUnit) -> list[Keep]:
    if not read.things:
        return []
    event = ItemFound(scan.pk, scan.order_id, scan.key_id, item.pk, source.ref, source.name, read.things)
    answers: list[tuple[Any, Any]] = item_found.send(sender=Scan, event=event)
    return [answer for _receiver, answer in answers if isinstance(answer, Keep)]


def _finding(scan: Scan, source: ScanSource, item: ScanItem, read: ReadUnit, place: Place) -> Finding:
    mark = f"{source.pk}|{same_place(place.locator)}"
    if not read.is_row:
        mark += f"|{place.kind}|{place.identifier}"
    return Finding(
        key_id=scan.key_id,
        scan_id=scan.pk,
        item_id=item.pk,
        source_ref=source.ref,
        source_name=source.name,
        kind=place.kind[:60],
        identifier_digest=identifier_digest(scan.key_id, place.identifier),
        decision=place.decision.value,
        reason=place.reason[:60],
        score=place.score,
        engine=scan.engine,
        locator=dict(place.locator),
        why=place.why,
        path=place.path,
        excerpt=place.excerpt,
        digest=keyed(scan.key_id, "place", mark),
        found_at=clock.now(),
    )


def _close(item: ScanItem, read: ReadUnit) -> None:
    """End the lease in the transaction of the results; undo them where it was lost."""
    decision = read.decision.value if read.decision else ""
    ScanItem.objects.filter(pk=item.pk, fence=item.fence).update(
        decision=decision, found=len(read.places), isolation=read.isolation[:20]
    )
    if not item.finish():
        raise LeaseLost
