"""What belongs to the list of cases rather than to one case: saved views, and internal holds."""

import uuid

from django.conf import settings
from django.db import models

from dsar.cases.models import Case, CasePart
from dsar.foundation.fields import SealedTextField


class SavedView(models.Model):
    """A named set of filters of the list: a query string without words that were searched for.

    A shared view is offered to everybody; each person sees their own cases through it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000, default="", blank=True)
    is_shared = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="a_person_has_a_view_of_a_name_once")]

    def __str__(self) -> str:
        return str(self.pk)


class DefaultView(models.Model):
    """The view with which the list opens for a person."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="+")
    view = models.ForeignKey(SavedView, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return str(self.pk)


class CaseHold(CasePart):
    """An internal hold: the work waits for something of our own. It is no act on the clock and moves no date."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="holds")
    reason = SealedTextField()
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    placed_at = models.DateTimeField()
    look_again_on = models.DateField(null=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-placed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(lifted_at__isnull=True), name="a_case_is_on_hold_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)
