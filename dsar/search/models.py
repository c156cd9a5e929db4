"""The search of a case: what is planned, and the exhibits, sealed copies of everything that review needs."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dsar.cases.models import CasePart
from dsar.foundation.fields import SealedJSONField, SealedTextField
from dsar.foundation.models import SealedFile
from dsar.processing_records.models import Source, System


class PlanState(models.TextChoices):
    """Where the search of one system stands (gate G9: every planned one ends done, nil or left out)."""

    PLANNED = "planned", _("Planned")
    ASKED = "asked", _("Owner asked")
    SEARCHING = "searching", _("Searching")
    DONE = "done", _("Done")
    NIL = "nil", _("Nothing held")
    LEFT_OUT = "left_out", _("Left out, with a reason")
    FAILED = "failed", _("Needs attention")


class PlannedSystem(CasePart):
    """A system in the search plan of a case. With a source it is scanned; without one somebody answers for it."""

    system = models.ForeignKey(System, on_delete=models.PROTECT)
    source = models.ForeignKey(Source, null=True, on_delete=models.PROTECT)
    scan_id = models.UUIDField(null=True)
    state = models.CharField(max_length=10, choices=PlanState, default=PlanState.PLANNED)
    reason = SealedTextField()
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    signed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "source"], name="a_source_is_planned_once_a_case"),
            models.UniqueConstraint(
                fields=["case", "system"],
                condition=models.Q(source__isnull=True),
                name="a_system_without_source_is_planned_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.system_id} {self.state}"

    @property
    def ref(self) -> uuid.UUID:
        """By what a scan knows it: its source, or itself where its files were put into the case."""
        return self.source_id or self.pk


class Exhibit(CasePart):
    """A sealed, expiring copy of an item as it was found: what was reviewed is what is sent.

    Attributes:
        form: "document" or "row".
        group: the set it belongs to, nothing personal: "shop.orders", "files/hr".
        blocks: JSON list of {"text", "locator", "role", "words": [[start, end, page, x0, y0, x1, y1], …]}, sealed.
        values: a row's columns as read.
        reasons: list of {"identifier", "why", "reason", "score"}.
        item_digest: keyed digest of source and locator: a second scan finds the same exhibit.
    """

    case = models.ForeignKey("dsar.Case", on_delete=models.CASCADE, related_name="exhibits")
    number = models.PositiveIntegerField()
    planned = models.ForeignKey(PlannedSystem, null=True, on_delete=models.SET_NULL, related_name="exhibits")
    source_name = models.CharField(max_length=150)
    form = models.CharField(max_length=10, choices=[("document", "Document"), ("row", "Row")])
    group = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100, blank=True)
    title = SealedTextField()
    locator = SealedJSONField()
    original = models.ForeignKey(SealedFile, null=True, on_delete=models.PROTECT, related_name="+")
    blocks = models.ForeignKey(SealedFile, null=True, on_delete=models.PROTECT, related_name="+")
    values = SealedJSONField()
    decision = models.CharField(max_length=10)
    reasons = SealedJSONField(default=list)
    page_count = models.PositiveIntegerField(null=True)
    sha256 = models.CharField(max_length=64)
    item_digest = models.BinaryField()
    found_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "item_digest"], name="an_item_is_an_exhibit_once_a_case"),
            models.UniqueConstraint(fields=["case", "number"], name="an_exhibit_has_its_number"),
        ]
        indexes = [models.Index(fields=["case", "group"], name="exhibits_of_a_set")]

    def __str__(self) -> str:
        return f"exhibit {self.number}"
