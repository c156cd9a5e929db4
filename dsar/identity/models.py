"""Checks of identity and authority: what was doubted, what was asked, what it showed. Never the document itself."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dsar.cases.models import Case, CasePart, CasePerson
from dsar.foundation.fields import SealedJSONField, SealedTextField


class CheckKind(models.TextChoices):
    """What is proved of the people of a case, each apart."""

    IDENTITY = "identity", _("Identity")
    ASKER = "asker", _("Identity")
    AUTHORITY = "authority", _("Authority")
    ORDERS = "orders", _("Court orders and contact")
    CAPACITY = "capacity", _("Capacity and wishes of the child")
    DECEASED = "deceased", _("The person has died")


class DataTier(models.TextChoices):
    """How much harm a disclosure to the wrong person would do: what is proportionate depends on it."""

    ORDINARY = "ordinary", _("Ordinary: contacts, orders, correspondence")
    SENSITIVE = "sensitive", _("Sensitive: money, work, children")
    HIGH = "high", _("High: health, beliefs, crime, other special categories")


class CheckState(models.TextChoices):
    """How a check stands."""

    OPEN = "open", _("Not decided yet")
    ASKED = "asked", _("Waiting for the person")
    VERIFIED = "verified", _("Proved")
    INSUFFICIENT = "insufficient", _("Not enough; still waiting")
    NOT_NEEDED = "not_needed", _("No proof needed")


# A check in one of these states waits for the person.
WAITING = (CheckState.ASKED, CheckState.INSUFFICIENT)


class IdentityCheck(CasePart):
    """One check of one person of a case. Of a document only its kind is kept: who saw it and when, never its number.

    `findings` holds what a kind of check wants to know, sealed: the scope of an authority, what the child said.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="identity_checks")
    person = models.ForeignKey(CasePerson, on_delete=models.CASCADE, related_name="checks")
    kind = models.CharField(max_length=10, choices=CheckKind)
    state = models.CharField(max_length=12, choices=CheckState, default=CheckState.OPEN)
    method = models.CharField(max_length=30, blank=True, default="")
    doubt = SealedTextField()
    note = SealedTextField()
    document_kind = models.CharField(max_length=20, blank=True, default="")
    tier = models.CharField(max_length=10, choices=DataTier, default=DataTier.ORDINARY)
    findings = SealedJSONField()
    evidence_viewed_at = models.DateTimeField(null=True)
    evidence_viewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    evidence_kept_for = SealedTextField()
    failures = models.PositiveSmallIntegerField(default=0)
    asked_on = models.DateField(null=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_on = models.DateField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["kind"]
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="a_person_is_checked_once_a_kind"),
            models.CheckConstraint(
                condition=~models.Q(state="verified") | (~models.Q(method="") & models.Q(decided_on__isnull=False)),
                name="proof_names_its_method_and_day",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="asked") | models.Q(asked_on__isnull=False), name="an_ask_has_its_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

    @property
    def is_settled(self) -> bool:
        """Whether the question is decided so that the case may go on."""
        return self.state in (CheckState.VERIFIED, CheckState.NOT_NEEDED)
