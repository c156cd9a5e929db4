"""What people were told of deadlines, what they have read, when the sweep last ran; and packs for the regulator.

A reminder is a row before anybody is told, unique by case, kind and day: so none is missed after a standstill and none
is told twice.
"""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from dsar.cases.models import Case
from dsar.foundation.leases import LeasedQuerySet, LeasedRow
from dsar.foundation.models import DataKey, SealedFile


class Reminder(models.Model):
    """A step of a deadline that was reached: kind and day as dsar.statistics.ladder names them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=12)
    on = models.DateField()
    told_at = models.DateTimeField()

    class Meta:
        ordering = ["-told_at"]
        constraints = [
            models.UniqueConstraint(fields=["case", "kind", "on"], name="a_step_of_a_deadline_is_told_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"


class Digest(models.Model):
    """The one mail a day to one person; `day` is a date in that person's zone. Its text is sealed in the outbox."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    key = models.OneToOneField(DataKey, on_delete=models.PROTECT, related_name="+")
    queued_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="a_person_gets_one_digest_a_day")]

    def __str__(self) -> str:
        return str(self.day)


class ReminderCopy(models.Model):
    """A reminder as told to one person. `settled_at`: it went into a digest, or was not needed any more."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reminder = models.ForeignKey(Reminder, on_delete=models.CASCADE, related_name="copies")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    digest = models.ForeignKey(Digest, null=True, on_delete=models.SET_NULL, related_name="copies")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reminder", "user"], name="a_reminder_is_told_once_to_a_person"),
            models.CheckConstraint(
                condition=Q(digest__isnull=True) | Q(settled_at__isnull=False), name="what_is_in_a_digest_is_settled"
            ),
        ]
        indexes = [models.Index(fields=["user", "settled_at"], name="reminders_to_mail")]

    def __str__(self) -> str:
        return str(self.pk)


class ReadMark(models.Model):
    """That a person has taken note of a case as it presses; it holds until the deadline takes its next step."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    until = models.DateField()
    clock_state = models.CharField(max_length=12)
    due_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "case"], name="a_person_marks_a_case_once")]

    def __str__(self) -> str:
        return str(self.until)


class DigestWish(models.Model):
    """When a person wants the daily mail, or that they want none; without a row it comes at seven."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    is_wanted = models.BooleanField(default=True)
    hour = models.PositiveSmallIntegerField(default=7)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(hour__lte=23), name="a_digest_comes_within_the_day")]

    def __str__(self) -> str:
        return str(self.hour)


class SweepBeat(models.Model):
    """One row: when the sweep of reminders last ran. It is locked while a sweep works."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    ran_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="there_is_one_sweep_beat")]

    def __str__(self) -> str:
        return str(self.ran_at)


class RegulatorPack(LeasedRow):
    """Everything that shows how a case was worked, built in the background; sealed under the case's key.

    Attributes:
        with_names: staff names and the reasons in people's own words are in it; auditors get neither.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="regulator_packs")
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    ordered_at = models.DateTimeField()
    with_names = models.BooleanField()
    file = models.ForeignKey(SealedFile, null=True, on_delete=models.PROTECT, related_name="+")

    objects = models.Manager["RegulatorPack"]()
    leases: ClassVar[LeasedQuerySet["RegulatorPack"]] = LeasedQuerySet.as_manager()  # type: ignore[assignment]  # typed

    class Meta:
        ordering = ["-ordered_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(state="done") | Q(file__isnull=False), name="a_built_pack_has_its_file")
        ]

    def __str__(self) -> str:
        return f"pack {self.state}"
