"""What retention stores: versions of rules, sweeps with their steps, what was done to a case, figures that stay."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dsar.cases.models import Case
from dsar.foundation.fields import SealedTextField
from dsar.foundation.leases import LeasedQuerySet, LeasedRow
from dsar.foundation.models import DataKey
from dsar.processing_records.models import Controller, ProcessingActivity, Source

User = settings.AUTH_USER_MODEL


class ActionWords(models.TextChoices):
    """What happens at the end of a period."""

    DELETE = "delete", _("Delete")
    PSEUDONYMISE = "pseudonymise", _("Pseudonymise")
    AGGREGATE = "aggregate", _("Keep figures only")
    REVIEW = "review", _("Ask a person to look")


class ModeWords(models.TextChoices):
    """How a rule works."""

    OFF = "off", _("Off")
    ASK = "ask", _("Asks first")
    ON = "on", _("By itself")


class UnitWords(models.TextChoices):
    """What a period is counted in."""

    DAYS = "days", _("days")
    MONTHS = "months", _("months")


class RetentionRule(models.Model):
    """A version of the rule of one category; the newest that is in force counts, and none is ever changed.

    A version that makes something irreversible happen by itself is in force once a second person has approved it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    category = models.CharField(max_length=20)
    number = models.PositiveIntegerField()
    length = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=6, choices=UnitWords)
    mode = models.CharField(max_length=3, choices=ModeWords)
    why = models.CharField(max_length=500)
    written_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    wants_approval = models.BooleanField(default=False)
    approved_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    alone_reason = models.CharField(max_length=300, blank=True)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["category", "number"], name="a_rule_has_a_version_once"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("written_by")) | ~Q(alone_reason=""),
                name="nobody_approves_their_own_rule",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category} {self.number}"

    @property
    def is_in_force(self) -> bool:
        """Whether it counts, unless a newer one does."""
        return self.dropped_at is None and (not self.wants_approval or self.approved_at is not None)


class SweepState(models.TextChoices):
    """Where a sweep stands."""

    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    PARTIAL = "partial", _("Done in part")


class Sweep(models.Model):
    """One pass over everything that is due. Its steps are leased rows: a killed worker's are taken up again.

    Attributes:
        rules: {category: version} that it was ordered under.
        record: what it did as canonical JSON without content of anybody, signed; written when it ends.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ordered_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    ordered_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=SweepState, default=SweepState.RUNNING)
    rules = models.JSONField(default=dict)
    last_rung_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    record = models.BinaryField(null=True)
    signature = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["-ordered_at"]
        constraints = [
            models.UniqueConstraint(fields=["state"], condition=Q(state="running"), name="one_sweep_runs_at_a_time"),
            models.CheckConstraint(
                condition=Q(state="running") | Q(ended_at__isnull=False), name="a_sweep_that_ended_has_its_time"
            ),
        ]

    def __str__(self) -> str:
        return f"sweep {self.ordered_at:%Y-%m-%d}"


class StepOutcome(models.TextChoices):
    """What became of a step."""

    NONE = "", _("Waiting")
    DONE = "done", _("Done")
    ASKED = "asked", _("A person is asked")
    KEPT = "kept", _("Kept")
    GONE = "gone", _("Nothing left to do")


class SweepStep(LeasedRow):
    """One thing of one category: done or kept, with the reason; `thing` is a case or nothing but the category."""

    sweep = models.ForeignKey(Sweep, on_delete=models.CASCADE, related_name="steps")
    category = models.CharField(max_length=20)
    action = models.CharField(max_length=12, choices=ActionWords)
    thing = models.CharField(max_length=36, blank=True)
    reference = models.CharField(max_length=24, blank=True)
    due_on = models.DateField(null=True)
    place = models.PositiveSmallIntegerField(default=0)
    outcome = models.CharField(max_length=5, choices=StepOutcome, default=StepOutcome.NONE, blank=True)
    because = models.CharField(max_length=20, blank=True)
    counts = models.JSONField(default=dict)
    done_at = models.DateTimeField(null=True)

    objects = models.Manager["SweepStep"]()
    leases: ClassVar[LeasedQuerySet["SweepStep"]] = LeasedQuerySet.as_manager()  # type: ignore[assignment]  # typed

    class Meta:
        ordering = ["place", "due_on", "reference"]
        constraints = [
            models.UniqueConstraint(fields=["sweep", "category", "thing"], name="a_thing_is_swept_once_a_sweep")
        ]
        indexes = [models.Index(fields=["sweep", "state", "place"], name="steps_to_work")]

    def __str__(self) -> str:
        return f"{self.category} {self.outcome}"


class CaseLetGo(models.Model):
    """What was let go of a case, by category: a case that is reopened and closed again is swept again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="let_go")
    category = models.CharField(max_length=20)
    action = models.CharField(max_length=12, choices=ActionWords)
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    counts = models.JSONField(default=dict)

    class Meta:
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["case", "category"], name="a_category_goes_once_a_case")]

    def __str__(self) -> str:
        return self.category


