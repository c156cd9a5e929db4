"""The simple-case track: on it or off it, and why it was left."""

from django.conf import settings
from django.db import models

from dsar.cases.models import CasePart


class SimpleTrack(CasePart):
    """A case on the simple track, or one that has left it. `left_because` is a code of dsar.cases.simple_rules."""

    case = models.OneToOneField("dsar.Case", on_delete=models.CASCADE, related_name="simple_track")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    entered_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    left_because = models.CharField(max_length=30, blank=True, default="")
    left_number = models.PositiveIntegerField(null=True)

    def __str__(self) -> str:
        return "left" if self.left_at else "simple"

    @property
    def is_on(self) -> bool:
        """Whether the case is on the track."""
        return self.left_at is None
