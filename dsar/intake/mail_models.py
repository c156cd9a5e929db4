"""What intake by e-mail stores: mailboxes, messages seen in them, and mail that nobody has logged yet."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dsar.cases.models import Case
from dsar.foundation.fields import SealedJSONField, SealedTextField
from dsar.foundation.leases import LeasedQuerySet, LeasedRow
from dsar.foundation.models import SealedFile
from dsar.notices.models import Notice
from dsar.processing_records.models import Controller


class MailboxKind(models.TextChoices):
    """Where mail is read."""

    IMAP = "imap", _("Mail server (IMAP)")
    MAILDIR = "maildir", _("Folder of mail files (Maildir)")


class MailboxSecurity(models.TextChoices):
    """How the connection is encrypted; the certificate is always checked."""

    TLS = "tls", _("TLS from the start (usually port 993)")
    STARTTLS = "starttls", _("STARTTLS (usually port 143)")


class MailboxSignIn(models.TextChoices):
    """How we sign in; the secret itself is named, never stored."""

    PASSWORD = "password", _("User name and password")
    XOAUTH2 = "xoauth2", _("Access token (XOAUTH2)")


class Mailbox(models.Model):
    """A mailbox whose mail becomes unlogged mail. It is only read: nothing in it is moved, marked or deleted.

    `trusted_receiver` is the name with which the organisation's own mail server signs Authentication-Results; results
    under any other name are not shown. Mail that arrived before `read_from` is left alone. `uid_validity` and
    `last_uid` say how far the list was read; they save work and decide nothing, because a message is known by its row
    (MailArrival).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=150, unique=True)
    controller = models.ForeignKey(Controller, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=MailboxKind, default=MailboxKind.IMAP)
    host = models.CharField(max_length=253, blank=True)
    port = models.PositiveIntegerField(default=993)
    security = models.CharField(max_length=10, choices=MailboxSecurity, default=MailboxSecurity.TLS)
    sign_in = models.CharField(max_length=10, choices=MailboxSignIn, default=MailboxSignIn.PASSWORD)
    user_name = models.CharField(max_length=254, blank=True)
    secret_name = models.CharField(max_length=80, blank=True)
    folder = models.CharField(max_length=500, default="INBOX")
    trusted_receiver = models.CharField(max_length=253, blank=True)
    read_from = models.DateField(null=True)
    is_active = models.BooleanField(default=True)
    uid_validity = models.PositiveBigIntegerField(default=0)
    last_uid = models.PositiveBigIntegerField(default=0)
    checking_until = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=60, default="", blank=True)
    failing_since = models.DateTimeField(null=True)
    tested_at = models.DateTimeField(null=True)
    test_passed = models.BooleanField(null=True)
    test_words = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind=MailboxKind.IMAP) | (~models.Q(host="") & ~models.Q(secret_name="")),
                name="a_mail_server_has_a_host_and_the_name_of_a_secret",
            )
        ]

    def __str__(self) -> str:
        return self.name


class MailArrival(LeasedRow):
    """A message seen in a mailbox: the unit of work that fetches and stores it.

    `place` is its stable name there: "<uid validity>:<uid>", or the unique part of a Maildir file name.
    """

    mailbox = models.ForeignKey(Mailbox, on_delete=models.CASCADE, related_name="arrivals")
    place = models.CharField(max_length=300)
    seen_at = models.DateTimeField()

    objects = LeasedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mailbox", "place"], name="a_message_is_seen_once_a_mailbox")]
        indexes = [models.Index(fields=["state", "lease_until"], name="arrivals_to_fetch")]

    def __str__(self) -> str:
        return str(self.pk)


class MailKind(models.TextChoices):
    """What a message is, as far as its headers say."""

    MESSAGE = "message", _("Message")
    AUTO_REPLY = "auto_reply", _("Automatic reply")
    BOUNCE = "bounce", _("Delivery failure")
    DELAY = "delay", _("Delivery delayed")
    OWN = "own", _("Sent by ourselves")


class MailState(models.TextChoices):
    """What became of a message."""

    TRIAGE = "triage", _("Is this a request?")
    LOGGED = "logged", _("Logged as a case")
    JOINED = "joined", _("Belongs to a case")
    NOT_REQUEST = "not_request", _("Not a request")
    REMOVED = "removed", _("Removed")


class UnloggedMail(models.Model):
    """A message as it arrived, sealed under a key of its own until it belongs to a case or is let go.

    Once it is logged, joined or removed its own key is destroyed: what is left is the skeleton without content, so that
    the same message is known again. `digest` tells one message from another (Message-ID and content, keyed).
    `received_at` is when the mailbox got it, never what its Date header says. `signals` are codes with points,
    `authentication` the results of the trusted receiver; neither proves anything.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key_id = models.UUIDField(db_index=True)
    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, related_name="mails")
    digest = models.BinaryField(max_length=16, unique=True)
    id_digest = models.BinaryField(max_length=16, null=True, db_index=True)
    raw = models.OneToOneField(SealedFile, null=True, on_delete=models.SET_NULL, related_name="+")
    size = models.PositiveBigIntegerField()
    received_at = models.DateTimeField()
    stored_at = models.DateTimeField()
    copies = models.PositiveIntegerField(default=1)
    last_copy_at = models.DateTimeField(null=True)
    kind = models.CharField(max_length=12, choices=MailKind, default=MailKind.MESSAGE)
    reading = models.CharField(max_length=40, default="", blank=True)
    sender = SealedTextField()
    sender_name = SealedTextField()
    subject = SealedTextField()
    text = SealedTextField()
    more = SealedJSONField()
    signals = models.JSONField(default=list)
    score = models.IntegerField(default=0)
    language = models.CharField(max_length=8, default="", blank=True)
    authentication = models.JSONField(default=dict)
    state = models.CharField(max_length=12, choices=MailState, default=MailState.TRIAGE)
    claimed_case = models.ForeignKey(Case, null=True, on_delete=models.SET_NULL, related_name="+")
    claim = models.CharField(max_length=30, default="", blank=True)
    notice = models.ForeignKey(Notice, null=True, on_delete=models.SET_NULL, related_name="+")
    case = models.ForeignKey(Case, null=True, on_delete=models.SET_NULL, related_name="mails")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = SealedTextField()
    remove_after = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-received_at"]
        indexes = [
            models.Index(fields=["state", "-score", "received_at"], name="mail_in_triage"),
            models.Index(fields=["remove_after"], name="mail_to_remove"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state=MailState.NOT_REQUEST) | models.Q(remove_after__isnull=False),
                name="mail_that_is_no_request_has_a_day_on_which_it_goes",
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)
