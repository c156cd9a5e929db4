"""Scans as leased rows: what is read, unit by unit, and how far each has come. Sealed under the scan's key."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from dsar.foundation.fields import SealedJSONField
from dsar.foundation.leases import LeasedQuerySet, LeasedRow, LeaseState


class ScanState(models.TextChoices):
    """Where a scan stands; `cancel_requested` is a wish, CANCELLED its fulfilment."""

    RUNNING = "running", _("Running")
    FINISHED = "finished", _("Finished")
    CANCELLED = "cancelled", _("Cancelled")


class Scan(models.Model):
    """One search of several sources for one person. Who ordered it, and the case and its key, are plain UUIDs.

    Attributes:
        key_id: the data key under which everything of this scan is sealed.
        order_id: what the scan belongs to in the house; the tool only carries it.
        engine: version of what reads and detects, as it was when the scan was ordered.
        last_rung_at: when a worker was last rung for or at work.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key_id = models.UUIDField()
    order_id = models.UUIDField(db_index=True)
    actor_id = models.UUIDField(null=True)
    profile = SealedJSONField()
    engine = models.CharField(max_length=150, blank=True)
    state = models.CharField(max_length=10, choices=ScanState, default=ScanState.RUNNING)
    cancel_requested = models.BooleanField(default=False)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    last_rung_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="running", finished_at__isnull=True)
                | (~models.Q(state="running") & models.Q(finished_at__isnull=False)),
                name="a_scan_that_ended_says_when",
            )
        ]

    def __str__(self) -> str:
        return f"scan {self.pk} {self.state}"


class ScanSource(LeasedRow):
    """A source in a scan; its lease is that of listing it. DONE: all its units are rows now.

    Attributes:
        ref: the house's own id of the source.
        settings: as `make_source` takes them; for a database {"url": …}.
        secret_name: name of the secret, never the secret.
    """

    scan = models.ForeignKey(Scan, on_delete=models.CASCADE, related_name="sources")
    ref = models.UUIDField()
    name = models.CharField(max_length=150)
    kind = models.CharField(max_length=20)
    settings = SealedJSONField()
    secret_name = models.CharField(max_length=80, blank=True)

    objects: ClassVar[LeasedQuerySet[ScanSource]] = LeasedQuerySet.as_manager()  # type: ignore[assignment]  # typed

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scan", "ref"], name="a_source_stands_once_in_a_scan")]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

    @property
    def key_id(self) -> uuid.UUID:
        """The scan's data key."""
        return self.scan.key_id


class ScanItem(LeasedRow):
    """A unit of work: a file, or a piece of a database (`turn` 0: look-ups and what follows; 1: text of a table).

    Attributes:
        unit: {"ref", "size", "not_read"} of a file or the unit of a database; sealed, a path is personal data.
        digest: keyed digest of the unit: listing a source again makes no second row.
        decision: of the whole item, "" where nothing was found.
        isolation: level of the sandbox that read it, "" where none was needed.
    """

    scan = models.ForeignKey(Scan, on_delete=models.CASCADE, related_name="items")
    source = models.ForeignKey(ScanSource, on_delete=models.CASCADE, related_name="items")
    turn = models.PositiveSmallIntegerField(default=0)
    unit = SealedJSONField()
    size = models.PositiveBigIntegerField(default=0)
    digest = models.BinaryField()
    decision = models.CharField(max_length=10, blank=True)
    found = models.PositiveIntegerField(default=0)
    isolation = models.CharField(max_length=20, blank=True)

    objects: ClassVar[LeasedQuerySet[ScanItem]] = LeasedQuerySet.as_manager()  # type: ignore[assignment]  # typed

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "digest"], name="a_unit_stands_once_in_a_source")]
        indexes = [models.Index(fields=["scan", "state", "turn", "attempts"], name="items_to_claim")]

    def __str__(self) -> str:
        return f"item {self.pk} {self.state}"

    @property
    def key_id(self) -> uuid.UUID:
        """The scan's data key."""
        return self.scan.key_id

    def put_back(self) -> bool:
        """Give the row back to be claimed again, the attempt counted: it was disturbed and deserves another try."""
        return bool(self._held().update(state=LeaseState.WAITING, lease_until=None))
