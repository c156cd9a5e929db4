"""The vault of tokens: values sealed under the key of a case or of the vault, found again only by their token."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from dsar.foundation.fields import SealedTextField
from dsar.foundation.models import DataKey


class TokenVault(models.Model):
    """Where tokens lead back from: one for a case, under its key, or one of its own that ends on a day.

    Destroying the key erases what all its tokens stood for; the tokens in texts stay and mean nothing any more.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=80)
    case = models.OneToOneField("dsar.Case", null=True, on_delete=models.CASCADE, related_name="token_vault")
    key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    expires_on = models.DateField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name", "made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(case__isnull=False) | Q(expires_on__isnull=False), name="a_vault_has_a_case_or_an_end"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class _VaultPart(models.Model):
    """What is sealed under the key of a vault."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    vault = models.ForeignKey(TokenVault, on_delete=models.CASCADE)
    kind = models.CharField(max_length=40)
    digest = models.BinaryField(max_length=16)

    class Meta:
        abstract = True

    @property
    def key_id(self) -> uuid.UUID:
        """The vault's data key."""
        return self.vault.key_id


class VaultEntry(_VaultPart):
    """A value and its token; `digest` is a keyed digest of the value, so that it gets the same token again."""

    vault = models.ForeignKey(TokenVault, on_delete=models.CASCADE, related_name="entries")
    token = models.CharField(max_length=40, unique=True)
    value = SealedTextField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["vault", "kind", "digest"], name="a_value_has_one_token_in_a_vault"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.vault_id}"


class VaultPseudonym(_VaultPart):
    """The number of a value's pseudonym, PERSON_1; the value itself is not kept, only its keyed digest."""

    vault = models.ForeignKey(TokenVault, on_delete=models.CASCADE, related_name="pseudonyms")
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["vault", "kind", "digest"], name="a_value_has_one_pseudonym_in_a_vault"),
            models.UniqueConstraint(fields=["vault", "kind", "number"], name="a_pseudonym_is_given_once_in_a_vault"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number} of {self.vault_id}"
