"""Restrictions of processing: ground, scope, from and to, uses in between, flags in the systems (GDPR Art. 18)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dsar.cases.models import Case, CasePart
from dsar.foundation.fields import SealedJSONField, SealedTextField
from dsar.foundation.leases import LeasedQuerySet, LeasedRow
from dsar.processing_records.models import ProcessingActivity
from dsar.rights.erasure.models import ErasureTarget


class RestrictionGround(models.TextChoices):
    """GDPR Art. 18(1)."""

    ACCURACY = "accuracy_contested", _("(a) The accuracy is contested, while we check")
    UNLAWFUL = "unlawful", _("(b) Unlawful, and the person wants no erasure")
    CLAIMS = "needed_for_claims", _("(c) We need the data no more; the person does for claims")
    OBJECTION = "objection_pending", _("(d) An objection is being weighed")


class RestrictionState(models.TextChoices):
    """Where a restriction stands."""

    DRAFT = "draft", _("Being prepared")
    IN_FORCE = "in_force", _("In force")
    LIFTED = "lifted", _("Lifted")


class Restriction(CasePart):
    """A restriction: while it is in force the data are kept and otherwise used only as Art. 18(2) allows.

    `activities` is its scope; empty: every activity of the controller. It is lifted only after the person was informed
    (Art. 18(3)).
    """

    case = models.OneToOneField("dsar.Case", on_delete=models.CASCADE, related_name="restriction")
    ground = models.CharField(max_length=20, choices=RestrictionGround)
    why = SealedTextField()
    activities = models.ManyToManyField(ProcessingActivity, related_name="+", blank=True)
    state = models.CharField(max_length=8, choices=RestrictionState, default=RestrictionState.DRAFT)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    noted_at = models.DateTimeField()
    from_on = models.DateField(null=True)
    to_on = models.DateField(null=True)
    informed_at = models.DateTimeField(null=True)
    informed_of = models.DateField(null=True)
    notice_id = models.UUIDField(null=True)
    lift_reason = SealedTextField()
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="in_force") | Q(from_on__isnull=False), name="a_restriction_in_force_has_its_day"
            ),
            models.CheckConstraint(
                condition=~Q(state="lifted") | Q(informed_at__isnull=False, to_on__isnull=False),
                name="nobody_lifts_a_restriction_before_the_person_is_informed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ground} {self.state}"


class UseBasis(models.TextChoices):
    """On what restricted data may be used all the same (GDPR Art. 18(2))."""

    CONSENT = "consent", _("The person's consent")
    CLAIMS = "claims", _("Legal claims")
    OTHERS = "others", _("Protecting the rights of another person")
    PUBLIC = "public_interest", _("Important public interest")


class RestrictedUse(CasePart):
    """A use of restricted data while the restriction is in force, with its basis."""

    case = models.ForeignKey("dsar.Case", on_delete=models.CASCADE, related_name="restricted_uses")
    basis = models.CharField(max_length=16, choices=UseBasis)
    what = SealedTextField()
    on = models.DateField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["on", "recorded_at"]

    def __str__(self) -> str:
        return f"{self.basis} {self.on}"


class FlagMeaning(models.TextChoices):
    """What a flag says about a person."""

    RESTRICTION = "restriction", _("Restricted (Art. 18)")
    MARKETING = "marketing", _("No direct marketing (Art. 21(3))")


class FlagRule(models.Model):
    """How a target marks a person: a column and its value in a table, or a key of their own.

    Attributes:
        meaning: what the flag says: restricted, or no direct marketing.
        set: the table as rehearsals show it, or for a key store the name of the marker ("restricted:{email}").
        column: the column that is set; "" for a key store.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    target = models.ForeignKey(ErasureTarget, on_delete=models.CASCADE, related_name="flag_rules")
    set = models.CharField(max_length=150)
    column = models.CharField(max_length=100, blank=True)
    value = models.CharField(max_length=100)
    meaning = models.CharField(max_length=12, choices=FlagMeaning, default=FlagMeaning.RESTRICTION)

    class Meta:
        ordering = ["set"]
        constraints = [
            models.UniqueConstraint(fields=["target", "set", "meaning"], name="a_set_has_one_flag_of_each_meaning")
        ]

    def __str__(self) -> str:
        return f"{self.set}.{self.column}"


class FlagPhase(models.TextChoices):
    """What is done on the target now."""

    SET = "set", _("Set the flags")
    LIFT = "lift", _("Take the flags away")


class FlagStep(LeasedRow):
    """The flags of one restriction or one stop of marketing on one target.

    The receipts say which values stood before, so that it can be undone.

    Attributes:
        restriction, objection: whose flags they are; exactly one of them.
        rules: the rules as they were when it began.
        receipts: sealed, [{"set", "key", "column", "before", "value"}…].
        counts: figures without content: {"flagged", "lifted", "kept"}.
        verified_at: when the target was read again and showed what it should.
    """

    restriction = models.ForeignKey(Restriction, null=True, on_delete=models.CASCADE, related_name="steps")
    objection = models.ForeignKey("dsar.Objection", null=True, on_delete=models.CASCADE, related_name="steps")
    target = models.ForeignKey(ErasureTarget, null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=150)
    phase = models.CharField(max_length=4, choices=FlagPhase, default=FlagPhase.SET)
    rules = models.JSONField(default=list)
    receipts = SealedJSONField(default=list)
    counts = models.JSONField(default=dict)
    verified_at = models.DateTimeField(null=True)

    objects: ClassVar[LeasedQuerySet[FlagStep]] = LeasedQuerySet.as_manager()  # type: ignore[assignment]  # typed

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["restriction", "name"], name="a_target_is_flagged_once_a_restriction"),
            models.UniqueConstraint(fields=["objection", "name"], name="a_target_is_flagged_once_an_objection"),
            models.CheckConstraint(
                condition=Q(restriction__isnull=True) ^ Q(objection__isnull=True), name="a_flag_belongs_to_one_right"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.phase} {self.state}"

    @property
    def case(self) -> Case:
        """The case of the restriction, or of the objection."""
        bearer = self.restriction or self.objection
        if bearer is None:
            message = "a flag without restriction and objection"
            raise ValueError(message)
        return bearer.case

    @property
    def key_id(self) -> uuid.UUID:
        """The case's data key."""
        return self.case.key_id
