"""Budgets of noise, what was answered under them, and the reports that were published."""

import uuid
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from dsar.foundation.errors import Conflict


class NoiseBudget(models.Model):
    """How much may be told of one data set in all; the database refuses that more is spent than there is."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120, unique=True)
    epsilon = models.DecimalField(max_digits=8, decimal_places=4)
    spent = models.DecimalField(max_digits=8, decimal_places=4, default=0)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(spent__gte=0) & Q(spent__lte=F("epsilon")), name="no_more_noise_is_spent_than_there_is"
            ),
            models.CheckConstraint(condition=Q(epsilon__gt=0), name="a_budget_of_noise_is_positive"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def left(self) -> Decimal:
        """The epsilon that may still be told."""
        return self.epsilon - self.spent


class NoisyAnswer(models.Model):
    """One figure that was told, and what it cost; it is never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    budget = models.ForeignKey(NoiseBudget, on_delete=models.PROTECT, related_name="answers")
    question = models.CharField(max_length=200)
    mechanism = models.CharField(max_length=10)
    epsilon = models.DecimalField(max_digits=8, decimal_places=4)
    delta = models.FloatField(default=0.0)
    value = models.FloatField()
    within = models.FloatField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["asked_at", "question"]

    def __str__(self) -> str:
        return self.question

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add it; an answer that was told cannot be untold.

        Raises:
            Conflict: it is there already.
        """
        if not self._state.adding:
            message = "An answer that was told is not changed."
            raise Conflict(message)
        super().save(*args, **kwargs)


class PublicReport(models.Model):
    """The transparency report of one year as it was published: its figures are never computed again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    year = models.PositiveSmallIntegerField()
    budget = models.ForeignKey(NoiseBudget, on_delete=models.PROTECT, related_name="reports")
    figures = models.JSONField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-year", "-published_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["year"], condition=Q(withdrawn_at__isnull=True), name="a_year_has_one_public_report"
            )
        ]

    def __str__(self) -> str:
        return str(self.year)
