"""Legal advice on a case: privileged, walled off from the work, and never part of what goes out.

A model of its own, so that nothing that reads notes, messages, exhibits or packages can come upon it by accident.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dsar.cases.models import Case, CasePart
from dsar.foundation.fields import SealedTextField


class AdviceKind(models.TextChoices):
    """Whether something was asked or answered."""

    ASKED = "asked", _("Legal advice asked")
    GIVEN = "given", _("Legal advice given")


class AdviceNote(CasePart):
    """A question to a legal reviewer, or the advice. Everybody on the case sees that it exists; few read it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="advice_notes")
    kind = models.CharField(max_length=6, choices=AdviceKind)
    question = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="answers")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    text = SealedTextField()
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["written_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind=AdviceKind.ASKED, question__isnull=True)
                | models.Q(kind=AdviceKind.GIVEN, question__isnull=False),
                name="advice_answers_a_question",
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)
