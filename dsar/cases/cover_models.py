"""Absences: who is away from when to when, and who stands in."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Absence(models.Model):
    """A person is away; until the last day the deputy sees and works the cases that the person handles.

    Nothing is copied: what a deputy may see follows from these days, so it ends by itself.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="absences")
    deputy = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="covering")
    from_on = models.DateField()
    until_on = models.DateField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    set_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-from_on"]
        constraints = [
            models.CheckConstraint(condition=~Q(user=F("deputy")), name="nobody_is_their_own_deputy"),
            models.CheckConstraint(condition=Q(from_on__lte=F("until_on")), name="an_absence_ends_after_it_starts"),
        ]
        indexes = [models.Index(fields=["deputy", "from_on"], name="absences_by_deputy")]

    def __str__(self) -> str:
        return f"{self.from_on} – {self.until_on}"
