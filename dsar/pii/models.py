"""What steers detection in the house, every version of it, and what people and runs tell about how well it works."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from discovery.detection import Category, Risk
from dsar.foundation.fields import SealedJSONField


class OwnKindVersion(models.Model):
    """A version of a kind of the organisation's own, from 1; the highest number of a slug is used.

    Attributes:
        slug: stays the same for all versions; detections name it as "own:<slug>".
        counts_as: a kind of the product, or "own_kind".
        is_on: whether it is looked for.
        why: what was changed and why, in the words of whoever changed it.
        based_on: the version whose content this one took up again, where somebody went back.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    label = models.CharField(max_length=60)
    pattern = models.CharField(max_length=500)
    counts_as = models.CharField(max_length=40, default="own_kind")
    category = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Category])
    risk = models.PositiveSmallIntegerField(choices=[(one.value, one.name) for one in Risk])
    context = models.JSONField(default=list)
    score = models.FloatField(default=0.8)
    least = models.FloatField(default=0.5)
    is_on = models.BooleanField(default=True)
    seconds = models.FloatField(default=0.0)
    why = models.CharField(max_length=300, blank=True)
    based_on = models.PositiveIntegerField(null=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["slug", "-number"]
        constraints = [models.UniqueConstraint(fields=["slug", "number"], name="an_own_kind_has_a_version_once")]

    def __str__(self) -> str:
        return f"{self.slug} {self.number}"


class ThresholdVersion(models.Model):
    """All thresholds as they stood from a moment on, from 1; the highest number is used.

    Attributes:
        values: least certainty by name of a recogniser or by kind; what is missing has the product's own.
        changed: the one that this version changed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField(unique=True)
    values = models.JSONField(default=dict)
    changed = models.CharField(max_length=60, blank=True)
    why = models.CharField(max_length=300)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"thresholds {self.number}"


class DetectionPolicy(models.Model):
    """What is kept of verdicts and from when on figures raise an alert; from 1, the highest number is used.

    Attributes:
        keeps_passages: whether a verdict keeps the passage and the words around it, sealed under the case's key.
        slow_seconds: seconds a million characters from which reading counts as slow.
        wrong_percent: share of wrong suggestions of a kind from which it is named.
        grave_count: passages of the gravest kinds in one reading from which it is named.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField(unique=True)
    keeps_passages = models.BooleanField(default=False)
    slow_seconds = models.PositiveIntegerField(default=60)
    wrong_percent = models.PositiveSmallIntegerField(default=30)
    grave_count = models.PositiveIntegerField(default=20)
    why = models.CharField(max_length=300)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"policy {self.number}"


class VerdictKind(models.TextChoices):
    """What a person's decision says about a detection."""

    RIGHT = "right", _("Right")
    WRONG = "wrong", _("Not personal data")
    OTHER_KIND = "other_kind", _("Other kind")
    WRONG_SPAN = "wrong_span", _("Wrong span")
    KEPT = "kept", _("Kept visible")


class DetectionVerdict(models.Model):
    """What a reviewer's decision says about one suggested passage: its kind and certainty, never its words.

    Attributes:
        passage_id: the passage in review; one verdict a passage, a later one replaces it.
        is_explicit: somebody said so; else it follows from redacting or keeping.
        meant: the kind that it really is, for OTHER_KIND.
        kept: {"text", "before", "after"} where the organisation wants them kept; sealed, dies with the case.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    passage_id = models.UUIDField(unique=True)
    key_id = models.UUIDField()
    kind = models.CharField(max_length=40)
    recogniser = models.CharField(max_length=60, blank=True)
    score = models.FloatField(null=True)
    engine = models.CharField(max_length=150, blank=True)
    verdict = models.CharField(max_length=10, choices=VerdictKind)
    meant = models.CharField(max_length=40, blank=True)
    is_explicit = models.BooleanField(default=False)
    kept = SealedJSONField(null=True, default=None)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["kind", "recogniser", "given_at"], name="verdicts_by_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.verdict}"


class DetectionRun(models.Model):
    """One reading of texts by the engine, in numbers.

    Attributes:
        what: "review" (the exhibits of a case), "text" (a text that somebody tried), "api".
        case_id: of a reading for a case; a plain id, the numbers outlive the case.
        kinds: detections by kind, an own kind by its recogniser.
        risks: detections by risk, "1" to "4".
        failed: items that could not be read.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    what = models.CharField(max_length=10, choices=[("review", "Review"), ("text", "Text tried"), ("api", "API")])
    case_id = models.UUIDField(null=True)
    engine = models.CharField(max_length=150)
    started_at = models.DateTimeField(db_index=True)
    seconds = models.FloatField(default=0.0)
    items = models.PositiveIntegerField(default=0)
    characters = models.PositiveBigIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)
    suggested = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    kinds = models.JSONField(default=dict)
    risks = models.JSONField(default=dict)

    class Meta:
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return f"{self.what} {self.found} in {self.items}"
