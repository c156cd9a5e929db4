"""The register of decisions on all rights, what was done in each system, and the recipients told (Art. 19)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dsar.cases.models import CasePart
from dsar.cases.vocabulary import RightAsked
from dsar.foundation.fields import SealedTextField
from dsar.processing_records.models import System


class DecisionOutcome(models.TextChoices):
    """What was decided."""

    GRANTED = "granted", _("Granted")
    IN_PART = "in_part", _("Granted in part")
    REFUSED = "refused", _("Refused")
    LIFTED = "lifted", _("Restriction lifted")
    NOTHING_HELD = "nothing_held", _("Nothing held")


class DecisionState(models.TextChoices):
    """Where a decision stands; only what is decided belongs to the register."""

    PROPOSED = "proposed", _("Waits for a second person")
    DECIDED = "decided", _("Decided")
    GIVEN_BACK = "given_back", _("Given back")
    REPLACED = "replaced", _("Replaced by a later decision")


class RightDecision(CasePart):
    """A decision on a right. `why` stays inside; `words` is what the person is told (Art. 12(4)).

    `ground` is a code of dsar.rights.decisions.rules, or of the room of the right (dsar.rights.erasure has its own).
    """

    case = models.ForeignKey("dsar.Case", on_delete=models.CASCADE, related_name="right_decisions")
    right = models.CharField(max_length=16, choices=RightAsked)
    outcome = models.CharField(max_length=12, choices=DecisionOutcome)
    ground = models.CharField(max_length=40, blank=True)
    why = SealedTextField()
    words = SealedTextField()
    state = models.CharField(max_length=10, choices=DecisionState, default=DecisionState.DECIDED)
    proposer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decider = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    remark = SealedTextField()
    small_team_reason = models.CharField(max_length=300, blank=True)
    notice_id = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-proposed_at"]
        indexes = [models.Index(fields=["state", "decided_at"], name="right_decision_register")]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(state="proposed"), name="a_right_has_one_proposal_at_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(state="decided") | Q(decided_at__isnull=False), name="a_decided_right_has_its_time"
            ),
            # Whoever puts a refusal forward does not agree to it, but for a small team with its reason.
            models.CheckConstraint(
                condition=Q(outcome__in=("granted", "lifted", "nothing_held"))
                | Q(decider__isnull=True)
                | ~Q(decider=F("proposer"))
                | ~Q(small_team_reason=""),
                name="nobody_agrees_to_their_own_refusal_of_a_right",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.right}: {self.outcome}"


class TaskState(models.TextChoices):
    """Where a piece of work in a system stands."""

    OPEN = "open", _("To be done")
    DONE = "done", _("Done")
    IMPOSSIBLE = "impossible", _("Not possible, with the reason")
    NOT_NEEDED = "not_needed", _("No longer needed")


class RightTask(CasePart):
    """What a system owner has to do for a right, signed when done. `ref` is the room's own handle, once a case.

    `decision` is the one that opened it: a later decision closes what it does not want any more. None: opened before
    any decision (a stop of direct marketing).
    """

    case = models.ForeignKey("dsar.Case", on_delete=models.CASCADE, related_name="right_tasks")
    ref = models.CharField(max_length=80)
    system = models.ForeignKey(System, null=True, on_delete=models.SET_NULL, related_name="+")
    system_name = models.CharField(max_length=150)
    what = SealedTextField()
    state = models.CharField(max_length=10, choices=TaskState, default=TaskState.OPEN)
    done_on = models.DateField(null=True)
    words = SealedTextField()
    opened_at = models.DateTimeField()
    decision = models.ForeignKey(RightDecision, null=True, on_delete=models.SET_NULL, related_name="tasks")
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    signed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["system_name", "opened_at"]
        constraints = [
            models.UniqueConstraint(fields=["case", "ref"], name="a_task_of_a_right_stands_once"),
            models.CheckConstraint(
                condition=Q(state="open") | (Q(signed_at__isnull=False) & Q(done_on__isnull=False)),
                name="a_task_of_a_right_is_signed_with_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.system_name}: {self.state}"


class ToldState(models.TextChoices):
    """Whether a recipient was told (GDPR Art. 19)."""

    TOLD = "told", _("Told")
    IMPOSSIBLE = "impossible", _("Impossible")
    DISPROPORTIONATE = "disproportionate", _("Disproportionate effort")


class RecipientNotice(CasePart):
    """That a recipient of the data was told what became of them, or why not (GDPR Art. 19)."""

    case = models.ForeignKey("dsar.Case", on_delete=models.CASCADE, related_name="recipient_notices")
    recipient = models.CharField(max_length=200)
    state = models.CharField(max_length=18, choices=ToldState)
    words = SealedTextField()
    notice_id = models.UUIDField(null=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["recipient"]
        constraints = [
            models.UniqueConstraint(fields=["case", "recipient"], name="a_recipient_of_a_right_is_told_once_a_case")
        ]

    def __str__(self) -> str:
        return f"{self.recipient}: {self.state}"
