"""What is decided about portability on a case, the packages made, and where they went (GDPR Art. 20)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dsar.cases.models import Case, CasePart
from dsar.foundation.fields import SealedJSONField, SealedTextField
from dsar.foundation.leases import LeasedQuerySet, LeasedRow
from dsar.foundation.models import SealedFile
from dsar.processing_records.models import ProcessingActivity
from dsar.rights.portability.limits import MAX_DOWNLOADS, MAX_TRIES


class BasisChoice(models.TextChoices):
    """On what an activity rests for this person."""

    CONSENT = "consent", _("Consent, Art. 6(1)(a)")
    EXPLICIT_CONSENT = "explicit_consent", _("Explicit consent, Art. 9(2)(a)")
    CONTRACT = "contract", _("Contract, Art. 6(1)(b)")
    OTHER = "other", _("Another basis: not covered")


class PortabilityPlan(CasePart):
    """What a portability case is made of. `version` counts decisions: a package of another version is stale.

    Attributes:
        source: the case whose findings are used: this one, or a linked one after a fresh look.
        to_person, to_controller: what the person asked for.
        feasible: whether direct transmission is technically feasible (Art. 20(2)); null while nobody has said.
    """

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="portability_plan")
    source = models.ForeignKey(Case, null=True, on_delete=models.SET_NULL, related_name="+")
    looked_at = models.DateTimeField(null=True)
    looked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    look_words = SealedTextField()
    to_person = models.BooleanField(default=True)
    to_controller = models.BooleanField(default=False)
    feasible = models.BooleanField(null=True)
    feasible_words = SealedTextField()
    version = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"portability of {self.case_id}"


class ActivityRuling(CasePart):
    """Whether an entry of the register is covered: its basis for this person, and whether by automated means."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="portability_activities")
    activity = models.ForeignKey(ProcessingActivity, on_delete=models.CASCADE, related_name="+")
    basis = models.CharField(max_length=16, choices=BasisChoice)
    is_automated = models.BooleanField(default=True)
    why = SealedTextField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "activity"], name="an_activity_is_ruled_once_for_portability")
        ]

    def __str__(self) -> str:
        return f"{self.activity_id}: {self.basis}"


class SetRuling(CasePart):
    """What leaves of one set: the activity that it serves, the origin of each column, what is kept of other people.

    Attributes:
        key: system and group of the set, nothing personal.
        is_in: False leaves the whole set out, with the reason in `why`.
        origins: {column: origin}; documents have one entry under "".
        others: {column: reason} where other people's data stay in, because nobody is harmed by it (Art. 20(4)).
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="portability_sets")
    key = models.CharField(max_length=400)
    activity = models.ForeignKey(ProcessingActivity, null=True, on_delete=models.SET_NULL, related_name="+")
    is_in = models.BooleanField(default=True)
    origins = models.JSONField(default=dict)
    others = SealedJSONField()
    why = SealedTextField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "key"], name="a_set_is_ruled_once_for_portability")]

    def __str__(self) -> str:
        return self.key


class Survey(LeasedRow):
    """The reading of the findings in the background: sets, columns, and where other people stand.

    Attributes:
        basis: digest of the findings that were read; another makes it stale.
        result: {"sets": [...], "others": {exhibit id: [columns]}}; see dsar.rights.portability.surveying.
    """

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="portability_survey")
    basis = models.CharField(max_length=64, blank=True)
    total = models.PositiveIntegerField(default=0)
    read = models.PositiveIntegerField(default=0)
    result = SealedJSONField()
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = models.Manager["Survey"]()
    leases: ClassVar[LeasedQuerySet["Survey"]] = LeasedQuerySet.as_manager()  # type: ignore[assignment]  # typed

    def __str__(self) -> str:
        return f"survey {self.state}"

    @property
    def key_id(self) -> object:
        """The case's data key."""
        return self.case.key_id


