"""The outbox: a mail or letter is a row before it goes anywhere, so that none is lost and none goes twice.

A row knows the case only by its id and key: the hallway stands above this room.
"""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from dsar.foundation.fields import SealedTextField

# Letters that open a door to whoever reads them: their text is shown to nobody who works here.
SECRET_LETTERS = frozenset(
    {"portal_code", "access_code", "search_task", "search_chase", "search_overdue", "search_reply"}
)


class NoticeChannel(models.TextChoices):
    """How a notice goes out."""

    EMAIL = "email", _("E-mail")
    LETTER = "letter", _("Letter")


class NoticeState(models.TextChoices):
    """Where a notice stands.

    UNKNOWN: the connection or the worker was lost after the mail server had begun to take the text; only a person may
    send it again. BOUNCED: a mail server told us that it could not be delivered.
    """

    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Not sent")
    UNKNOWN = "unknown", _("Not known whether it was sent")
    BOUNCED = "bounced", _("Came back")
    PRINTED = "printed", _("Printed and posted")


STUCK = (NoticeState.FAILED, NoticeState.UNKNOWN, NoticeState.BOUNCED)


class Notice(models.Model):
    """A mail or letter about something (`about_id`), sealed under that thing's key.

    `token` is random and stands in Message-ID and reply address, both fixed before the first try: a reply or a bounce
    that names it belongs to this notice. `handed_over_at` is written before the mail server is given the text: a worker
    that died with it empty has certainly sent nothing. `text_version` is the version of the letter's text that was
    used (0: as shipped); subject and body are kept as they went.
    """

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
    token = models.CharField(max_length=32, unique=True, null=True)
    message_id = models.CharField(max_length=200, unique=True, null=True)
    handed_over_at = models.DateTimeField(null=True)
    text_version = models.PositiveIntegerField(default=0)
    posted_on = models.DateField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by_id = models.UUIDField(null=True)

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
            models.CheckConstraint(
                condition=models.Q(posted_on__isnull=True) | models.Q(state=NoticeState.PRINTED),
                name="only_a_printed_letter_has_a_day_of_posting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.state}"

    @property
    def is_secret(self) -> bool:
        """Whether its text is for the recipient alone: it holds a code or a private link."""
        return self.code in SECRET_LETTERS
