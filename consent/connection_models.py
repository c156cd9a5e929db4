"""Who else takes part: systems with tokens, receivers of webhooks, web pages with our snippet, private links."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consent.ledger_models import LedgerEntry, Purpose, Subject
from dsar.foundation.fields import SealedTextField
from dsar.foundation.leases import LeasedRow


class Scope(models.TextChoices):
    """What a system may ask for."""

    CHECK = "check", _("Check what holds")
    GRANT = "grant", _("Record a choice")
    WITHDRAW = "withdraw", _("Record a withdrawal or an opt-out")
    HISTORY = "history", _("Read a history")


class SystemToken(models.Model):
    """A system that asks the ledger: its token is shown once and stored as a keyed digest."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=80)
    digest = models.BinaryField(unique=True, max_length=16)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField()
    created_by_id = models.UUIDField()
    expires_at = models.DateTimeField()
    last_used_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name", "-created_at"]

    def __str__(self) -> str:
        return self.name


class Webhook(models.Model):
    """A receiver that is told of every change; its secret signs what it gets."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=80)
    url = models.URLField(max_length=300)
    key_id = models.UUIDField()
    secret = SealedTextField()
    tells_identifier = models.BooleanField(default=False)
    purposes = models.ManyToManyField(Purpose, blank=True, related_name="webhooks")
    created_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class WebhookDelivery(LeasedRow):
    """One entry of the ledger told to one receiver. `status` is what it answered; 0 where nothing came back."""

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    entry = models.ForeignKey(LedgerEntry, on_delete=models.PROTECT, related_name="deliveries")
    queued_at = models.DateTimeField()
    not_before = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["-queued_at"]
        constraints = [models.UniqueConstraint(fields=["webhook", "entry"], name="a_receiver_is_told_of_an_entry_once")]
        indexes = [models.Index(fields=["state", "not_before"], name="webhooks_to_send")]

    def __str__(self) -> str:
        return f"{self.state} {self.status}"


class Site(models.Model):
    """A web page that shows our snippet: its public key, and the origins from which it may speak."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=80)
    key = models.CharField(max_length=32, unique=True)
    origins = models.JSONField(default=list)
    purposes = models.ManyToManyField(Purpose, related_name="sites")
    created_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ChoicesLink(models.Model):
    """A private link that opens the choices of one subject, without an account."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    digest = models.BinaryField(unique=True, max_length=16)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="links")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(expires_at__gt=models.F("made_at")), name="a_link_ends")]

    def __str__(self) -> str:
        return str(self.pk)
