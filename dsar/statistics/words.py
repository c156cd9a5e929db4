"""Steps and groups in words: the same in the digest, on the page of notifications and on the home page."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dsar.cases import clock as case_clock
from dsar.cases.models import Case
from dsar.templatetags.desk_words import date_words

GROUP_WORDS = {
    "overdue": gettext_lazy("Past the statutory date"),
    "past_target": gettext_lazy("Past our target, within the statute"),
    "due_7": gettext_lazy("Due in 7 days"),
    "due_10": gettext_lazy("Due in 10 days"),
    "notice": gettext_lazy("Extension-notice window closing"),
    "waiting": gettext_lazy("Waiting for ID"),
    "pressing": gettext_lazy("Everything that presses"),
}


def step_words(kind: str, case: Case, today: dt.date) -> str:
    """What a step means today, with its date; nothing personal."""
    if kind.startswith("due") and case.due_on is not None:
        return _in_days(_("due today"), "due", (case.due_on - today).days, case.due_on)
    if kind == "overdue" and case.statutory_due_on is not None:
        days = (today - case.statutory_due_on).days
        words = ngettext(
            "%(days)d day past the statutory date (%(day)s)", "%(days)d days past the statutory date (%(day)s)", days
        )
        return words % {"days": days, "day": date_words(case.statutory_due_on)}
    if kind == "past_target" and case.statutory_due_on is not None:
        return _("past our target; the statutory date is %(day)s") % {"day": date_words(case.statutory_due_on)}
    if kind.startswith("notice") and case.notice_by is not None:
        return _in_days(
            _("last day for a notice of extension"), "notice", (case.notice_by - today).days, case.notice_by
        )
    days = (today - case_clock.received_on(case)).days
    words = ngettext("waiting for ID, %(days)d day since receipt", "waiting for ID, %(days)d days since receipt", days)
    return words % {"days": days}


def _in_days(at_last: str, what: str, days: int, last: dt.date) -> str:
    if days <= 0:
        return f"{at_last} ({date_words(last)})"
    words = {
        "due": ngettext("due in %(days)d day (%(day)s)", "due in %(days)d days (%(day)s)", days),
        "notice": ngettext(
            "%(days)d day left for a notice of extension (until %(day)s)",
            "%(days)d days left for a notice of extension (until %(day)s)",
            days,
        ),
    }
    return words[what] % {"days": days, "day": date_words(last)}
