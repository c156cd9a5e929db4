"""Which sealed columns hang on a case, and what pseudonymising makes of each.

What is not named here is emptied: a part that a room adds later loses its words rather than keeping them by oversight.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models

from dsar.cases.models import Case
from dsar.foundation.fields import SealedJSONField, SealedTextField

# Decisions and their reasons show that we acted by the law (GDPR Art. 5(2)): they stay, without the people.
REWRITTEN: Mapping[str, tuple[str, ...]] = {
    "AnswerSheet": ("answers", "opening"),
    "CategoryDecision": ("why",),
    "Complaint": ("outcome",),
    "Ending": ("findings", "opinion", "decision"),
    "ErasureGround": ("why",),
    "ExemptionProposal": ("test", "reasons", "decision_reason", "opinion"),
    "IdentityCheck": ("doubt", "findings", "evidence_kept_for"),
    "LegalHold": ("reason", "lift_reason"),
    "Package": ("contents", "opinion", "decision"),
    "PlannedSystem": ("reason",),
    "PreservationNotice": ("acknowledgement",),
    "RecipientTold": ("words",),
    "RightDecision": ("words", "why", "remark"),
    "Delivery": ("recipient",),
}
# Entries of the clock are only added, and the database refuses a change: their reasons go with the key.
UNTOUCHED = frozenset({"ClockEvent", "Case", "CasePerson"})


@dataclass(frozen=True, slots=True)
class SealedPart:
    """A model that hangs on a case, with its sealed columns by what becomes of them."""

    model: type[models.Model]
    emptied: tuple[str, ...]
    rewritten: tuple[str, ...]
    blanked: tuple[str, ...]

    def rows(self, case: Case) -> models.QuerySet[Any]:
        """The rows of the case."""
        return self.model._default_manager.filter(case=case).order_by("pk")


def sealed_parts() -> Iterator[SealedPart]:
    """Every model of the house that hangs on a case and holds something sealed."""
    for model in apps.get_app_config("dsar").get_models():
        if model.__name__ in UNTOUCHED or not _hangs_on_a_case(model):
            continue
        sealed = [field for field in model._meta.concrete_fields if isinstance(field, SealedTextField)]
        named = REWRITTEN.get(model.__name__, ())
        rewritten = tuple(field.name for field in sealed if field.name in named)
        left = [field for field in sealed if field.name not in named]
        # what is sealed under a key of its own may be unreadable already: it is emptied unread
        has_own_key = any(field.name == "key_id" for field in model._meta.concrete_fields)
        blanked = tuple(field.name for field in left if isinstance(field, SealedJSONField) and not has_own_key)
        emptied = tuple(field.name for field in left if field.name not in blanked)
        if sealed:
            yield SealedPart(model, emptied, rewritten, blanked)


def _hangs_on_a_case(model: type[models.Model]) -> bool:
    found = next((field for field in model._meta.concrete_fields if field.name == "case"), None)
    return found is not None and found.related_model is Case
