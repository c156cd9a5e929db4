"""What is stored of impact assessments: screenings, versions of assessments, templates, comments, reviews, reminders.

What people wrote is sealed: an assessment names weaknesses, and views and advice may name people. Columns beside it are
projections for lists and reminders, written by every act that changes the content.
"""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dsar.accountability.dpia.questions import OUTCOME_WORDS, Outcome
from dsar.accountability.dpia.vocabulary import STATE_WORDS, State
from dsar.foundation.fields import SealedJSONField, SealedTextField
from dsar.foundation.models import DataKey
from dsar.processing_records.models import Controller, ProcessingActivity

# Plain values, so that migrations name nothing of the application.
OUTCOMES = [(one.value, OUTCOME_WORDS[one]) for one in Outcome]
STATES = [(one.value, STATE_WORDS[one]) for one in State]


def _person(**options: Any) -> Any:
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", **options)


class Screening(models.Model):
    """Whether an assessment is needed (Art. 35(1), (3)). Once decided it never changes: it is the proof.

    Attributes:
        answers: replies by question (dsar.accountability.dpia.questions).
        words: entry, reasons and dpo_view.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+")
    key = models.OneToOneField(DataKey, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=150)
    activities = models.ManyToManyField(ProcessingActivity, related_name="+", blank=True)
    answers = models.JSONField(default=dict)
    words = SealedJSONField()
    revision = models.PositiveIntegerField(default=0)
    outcome = models.CharField(max_length=12, blank=True, choices=OUTCOMES)
    dpo = _person(null=True)
    created_by = _person()
    created_at = models.DateTimeField()
    decided_by = _person(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", decided_by__isnull=True, decided_at__isnull=True)
                | ~Q(outcome="") & Q(decided_by__isnull=False, decided_at__isnull=False),
                name="a_screening_is_decided_by_a_person",
            )
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_decided(self) -> bool:
        """Whether somebody has decided."""
        return bool(self.outcome)


class Dpia(models.Model):
    """A version of an assessment. The reference is shared by all versions; an approved one is frozen.

    Attributes:
        content: dsar.accountability.dpia.content, as JSON.
        record: what was done with it by people in their role: advice, consultation, decision.
        writers: everybody who wrote at this version; none of them approves it.
        before, today, after: the highest score among the risks without, with done, and with all measures.
        digest: SHA-256 of content and record as approved.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=20)
    number = models.PositiveSmallIntegerField(default=1)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+")
    screening = models.ForeignKey(Screening, null=True, on_delete=models.PROTECT, related_name="assessments")
    key = models.OneToOneField(DataKey, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=150)
    state = models.CharField(max_length=12, choices=STATES, default=State.DRAFT.value)
    template_name = models.CharField(max_length=120, blank=True)
    activities = models.ManyToManyField(ProcessingActivity, related_name="assessments", blank=True)
    content = SealedJSONField()
    record = SealedJSONField()
    writers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)
    before = models.PositiveSmallIntegerField(default=0)
    today = models.PositiveSmallIntegerField(default=0)
    after = models.PositiveSmallIntegerField(default=0)
    complete_percent = models.PositiveSmallIntegerField(default=0)
    open_measures = models.PositiveSmallIntegerField(default=0)
    measure_due_on = models.DateField(null=True)
    created_by = _person()
    created_at = models.DateTimeField()
    changed_by = _person()
    changed_at = models.DateTimeField()
    submitted_by = _person(null=True)
    submitted_at = models.DateTimeField(null=True)
    adviser = _person(null=True)
    advised_at = models.DateTimeField(null=True)
    approver = _person(null=True)
    approved_at = models.DateTimeField(null=True)
    is_alone = models.BooleanField(default=False)
    review_on = models.DateField(null=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-changed_at"]
        constraints = [
            models.UniqueConstraint(fields=["reference", "number"], name="a_version_of_a_dpia_stands_once"),
            models.UniqueConstraint(
                fields=["reference"],
                condition=Q(state__in=(State.DRAFT.value, State.IN_APPROVAL.value)),
                name="one_version_of_a_dpia_is_in_work",
            ),
            models.UniqueConstraint(
                fields=["reference"], condition=Q(state=State.APPROVED.value), name="one_version_of_a_dpia_is_approved"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(State.APPROVED.value, State.SUPERSEDED.value))
                | (Q(approver__isnull=False, approved_at__isnull=False, review_on__isnull=False) & ~Q(digest="")),
                name="an_approved_dpia_has_approver_review_and_digest",
            ),
            models.CheckConstraint(
                condition=Q(approver__isnull=True) | ~Q(approver=F("created_by")) | Q(is_alone=True),
                name="nobody_approves_the_dpia_they_began",
            ),
            models.CheckConstraint(
                condition=Q(approver__isnull=True) | Q(adviser__isnull=True) | ~Q(approver=F("adviser")),
                name="who_advised_on_a_dpia_does_not_approve_it",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} version {self.number}"

    @property
    def is_draft(self) -> bool:
        """Whether it may be written at."""
        return self.state == State.DRAFT

    @property
    def is_frozen(self) -> bool:
        """Whether its text can never change again."""
        return self.state in (State.APPROVED, State.SUPERSEDED, State.DROPPED)


class DpiaDraft(models.Model):
    """What a person typed at a part and did not save: one a person and part. `fields` by name."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dpia = models.ForeignKey(Dpia, on_delete=models.CASCADE, related_name="drafts")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    part = models.CharField(max_length=40)
    fields = SealedJSONField()
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dpia", "author", "part"], name="a_person_has_one_draft_a_part_of_a_dpia")
        ]

    def __str__(self) -> str:
        return self.part

    @property
    def key_id(self) -> uuid.UUID:
        """The key of the assessment."""
        return self.dpia.key_id


class DpiaComment(models.Model):
    """A remark of somebody who reads an assessment, on one of its parts; settled when it was taken up or answered."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dpia = models.ForeignKey(Dpia, on_delete=models.CASCADE, related_name="comments")
    part = models.CharField(max_length=20)
    text = SealedTextField()
    author = _person()
    written_at = models.DateTimeField()
    settled_by = _person(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["written_at"]

    def __str__(self) -> str:
        return self.part

    @property
    def key_id(self) -> uuid.UUID:
        """The key of the assessment."""
        return self.dpia.key_id


class ReviewKind(models.TextChoices):
    """What a look at an approved assessment gave (Art. 35(11))."""

    STILL_RIGHT = "still_right", _("Still right")
    RISK_CHANGED = "risk_changed", _("The risk has changed")


class DpiaReview(models.Model):
    """A look at an approved assessment. `next_on`: the day of the next one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dpia = models.ForeignKey(Dpia, on_delete=models.CASCADE, related_name="reviews")
    kind = models.CharField(max_length=12, choices=ReviewKind)
    words = SealedTextField()
    next_on = models.DateField()
    reviewed_by = _person()
    reviewed_at = models.DateTimeField()

    class Meta:
        ordering = ["-reviewed_at"]

    def __str__(self) -> str:
        return f"{self.kind} {self.next_on}"

    @property
    def key_id(self) -> uuid.UUID:
        """The key of the assessment."""
        return self.dpia.key_id


class DpiaTemplate(models.Model):
    """A template of the organisation's own, made from an assessment. `content` as in Dpia, without what was rated."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120, unique=True)
    words = models.CharField(max_length=300, blank=True)
    key = models.OneToOneField(DataKey, on_delete=models.PROTECT, related_name="+")
    content = SealedJSONField()
    made_from = models.CharField(max_length=20, blank=True)
    made_by = _person()
    made_at = models.DateTimeField()
    is_retired = models.BooleanField(default=False)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class DpiaReminder(models.Model):
    """That a person was told of a day of an assessment, once; `seen_at`: they have opened it since."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dpia = models.ForeignKey(Dpia, on_delete=models.CASCADE, related_name="reminders")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    on = models.DateField()
    told_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(fields=["dpia", "user", "kind", "on"], name="a_step_of_a_dpia_is_told_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"
