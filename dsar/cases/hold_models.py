"""What must not be deleted: legal holds on a case or a person, and notices to owners to keep what they have."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dsar.cases.models import CasePart
from dsar.foundation.fields import SealedTextField
from dsar.foundation.models import DataKey
from dsar.processing_records.models import System


class HoldKind(models.TextChoices):
    """Why a case is held."""

    COURT = "court", _("Court case, pending or likely")
    COMPLAINT = "complaint", _("Complaint")
    AUTHORITY = "authority", _("Inquiry of an authority")
    OTHER = "other", _("Another reason")


class LegalHold(CasePart):
    """While one stands, nothing of the case is deleted, whatever its retention date says."""

    case = models.ForeignKey("dsar.Case", on_delete=models.CASCADE, related_name="legal_holds")
    kind = models.CharField(max_length=10, choices=HoldKind)
    reason = SealedTextField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    set_at = models.DateTimeField()
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lift_reason = SealedTextField()
    review_on = models.DateField(null=True)

    class Meta:
        ordering = ["-set_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"], condition=Q(lifted_at__isnull=True), name="a_case_is_held_once_a_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {'lifted' if self.lifted_at else 'set'}"


class PersonHold(models.Model):
    """A hold on a person: on every case of theirs, those included that come later, found through the blind index.

    Nobody's name stands here: the reason is sealed under a key of the hold's own.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.OneToOneField(DataKey, on_delete=models.PROTECT)
    kind = models.CharField(max_length=10, choices=HoldKind)
    reason = SealedTextField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    set_at = models.DateTimeField()
    review_on = models.DateField()
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lift_reason = SealedTextField()

    class Meta:
        ordering = ["-set_at"]

    def __str__(self) -> str:
        return f"{self.kind} {'lifted' if self.lifted_at else 'set'}"


class PersonHoldToken(models.Model):
    """A keyed digest of an e-mail address, a phone number or a reference of the person who is held."""

    hold = models.ForeignKey(PersonHold, on_delete=models.CASCADE, related_name="tokens")
    kind = models.CharField(max_length=12)
    digest = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["kind", "digest"], name="person_hold_lookup")]
        constraints = [models.UniqueConstraint(fields=["hold", "kind", "digest"], name="a_hold_has_a_token_once")]

    def __str__(self) -> str:
        return self.kind


class PreservationState(models.TextChoices):
    """Where a notice to an owner stands."""

    SENT = "sent", _("Sent; no answer yet")
    BY_HAND = "by_hand", _("To be told by hand: no e-mail address")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    RELEASED = "released", _("Ended")


class PreservationNotice(CasePart):
    """The owner of a system was asked to delete or change nothing that the request is about (UK: DPA 2018 s.173).

    The product freezes the case only; the system stays in its owner's hands.
    """

    case = models.ForeignKey("dsar.Case", on_delete=models.CASCADE, related_name="preservation_notices")
    system = models.ForeignKey(System, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=PreservationState)
    token_digest = models.BinaryField(null=True, unique=True, max_length=32)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    sent_at = models.DateTimeField()
    chases = models.PositiveSmallIntegerField(default=0)
    chased_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    acknowledgement = SealedTextField()
    released_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["sent_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "system"],
                condition=~Q(state="released"),
                name="an_owner_is_asked_once_to_keep_what_they_have",
            ),
            models.CheckConstraint(
                condition=~Q(state="acknowledged") | Q(acknowledged_at__isnull=False),
                name="an_acknowledgement_has_its_time",
            ),
        ]
        indexes = [models.Index(fields=["state", "sent_at"], name="preservation_by_state")]

    def __str__(self) -> str:
        return f"{self.system_id} {self.state}"
