"""What intake stores besides cases: the answers of an unfinished public form, the link to a status, budgets."""

import uuid

from django.db import models

from dsar.cases.models import Case
from dsar.foundation.fields import SealedJSONField
from dsar.foundation.models import DataKey


class RequestDraft(models.Model):
    """The answers of somebody who is filling in the public form; sealed under a key of its own, gone after a day.

    The browser holds a random token; here stands its digest. When the request is sent, the answers are replaced by
    what the last page shows.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.OneToOneField(DataKey, on_delete=models.PROTECT)
    digest = models.BinaryField(unique=True, max_length=16)
    answers = SealedJSONField()
    is_sent = models.BooleanField(default=False)
    started_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return str(self.pk)


class StatusLink(models.Model):
    """What lets the person who asked see the status of a case: the digest of a 128-bit code that only they have."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="status_link")
    digest = models.BinaryField(max_length=16)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.pk)


class PortalTally(models.Model):
    """Uses of the public form in the present window, counted by a keyed digest of the address they came from."""

    digest = models.BinaryField(primary_key=True, max_length=16)
    uses = models.PositiveIntegerField(default=0)
    window_ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return str(self.uses)
