"""The register of personal data breaches (GDPR Art. 33(5)): entries, decisions, tasks, notes, documents, links.

Every entry has a data key of its own; what may name people is sealed under it. Numbers, dates and kinds stay readable,
so that the register can be listed and counted.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dsar.foundation.fields import SealedJSONField, SealedTextField
from dsar.foundation.models import DataKey, SealedFile
from dsar.processing_records.models import Controller, ProcessingActivity, System

USER = settings.AUTH_USER_MODEL


class BreachState(models.TextChoices):
    """Where an entry stands."""

    REPORTED = "reported", _("Suspected")
    OPEN = "open", pgettext_lazy("state", "Open")
    CLOSED = "closed", _("Closed")
    NO_BREACH = "no_breach", _("No personal data breach")


class RiskLevel(models.TextChoices):
    """The decided risk to people."""

    UNLIKELY = "unlikely", _("Risk unlikely")
    LIKELY = "likely", _("Risk likely")
    HIGH = "high", _("High risk")


class BreachCounter(models.Model):
    """The last number of a year; gaps are allowed, a number is never given twice."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.year)


class Breach(models.Model):
    """An entry of the register.

    Attributes:
        aware_at: when the controller became aware: a reasonable degree of certainty (EDPB 9/2022 § 31).
        told_at: when the first notice to the authority went out; written by the act that records it.
        hours_told: the last step of the hours left that the officers were told of (dsar…telling.STEPS).
        processor_told_at: when a processor told us (Art. 33(2)).
        is_processor: the processing is somebody else's; the duty is to tell that controller.
        persons_about, records_about: approximate numbers; None is not known yet.
        version: raised by every change of the entry; who saves an old one is told.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=24, unique=True)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="breaches")
    key = models.OneToOneField(DataKey, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=BreachState, default=BreachState.REPORTED)
    title = SealedTextField()
    what_happened = SealedTextField()
    happened_at = models.DateTimeField(null=True)
    happened_until = models.DateTimeField(null=True)
    found_at = models.DateTimeField()
    reported_at = models.DateTimeField()
    reported_by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")
    aware_at = models.DateTimeField(null=True)
    aware_by = SealedTextField()
    aware_why = SealedTextField()
    is_confidentiality = models.BooleanField(default=False)
    is_integrity = models.BooleanField(default=False)
    is_availability = models.BooleanField(default=False)
    systems = models.ManyToManyField(System, blank=True, related_name="breaches")
    activities = models.ManyToManyField(ProcessingActivity, blank=True, related_name="breaches")
    is_processor = models.BooleanField(default=False)
    processor = SealedTextField()
    processor_told_at = models.DateTimeField(null=True)
    persons_about = models.PositiveIntegerField(null=True)
    records_about = models.PositiveIntegerField(null=True)
    persons_kinds = SealedTextField()
    data_kinds = SealedTextField()
    consequences = SealedTextField()
    measures_taken = SealedTextField()
    measures_proposed = SealedTextField()
    told_at = models.DateTimeField(null=True)
    hours_told = models.PositiveSmallIntegerField(null=True)
    closed_at = models.DateTimeField(null=True)
    lessons = SealedTextField()
    no_breach_why = SealedTextField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-reported_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="open") | Q(aware_at__isnull=False), name="an_open_breach_has_its_awareness"
            ),
            models.CheckConstraint(
                condition=Q(aware_at__isnull=True) | Q(happened_at__isnull=True) | Q(aware_at__gte=F("happened_at")),
                name="nobody_is_aware_before_it_happened",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("closed", "no_breach")) | Q(closed_at__isnull=False),
                name="a_closed_breach_says_since_when",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class BreachPart(models.Model):
    """What every sealed part of an entry shares: its key is the entry's."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    breach = models.ForeignKey(Breach, on_delete=models.CASCADE)

    class Meta:
        abstract = True

    @property
    def key_id(self) -> uuid.UUID:
        """The entry's data key."""
        return self.breach.key_id


class RiskDecision(BreachPart):
    """What a person decided about the risk, with the factors that were weighed; only added.

    Attributes:
        factors: list of {"code", "weight", "note"}.
        exception: letter of Art. 34(3) by which people are not told although the risk is high.
        seconded_by: who agreed that nobody outside is told; another person than who decided.
        holds: whether it is in force: at once, or after the second look.
    """

    breach = models.ForeignKey(Breach, on_delete=models.CASCADE, related_name="decisions")
    risk = models.CharField(max_length=8, choices=RiskLevel)
    factors = SealedJSONField(default=list)
    reasons = SealedTextField()
    exception = models.CharField(max_length=18, blank=True)
    exception_why = SealedTextField()
    decided_by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField()
    needs_second = models.BooleanField(default=False)
    seconded_by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")
    seconded_at = models.DateTimeField(null=True)
    second_why = SealedTextField()
    is_refused = models.BooleanField(default=False)
    holds = models.BooleanField(default=False)

    class Meta:
        ordering = ["-decided_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(seconded_by__isnull=True) | ~Q(seconded_by=F("decided_by")),
                name="the_second_look_is_another_persons",
            ),
            models.UniqueConstraint(fields=["breach"], condition=Q(holds=True), name="one_risk_decision_holds"),
        ]

    def __str__(self) -> str:
        return self.risk

    @property
    def waits(self) -> bool:
        """Whether a second look is asked for and was not taken yet."""
        return self.needs_second and self.seconded_at is None and not self.is_refused


class BreachTask(BreachPart):
    """Something to do; `code` for those that the product lists, empty for one's own."""

    breach = models.ForeignKey(Breach, on_delete=models.CASCADE, related_name="tasks")
    code = models.CharField(max_length=30, blank=True)
    words = SealedTextField()
    order = models.PositiveSmallIntegerField(default=50)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")
    outcome = SealedTextField()

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["breach", "code"], condition=~Q(code=""), name="a_listed_task_stands_once")
        ]

    def __str__(self) -> str:
        return self.code or str(self.pk)


class BreachNote(BreachPart):
    """What somebody wrote down, only added; `at` is when it happened, which may be earlier."""

    breach = models.ForeignKey(Breach, on_delete=models.CASCADE, related_name="notes")
    text = SealedTextField()
    at = models.DateTimeField()
    written_by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return str(self.pk)


class BreachDocument(BreachPart):
    """A file that proves something: a log, a mail, a report; sealed."""

    breach = models.ForeignKey(Breach, on_delete=models.CASCADE, related_name="documents")
    file = models.OneToOneField(SealedFile, on_delete=models.CASCADE)
    label = SealedTextField()
    added_by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["added_at"]

    def __str__(self) -> str:
        return str(self.pk)


class BreachCase(models.Model):
    """A case that a breach belongs to: people ask because of it, or an answer went to the wrong person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    breach = models.ForeignKey(Breach, on_delete=models.CASCADE, related_name="links")
    case = models.ForeignKey("dsar.Case", on_delete=models.CASCADE, related_name="breach_links")
    is_origin = models.BooleanField(default=False)
    linked_at = models.DateTimeField()

    class Meta:
        ordering = ["linked_at"]
        constraints = [models.UniqueConstraint(fields=["breach", "case"], name="a_breach_names_a_case_once")]

    def __str__(self) -> str:
        return str(self.pk)
