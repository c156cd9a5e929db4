"""How a package goes out: by a private link with a code that travels another way, by post, or in person."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dsar.cases.models import Case, CasePart
from dsar.delivery.rules import MAX_DOWNLOADS, MAX_TRIES
from dsar.foundation.errors import IntegrityBroken
from dsar.foundation.fields import SealedJSONField, SealedTextField
from dsar.foundation.models import SealedFile
from dsar.response.models import Package


class DeliveryChannel(models.TextChoices):
    """The way the package takes."""

    PORTAL = "portal", _("Private link")
    POST = "post", _("Post")
    IN_PERSON = "in_person", _("In person")


class DeliveryState(models.TextChoices):
    """How a delivery stands. That a link has run out follows from its day and is not stored."""

    OPEN = "open", _("Not collected yet")
    COLLECTED = "collected", _("Collected")
    REVOKED = "revoked", _("Revoked")


class Delivery(CasePart):
    """The one release of a package. Of link and code only keyed digests are kept.

    Attributes:
        recipient: {"name", "email", "postal"} at the moment of release.
        links: how many links were made, the first one included; codes likewise, for `code_day` alone.
        downloads: of the present link; `collected_at` is the first one of all.
        confirmation: how it is shown that the package arrived, in the words of who confirms.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="deliveries")
    package = models.OneToOneField(Package, on_delete=models.CASCADE, related_name="delivery")
    channel = models.CharField(max_length=10, choices=DeliveryChannel)
    state = models.CharField(max_length=10, choices=DeliveryState, default=DeliveryState.OPEN)
    recipient = SealedJSONField()
    released_at = models.DateTimeField()
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    token_digest = models.BinaryField(null=True, unique=True)
    links = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField(null=True)
    code_digest = models.BinaryField(null=True)
    code_day = models.DateField(null=True)
    codes = models.PositiveSmallIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    downloads = models.PositiveSmallIntegerField(default=0)
    collected_at = models.DateTimeField(null=True)

    confirmed_on = models.DateField(null=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    confirmation = SealedTextField()

    class Meta:
        ordering = ["-released_at"]
        constraints = [
            models.CheckConstraint(condition=Q(tries__lte=MAX_TRIES), name="a_code_is_tried_five_times"),
            models.CheckConstraint(condition=Q(downloads__lte=MAX_DOWNLOADS), name="a_link_gives_five_downloads"),
            models.CheckConstraint(
                condition=~Q(channel=DeliveryChannel.PORTAL)
                | Q(token_digest__isnull=False, code_digest__isnull=False, expires_at__isnull=False),
                name="a_link_has_its_code_and_its_end",
            ),
            models.CheckConstraint(
                condition=~Q(state=DeliveryState.COLLECTED)
                | Q(collected_at__isnull=False)
                | Q(confirmed_on__isnull=False),
                name="what_is_collected_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"delivery {self.channel} {self.state}"

    @property
    def is_link(self) -> bool:
        """Whether the package is collected through a link."""
        return self.channel == DeliveryChannel.PORTAL

    @property
    def is_proved(self) -> bool:
        """Whether it is shown that the package arrived (gate G21)."""
        return self.collected_at is not None or self.confirmed_on is not None

    @property
    def archive(self) -> SealedFile:
        """The sealed ZIP of the package, which a released package always has."""
        if self.package.file is None:
            message = "The file of a released package is gone; restore it from a backup."
            raise IntegrityBroken(message)
        return self.package.file

    def is_usable(self, now: dt.datetime) -> bool:
        """Whether the link opens at that instant, given its code."""
        is_running = self.expires_at is not None and now < self.expires_at
        return self.is_link and self.state != DeliveryState.REVOKED and is_running

    def is_expired(self, now: dt.datetime) -> bool:
        """Whether the link has run out by that instant."""
        return self.expires_at is not None and now >= self.expires_at
