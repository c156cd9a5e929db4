"""The outgoing copy of a document and the proof that goes with it."""

from typing import ClassVar

from django.db import models

from dsar.foundation.fields import SealedJSONField
from dsar.foundation.leases import LeasedQuerySet, LeasedRow
from dsar.foundation.models import SealedFile
from dsar.review.models import ReviewItem


class RedactedDocument(LeasedRow):
    """The rebuilt pages of one item, with the verifier's report; one unit of background work.

    Attributes:
        order: digest of everything that the copy depends on (content, verdict, passages): another makes it stale.
        is_open: whether the verifier found nothing left; only then may the copy leave.
    """

    case = models.ForeignKey("dsar.Case", on_delete=models.CASCADE, related_name="redacted_documents")
    item = models.OneToOneField(ReviewItem, on_delete=models.CASCADE, related_name="redacted")
    order = models.CharField(max_length=64)
    output = models.ForeignKey(SealedFile, null=True, on_delete=models.PROTECT, related_name="+")
    report = SealedJSONField()
    is_open = models.BooleanField(default=False)
    page_count = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    objects = models.Manager["RedactedDocument"]()
    leases: ClassVar[LeasedQuerySet["RedactedDocument"]] = LeasedQuerySet.as_manager()  # type: ignore[assignment]  # typed

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_open=False) | models.Q(output__isnull=False, state="done"),
                name="an_open_gate_has_a_finished_copy",
            )
        ]

    def __str__(self) -> str:
        return f"copy of {self.item_id}"

    @property
    def key_id(self) -> object:
        """The case's data key."""
        return self.case.key_id
