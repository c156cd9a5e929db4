"""The ledger as stored. Purposes, wordings, subjects and entries are only ever added; triggers refuse the rest."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consent import vocabulary as words
from dsar.foundation.fields import SealedJSONField, SealedTextField


class PurposeKind(models.TextChoices):
    """What a purpose is for."""

    NECESSARY = words.PurposeKind.NECESSARY.value, _("Strictly necessary")
    FUNCTIONAL = words.PurposeKind.FUNCTIONAL.value, _("Functional")
    ANALYTICS = words.PurposeKind.ANALYTICS.value, _("Analytics")
    MARKETING = words.PurposeKind.MARKETING.value, _("Marketing")
    THIRD_PARTY = words.PurposeKind.THIRD_PARTY.value, _("Sharing with third parties")
    OWN = words.PurposeKind.OWN.value, _("Another purpose")


class Ground(models.TextChoices):
    """What the ledger decides for a purpose."""

    CONSENT = words.Ground.CONSENT.value, _("Consent: only after a yes")
    OPT_OUT = words.Ground.OPT_OUT.value, _("Opt-out: unless the person says no")
    OTHER = words.Ground.OTHER.value, _("Another legal basis: no choice")


class OptOutRight(models.TextChoices):
    """Which opt-out of the CCPA a purpose serves."""

    NONE = words.OptOutRight.NONE.value, _("None")
    SALE = words.OptOutRight.SALE.value, _("Opt out of sale")
    SHARING = words.OptOutRight.SHARING.value, _("Opt out of sharing")
    LIMIT = words.OptOutRight.LIMIT.value, _("Limit the use of sensitive data")


class Act(models.TextChoices):
    """What an entry says."""

    GRANTED = words.Act.GRANTED.value, _("Consent given")
    DENIED = words.Act.DENIED.value, _("Consent denied")
    WITHDRAWN = words.Act.WITHDRAWN.value, _("Consent withdrawn")
    EXPIRED = words.Act.EXPIRED.value, _("Consent expired")
    OPTED_OUT = words.Act.OPTED_OUT.value, _("Opted out")
    OPTED_IN = words.Act.OPTED_IN.value, _("Opted in again")
    SIGNAL_ON = words.Act.SIGNAL_ON.value, _("Opt-out signal of the browser seen")
    SIGNAL_OFF = words.Act.SIGNAL_OFF.value, _("The browser no longer sends the signal")
    UNDONE = words.Act.UNDONE.value, _("Entry taken back by a counter-entry")


class Method(models.TextChoices):
    """How the person showed their will."""

    TICKED = words.Method.TICKED.value, _("Ticked an empty box")
    BUTTON = words.Method.BUTTON.value, _("Pressed a button")
    DOUBLE_OPT_IN = words.Method.DOUBLE_OPT_IN.value, _("Confirmed by a link in a mail")
    SIGNED = words.Method.SIGNED.value, _("Signed")
    SPOKEN = words.Method.SPOKEN.value, _("Said it")
    WRITTEN = words.Method.WRITTEN.value, _("Wrote it")
    SIGNAL = words.Method.SIGNAL.value, _("The browser's signal")
    TIME = words.Method.TIME.value, _("Time ran out")
    COUNTER_ENTRY = words.Method.COUNTER_ENTRY.value, _("Counter-entry")


class Channel(models.TextChoices):
    """Where it was shown."""

    WEB = words.Channel.WEB.value, _("Web page")
    APP = words.Channel.APP.value, _("App")
    PREFERENCE_PAGE = words.Channel.PREFERENCE_PAGE.value, _("Privacy choices page")
    SNIPPET = words.Channel.SNIPPET.value, _("Banner on a web page")
    EMAIL = words.Channel.EMAIL.value, _("E-mail")
    PHONE = words.Channel.PHONE.value, _("Phone")
    PAPER = words.Channel.PAPER.value, _("Paper")
    IN_PERSON = words.Channel.IN_PERSON.value, _("In person")
    API = words.Channel.API.value, _("Another system")
    IMPORT = words.Channel.IMPORT.value, _("Import")
    SYSTEM = words.Channel.SYSTEM.value, _("The product itself")


class SubjectKind(models.TextChoices):
    """By what a subject is known."""

    EMAIL = words.SubjectKind.EMAIL.value, _("E-mail address")
    PHONE = words.SubjectKind.PHONE.value, _("Phone number")
    CUSTOMER = words.SubjectKind.CUSTOMER.value, _("Customer number")
    PROFILE = words.SubjectKind.PROFILE.value, _("Pseudonymous profile")
    BROWSER = words.SubjectKind.BROWSER.value, _("Browser")


class Purpose(models.Model):
    """One thing that somebody may agree to or not; one purpose a consent (GDPR Art. 6(1)(a), 7(2)).

    Only `retired_at` may change. `controller_id` is the organisation that asks; `activity_id` the entry of the register
    of processing it belongs to. Neither is a foreign key: this tool knows no register.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(max_length=40, unique=True)
    kind = models.CharField(max_length=12, choices=PurposeKind)
    ground = models.CharField(max_length=8, choices=Ground)
    legal_basis = models.CharField(max_length=200, blank=True)
    opt_out_right = models.CharField(max_length=8, choices=OptOutRight, default=OptOutRight.NONE, blank=True)
    heeds_signal = models.BooleanField(default=False)
    is_special_category = models.BooleanField(default=False)
    valid_months = models.PositiveSmallIntegerField(null=True)
    controller_id = models.UUIDField(null=True)
    activity_id = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="necessary") | Q(ground="other"), name="what_is_necessary_is_not_consent"
            ),
            models.CheckConstraint(
                condition=~Q(ground="other") | ~Q(legal_basis=""), name="another_basis_is_named"
            ),
            models.CheckConstraint(
                condition=Q(opt_out_right="") | Q(ground="opt_out"), name="only_an_opt_out_serves_an_opt_out_right"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.code


class Wording(models.Model):
    """A published wording of a purpose, numbered; `is_material` asks for a new consent from everybody."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.ForeignKey(Purpose, on_delete=models.PROTECT, related_name="wordings")
    number = models.PositiveIntegerField()
    is_material = models.BooleanField(default=True)
    reason = models.CharField(max_length=300, blank=True)
    published_at = models.DateTimeField()
    published_by_id = models.UUIDField(null=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["purpose", "number"], name="a_wording_has_its_number_once"),
            models.CheckConstraint(
                condition=Q(is_material=True) | ~Q(reason=""), name="a_wording_that_asks_nobody_again_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose_id} {self.number}"


class WordingText(models.Model):
    """The words of a wording in one language, exactly as shown, and the screen on which they stood."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wording = models.ForeignKey(Wording, on_delete=models.PROTECT, related_name="texts")
    language = models.CharField(max_length=8)
    title = models.CharField(max_length=120)
    text = models.TextField()
    screen = models.TextField(blank=True)
    picture = models.BinaryField(null=True)
    picture_type = models.CharField(max_length=20, blank=True)
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["language"]
        constraints = [
            models.UniqueConstraint(fields=["wording", "language"], name="a_wording_stands_once_in_a_language")
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"


class Subject(models.Model):
    """Whose choices these are: a keyed digest of an identifier. The identifier itself is sealed under `key_id`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=8, choices=SubjectKind)
    digest = models.BinaryField(unique=True, max_length=16)
    key_id = models.UUIDField()
    identifier = SealedTextField()
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.pk)


class Batch(models.Model):
    """An import: rehearsed, carried out, undone by counter-entries. The file is sealed until it is carried out."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    form = models.CharField(max_length=4, choices=[("csv", "CSV"), ("json", "JSON")])
    sha256 = models.CharField(max_length=64)
    key_id = models.UUIDField()
    content = SealedTextField()
    lines = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by_id = models.UUIDField()
    applied_at = models.DateTimeField(null=True)
    written = models.PositiveIntegerField(default=0)
    undone_at = models.DateTimeField(null=True)
    undone_by_id = models.UUIDField(null=True)

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["sha256"],
                condition=Q(applied_at__isnull=False, undone_at__isnull=True),
                name="a_file_is_imported_once",
            )
        ]

    def __str__(self) -> str:
        return self.name


