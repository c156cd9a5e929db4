"""What the statute makes of a controller's target: the days of receipt for which the target alone would be too late."""

import datetime as dt
from dataclasses import dataclass

from dsar.deadlines.policies import policy_named, receipts_capped


@dataclass(frozen=True, slots=True)
class CappedRange:
    """Consecutive days of receipt whose target is moved forward by `days` to the end of the statutory month."""

    first: dt.date
    last: dt.date
    days: int

    @property
    def is_one_day(self) -> bool:
        """Whether first and last are the same."""
        return self.first == self.last


def capped_receipts(policy_name: str, year: int) -> list[CappedRange]:
    """The days of receipt in that year for which the month ends before the target, as ranges (GDPR Art. 12(3))."""
    policy = policy_named(policy_name)
    found: list[CappedRange] = []
    for day, later in receipts_capped(policy, year) if policy else []:
        before = found[-1] if found else None
        if before and before.days == later and before.last + dt.timedelta(days=1) == day:
            found[-1] = CappedRange(before.first, day, later)
        else:
            found.append(CappedRange(day, day, later))
    return found
