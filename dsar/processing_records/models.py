"""The Article 30 register: controllers, systems, processing activities, recipients, transfers."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from dsar.deadlines.calendars import work_calendar
from dsar.deadlines.periods import zone


class PolicyKind(models.TextChoices):
    """Our own target, never later than the statute."""

    FIXED_30 = "FIXED30", _("30 days from receipt")
    FIXED_28 = "FIXED28", _("28 days from receipt")
    CALENDAR_MONTH = "MONTH", _("the calendar month of the statute")


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
    no_reply_days = models.PositiveSmallIntegerField(default=30)

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


class System(models.Model):
    """A system in which personal data are processed: an application, a mailbox, a file share, a cabinet."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=150, unique=True)
    description = models.TextField(blank=True)
    owner = models.CharField(max_length=150, blank=True)
    owner_contact = models.CharField(max_length=300, blank=True)
    is_paper = models.BooleanField(default=False)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Source(models.Model):
    """How a system is searched: the connector's kind, its settings, and the NAME of its secret, never the secret."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    system = models.ForeignKey(System, on_delete=models.PROTECT, related_name="sources")
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


class ProcessingActivity(models.Model):
    """An entry of the register (GDPR Art. 30(1)), with what an answer under Art. 15 needs besides.

    `categories` are the categories of personal data ("contact details", "orders"); `systems` are where they lie, so
    that what was found in a system leads to the activities that touch a person.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="activities")
    name = models.CharField(max_length=150)
    purpose = models.TextField()
    legal_basis = models.CharField(max_length=200)
    categories = models.JSONField(default=list)
    data_subjects = models.CharField(max_length=300, blank=True)
    retention = models.TextField(blank=True)
    source_of_data = models.TextField(blank=True)
    automated_decisions = models.TextField(blank=True)
    has_automated_decisions = models.BooleanField(null=True)
    security_measures = models.TextField(blank=True)
    systems = models.ManyToManyField(System, related_name="activities", blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["controller", "name"], name="an_activity_stands_once_in_the_register")
        ]

    def __str__(self) -> str:
        return self.name


class Recipient(models.Model):
    """Whom an activity discloses to (GDPR Art. 15(1)(c): actual recipients are named, C-154/21).

    `email` is where notices under Art. 19 go; "" where none is known.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    activity = models.ForeignKey(ProcessingActivity, on_delete=models.CASCADE, related_name="recipients")
    name = models.CharField(max_length=200)
    is_category = models.BooleanField(default=False)
    category_reason = models.CharField(max_length=300, blank=True)
    role = models.CharField(max_length=100, blank=True)
    country = models.CharField(max_length=60, blank=True)
    safeguard = models.CharField(max_length=300, blank=True)
    email = models.EmailField(max_length=320, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_category=False) | ~models.Q(category_reason=""),
                name="a_category_of_recipients_says_why_nobody_is_named",
            )
        ]

    def __str__(self) -> str:
        return self.name
