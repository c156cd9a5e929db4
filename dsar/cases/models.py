"""A case and what hangs on it. Personal content is sealed under the case's own key."""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from dsar.cases.querysets import CaseQuerySet
from dsar.cases.vocabulary import (
    Channel,
    ClockState,
    EventKind,
    Outcome,
    PersonRole,
    Relation,
    RightAsked,
    Stage,
)
from dsar.foundation.errors import Conflict
from dsar.foundation.fields import SealedJSONField, SealedTextField
from dsar.foundation.models import DataKey, SealedFile
from dsar.processing_records.models import Controller


class Case(models.Model):
    """One request of one person about one right.

    The clock columns are a projection of the clock events, rewritten by every clock act; `due_on` is null while no
    clock runs.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=24, unique=True)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT)
    key = models.OneToOneField(DataKey, on_delete=models.PROTECT)
    right = models.CharField(max_length=16, choices=RightAsked, default=RightAsked.ACCESS)
    regime_id = models.CharField(max_length=20)
    ruleset_version = models.CharField(max_length=40)
    channel = models.CharField(max_length=12, choices=Channel)
    language = models.CharField(max_length=8, default="en")
    received_at = models.DateTimeField()
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.TRIAGE)
    outcome = models.CharField(max_length=20, choices=Outcome, default=Outcome.NONE, blank=True)
    handler = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    logged_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    retain_until = models.DateField(null=True)
    version = models.PositiveIntegerField(default=0)

    request_text = SealedTextField()
    search_details = SealedTextField()
    context = SealedJSONField()

    clock_state = models.CharField(max_length=12, choices=ClockState, default=ClockState.RUNNING)
    waiting_for = models.CharField(max_length=16, default="", blank=True)
    due_on = models.DateField(null=True)
    statutory_due_on = models.DateField(null=True)
    target_due_on = models.DateField(null=True)
    notice_by = models.DateField(null=True)
    responded_on = models.DateField(null=True)
    is_extended = models.BooleanField(default=False)

    objects: ClassVar[CaseQuerySet] = CaseQuerySet.as_manager()  # type: ignore[assignment]  # typed as its queryset

    class Meta:
        permissions = [
            ("work_case", "May work on the case"),
            ("decide_case", "May decide on exemptions and release"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(stage=Stage.CLOSED) | ~models.Q(outcome=""), name="a_closed_case_has_an_outcome"
            ),
            models.CheckConstraint(
                condition=models.Q(due_on__isnull=True)
                | models.Q(statutory_due_on__isnull=True)
                | models.Q(due_on__lte=models.F("statutory_due_on")),
                name="due_is_never_later_than_the_statute",
            ),
        ]
        indexes = [
            models.Index(fields=["stage", "due_on"], name="case_by_stage_and_due"),
            models.Index(fields=["handler", "stage"], name="case_by_handler"),
            models.Index(fields=["clock_state", "statutory_due_on"], name="case_by_clock"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open(self) -> bool:
        """Whether work is still to be done: neither sent nor closed."""
        return self.stage not in (Stage.SENT, Stage.CLOSED)


class CaseUserPermission(UserObjectPermissionBase):
    """A grant on a case to a person."""

    content_object = models.ForeignKey(Case, on_delete=models.CASCADE)


class CaseTeamPermission(GroupObjectPermissionBase):
    """A grant on a case to a team."""

    content_object = models.ForeignKey(Case, on_delete=models.CASCADE)


class CasePart(models.Model):
    """What every sealed part of a case shares: its own key is the case's."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE)

    class Meta:
        abstract = True

    @property
    def key_id(self) -> uuid.UUID:
        """The case's data key."""
        return self.case.key_id


class CasePerson(CasePart):
    """A person in a role. `details`: {"name", "names": [], "emails": [], "phones": [], "addresses": [],
    "dates_of_birth": [], "identifiers": [{"type", "value"}]}; `name` is how they are addressed.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="people")
    role = models.CharField(max_length=10, choices=PersonRole)
    relation = models.CharField(max_length=10, choices=Relation, default=Relation.SELF)
    details = SealedJSONField()
    is_proved = models.BooleanField(default=False)
    is_safe_contact = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "role"], name="a_case_has_one_person_in_a_role")]

    def __str__(self) -> str:
        return f"{self.role} of {self.case_id}"

    @property
    def name(self) -> str:
        """How the person is addressed."""
        return str(self.details.get("name", ""))


class CaseToken(models.Model):
    """Blind index: a keyed digest of an e-mail, phone, foreign reference or name token; dies with the case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tokens")
    kind = models.CharField(max_length=12)
    digest = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["kind", "digest"], name="case_token_lookup")]
        constraints = [models.UniqueConstraint(fields=["case", "kind", "digest"], name="a_token_stands_once_a_case")]

    def __str__(self) -> str:
        return self.kind


class ClockEvent(CasePart):
    """An act on the clock; rows are only added, never changed. `on` is a date in the controller's zone.

    A correction is a new event that supersedes the one it corrects. `received_at` is the instant of a corrected
    receipt; `facts` holds codes and dates beside it (no personal data); `notice_id` names the letter queued with it.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="clock_events")
    kind = models.CharField(max_length=10, choices=EventKind)
    waiting_for = models.CharField(max_length=16, default="", blank=True)
    on = models.DateField()
    is_sufficient = models.BooleanField(default=True)
    criteria = models.JSONField(default=list)
    until = models.DateField(null=True)
    reason = SealedTextField()
    old_due_on = models.DateField(null=True)
    new_due_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    supersedes = models.OneToOneField("self", null=True, on_delete=models.CASCADE, related_name="superseded_by")
    evidence = models.ForeignKey("dsar.CaseFile", null=True, on_delete=models.SET_NULL, related_name="+")
    received_at = models.DateTimeField(null=True)
    facts = models.JSONField(default=dict)
    notice_id = models.UUIDField(null=True)

    class Meta:
        ordering = ["on", "recorded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(kind=EventKind.EXTEND, supersedes__isnull=True),
                name="a_deadline_is_extended_once",
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(kind=EventKind.RESPOND, supersedes__isnull=True),
                name="a_response_is_provided_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind__in=(EventKind.STRIKE, EventKind.WITHDRAW))
                | models.Q(supersedes__isnull=False),
                name="what_is_struck_out_is_named",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row; a stored one is never changed.

        Raises:
            Conflict: it is stored already.
        """
        if not self._state.adding:
            message = "Entries of the clock are only added; a correction is a new one."
            raise Conflict(message)
        super().save(*args, **kwargs)


class Note(CasePart):
    """A note of the staff; the person may ask for it too."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    text = SealedTextField()
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-written_at"]

    def __str__(self) -> str:
        return str(self.pk)


class CaseFile(CasePart):
    """A file attached to the case: the request itself, evidence, letters."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="files")
    file = models.OneToOneField(SealedFile, on_delete=models.CASCADE)
    purpose = models.CharField(max_length=20, default="request")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["added_at"]

    def __str__(self) -> str:
        return str(self.pk)


class CaseLink(models.Model):
    """Two cases that belong together: a duplicate, an earlier request, another right asked in the same letter."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="links")
    other = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=16, default="related")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "other", "kind"], name="two_cases_are_linked_once_a_kind")
        ]

    def __str__(self) -> str:
        return self.kind
