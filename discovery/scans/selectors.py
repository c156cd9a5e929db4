"""How far a scan is, for pages: counted from the rows, never kept in a counter that workers would fight for."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Count, Q

from discovery.findings.models import Finding
from discovery.scans.models import Scan, ScanItem, ScanSource, ScanState
from dsar.foundation.leases import LeaseState


@dataclass(frozen=True, slots=True)
class SourceProgress:
    """One source of a scan: units ended of all that are known, and findings by decision."""

    ref: UUID
    name: str
    kind: str
    is_listed: bool
    failure: str
    done: int
    total: int
    findings: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ScanProgress:
    """A scan with its sources; `isolation` are the levels of the sandbox that read its files."""

    scan_id: UUID
    state: str
    is_cancelling: bool
    started_at: dt.datetime
    finished_at: dt.datetime | None
    sources: Sequence[SourceProgress]
    isolation: Sequence[str] = ()

    @property
    def is_running(self) -> bool:
        """Whether units are still open."""
        return self.state == ScanState.RUNNING


def scan_progress(scan: Scan) -> ScanProgress:
    """How far a scan is, in four queries."""
    open_states = (LeaseState.WAITING, LeaseState.WORKING)
    counted = scan.items.values("source").annotate(total=Count("pk"), left=Count("pk", filter=Q(state__in=open_states)))
    units = {row["source"]: (row["total"], row["total"] - row["left"]) for row in counted}
    found: dict[UUID, dict[str, int]] = defaultdict(dict)
    for row in Finding.objects.filter(scan_id=scan.pk).values("source_ref", "decision").annotate(count=Count("pk")):
        found[row["source_ref"]][row["decision"]] = row["count"]
    levels = ScanItem.objects.filter(scan=scan).exclude(isolation="").values_list("isolation", flat=True).distinct()
    sources = [_source(row, units, found) for row in scan.sources.order_by("name").defer("settings")]
    return ScanProgress(
        scan.pk, scan.state, scan.cancel_requested, scan.started_at, scan.finished_at, sources, tuple(sorted(levels))
    )


def _source(
    row: ScanSource, units: Mapping[UUID, tuple[int, int]], found: Mapping[UUID, Mapping[str, int]]
) -> SourceProgress:
    total, done = units.get(row.pk, (0, 0))
    listed = row.state not in (LeaseState.WAITING, LeaseState.WORKING)
    return SourceProgress(row.ref, row.name, row.kind, listed, row.failure, done, total, found.get(row.ref, {}))
