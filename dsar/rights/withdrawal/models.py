"""What a case wrote into the consent ledger: withdrawals and objections to marketing, purpose by purpose."""

from django.conf import settings
from django.db import models

from dsar.cases.models import CasePart


class LedgerWord(CasePart):
    """One entry of the ledger that this case caused; `entry_uid` is its name there, `purpose` the code.

    `kind` says by what the person is known there ("email"); the identifier itself stands only in the ledger.
    """

    case = models.ForeignKey("dsar.Case", on_delete=models.CASCADE, related_name="ledger_words")
    purpose = models.CharField(max_length=40)
    kind = models.CharField(max_length=10)
    act = models.CharField(max_length=12)
    entry_uid = models.UUIDField(unique=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["written_at", "purpose"]

    def __str__(self) -> str:
        return f"{self.purpose} {self.act}"
