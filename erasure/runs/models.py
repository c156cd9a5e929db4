"""Erasures as rows: one run, one step a target, each with what would go, what went, and what was left."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dsar.foundation.fields import SealedJSONField, SealedTextField
from dsar.foundation.leases import LeasedQuerySet, LeasedRow, LeaseState


class RunState(models.TextChoices):
    """Where an erasure stands."""

    REHEARSING = "rehearsing", _("Rehearsing")
    REHEARSAL_FAILED = "failed", _("Rehearsal failed")
    REHEARSED = "rehearsed", _("Rehearsed")
    PROPOSED = "proposed", _("Waiting for approval")
    APPROVED = "approved", _("Approved")
    EXECUTING = "executing", _("Being carried out")
    DIFFERS = "differs", _("Different from the rehearsal")
    PARTIAL = "partial", _("Carried out in part")
    DONE = "done", _("Carried out and verified")
    CANCELLED = "cancelled", _("Dropped")


OVER = (RunState.DONE, RunState.CANCELLED, RunState.DIFFERS, RunState.REHEARSAL_FAILED)


class Phase(models.TextChoices):
    """What is done with the steps of a run; each phase ends on all targets before the next begins."""

    REHEARSE = "rehearse", _("Rehearse")
    CHECK = "check", _("Compare with the rehearsal")
    ERASE = "erase", _("Carry out")
    VERIFY = "verify", _("Search again")


class ErasureRun(models.Model):
    """One erasure of one person on several targets. Who, the case and its key are plain UUIDs.

    Attributes:
        order_id: what the run belongs to in the house; the tool only carries it.
        seed: from which the pseudonyms of this run are made.
        choices: answers to the questions of the rehearsal, by step: {ref: {question: choice}}.
        fingerprint: of all previews; what is approved.
        gaps_reason: why places that could not be read are accepted.
        alone_reason: why one person proposed and approved (small team).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key_id = models.UUIDField()
    order_id = models.UUIDField(db_index=True)
    ordered_by = models.UUIDField(null=True)
    ordered_at = models.DateTimeField()
    profile = SealedJSONField()
    seed = SealedTextField()
    choices = SealedJSONField()
    gaps_reason = SealedTextField()
    state = models.CharField(max_length=12, choices=RunState, default=RunState.REHEARSING)
    phase = models.CharField(max_length=10, choices=Phase, default=Phase.REHEARSE)
    fingerprint = models.CharField(max_length=64, blank=True)
    rehearsed_at = models.DateTimeField(null=True)
    proposed_by = models.UUIDField(null=True)
    proposed_at = models.DateTimeField(null=True)
    approved_by = models.UUIDField(null=True)
    approved_at = models.DateTimeField(null=True)
    approved_fingerprint = models.CharField(max_length=64, blank=True)
    alone_reason = models.CharField(max_length=300, blank=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=60, blank=True)
    last_rung_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-ordered_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("proposed_by")) | ~Q(alone_reason=""),
                name="who_proposed_an_erasure_does_not_approve_it",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("approved", "executing", "partial", "done"))
                | Q(approved_by__isnull=False, approved_fingerprint=F("fingerprint")),
                name="what_is_erased_was_approved_as_rehearsed",
            ),
            models.UniqueConstraint(
                fields=["order_id"],
                condition=Q(state__in=("rehearsing", "rehearsed", "proposed", "approved", "executing")),
                name="one_erasure_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"erasure {self.pk} {self.state}"


class ErasureStep(LeasedRow):
    """One target in a run. Its lease is that of the phase in hand.

    Attributes:
        ref: the house's own id of the target; for a task beside one, an id made from that target's.
        beside: the ref of the target of which this is the part by hand; empty for a target of its own.
        owner: who answers for the system, as the house says it: a task by hand is theirs.
        preview: what the rehearsal found, sealed; `counts` are its figures, without content.
        differences: what differed from the rehearsal when it was to be carried out: counts by set.
        leftovers: figures of what the search found afterwards.
        signature: over run, step, who, when and words of a confirmation by hand.
    """

    run = models.ForeignKey(ErasureRun, on_delete=models.CASCADE, related_name="steps")
    ref = models.UUIDField()
    beside = models.UUIDField(null=True)
    owner = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=150)
    kind = models.CharField(max_length=20)
    settings = SealedJSONField()
    secret_name = models.CharField(max_length=80, blank=True)
    policies = SealedJSONField(default=list)
    preview = SealedJSONField()
    counts = models.JSONField(default=dict)
    fingerprint = models.CharField(max_length=64, blank=True)
    differences = models.JSONField(default=list)
    done = models.PositiveIntegerField(default=0)
    already = models.PositiveIntegerField(default=0)
    erased_at = models.DateTimeField(null=True)
    leftovers = models.JSONField(default=dict)
    verified_at = models.DateTimeField(null=True)
    confirmed_by = models.UUIDField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmation = SealedTextField()
    signature = models.CharField(max_length=200, blank=True)

    objects: ClassVar[LeasedQuerySet[ErasureStep]] = LeasedQuerySet.as_manager()  # type: ignore[assignment]  # typed

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["run", "ref"], name="a_target_stands_once_in_an_erasure"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(signature=""), name="a_confirmation_by_hand_is_signed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

    @property
    def key_id(self) -> uuid.UUID:
        """The run's data key."""
        return self.run.key_id

    def put_back(self) -> bool:
        """Give the row back to be claimed again, the attempt counted: the target was disturbed."""
        return bool(self._held().update(state=LeaseState.WAITING, lease_until=None))


class ErasureCertificate(models.Model):
    """The proof of an erasure: bytes as signed, without content of the person, so that it outlives the case."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.OneToOneField(ErasureRun, on_delete=models.PROTECT, related_name="certificate")
    order_id = models.UUIDField(db_index=True)
    body = models.BinaryField()
    signature = models.CharField(max_length=200)
    issued_at = models.DateTimeField()

    class Meta:
        ordering = ["-issued_at"]

    def __str__(self) -> str:
        return f"certificate of {self.run_id}"
