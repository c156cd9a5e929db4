"""The organisation's own texts of letters: every version is kept; none yet means the text as shipped."""

import uuid

from django.conf import settings
from django.db import models


class LetterVersion(models.Model):
    """A version of a letter's text in one language, from 1; the highest number is used.

    Empty `subject` and `body` (together) mean: from here on the shipped text again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=40)
    language = models.CharField(max_length=8)
    number = models.PositiveIntegerField()
    subject = models.CharField(max_length=300, blank=True)
    body = models.TextField(blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["code", "language", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["code", "language", "number"], name="a_letter_has_a_version_once"),
            models.CheckConstraint(
                condition=(models.Q(subject="") & models.Q(body="")) | (~models.Q(subject="") & ~models.Q(body="")),
                name="a_text_of_a_letter_has_subject_and_body_or_is_the_shipped_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}.{self.language} {self.number}"

    @property
    def is_shipped(self) -> bool:
        """Whether this version says: use the shipped text again."""
        return not self.body
