"""What a person says is wrong, and what became of it, field by field (GDPR Art. 16; Cal. Civ. Code § 1798.106)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dsar.cases.models import CaseFile, CasePart
from dsar.foundation.fields import SealedTextField
from dsar.processing_records.models import ProcessingActivity, System


class Finding(models.TextChoices):
    """What a person who looked found out."""

    OPEN = "open", _("Not checked yet")
    INACCURATE = "inaccurate", _("Inaccurate: to be corrected")
    INCOMPLETE = "incomplete", _("Incomplete: a statement is added")
    ACCURATE = "accurate", _("Accurate: stays as it is")
    OPINION = "opinion", _("A correct record of an opinion or of the past")


# What is changed: each such line becomes a task of the system's owner.
CHANGED = (Finding.INACCURATE, Finding.INCOMPLETE)


class Correction(CasePart):
    """One field that is said to be wrong: the old and the new value are sealed under the case's key.

    `statement` is the supplementary statement of Art. 16 s. 2, where data are incomplete or stay contested.
    """

    case = models.ForeignKey("dsar.Case", on_delete=models.CASCADE, related_name="corrections")
    system = models.ForeignKey(System, null=True, on_delete=models.SET_NULL, related_name="+")
    activity = models.ForeignKey(ProcessingActivity, null=True, on_delete=models.SET_NULL, related_name="+")
    field = SealedTextField()
    old = SealedTextField()
    new = SealedTextField()
    statement = SealedTextField()
    evidence = models.ForeignKey(CaseFile, null=True, on_delete=models.SET_NULL, related_name="+")
    finding = models.CharField(max_length=10, choices=Finding, default=Finding.OPEN)
    finding_words = SealedTextField()
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    noted_at = models.DateTimeField()
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    checked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["noted_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(finding="open") | Q(checked_at__isnull=False), name="a_finding_on_accuracy_has_its_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.finding}"
