"""What people decided about the exhibits: verdicts, passages to redact, exemptions."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dsar.cases.models import CasePart
from dsar.foundation.fields import SealedJSONField, SealedTextField
from dsar.foundation.leases import LeasedRow
from dsar.search.models import Exhibit


class Verdict(models.TextChoices):
    """What happens to an item."""

    UNDECIDED = "undecided", _("To decide")
    DISCLOSE = "disclose", _("Disclose")
    REDACT = "redact", _("Disclose with redactions")
    WITHHOLD = "withhold", _("Withhold")
    NOT_SUBJECT = "not_subject", _("Not about this person")


class ReviewItem(CasePart):
    """The decision on one exhibit. `version` counts changes: two people never overwrite each other unseen.

    Attributes:
        prepared_at: when its text was read for suggestions; null until then.
        signals: exemptions that a rule suggests, as a list of {"exemption_id", "block", "start", "end", "signal",
            "confidence", "why"}; only a person turns one into a proposal.
        signal_count: how many they are, for lists.
        engine: which engine, with which own kinds and thresholds, suggested its passages.
        set_id: the ReviewSet that decided it, where a set did.
    """

    case = models.ForeignKey("dsar.Case", on_delete=models.CASCADE, related_name="review_items")
    exhibit = models.OneToOneField(Exhibit, on_delete=models.CASCADE, related_name="review")
    verdict = models.CharField(max_length=12, choices=Verdict, default=Verdict.UNDECIDED)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)
    set_id = models.UUIDField(null=True)
    note = SealedTextField()
    version = models.PositiveIntegerField(default=0)
    prepared_at = models.DateTimeField(null=True)
    signals = SealedJSONField(default=list)
    signal_count = models.PositiveSmallIntegerField(default=0)
    engine = models.CharField(max_length=150, blank=True)

    class Meta:
        indexes = [models.Index(fields=["case", "verdict"], name="review_items_by_verdict")]

    def __str__(self) -> str:
        return f"{self.exhibit_id} {self.verdict}"


class PassageStatus(models.TextChoices):
    """Whether a passage goes black."""

    SUGGESTED = "suggested", _("Suggested")
    REDACT = "redact", _("Redact")
    KEEP = "keep", _("Keep visible")


class Passage(CasePart):
    """A stretch of an item's text, or a box on a page, that may go black.

    `block`, `start`, `end` point into the exhibit's blocks (half-open); `box` is {"page", "x0", "y0", "x1", "y1"} in
    PDF points, origin top left, where it was drawn; a row's column is {"column": name} in `box`. `score` and
    `recogniser` say how a suggestion came about; a mark set by hand has neither.
    """

    item = models.ForeignKey(ReviewItem, on_delete=models.CASCADE, related_name="passages")
    block = models.PositiveIntegerField(null=True)
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    box = models.JSONField(null=True)
    text = SealedTextField()
    kind = models.CharField(max_length=30, blank=True)
    person_role = models.CharField(max_length=20, blank=True)
    why = models.CharField(max_length=300, blank=True)
    score = models.FloatField(null=True)
    recogniser = models.CharField(max_length=60, blank=True)
    status = models.CharField(max_length=10, choices=PassageStatus, default=PassageStatus.SUGGESTED)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["block", "start"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "block", "start", "end"],
                condition=Q(block__isnull=False),
                name="a_passage_is_marked_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.status}"


class ProposalStatus(models.TextChoices):
    """Where an exemption stands."""

    PENDING = "pending", _("Waiting for a decision")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", _("Taken back")


class ExemptionProposal(CasePart):
    """An exemption put forward for an item or a passage, and the decision on it by somebody else.

    `test` answers the exemption's test question by question; `opinion` is the DPO's where somebody else decides.
    """

    case = models.ForeignKey("dsar.Case", on_delete=models.CASCADE, related_name="exemption_proposals")
    item = models.ForeignKey(ReviewItem, on_delete=models.CASCADE, related_name="proposals")
    passage = models.ForeignKey(Passage, null=True, on_delete=models.CASCADE, related_name="proposals")
    exemption_id = models.CharField(max_length=40)
    action = models.CharField(max_length=10, choices=[("redact", _("Redact")), ("withhold", _("Withhold"))])
    test = SealedJSONField()
    reasons = SealedTextField()
    proposer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=ProposalStatus, default=ProposalStatus.PENDING)
    decider = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decision_reason = SealedTextField()
    opinion = SealedTextField()
    opinion_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    small_team_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["proposed_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decider__isnull=True) | ~Q(decider=F("proposer")) | ~Q(small_team_reason=""),
                name="nobody_decides_on_their_own_proposal",
            ),
            models.CheckConstraint(
                condition=Q(status__in=("pending", "withdrawn")) | Q(decider__isnull=False),
                name="a_decision_has_a_decider",
            ),
        ]
        indexes = [models.Index(fields=["status", "proposed_at"], name="exemptions_waiting")]

    def __str__(self) -> str:
        return f"{self.exemption_id} {self.status}"


class ReviewPreparation(LeasedRow):
    """The background reading of a case's exhibits: who else is in them, which exemptions a rule suggests."""

    case = models.OneToOneField("dsar.Case", on_delete=models.CASCADE, related_name="review_preparation")
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return f"{self.case_id} {self.state}"


class ReviewSet(CasePart):
    """Items that were decided as one: what was asked for, how many, a sample that somebody saw, and the way back.

    Attributes:
        query: the filter in plain terms (verdict, group, decision …), nothing personal.
        sample: numbers of the exhibits that the confirmation page showed.
        before: {item id: [verdict, decided_by, decided_at, version after the act]}.
    """

    case = models.ForeignKey("dsar.Case", on_delete=models.CASCADE, related_name="review_sets")
    verdict = models.CharField(max_length=12, choices=Verdict)
    query = models.JSONField(default=dict)
    size = models.PositiveIntegerField()
    sample = models.JSONField(default=list)
    before = SealedJSONField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.size} {self.verdict}"
