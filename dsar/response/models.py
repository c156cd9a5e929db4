"""The answer sheet of a case and the packages built from it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from dsar.cases.models import CasePart
from dsar.foundation.fields import SealedJSONField, SealedTextField
from dsar.foundation.leases import LeasedQuerySet, LeasedRow
from dsar.foundation.models import SealedFile


class AnswerSheet(CasePart):
    """The points of Article 15 as the handler has written them: {key: {"text", "not_applicable", "reason"}}."""

    case = models.OneToOneField("dsar.Case", on_delete=models.CASCADE, related_name="answer_sheet")
    answers = SealedJSONField()
    opening = SealedTextField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    written_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"answers of {self.case_id}"


class Package(LeasedRow):
    """A response package: built in the background, approved as it stands, or void once anything has changed.

    Attributes:
        digest: SHA-256 of its manifest, which names every file with its own.
        basis: digest of everything it was built from; another basis makes it stale.
        recipient_digest: keyed digest of the recipient as approved.
        is_rehearsal: nobody has approved it and nobody may: the database refuses.
    """

    case = models.ForeignKey("dsar.Case", on_delete=models.CASCADE, related_name="packages")
    number = models.PositiveIntegerField()
    is_rehearsal = models.BooleanField(default=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField()
    basis = models.CharField(max_length=64)
    file = models.ForeignKey(SealedFile, null=True, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, blank=True)
    contents = SealedJSONField(default=list)
    is_partial = models.BooleanField(default=False)
    holds_data = models.BooleanField(default=True)
    opinion = SealedTextField()
    opinion_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    opinion_at = models.DateTimeField(null=True)
    approver = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    decision = SealedTextField()
    recipient_digest = models.BinaryField(null=True)
    small_team_reason = models.CharField(max_length=300, blank=True)
    released_at = models.DateTimeField(null=True)

    objects = models.Manager["Package"]()
    leases: ClassVar[LeasedQuerySet["Package"]] = LeasedQuerySet.as_manager()  # type: ignore[assignment]  # typed

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="a_package_has_its_number"),
            models.CheckConstraint(
                condition=Q(approver__isnull=True) | ~Q(approver=F("author")) | ~Q(small_team_reason=""),
                name="nobody_approves_their_own_package",
            ),
            models.CheckConstraint(
                condition=Q(is_rehearsal=False) | Q(approved_at__isnull=True, released_at__isnull=True),
                name="a_rehearsal_is_never_approved_or_released",
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True) | Q(approved_at__isnull=False),
                name="only_an_approved_package_is_released",
            ),
        ]

    def __str__(self) -> str:
        return f"package {self.number}"

    @property
    def key_id(self) -> object:
        """The case's data key."""
        return self.case.key_id
