"""Who must not know of a case: a person who works here, or the owner of a system."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from dsar.cases.models import CasePart
from dsar.foundation.fields import SealedTextField
from dsar.processing_records.models import System


class ConflictOfInterest(CasePart):
    """Somebody who must not know of the case: a colleague (`user`), or whoever owns a system (`system`).

    While it stands, the case does not exist for the colleague, whatever grants they or their teams have.
    """

    case = models.ForeignKey("dsar.Case", on_delete=models.CASCADE, related_name="conflicts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    system = models.ForeignKey(System, null=True, on_delete=models.CASCADE, related_name="+")
    reason = SealedTextField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    set_at = models.DateTimeField()
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lift_reason = SealedTextField()

    class Meta:
        ordering = ["set_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=True, system__isnull=False) | Q(user__isnull=False, system__isnull=True),
                name="a_conflict_is_of_one_colleague_or_one_system",
            ),
            models.UniqueConstraint(
                fields=["user", "case"], condition=Q(lifted_at__isnull=True), name="a_colleague_conflicts_once_a_case"
            ),
            models.UniqueConstraint(
                fields=["case", "system"], condition=Q(lifted_at__isnull=True), name="an_owner_conflicts_once_a_case"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.user_id or self.system_id}"