class LedgerEntry(models.Model):
    """One row of the ledger. Never changed, never deleted: the database refuses both.

    `at` is when it was said, `recorded_at` when we wrote it. `source` names who wrote it: "person" (the subject),
    "staff", the name of a system. `once_digest` is the keyed digest of an idempotency key, `asked_digest` of what was
    asked with it.
    """

    seq = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="entries")
    purpose = models.ForeignKey(Purpose, null=True, on_delete=models.PROTECT, related_name="entries")
    text = models.ForeignKey(WordingText, null=True, on_delete=models.PROTECT, related_name="entries")
    wording_number = models.PositiveIntegerField(default=0)
    act = models.CharField(max_length=10, choices=Act)
    method = models.CharField(max_length=14, choices=Method)
    channel = models.CharField(max_length=15, choices=Channel)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    undoes = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="undone_by")
    batch = models.ForeignKey(Batch, null=True, on_delete=models.PROTECT, related_name="entries")
    source = models.CharField(max_length=80)
    source_id = models.UUIDField(null=True)
    once_digest = models.BinaryField(null=True, unique=True, max_length=16)
    asked_digest = models.BinaryField(null=True, max_length=16)

    class Meta:
        ordering = ["at", "seq"]
        indexes = [
            models.Index(fields=["subject", "at", "seq"], name="choices_of_a_subject"),
            models.Index(fields=["purpose", "act"], name="choices_for_a_purpose"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose__isnull=False) | Q(act__in=["signal_on", "signal_off", "undone"]),
                name="only_a_signal_has_no_purpose",
            ),
            models.CheckConstraint(
                condition=Q(act="undone", undoes__isnull=False) | (~Q(act="undone") & Q(undoes__isnull=True)),
                name="a_counter_entry_names_what_it_takes_back",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__isnull=True) | Q(act="granted"), name="only_a_consent_runs_out"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.act}"


class Evidence(models.Model):
    """What shows that an entry is true: address, browser, words of the person. Sealed under the subject's key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    entry = models.OneToOneField(LedgerEntry, on_delete=models.PROTECT, related_name="evidence")
    key_id = models.UUIDField()
    content = SealedJSONField()

    def __str__(self) -> str:
        return str(self.entry_id)
