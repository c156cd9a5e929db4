"""For reports: the date before an extension, and cases whose own target the statute has cut (legal ref. §1.4)."""

import datetime as dt
from dataclasses import dataclass, replace

from django.db.models import F

from dsar.cases import clock as case_clock
from dsar.cases.models import Case
from dsar.cases.querysets import CaseQuerySet
from dsar.deadlines.compute import compute
from dsar.deadlines.events import Extend


def original_due(case: Case) -> dt.date | None:
    """The statutory date as it would be had the case not been extended: the clock, computed without the extension."""
    asked = case_clock.request_of(case)
    without = tuple(event for event in asked.events if not isinstance(event, Extend))
    return compute(replace(asked, events=without), today=case_clock.today_of(case)).statutory_due


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
