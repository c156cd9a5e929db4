"""What was asked of the owner of a system or of a processor, their answer, what was written, and the chases."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dsar.cases.models import Case, CasePart
from dsar.foundation.fields import SealedJSONField, SealedTextField
from dsar.search.models import PlannedSystem


class CommissionState(models.TextChoices):
    """How a commission stands. That its day is over follows from `due_on` and is not stored."""

    WAITING = "waiting", _("Waiting for the answer")
    QUESTION = "question", _("Has a question")
    ANSWERED = "answered", _("Files received")
    NIL = "nil", _("Nothing held, signed")
    NOT_OURS = "not_ours", _("Says it is not theirs")
    CALLED_OFF = "called_off", _("Called off")


OPEN_STATES = (CommissionState.WAITING, CommissionState.QUESTION)


class Commission(CasePart):
    """The request to one owner or processor for their part. Of the link only a keyed digest is kept.

    Attributes:
        planned: the line of the search plan that they answer for.
        owner: {"name", "email", "escalation_name", "escalation_email"}.
        asked: {"terms": [{"label", "value"}], "from_on", "until_on", "words"}: what staff chose to tell, and no more.
        due_on: a date in the controller's zone, never later than the case's own.
        answer: {"name", "statement"} as signed through the link.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="commissions")
    planned = models.ForeignKey(PlannedSystem, on_delete=models.CASCADE, related_name="commissions")
    is_processor = models.BooleanField(default=False)
    language = models.CharField(max_length=8, default="en")
    owner = SealedJSONField()
    asked = SealedJSONField()
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=CommissionState, default=CommissionState.WAITING)
    token_digest = models.BinaryField(null=True, unique=True)
    links = models.PositiveSmallIntegerField(default=0)
    link_ends_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    sent_on = models.DateField()
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    answer = SealedJSONField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["due_on", "sent_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["planned"], condition=Q(state__in=OPEN_STATES), name="a_system_is_asked_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("answered", "nil", "not_ours")) | Q(answered_at__isnull=False),
                name="an_answer_has_its_time",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="commissions_to_chase")]

    def __str__(self) -> str:
        return f"{self.planned_id} {self.state}"

    @property
    def is_open(self) -> bool:
        """Whether an answer is awaited."""
        return self.state in OPEN_STATES

    @property
    def from_on(self) -> dt.date | None:
        """The first day of the period that is asked for."""
        return _day(self.asked.get("from_on"))

    @property
    def until_on(self) -> dt.date | None:
        """The last day of the period that is asked for."""
        return _day(self.asked.get("until_on"))


def _day(given: object) -> dt.date | None:
    return dt.date.fromisoformat(str(given)) if given else None


class ChaseKind(models.TextChoices):
    """The reminders of a commission, each sent at most once."""

    HALF_TIME = "half_time", _("Half of the time is over")
    THREE_DAYS = "three_days", _("Three days before the day")
    DUE = "due", _("On the day")
    OVERDUE = "overdue", _("The day is over")


class Chase(models.Model):
    """A reminder that went out, or that was left behind because a later one was due already."""

    commission = models.ForeignKey(Commission, on_delete=models.CASCADE, related_name="chases")
    kind = models.CharField(max_length=12, choices=ChaseKind)
    is_sent = models.BooleanField(default=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["commission", "kind"], name="an_owner_is_chased_once_a_kind")]

    def __str__(self) -> str:
        return self.kind


class CommissionWords(CasePart):
    """A question of the owner, or our answer to it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    commission = models.ForeignKey(Commission, on_delete=models.CASCADE, related_name="words")
    text = SealedTextField()
    is_ours = models.BooleanField(default=False)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["written_at"]

    def __str__(self) -> str:
        return str(self.pk)
