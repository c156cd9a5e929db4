"""What the clock of a controller depends on besides the law: its own targets by regime, and its closing days."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from dsar.processing_records.models import Controller


class TargetKind(models.TextChoices):
    """Our own target for requests under one body of rules; never later than the statute."""

    FIXED_30 = "FIXED30", _("30 days from receipt, 90 when extended")
    FIXED_28 = "FIXED28", _("28 days from receipt, 88 when extended")
    CALENDAR_MONTH = "MONTH", _("the calendar month of the statute, three when extended")
    CUSTOM = "CUSTOM", _("a number of days of our own, 28 at most")
    NONE = "NONE", _("no target of our own: the statute alone")


class DeadlinePolicy(models.Model):
    """The target of a controller for one regime; without a row, the controller's general one for GDPR and UK GDPR."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    controller = models.ForeignKey(Controller, on_delete=models.CASCADE, related_name="policies")
    regime_id = models.CharField(max_length=20)
    kind = models.CharField(max_length=10, choices=TargetKind)
    days = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ["regime_id"]
        constraints = [
            models.UniqueConstraint(fields=["controller", "regime_id"], name="a_regime_has_one_target_a_controller"),
            models.CheckConstraint(
                condition=models.Q(kind=TargetKind.CUSTOM, days__isnull=False, days__gte=1, days__lte=28)
                | (~models.Q(kind=TargetKind.CUSTOM) & models.Q(days__isnull=True)),
                name="a_target_of_our_own_has_1_to_28_days",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind__in=(TargetKind.FIXED_30, TargetKind.CALENDAR_MONTH))
                | models.Q(regime_id__in=("EU", "UK")),
                name="30_days_and_the_month_are_for_gdpr_and_uk_gdpr",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.regime_id}: {self.policy_name or 'none'}"

    @property
    def policy_name(self) -> str:
        """The target under the name that the clock knows; empty for none."""
        if self.kind == TargetKind.NONE:
            return ""
        return f"CUSTOM:{self.days}" if self.kind == TargetKind.CUSTOM else str(self.kind)


class ClosingDay(models.Model):
    """A day on which the controller is closed.

    Only a day that the law makes a public holiday (`law` names the act) moves a date of the statute. On any other the
    office is shut: nothing moves, the work has to be done before.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    controller = models.ForeignKey(Controller, on_delete=models.CASCADE, related_name="closing_days")
    day = models.DateField()
    name = models.CharField(max_length=100)
    is_public_holiday = models.BooleanField(default=False)
    law = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["controller", "day"], name="a_day_is_closed_once"),
            models.CheckConstraint(
                condition=models.Q(is_public_holiday=False) | ~models.Q(law=""),
                name="a_public_holiday_names_its_law",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
