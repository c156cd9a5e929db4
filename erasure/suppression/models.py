"""People who were erased, as keyed digests: enough to know them when they come back, not enough to know them by."""

from __future__ import annotations

import uuid

from django.db import models


class SuppressionEntry(models.Model):
    """One identifier of an erased person.

    Attributes:
        kind: "email", "phone", "born" (name and date of birth) or "id" (type and value of a number).
        digest: HMAC-SHA256 under the installation's key, cut to 16 bytes; no value can be read from it.
        run_id: the erasure; None where the entry came back from the journal.
        lifted_at: when the person may be stored again (they came back themselves), with who and why.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=10)
    digest = models.BinaryField()
    run_id = models.UUIDField(null=True, db_index=True)
    entered_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.UUIDField(null=True)
    lift_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-entered_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "digest"],
                condition=models.Q(lifted_at__isnull=True),
                name="an_identifier_is_suppressed_once",
            ),
            models.CheckConstraint(
                condition=models.Q(lifted_at__isnull=True) | ~models.Q(lift_reason=""),
                name="a_lifted_suppression_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.kind
