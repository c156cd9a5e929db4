"""Emergency access: somebody without a grant reads one case for four hours, and everybody responsible is told."""

from django.conf import settings
from django.db import models

from dsar.cases.models import Case, CasePart
from dsar.foundation.fields import SealedTextField


class BreakGlass(CasePart):
    """One opening. It ends by itself at `ends_at`, or earlier at `ended_at`."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="glass_openings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    reason = SealedTextField()
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-opened_at"]
        indexes = [models.Index(fields=["person", "ends_at"], name="glass_of_a_person")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("opened_at")), name="an_opening_ends_after_it_began"
            ),
            models.UniqueConstraint(
                fields=["case", "person"],
                condition=models.Q(ended_at__isnull=True),
                name="a_person_opens_a_case_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
