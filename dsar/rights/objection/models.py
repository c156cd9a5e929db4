"""Objections: to what, on which situation, how it was weighed (GDPR Art. 21)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dsar.cases.models import CasePart
from dsar.foundation.fields import SealedTextField
from dsar.processing_records.models import ProcessingActivity


class ObjectionKind(models.TextChoices):
    """What is objected to; each has its own test."""

    GENERAL = "general", _("Processing for a public task or legitimate interests (Art. 21(1))")
    MARKETING = "marketing", _("Direct marketing, with profiling for it (Art. 21(2), 21(3))")
    RESEARCH = "research", _("Scientific or historical research, or statistics (Art. 21(6))")


class Weighing(models.TextChoices):
    """What the weighing gave; direct marketing is never weighed."""

    OPEN = "open", _("Not weighed yet")
    PERSON = "person", _("The person's interests prevail")
    CONTROLLER = "controller", _("Our compelling grounds override, or claims need it")
    NOT_NEEDED = "not_needed", _("No weighing: the objection is absolute")


class Objection(CasePart):
    """The objection of a case. `situation` is what the person says of their particular situation.

    `freed_at`: when the marks of stopped marketing were ordered away, because the person consented anew.
    """

    case = models.OneToOneField("dsar.Case", on_delete=models.CASCADE, related_name="objection")
    kind = models.CharField(max_length=10, choices=ObjectionKind)
    situation = SealedTextField()
    activities = models.ManyToManyField(ProcessingActivity, related_name="+", blank=True)
    our_grounds = SealedTextField()
    their_interests = SealedTextField()
    conclusion = SealedTextField()
    weighing = models.CharField(max_length=10, choices=Weighing, default=Weighing.OPEN)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    noted_at = models.DateTimeField()
    weighed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    weighed_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    freed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(freed_at__isnull=True) | Q(kind="marketing", stopped_at__isnull=False),
                name="only_stopped_marketing_is_freed",
            ),
            models.CheckConstraint(
                condition=~Q(kind="marketing") | Q(weighing="not_needed"),
                name="an_objection_to_direct_marketing_is_never_weighed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.weighing}"
