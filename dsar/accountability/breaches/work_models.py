"""The background work of a breach: scans of compromised documents, packs of evidence; and its notices by version."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dsar.accountability.breaches.models import Breach, BreachPart
from dsar.foundation.fields import SealedJSONField, SealedTextField
from dsar.foundation.leases import LeasedQuerySet, LeasedRow
from dsar.foundation.models import SealedFile
from dsar.processing_records.models import Source

USER = settings.AUTH_USER_MODEL


class ScanOf(models.TextChoices):
    """Where the compromised documents are."""

    FILES = "files", _("Files put in here")
    SOURCE = "source", _("A folder or store of the register")
    EXHIBITS = "exhibits", _("What was found in a linked case")


class BreachScan(BreachPart, LeasedRow):
    """A scan of compromised documents; the row itself is leased while what is to be read is listed.

    Attributes:
        result: what `dsar.accountability.breaches.factors.assess` gave: counts and reasons, no values.
        kept_until: when copies that were put in are deleted; None while it runs, or where there are none.
    """

    breach = models.ForeignKey(Breach, on_delete=models.CASCADE, related_name="scans")
    number = models.PositiveIntegerField()
    of = models.CharField(max_length=10, choices=ScanOf)
    source = models.ForeignKey(Source, null=True, on_delete=models.SET_NULL, related_name="+")
    case = models.ForeignKey("dsar.Case", null=True, on_delete=models.SET_NULL, related_name="+")
    place = SealedTextField()
    engine = models.CharField(max_length=120, blank=True)
    ordered_by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")
    ordered_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    result = SealedJSONField()
    kept_until = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["BreachScan"]] = models.Manager()
    leases: ClassVar[LeasedQuerySet["BreachScan"]] = LeasedQuerySet.as_manager()  # type: ignore[assignment]  # typed

    class Meta:
        ordering = ["-ordered_at"]
        constraints = [models.UniqueConstraint(fields=["breach", "number"], name="a_scan_of_a_breach_has_its_number")]

    def __str__(self) -> str:
        return f"scan {self.number}"


class ScannedFile(LeasedRow):
    """One compromised document: leased while it is read; afterwards how far it was read, and what was counted.

    Attributes:
        label: its name as people know it.
        file: the copy that was put in; None where it is read elsewhere, and when the copy is deleted.
        ref: its name in the source, or the id of the exhibit.
        coverage: complete, partial, skipped or failed; with `reason` where it is not complete.
        seen: what `counting.Seen.as_json` gave: keyed tokens and counts.
    """

    scan = models.ForeignKey(BreachScan, on_delete=models.CASCADE, related_name="files")
    label = SealedTextField()
    file = models.OneToOneField(SealedFile, null=True, on_delete=models.SET_NULL)
    ref = SealedTextField()
    size = models.PositiveBigIntegerField(default=0)
    coverage = models.CharField(max_length=10, blank=True)
    reason = models.CharField(max_length=60, blank=True)
    seen = SealedJSONField()

    objects: ClassVar[models.Manager["ScannedFile"]] = models.Manager()
    leases: ClassVar[LeasedQuerySet["ScannedFile"]] = LeasedQuerySet.as_manager()  # type: ignore[assignment]  # typed

    class Meta:
        indexes = [models.Index(fields=["scan", "state"], name="files_of_a_breach_scan")]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def key_id(self) -> uuid.UUID:
        """The entry's data key."""
        return self.scan.breach.key_id


class NoticeStand(models.TextChoices):
    """Where a notice stands."""

    DRAFT = "draft", _("Draft")
    APPROVED = "approved", _("Approved")
    SENT = "sent", _("Sent")


class BreachNotice(BreachPart):
    """A notice about a breach: to the authority, to people, to the public, to a controller; in phases (Art. 33(4)).

    Attributes:
        phase: 1 for the first notice to this audience, then supplements.
        to: recipients in words: the authority, the controller, or the people with how they are reached.
        persons: how many people it goes to, where it goes to people.
        how: by which way it went.
        outside_reference: what the authority calls it.
        late_why: reasons for the delay (Art. 33(1)).
        paper: the PDF of the version that was sent.
    """

    breach = models.ForeignKey(Breach, on_delete=models.CASCADE, related_name="notices")
    number = models.PositiveIntegerField()
    audience = models.CharField(max_length=10)
    phase = models.PositiveSmallIntegerField(default=1)
    language = models.CharField(max_length=8)
    stand = models.CharField(max_length=8, choices=NoticeStand, default=NoticeStand.DRAFT)
    to = SealedTextField()
    persons = models.PositiveIntegerField(null=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")
    approved_version = models.PositiveIntegerField(null=True)
    approved_by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")
    approved_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")
    how = models.CharField(max_length=200, blank=True)
    outside_reference = SealedTextField()
    late_why = SealedTextField()
    paper = models.ForeignKey(SealedFile, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["breach", "number"], name="a_notice_of_a_breach_has_its_number"),
            models.CheckConstraint(
                condition=Q(stand="draft") | Q(approved_version__isnull=False), name="what_is_sent_was_approved"
            ),
            models.CheckConstraint(
                condition=~Q(stand="sent") | Q(sent_at__isnull=False), name="a_sent_notice_says_when"
            ),
        ]

    def __str__(self) -> str:
        return f"notice {self.number}"


class NoticeVersion(BreachPart):
    """A version of a notice's text; only added. `sections`: list of {"code", "title", "text"} in order."""

    breach = models.ForeignKey(Breach, on_delete=models.CASCADE, related_name="+")
    notice = models.ForeignKey(BreachNotice, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    sections = SealedJSONField(default=list)
    written_by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["notice", "number"], name="a_version_of_a_notice_has_its_number")
        ]

    def __str__(self) -> str:
        return str(self.number)


class BreachPack(BreachPart, LeasedRow):
    """The evidence of a breach as an archive, built in the background and kept for a while."""

    breach = models.ForeignKey(Breach, on_delete=models.CASCADE, related_name="packs")
    ordered_by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")
    ordered_at = models.DateTimeField()
    file = models.ForeignKey(SealedFile, null=True, on_delete=models.SET_NULL, related_name="+")

    objects: ClassVar[models.Manager["BreachPack"]] = models.Manager()
    leases: ClassVar[LeasedQuerySet["BreachPack"]] = LeasedQuerySet.as_manager()  # type: ignore[assignment]  # typed

    class Meta:
        ordering = ["-ordered_at"]

    def __str__(self) -> str:
        return str(self.pk)
