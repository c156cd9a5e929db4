"""How a case ends without a disclosure, as put forward and as decided; and a fee that is asked for."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dsar.cases.models import CasePart
from dsar.foundation.fields import SealedJSONField, SealedTextField


class EndingKind(models.TextChoices):
    """What is put forward."""

    REFUSAL = "refusal", _("Refusal")
    FEE = "fee", _("Fee")
    NO_REPLY = "no_reply", _("Closed: no reply")
    UNIDENTIFIED = "unidentified", _("Unable to identify")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    PASSED_ON = "passed_on", _("Passed to the controller")
    DUPLICATE = "duplicate", _("Duplicate")


class EndingState(models.TextChoices):
    """Where it stands."""

    PROPOSED = "proposed", _("Waiting for a decision")
    DECIDED = "decided", _("Carried out")
    DECLINED = "declined", _("Not agreed")
    TAKEN_BACK = "taken_back", _("Taken back")
    UNDONE = "undone", _("Undone: the case was reopened")


class Ending(CasePart):
    """One ending, or one fee, of a case. A refusal and a fee are decided by somebody else than who put them forward.

    `findings` holds what the law asks to be shown, by name: "reasons", "objective", "subjective", "burden",
    "amount", "how_to_pay", "evidence", "reminder"; sealed, so it is erased with the case.
    """

    case = models.ForeignKey("dsar.Case", on_delete=models.CASCADE, related_name="endings")
    kind = models.CharField(max_length=12, choices=EndingKind)
    ground = models.CharField(max_length=20, blank=True, default="")
    state = models.CharField(max_length=10, choices=EndingState, default=EndingState.PROPOSED)
    findings = SealedJSONField()
    proposer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    opinion = SealedTextField()
    opinion_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    opinion_at = models.DateTimeField(null=True)
    decider = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision = SealedTextField()
    small_team_reason = models.CharField(max_length=300, blank=True, default="")
    notice_id = models.UUIDField(null=True)

    class Meta:
        ordering = ["-proposed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"], condition=Q(state="proposed"), name="an_ending_is_proposed_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=("refusal", "fee"))
                | Q(decider__isnull=True)
                | ~Q(decider=F("proposer"))
                | ~Q(small_team_reason=""),
                name="nobody_decides_on_their_own_refusal_or_fee",
            ),
            models.CheckConstraint(
                condition=~Q(state="decided") | Q(decided_at__isnull=False), name="a_decided_ending_has_its_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
