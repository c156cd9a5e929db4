"""For reports: the cases whose own target the statute has cut (legal reference §1.4)."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import F

from dsar.cases.querysets import CaseQuerySet


@dataclass(frozen=True, slots=True)
class CappedCase:
    """A case whose own target would end after the law: the due date is the law's, so many days before the target."""

    reference: str
    target_on: dt.date
    statutory_on: dt.date

    @property
    def days(self) -> int:
        """By how many days the statute is earlier than the target."""
        return (self.target_on - self.statutory_on).days


def capped_cases(cases: CaseQuerySet) -> list[CappedCase]:
    """Those of `cases` whose target is later than the statute, by statutory date; one query over the projection."""
    rows = cases.filter(target_due_on__gt=F("statutory_due_on")).order_by("statutory_due_on", "reference")
    listed = rows.values_list("reference", "target_due_on", "statutory_due_on")
    return [CappedCase(reference, target, law) for reference, target, law in listed if target and law]
