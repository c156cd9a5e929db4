"""Tasks by hand after a restored backup: whom to look for in a system that no connector reaches."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from dsar.foundation.fields import SealedJSONField
from dsar.rights.erasure.models import ErasureTarget


class RestoreTask(models.Model):
    """One person, or one system, that somebody has to look after by hand after a restore.

    Attributes:
        key_id: a key of the task's own: it is destroyed when the task is signed, and `who` with it.
        about: digest of whom or what it is about, so that the same task is not made twice; not personal.
        who: SUBJECT.json of the person who came back; {} where only the system is known to have been restored.
        cases: references of the erasures that this system was part of.
        signature: over task, who, when and words, by the key of the certificates.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key_id = models.UUIDField(unique=True)
    target = models.ForeignKey(ErasureTarget, on_delete=models.PROTECT, related_name="restore_tasks")
    about = models.CharField(max_length=64)
    who = SealedJSONField()
    cases = models.JSONField(default=list)
    made_at = models.DateTimeField()
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True)
    words = models.CharField(max_length=300, blank=True)
    signature = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["target", "about"], condition=Q(signed_at__isnull=True), name="a_restore_task_is_open_once"
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True) | (~Q(signature="") & ~Q(words="")),
                name="what_was_done_by_hand_after_a_restore_is_signed",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
