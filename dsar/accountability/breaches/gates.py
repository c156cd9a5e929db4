"""What breaches tell the rest of the house: numbers on Home, duties on the bell, a card and an act on the case page."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.accountability.breaches import notice_services as _notices
from dsar.accountability.breaches import pack_services as _packs
from dsar.accountability.breaches import scan_services as _scans
from dsar.accountability.breaches.models import BreachState
from dsar.accountability.breaches.rules import ClockState
from dsar.accountability.breaches.selectors import Row, rows_of, running
from dsar.accountability.breaches.standing import clock_words
from dsar.cases import registry
from dsar.cases.duties import Duty, HomeNumber, register_duties, register_home_numbers
from dsar.cases.models import Case
from dsar.foundation import clock

MOST_ON_HOME = 4
_TONES = {ClockState.LATE: "bad", ClockState.SOON: "warn", ClockState.NOT_STARTED: "warn", ClockState.NO_LIMIT: "warn"}
DECLARING = (_notices, _packs, _scans)  # their acts stand in the audit catalogue once they are imported


def home_numbers(user: User) -> list[HomeNumber]:
    """A number for each breach whose hours run: the full hours that are left, and what they are left for."""
    return [_number(row) for row in running(user)[:MOST_ON_HOME]]


def _number(row: Row) -> HomeNumber:
    url = reverse("dsar:breach", args=[row.breach.reference])
    left = row.clock.left
    hours = int(left.total_seconds() // 3600) if left is not None else 0
    if row.clock.state is ClockState.LATE and left is not None:
        hours = int(-left.total_seconds() // 3600)
        note = _("hours late: the authority is not told")
    elif left is not None:
        note = _("hours left to tell the authority")
    elif row.breach.state == BreachState.REPORTED:
        note = _("suspected: look into it")
    else:
        note = clock_words(row.clock)
    tone = _TONES.get(row.clock.state, "")
    return HomeNumber(row.breach.reference, hours, url, note, tone, "shield-exclamation", is_first=True)


def duties(user: User) -> list[Duty]:
    """What the bell counts: suspected breaches, and those whose hours run."""
    return [
        Duty(
            row.breach.reference,
            _("Breach: %(words)s") % {"words": clock_words(row.clock)},
            reverse("dsar:breach", args=[row.breach.reference]),
            clock.day_of(row.clock.due_at or row.breach.found_at, row.breach.controller.time_zone),
            "bad" if row.clock.state is ClockState.LATE else "warn",
        )
        for row in running(user)
    ]


def case_panel(case: Case, user: Any) -> registry.CasePanel | None:
    """The breaches that the case belongs to, for those who may read the register."""
    if not user.may(Act.SEE_BREACHES):
        return None
    found = [link.breach for link in case.breach_links.select_related("breach__controller", "breach__key")]
    if not found:
        return None
    rows = rows_of(found, with_titles=True)
    return registry.CasePanel(_("Breaches"), "breaches/_case_panel.html", {"rows": rows}, order=70)


def case_acts(case: Case, user: Any) -> list[registry.NextAct]:
    """Report a breach out of the case: an answer that went to the wrong person is one itself."""
    if not user.may(Act.VIEW_CASE):
        return []
    url = f"{reverse('dsar:breach-report')}?case={case.reference}"
    return [registry.NextAct(_("Report a breach out of this case"), url, order=97)]


register_home_numbers(home_numbers)
register_duties(duties)
registry.register_panel(case_panel)
registry.register_next_acts(case_acts)
