"""The Article 30 register: controllers, systems, processing activities, recipients, transfers."""

import uuid

from django.db import models

from dsar.deadlines.calendars import work_calendar
from dsar.deadlines.periods import zone


class PolicyKind(models.TextChoices):
    """Our own target, never later than the statute."""

    FIXED_30 = "FIXED30", "30 days from receipt"
    FIXED_28 = "FIXED28", "28 days from receipt"
    CALENDAR_MONTH = "MONTH", "the calendar month of the statute"


class Controller(models.Model):
    """An organisation that decides why and how personal data are processed (GDPR Art. 4(7)); each case has one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200, unique=True)
    address = models.TextField(blank=True)
    country = models.CharField(max_length=2, default="GB")
    time_zone = models.CharField(max_length=64, default="Europe/London")
    calendar = models.CharField(max_length=20, default="GB-EAW")
    regime = models.CharField(max_length=20, default="UK")
    policy = models.CharField(max_length=10, choices=PolicyKind, default=PolicyKind.FIXED_30)
    language = models.CharField(max_length=8, default="en")
    dpo_name = models.CharField(max_length=150, blank=True)
    dpo_contact = models.CharField(max_length=300, blank=True)
    contact_email = models.EmailField(blank=True)
    supervisory_authority = models.CharField(max_length=200, blank=True)
    supervisory_authority_contact = models.CharField(max_length=300, blank=True)
    handlers_may_extend = models.BooleanField(default=True)
    small_team = models.BooleanField(default=False)
    small_team_reason = models.CharField(max_length=300, blank=True)
    retention_months = models.PositiveSmallIntegerField(default=36)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(small_team=False) | ~models.Q(small_team_reason=""),
                name="a_small_team_states_its_reason",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a time zone or a calendar that does not exist."""
        zone(self.time_zone)
        work_calendar(self.calendar)