class TaskState(models.TextChoices):
    """Where a question of retention stands."""

    OPEN = "open", _("To decide")
    DONE = "done", _("Let go")
    KEPT = "kept", _("Kept")


class RetentionTask(models.Model):
    """A person is asked whether something goes: a thing of our own, or a category of the controller's register.

    Attributes:
        thing: the id of a case or of a register entry; "" for records of ours that are no case.
        key: a key of its own, made when it is decided: the reason outlives the case's key, and goes by its own.
        words: why, or what was done; sealed, since it may name people. None until it is decided.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    category = models.CharField(max_length=20)
    thing = models.CharField(max_length=36, blank=True)
    reference = models.CharField(max_length=24, blank=True)
    activity = models.ForeignKey(ProcessingActivity, null=True, on_delete=models.CASCADE, related_name="+")
    things = models.PositiveIntegerField(default=1)
    due_on = models.DateField()
    raised_at = models.DateTimeField()
    state = models.CharField(max_length=4, choices=TaskState, default=TaskState.OPEN)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)
    key = models.ForeignKey(DataKey, null=True, on_delete=models.PROTECT, related_name="+")
    words = SealedTextField(null=True, default=None)
    keep_until = models.DateField(null=True)

    class Meta:
        ordering = ["due_on", "reference"]
        constraints = [
            models.UniqueConstraint(
                fields=["category", "thing"], condition=Q(state="open"), name="a_thing_is_asked_about_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="kept") | Q(keep_until__isnull=False, key__isnull=False),
                name="what_is_kept_says_why_and_until_when",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="tasks_to_decide")]

    def __str__(self) -> str:
        return f"{self.category} {self.state}"


class ActivityTerm(models.Model):
    """The storage period of a register entry as a number (GDPR Art. 30(1)(f)), so that a day can be computed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    activity = models.OneToOneField(ProcessingActivity, on_delete=models.CASCADE, related_name="term")
    months = models.PositiveSmallIntegerField()
    starts_with = models.CharField(max_length=150)
    look_every_months = models.PositiveSmallIntegerField(default=12)
    looked_on = models.DateField(null=True)
    written_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(months__gte=1) & Q(look_every_months__gte=1), name="a_term_has_a_length")
        ]

    def __str__(self) -> str:
        return f"{self.months} months"


class TermColumn(LeasedRow):
    """A date column of a searched database from which a storage period runs: how many rows are past it.

    Attributes:
        table: as the search names it ("public.orders", "orders").
        rows: with a day before `before`, when it was last counted; null until then.
    """

    term = models.ForeignKey(ActivityTerm, on_delete=models.CASCADE, related_name="columns")
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="+")
    table = models.CharField(max_length=150)
    column = models.CharField(max_length=100)
    rows = models.PositiveBigIntegerField(null=True)
    before = models.DateField(null=True)
    counted_at = models.DateTimeField(null=True)

    objects = models.Manager["TermColumn"]()
    leases: ClassVar[LeasedQuerySet["TermColumn"]] = LeasedQuerySet.as_manager()  # type: ignore[assignment]  # typed

    class Meta:
        ordering = ["source__name", "table", "column"]
        constraints = [
            models.UniqueConstraint(
                fields=["term", "source", "table", "column"], name="a_column_is_counted_once_for_a_term"
            )
        ]

    def __str__(self) -> str:
        return f"{self.table}.{self.column}"


class KeptFigure(models.Model):
    """How many cases of one kind there were, kept when their lines in the register go: no reference, no day, no name.

    Attributes:
        received_month, ended_month: the first of the month, in the controller's zone.
        in_time, originally, on_target: "y", "n" or "" where there was nothing to measure.
        days: {days from receipt to answer: cases}; late_days: the latest of those late by statute.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    controller = models.ForeignKey(Controller, on_delete=models.CASCADE, related_name="+")
    right = models.CharField(max_length=16)
    regime_id = models.CharField(max_length=20)
    channel = models.CharField(max_length=12)
    outcome = models.CharField(max_length=20)
    received_month = models.DateField()
    ended_month = models.DateField()
    is_responded = models.BooleanField()
    is_answered = models.BooleanField()
    in_time = models.CharField(max_length=1, blank=True)
    originally = models.CharField(max_length=1, blank=True)
    on_target = models.CharField(max_length=1, blank=True)
    cases = models.PositiveIntegerField(default=0)
    days = models.JSONField(default=dict)
    late_days = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["received_month"]
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "controller", "right", "regime_id", "channel", "outcome", "received_month", "ended_month",
                    "is_responded", "is_answered", "in_time", "originally", "on_target",
                ],
                name="a_kind_of_case_is_counted_once",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.received_month:%Y-%m} {self.cases}"
