"""What the slab stores: wrapped keys, the key's check value, sealed files, counters of references."""

import uuid

from django.db import models

from dsar.foundation.fields import SealedTextField


class DataKey(models.Model):
    """A data key, wrapped by the installation's key; without `wrapped` it is destroyed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wrapped = models.BinaryField(null=True)
    created_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(wrapped__isnull=False, destroyed_at__isnull=True)
                | models.Q(wrapped__isnull=True, destroyed_at__isnull=False),
                name="a_data_key_is_either_there_or_destroyed",
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class KeyCheck(models.Model):
    """One row: tells whether the key given at the start is the one this database was written with."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    fingerprint = models.BinaryField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="there_is_one_key_check")]

    def __str__(self) -> str:
        return "key check"


class SealedFile(models.Model):
    """A file in sealed storage: random name on disk, AES-256-GCM in chunks under a data key.

    `expires_at` is the day on which it is let go; null only where the owner says when. With `let_go_at` the content is
    gone and the row stands as the proof of what it was.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key_id = models.UUIDField(db_index=True)
    name = SealedTextField()
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    let_go_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.pk)


class ReferenceCounter(models.Model):
    """The last number given in a year; gaps are allowed, a number is never given twice."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.year)