class PortablePackage(LeasedRow):
    """A package made in the background: one ZIP with JSON, CSV, XML and files, verified, approved as it stands.

    Attributes:
        basis: digest of findings and decisions; another makes it stale.
        digest: SHA-256 of its manifest, which names every file with its own.
        figures: counts by format and reason, nothing personal.
        is_open: the verifier found nothing that must not leave.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="portable_packages")
    number = models.PositiveIntegerField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField()
    basis = models.CharField(max_length=64)
    total = models.PositiveIntegerField(default=0)
    written = models.PositiveIntegerField(default=0)
    file = models.ForeignKey(SealedFile, null=True, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, blank=True)
    contents = SealedJSONField(default=list)
    figures = models.JSONField(default=dict)
    report = SealedJSONField()
    is_open = models.BooleanField(default=False)
    approver = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    decision = SealedTextField()
    small_team_reason = models.CharField(max_length=300, blank=True)

    objects = models.Manager["PortablePackage"]()
    leases: ClassVar[LeasedQuerySet["PortablePackage"]] = LeasedQuerySet.as_manager()  # type: ignore[assignment]  # typed

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="a_portable_package_has_its_number"),
            models.CheckConstraint(
                condition=Q(approver__isnull=True) | ~Q(approver=F("author")) | ~Q(small_team_reason=""),
                name="nobody_approves_their_own_portable_package",
            ),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True) | Q(is_open=True, file__isnull=False, state="done"),
                name="only_a_verified_portable_package_is_approved",
            ),
        ]

    def __str__(self) -> str:
        return f"portable package {self.number}"

    @property
    def key_id(self) -> object:
        """The case's data key."""
        return self.case.key_id


class TransmissionWay(models.TextChoices):
    """How the package gets to another controller."""

    UPLOAD = "upload", _("We upload it to an address that they gave")
    COLLECT = "collect", _("They collect it through a link with a code")


class ReceivingController(CasePart):
    """Another controller that the person named (Art. 20(2)), and that it was checked with the person.

    Attributes:
        address: of the upload, sealed: it may be a secret by itself.
        secret: a one-time secret that they gave for the upload; wiped once it was used.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="receiving_controllers")
    name = SealedTextField()
    contact = SealedTextField()
    way = models.CharField(max_length=8, choices=TransmissionWay)
    method = models.CharField(max_length=4, choices=[("PUT", "PUT"), ("POST", "POST")], default="PUT")
    address = SealedTextField()
    secret = SealedTextField()
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    named_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    confirmation = SealedTextField()
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["named_at"]

    def __str__(self) -> str:
        return f"receiving controller {self.way}"


class Transmission(LeasedRow):
    """A package on its way to another controller: an upload with its tries, or a link with a code; with its receipt.

    Attributes:
        size, sha256: of what was sent.
        status: the answer's status of the last try.
        receipt: what the receiver answered, or what was recorded when they collected it; sealed.
        arrived_at: when the upload was taken or the package collected.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="transmissions")
    package = models.ForeignKey(PortablePackage, on_delete=models.CASCADE, related_name="transmissions")
    receiver = models.ForeignKey(ReceivingController, on_delete=models.CASCADE, related_name="transmissions")
    way = models.CharField(max_length=8, choices=TransmissionWay)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    ordered_at = models.DateTimeField()
    not_before = models.DateTimeField()
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    receipt = SealedJSONField()
    arrived_at = models.DateTimeField(null=True)

    token_digest = models.BinaryField(null=True, unique=True)
    code_digest = models.BinaryField(null=True)
    expires_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    downloads = models.PositiveSmallIntegerField(default=0)
    revoked_at = models.DateTimeField(null=True)

    objects = models.Manager["Transmission"]()
    leases: ClassVar[LeasedQuerySet["Transmission"]] = LeasedQuerySet.as_manager()  # type: ignore[assignment]  # typed

    class Meta:
        ordering = ["-ordered_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(way="collect")
                | Q(token_digest__isnull=False, code_digest__isnull=False, expires_at__isnull=False),
                name="a_link_of_another_controller_has_code_and_end",
            ),
            models.CheckConstraint(condition=Q(tries__lte=MAX_TRIES), name="a_code_of_another_controller_is_limited"),
            models.CheckConstraint(
                condition=Q(downloads__lte=MAX_DOWNLOADS), name="a_link_of_another_controller_is_limited"
            ),
            models.UniqueConstraint(
                fields=["package", "receiver"],
                condition=Q(revoked_at__isnull=True) & ~Q(state__in=("failed", "cancelled")),
                name="a_package_goes_to_a_controller_once",
            ),
        ]

    def __str__(self) -> str:
        return f"transmission {self.way} {self.state}"

    @property
    def key_id(self) -> object:
        """The case's data key."""
        return self.case.key_id
