"""The audit chain as stored. Rows are only ever added; triggers in the database refuse everything else."""

import uuid

from django.db import models

from dsar.foundation.fields import SealedJSONField, SealedTextField


class AuditEntry(models.Model):
    """One act. `body` is hashed as stored; the other columns repeat it for queries and are compared when verifying."""

    seq = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    actor_kind = models.CharField(max_length=20)
    actor_id = models.UUIDField(null=True, db_index=True)
    action = models.CharField(max_length=60, db_index=True)
    outcome = models.CharField(max_length=20)
    case_id = models.UUIDField(null=True)
    object_type = models.CharField(max_length=40)
    object_id = models.CharField(max_length=64)
    commitment = models.CharField(max_length=64)
    body = models.BinaryField()
    previous = models.BinaryField()
    digest = models.BinaryField()

    class Meta:
        ordering = ["seq"]
        indexes = [models.Index(fields=["case_id", "seq"], name="audit_entries_of_a_case")]

    def __str__(self) -> str:
        return f"{self.seq} {self.action}"


class AuditHead(models.Model):
    """The last entry's number and hash: one row, locked while an entry is added."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.PositiveBigIntegerField(default=0)
    digest = models.BinaryField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="there_is_one_audit_head")]

    def __str__(self) -> str:
        return str(self.seq)


class AuditPayload(models.Model):
    """The personal part of an entry, sealed under the case's key and gone with it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    seq = models.PositiveBigIntegerField(unique=True)
    key_id = models.UUIDField(db_index=True)
    salt = SealedTextField()
    content = SealedJSONField()

    def __str__(self) -> str:
        return str(self.seq)
