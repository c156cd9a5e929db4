"""What the house keeps beside the ledger: opt-outs with their clock, and notices made from the register, by version."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dsar.processing_records.models import Controller


class CcpaOptOut(models.Model):
    """An opt-out of sale, of sharing, or of the use of sensitive data (Cal. Civ. Code § 1798.120, § 1798.121).

    It holds in the ledger at once; `due_on` is the last day to have told everybody else (15 business days).
    `subject_id` is the subject of the ledger: no name, no address.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=12, unique=True)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+")
    subject_id = models.UUIDField(db_index=True)
    rights = models.JSONField(default=list)
    received_at = models.DateTimeField()
    due_on = models.DateField()
    carried_out_at = models.DateTimeField(null=True)
    carried_out_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    told = models.TextField(blank=True)

    class Meta:
        ordering = ["carried_out_at", "due_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(carried_out_at__isnull=True) | ~models.Q(told=""),
                name="an_opt_out_carried_out_says_who_was_told",
            )
        ]

    def __str__(self) -> str:
        return self.reference


class DocumentKind(models.TextChoices):
    """Notices that are made from the register of processing."""

    POLICY = "policy", _("Privacy policy")
    AT_COLLECTION = "at_collection", _("Notice at collection")
    DO_NOT_SELL = "do_not_sell", _("Do not sell or share my personal information")


class PublishedNotice(models.Model):
    """A notice as it was published: its content as data, so that an old version reads as it did."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=13, choices=DocumentKind)
    language = models.CharField(max_length=8)
    number = models.PositiveIntegerField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["controller", "kind", "language", "number"], name="a_privacy_notice_has_its_number_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
