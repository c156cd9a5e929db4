"""What the pages of a case keep: versions of notes and mentions, the checklist, who looks, drafts and replies."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dsar.cases.models import Case, CaseFile, CasePart, Note
from dsar.foundation.fields import SealedJSONField, SealedTextField


class NoteVersion(CasePart):
    """How a note read before it was corrected; the note itself holds the text of today."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    text = SealedTextField()
    replaced_at = models.DateTimeField()
    replaced_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["note", "number"], name="a_note_has_a_version_once")]

    def __str__(self) -> str:
        return f"{self.note_id} {self.number}"


class NoteMention(models.Model):
    """Somebody who was named in a note, until they have looked."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="mentions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    mentioned_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["note", "user"], name="a_note_mentions_a_person_once")]
        indexes = [models.Index(fields=["user", "seen_at"], name="mentions_not_seen")]

    def __str__(self) -> str:
        return str(self.pk)


class Presence(models.Model):
    """Somebody has a page of the case open; a row counts for seconds, and the next sign of life overwrites it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    page = models.CharField(max_length=40)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "user"], name="a_person_is_present_once_a_case")]
        indexes = [models.Index(fields=["seen_at"], name="presence_by_age")]

    def __str__(self) -> str:
        return self.page


class ChecklistEntry(CasePart):
    """A line of the checklist that somebody ticked, or added for this case (then `code` is empty)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="checklist")
    code = models.CharField(max_length=40, default="", blank=True)
    words = SealedTextField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField()
    ticked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    ticked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["added_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "code"], condition=~models.Q(code=""), name="a_checklist_has_a_line_once"
            )
        ]

    def __str__(self) -> str:
        return self.code or str(self.pk)


class MessageDraft(CasePart):
    """A message that is not finished: one a person and case. `fields` are what was typed, by name."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="drafts")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=40)
    fields = SealedJSONField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "author"], name="a_person_has_one_draft_a_case")]

    def __str__(self) -> str:
        return self.code


class ReplyChannel(models.TextChoices):
    """How a reply reached us."""

    PORTAL = "portal", _("Status page")
    EMAIL = "email", _("E-mail")
    LETTER = "letter", _("Letter")
    PHONE = "phone", _("Phone")
    IN_PERSON = "in_person", _("In person")


class IncomingMessage(CasePart):
    """What somebody wrote to us about the case; unread until a colleague says that they have read it.

    `source_key` is whatever tells one message from another where it came from (not personal); a second one is refused.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="incoming")
    channel = models.CharField(max_length=12, choices=ReplyChannel)
    sender = SealedTextField()
    subject = SealedTextField()
    text = SealedTextField()
    received_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    read_at = models.DateTimeField(null=True)
    source_key = models.CharField(max_length=160, null=True, unique=True)
    files = models.ManyToManyField(CaseFile, related_name="+", blank=True)

    class Meta:
        ordering = ["-received_at"]
        indexes = [
            models.Index(fields=["case"], condition=models.Q(read_at__isnull=True), name="incoming_not_read"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Enclosure(models.Model):
    """A file of the case that goes with a letter; the notice is known by its id, because its room stands below."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    notice_id = models.UUIDField(db_index=True)
    file = models.ForeignKey(CaseFile, on_delete=models.CASCADE, related_name="enclosed_in")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice_id", "file"], name="a_file_is_enclosed_once")]

    def __str__(self) -> str:
        return str(self.pk)
