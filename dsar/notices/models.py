"""The outbox: a mail or letter is a row before it goes anywhere, so that none is lost and none goes twice.

A row knows the case only by its id and key: the hallway stands above this room.
"""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from dsar.foundation.fields import SealedTextField


class NoticeChannel(models.TextChoices):
    """How a notice goes out."""

    EMAIL = "email", _("E-mail")
    LETTER = "letter", _("Letter")


class NoticeState(models.TextChoices):
    """Where a notice stands. UNKNOWN: the worker died while sending; only a person may send it again."""

    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Not sent")
    UNKNOWN = "unknown", _("Not known whether it was sent")
    PRINTED = "printed", _("Printed and posted")


class Notice(models.Model):
    """A mail or letter about something (`about_id`), sealed under that thing's key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    about_id = models.UUIDField()
    key_id = models.UUIDField(db_index=True)
    code = models.CharField(max_length=40)
    language = models.CharField(max_length=8)
    channel = models.CharField(max_length=8, choices=NoticeChannel)
    dedup_key = models.CharField(max_length=160, unique=True)
    recipient = SealedTextField()
    subject = SealedTextField()
    body = SealedTextField()
    state = models.CharField(max_length=8, choices=NoticeState, default=NoticeState.WAITING)
    queued_at = models.DateTimeField()
    queued_by_id = models.UUIDField(null=True)
    not_before = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    fence = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    failure = models.CharField(max_length=60, default="", blank=True)

    class Meta:
        ordering = ["-queued_at"]
        indexes = [
            models.Index(fields=["state", "not_before"], name="notices_to_send"),
            models.Index(fields=["about_id", "queued_at"], name="notices_about_a_thing"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state=NoticeState.PRINTED) | models.Q(channel=NoticeChannel.LETTER),
                name="only_letters_are_printed",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=NoticeState.SENDING) | models.Q(lease_until__isnull=False),
                name="a_notice_being_sent_has_a_lease",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.state}"
