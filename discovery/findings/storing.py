"""Storing what was found and how far was read, so that doing it twice changes nothing; the act is the scan's."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import TypeVar

from django.db import transaction

from discovery.documents import CoverageState
from discovery.findings.models import Coverage, Finding

Row = TypeVar("Row", Finding, Coverage)

# A stronger decision replaces a weaker one; a namesake excluded for a reason is not brought back by a mere mention.
_WEIGHT = {"confirmed": 0, "excluded": 1, "review": 2, "context": 3}
_WORST = [
    CoverageState.FAILED.value,
    CoverageState.SKIPPED.value,
    CoverageState.PARTIAL.value,
    CoverageState.COMPLETE.value,
]


@transaction.atomic
def record_findings(*, findings: Sequence[Finding]) -> None:
    """Store findings of one scan; a place that is there already keeps the decision that weighs most."""
    ordered = sorted(findings, key=lambda finding: bytes(finding.digest))
    Finding.objects.bulk_create(ordered, ignore_conflicts=True, batch_size=200)
    own = {bytes(finding.digest): finding for finding in ordered}
    for stored in _others(Finding, ordered):
        better = own[bytes(stored.digest)]
        if _WEIGHT[better.decision] < _WEIGHT[stored.decision]:
            for name in ("decision", "reason", "score", "kind", "identifier_digest", "why", "path", "engine"):
                setattr(stored, name, getattr(better, name))
            stored.save()


@transaction.atomic
def record_coverage(*, entries: Sequence[Coverage]) -> None:
    """Store how far was read; a table read in several units keeps its worst state and the sum of what was read."""
    ordered = sorted(entries, key=lambda entry: bytes(entry.digest))
    Coverage.objects.bulk_create(ordered, ignore_conflicts=True, batch_size=200)
    own = {bytes(entry.digest): entry for entry in ordered}
    for stored in _others(Coverage, ordered):
        other = own[bytes(stored.digest)]
        stored.size += other.size
        if _WORST.index(other.state) < _WORST.index(stored.state):
            stored.state, stored.reason, stored.notes = other.state, other.reason, other.notes
        stored.save(update_fields=["size", "state", "reason", "notes"])


def mark_read_by_person(*, coverage: Coverage, actor_id: uuid.UUID, note: str, at: dt.datetime) -> None:
    """Say that a person has read what the machine could not read."""
    coverage.read_by_person_at, coverage.read_by_person_id, coverage.person_note = at, actor_id, note
    coverage.save(update_fields=["read_by_person_at", "read_by_person_id", "person_note"])


def _others(model: type[Row], ordered: Sequence[Row]) -> list[Row]:
    """Rows with these digests that another unit wrote before."""
    if not ordered:
        return []
    found = model._default_manager.select_for_update().filter(
        scan_id=ordered[0].scan_id, digest__in=[row.digest for row in ordered]
    )
    return list(found.exclude(item_id=ordered[0].item_id).order_by("digest"))
