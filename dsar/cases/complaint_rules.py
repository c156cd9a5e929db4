"""When a complaint to the controller has to be acknowledged. Plain Python.

UK Data Protection Act 2018 s. 164A, in force since 19 June 2026: within 30 days of receipt; s. 205(2) applies the
counting of Reg. 1182/71, so a period that would end on a day off ends on the next working day.
"""

import datetime as dt

from dsar.deadlines.calendars import WorkCalendar
from dsar.deadlines.periods import Length

ACKNOWLEDGE_WITHIN = Length(days=30)
IN_FORCE_FROM = dt.date(2026, 6, 19)
UK = "UK"


def acknowledge_by(received: dt.date, *, regime_id: str, calendar: WorkCalendar) -> dt.date | None:
    """The last day for the acknowledgement; None where the law of the case knows none."""
    if regime_id != UK or received < IN_FORCE_FROM:
        return None
    return calendar.on_or_after(ACKNOWLEDGE_WITHIN.end_from(received, calendar))
