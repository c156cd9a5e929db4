"""What a scan found and how far it read. Nothing here is the found thing itself: places, kinds, reasons."""

from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.db import models

from dsar.foundation.fields import SealedJSONField, SealedTextField


class FindingQuerySet(models.QuerySet["Finding"]):
    """Selecting findings."""

    def of_scans(self, scan_ids: list[uuid.UUID]) -> Self:
        """Those of these scans."""
        return self.filter(scan_id__in=scan_ids)

    def telling(self) -> Self:
        """Those that are, or may be, about the subject: excluded namesakes left out."""
        return self.exclude(decision="excluded")


class Finding(models.Model):
    """An identifier of the subject at one place, or a row about the subject, with the reason; sealed.

    Attributes:
        identifier_digest: keyed digest of the profile's identifier: counts hits per term without opening anything.
        digest: keyed digest of source and place: a place is found once a scan.
        engine: version of what found it, see Scan.engine; a scan taken up again later may have several.
        excerpt: words around the hit, the hit masked.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key_id = models.UUIDField()
    scan_id = models.UUIDField()
    item_id = models.UUIDField()
    source_ref = models.UUIDField()
    source_name = models.CharField(max_length=150)
    kind = models.CharField(max_length=60)
    identifier_digest = models.BinaryField()
    decision = models.CharField(max_length=10)
    reason = models.CharField(max_length=60, blank=True)
    score = models.FloatField()
    engine = models.CharField(max_length=150, blank=True)
    locator = SealedJSONField()
    why = SealedTextField()
    path = SealedTextField()
    excerpt = SealedTextField()
    digest = models.BinaryField()
    found_at = models.DateTimeField()

    objects: ClassVar[FindingQuerySet] = FindingQuerySet.as_manager()  # type: ignore[assignment]  # typed as its queryset

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scan_id", "digest"], name="a_place_is_found_once_a_scan")]
        indexes = [models.Index(fields=["scan_id", "decision"], name="findings_by_decision")]

    def __str__(self) -> str:
        return f"{self.kind} {self.decision}"


class Coverage(models.Model):
    """How far one file, one file inside a file, or one table was read; `state` is a CoverageState."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key_id = models.UUIDField()
    scan_id = models.UUIDField()
    item_id = models.UUIDField()
    source_ref = models.UUIDField()
    source_name = models.CharField(max_length=150)
    state = models.CharField(max_length=10)
    reason = models.CharField(max_length=60, blank=True)
    notes = models.JSONField(default=list)
    size = models.PositiveBigIntegerField(default=0)
    locator = SealedJSONField()
    digest = models.BinaryField()
    read_by_person_at = models.DateTimeField(null=True)
    read_by_person_id = models.UUIDField(null=True)
    person_note = SealedTextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scan_id", "digest"], name="an_item_is_covered_once_a_scan")]
        indexes = [models.Index(fields=["scan_id", "state"], name="coverage_by_state")]

    def __str__(self) -> str:
        return f"{self.state} {self.reason}"
