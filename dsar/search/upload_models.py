"""Files that were put straight into a case, by staff or by the owner of a system, and entries of the search log."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dsar.cases.models import Case, CasePart
from dsar.foundation.fields import SealedTextField
from dsar.foundation.models import SealedFile
from dsar.search.models import PlannedSystem


class CaseUpload(CasePart):
    """A file put into the search of a case: sealed under its key, read by the workers like any other source.

    Attributes:
        label: its name in the search; a second file of the same name gets a number.
        place: where it comes from, in words.
        given_by: who gave it through a private link; empty where `added_by` did.
        origin_id: what it came with (a commission); the tool only carries it.
        is_kept: false while whoever gives it may still take it back; only kept files are searched.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="uploads")
    planned = models.ForeignKey(PlannedSystem, on_delete=models.CASCADE, related_name="uploads")
    file = models.OneToOneField(SealedFile, on_delete=models.CASCADE)
    label = SealedTextField()
    place = SealedTextField()
    given_by = SealedTextField()
    origin_id = models.UUIDField(null=True, db_index=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField()
    is_kept = models.BooleanField(default=True)

    class Meta:
        ordering = ["added_at"]

    def __str__(self) -> str:
        return str(self.pk)


class LogKind(models.TextChoices):
    """What an entry of the search log tells."""

    SEARCH = "search", _("Searched by hand")
    SCOPE = "scope", _("Why the search is reasonable and proportionate")


class SearchLogEntry(CasePart):
    """A line of the search log that a person wrote: who looked where, for what, with which result; only added."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="search_log")
    kind = models.CharField(max_length=10, choices=LogKind)
    where = SealedTextField()
    terms = SealedTextField()
    result = SealedTextField()
    note = SealedTextField()
    searched_on = models.DateField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["searched_on", "written_at"]

    def __str__(self) -> str:
        return f"{self.kind} {self.searched_on}"
