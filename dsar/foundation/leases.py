"""Leased rows: a unit of background work is a row that a worker claims, whose lease it renews, and that it finishes.

The row is the truth and the broker only a doorbell: a lost or doubled message does no harm. Whoever holds the newest
`fence` may write results; a worker that was thought dead and comes back finds its fence outdated.
"""

import datetime as dt
import uuid
from typing import Self, TypeVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dsar.foundation import clock

LEASE = dt.timedelta(seconds=60)
RING_AGAIN_AFTER = dt.timedelta(seconds=30)
MAX_ATTEMPTS = 5


class LeaseState(models.TextChoices):
    """Where a unit of work stands."""

    WAITING = "waiting", _("Waiting")
    WORKING = "working", _("Working")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


Row = TypeVar("Row", bound="LeasedRow")


class LeasedQuerySet(models.QuerySet[Row]):
    """Selecting rows by the state of their lease."""

    def claimable(self, now: dt.datetime) -> Self:
        """Rows that wait, or whose worker has let its lease run out."""
        return self.filter(Q(state=LeaseState.WAITING) | Q(state=LeaseState.WORKING, lease_until__lt=now))

    def forgotten(self, now: dt.datetime) -> Self:
        """Claimable rows for which nobody has rung lately."""
        return self.claimable(now).filter(Q(last_rung_at__isnull=True) | Q(last_rung_at__lt=now - RING_AGAIN_AFTER))


class LeasedRow(models.Model):
    """The lease of a unit of work; concrete models add what the work is."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = models.CharField(max_length=10, choices=LeaseState, default=LeaseState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    fence = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    last_rung_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=60, default="", blank=True)

    class Meta:
        abstract = True

    def claim(self, *, lease: dt.timedelta = LEASE) -> bool:
        """Take the row by one conditional update; True where this worker now holds it, `fence` and `attempts` fresh.

        A row that has been tried MAX_ATTEMPTS times is marked failed ("gave_up") instead.
        """
        now = clock.now()
        rows = type(self)._default_manager.filter(pk=self.pk, fence=self.fence)
        claimable = rows.filter(Q(state=LeaseState.WAITING) | Q(state=LeaseState.WORKING, lease_until__lt=now))
        if self.attempts >= MAX_ATTEMPTS:
            claimable.update(state=LeaseState.FAILED, failure="gave_up", fence=F("fence") + 1)
            return False
        taken = claimable.update(
            state=LeaseState.WORKING, fence=F("fence") + 1, attempts=F("attempts") + 1, lease_until=now + lease
        )
        if taken:
            self.refresh_from_db()
        return bool(taken)

    def renew(self, *, lease: dt.timedelta = LEASE) -> bool:
        """Keep the row for another lease; False where it was cancelled or taken by somebody else: stop working then."""
        return bool(self._held().update(lease_until=clock.now() + lease))

    def finish(self, state: LeaseState = LeaseState.DONE, *, failure: str = "") -> bool:
        """Close the row if it is still held; call it in the transaction of the results, and undo them on False."""
        finished = self._held().update(state=state, failure=failure, lease_until=None)
        if finished:
            self.refresh_from_db()
        return bool(finished)

    def release(self) -> bool:
        """Give the row back to be claimed again, without counting the attempt: the worker stops in good order."""
        return bool(
            self._held().update(
                state=LeaseState.WAITING, lease_until=None, attempts=F("attempts") - 1, last_rung_at=None
            )
        )

    def _held(self) -> models.QuerySet[Self]:
        return type(self)._default_manager.filter(pk=self.pk, state=LeaseState.WORKING, fence=self.fence)
