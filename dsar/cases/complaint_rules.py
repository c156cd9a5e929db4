"""Whether a complaint to the controller has to be acknowledged, and by when. Plain Python.

UK Data Protection Act 2018 s. 164A, in force since 19 June 2026; the counting is that of dsar.deadlines.further.
"""

import datetime as dt

from dsar.deadlines.calendars import WorkCalendar
from dsar.deadlines.further import complaint_acknowledgement

IN_FORCE_FROM = dt.date(2026, 6, 19)
UK = "UK"


def acknowledge_by(received: dt.date, *, regime_id: str, calendar: WorkCalendar) -> dt.date | None:
    """The last day for the acknowledgement; None where the law of the case knows none."""
    if regime_id != UK or received < IN_FORCE_FROM:
        return None
    return complaint_acknowledgement(received, calendar).due
