"""Complaints about how a request was answered: to us, to the authority, to a court."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dsar.cases.models import CasePart
from dsar.foundation.fields import SealedTextField


class ComplaintKind(models.TextChoices):
    """To whom the person complained."""

    CONTROLLER = "controller", _("To us, the controller")
    AUTHORITY = "authority", _("To the supervisory authority")
    COURT = "court", _("To a court")


class ComplaintState(models.TextChoices):
    """Where a complaint stands."""

    OPEN = "open", pgettext_lazy("state", "Open")
    UPHELD = "upheld", _("Upheld")
    PARTLY_UPHELD = "partly_upheld", _("Upheld in part")
    NOT_UPHELD = "not_upheld", _("Not upheld")
    SETTLED = "settled", _("Settled or withdrawn")


class Complaint(CasePart):
    """A complaint about a case. While one is open, the case is kept (legal gate G23)."""

    case = models.ForeignKey("dsar.Case", on_delete=models.CASCADE, related_name="complaints")
    kind = models.CharField(max_length=10, choices=ComplaintKind)
    state = models.CharField(max_length=14, choices=ComplaintState, default=ComplaintState.OPEN)
    received_on = models.DateField()
    acknowledge_by = models.DateField(null=True)
    acknowledged_on = models.DateField(null=True)
    answer_by = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    about = SealedTextField()
    contact = SealedTextField()
    foreign_reference = SealedTextField()
    outcome = SealedTextField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-received_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open") | Q(ended_on__isnull=False), name="an_ended_complaint_has_its_day"
            )
        ]
        indexes = [models.Index(fields=["state", "acknowledge_by"], name="complaints_by_state")]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

    @property
    def is_open(self) -> bool:
        """Whether it still waits for an end."""
        return self.state == ComplaintState.OPEN
