"""What the house knows of erasures: targets with policies, the ground, decisions by category, recipients told."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dsar.cases.models import CasePart
from dsar.foundation.fields import SealedTextField
from dsar.processing_records.models import ProcessingActivity, System


class ErasureTarget(models.Model):
    """How a person is erased from a system: kind, settings, and the NAME of a secret of its own, never a source's."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    system = models.ForeignKey(System, on_delete=models.PROTECT, related_name="erasure_targets")
    name = models.CharField(max_length=150, unique=True)
    kind = models.CharField(max_length=20)
    settings = models.JSONField(default=dict)
    secret_name = models.CharField(max_length=80, blank=True)
    is_active = models.BooleanField(default=True)
    tested_at = models.DateTimeField(null=True)
    test_passed = models.BooleanField(null=True)
    test_words = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class PolicyAction(models.TextChoices):
    """What becomes of the rows or things of a set."""

    DELETE = "delete", _("Delete")
    CLEAR = "clear", _("Empty the columns")
    PSEUDONYMISE = "pseudonymise", _("Keep the row without the person")
    RESTRICT = "restrict", _("Keep, restricted (Art. 18)")
    KEEP = "keep", _("Keep under an exception (Art. 17(3))")


class ErasurePolicy(models.Model):
    """What is done with one set (a table, a kind of file, a collection) of a target, in every erasure.

    Attributes:
        set: the name as the rehearsal shows it; "*" for every set without a policy of its own.
        activity: the processing activity that the set serves: a decision on it in a case comes first.
        exception: code of the exception, where the set stays.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    target = models.ForeignKey(ErasureTarget, on_delete=models.CASCADE, related_name="policies")
    set = models.CharField(max_length=150)
    action = models.CharField(max_length=12, choices=PolicyAction)
    columns = models.JSONField(default=list)
    spared = models.JSONField(default=list)
    activity = models.ForeignKey(
        ProcessingActivity, null=True, on_delete=models.SET_NULL, related_name="erasure_policies"
    )
    exception = models.CharField(max_length=20, blank=True)
    why = models.CharField(max_length=300, blank=True)
    until = models.CharField(max_length=100, blank=True)
    marker = models.JSONField(default=dict)

    class Meta:
        ordering = ["set"]
        constraints = [
            models.UniqueConstraint(fields=["target", "set"], name="a_set_has_one_policy"),
            models.CheckConstraint(
                condition=~Q(action__in=("keep", "restrict")) | (~Q(exception="") & ~Q(why="") & ~Q(until="")),
                name="what_stays_says_why_and_until_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.set}: {self.action}"


class ErasureGround(CasePart):
    """The ground of GDPR Art. 17(1) on which a case is decided."""

    case = models.OneToOneField("dsar.Case", on_delete=models.CASCADE, related_name="erasure_ground")
    ground = models.CharField(max_length=24)
    why = SealedTextField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.ground


class CategoryDecision(CasePart):
    """What is decided for a processing activity of the register in one case: erase, restrict, or keep (Art. 17(3))."""

    case = models.ForeignKey("dsar.Case", on_delete=models.CASCADE, related_name="erasure_decisions")
    activity = models.ForeignKey(ProcessingActivity, on_delete=models.CASCADE, related_name="+")
    decision = models.CharField(max_length=10)
    exception = models.CharField(max_length=20, blank=True)
    why = SealedTextField()
    until = models.CharField(max_length=100, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "activity"], name="an_activity_is_decided_once_a_case"),
            models.CheckConstraint(
                condition=Q(decision="erase", exception="") | (~Q(decision="erase") & ~Q(exception="")),
                name="what_is_not_erased_names_its_exception",
            ),
        ]

    def __str__(self) -> str:
        return self.decision


class RecipientTold(CasePart):
    """A recipient who was told of an erasure or restriction, or why not (GDPR Art. 19)."""

    case = models.ForeignKey("dsar.Case", on_delete=models.CASCADE, related_name="recipients_told")
    recipient = models.CharField(max_length=200)
    was_told = models.BooleanField()
    words = SealedTextField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["recipient"]
        constraints = [
            models.UniqueConstraint(fields=["case", "recipient"], name="a_recipient_is_told_once_a_case"),
        ]

    def __str__(self) -> str:
        return str(self.was_told)
