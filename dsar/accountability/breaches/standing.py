"""How a breach stands: its duty, its clock, and both in words."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from dsar.accountability.breaches import rules
from dsar.accountability.breaches.models import Breach, RiskDecision
from dsar.accountability.breaches.rules import Audience, Clock, ClockState

# Tone and icon of a badge by the state of the clock; the words say it as well.
TONES: dict[ClockState, tuple[str, str]] = {
    ClockState.NOT_STARTED: ("quiet", "hourglass"),
    ClockState.RUNNING: ("info", "clock"),
    ClockState.SOON: ("warn", "clock"),
    ClockState.LATE: ("bad", "exclamation-octagon"),
    ClockState.NO_LIMIT: ("warn", "clock"),
    ClockState.TOLD: ("good", "check-circle"),
    ClockState.TOLD_LATE: ("warn", "check-circle"),
    ClockState.NOT_NEEDED: ("quiet", "slash-circle"),
}


def duty_of(breach: Breach) -> rules.Duty:
    """What the body of rules of the breach's controller asks."""
    return rules.duty_of(breach.controller.regime)


def holding_decision(breach: Breach) -> RiskDecision | None:
    """The decision that is in force; read once for an entry as it was loaded."""
    if "_holding" not in breach.__dict__:
        breach.__dict__["_holding"] = next((one for one in breach.decisions.all() if one.holds), None)
    held: RiskDecision | None = breach.__dict__["_holding"]
    return held


def waiting_decision(breach: Breach) -> RiskDecision | None:
    """The decision that waits for a second look."""
    found = next((one for one in breach.decisions.all() if one.waits), None)
    if found is not None:
        found.breach = breach
    return found


def due_of(breach: Breach) -> dt.datetime | None:
    """The last moment for the notice to the authority; None before awareness, and where no number is set.

    A processor tells its controller without undue delay, no number is set (GDPR Art. 33(2)).
    """
    if breach.aware_at is None or breach.is_processor:
        return None
    controller = breach.controller
    return rules.due_at(duty_of(breach), breach.aware_at, controller.time_zone, controller.calendar)


def first_audience(breach: Breach) -> Audience:
    """Whom the clock runs for: the authority, or as a processor the controller."""
    return Audience.CONTROLLER if breach.is_processor else Audience.AUTHORITY


def clock_of_breach(breach: Breach, now: dt.datetime) -> Clock:
    """The clock of an entry at a moment; its controller and decisions are best loaded with it."""
    decision = holding_decision(breach)
    needed = None if decision is None else rules.tells_authority(duty_of(breach), rules.Risk(decision.risk))
    if breach.state in ("closed", "no_breach") and breach.told_at is None:
        needed = False
    return rules.clock_of(
        aware_at=breach.aware_at, due=due_of(breach), now=now, told_at=breach.told_at, is_needed=needed
    )


def clock_words(standing: Clock) -> str:
    """The clock in a few words, with the hours."""
    if standing.state is ClockState.LATE and standing.left is not None:
        return _("%(time)s late") % {"time": span_words(-standing.left)}
    if standing.left is not None:
        return _("%(time)s left") % {"time": span_words(standing.left)}
    since = span_words(standing.elapsed) if standing.elapsed is not None else ""
    words: dict[ClockState, str] = {
        ClockState.NOT_STARTED: _("Not started: nobody is aware yet"),
        ClockState.NO_LIMIT: _("As soon as possible: %(time)s gone") % {"time": since},
        ClockState.TOLD: _("Authority told after %(time)s") % {"time": since},
        ClockState.TOLD_LATE: _("Authority told late, after %(time)s") % {"time": since},
        ClockState.NOT_NEEDED: _("No notice to the authority"),
    }
    return words[standing.state]


def span_words(span: dt.timedelta) -> str:
    """A span in hours and minutes: "41 h 20 min"; elapsed time, so a day is always 24 hours."""
    minutes = int(abs(span).total_seconds() // 60)
    hours, rest = divmod(minutes, 60)
    if not hours:
        return ngettext("%(n)d minute", "%(n)d minutes", rest) % {"n": rest}
    return _("%(hours)d h %(minutes)02d min") % {"hours": hours, "minutes": rest}


def moment_words(moment: dt.datetime | None, zone: str) -> str:
    """A moment in words in a zone, with the zone: "Monday 30 March 2026, 19:00 (CEST, Europe/Berlin)"."""
    if moment is None:
        return ""
    local = moment.astimezone(ZoneInfo(zone))
    form = "l, j. F Y, H:i" if (get_language() or "").startswith("de") else "l j F Y, H:i"
    return f"{formats.date_format(local, form)} ({local.tzname()}, {zone})"


def utc_words(moment: dt.datetime) -> str:
    """A moment as facts of the chain tell it: "2026-03-30 17:00 UTC"."""
    return f"{moment.astimezone(dt.UTC):%Y-%m-%d %H:%M} UTC"


def badge_of(standing: Clock) -> dict[str, Any]:
    """The badge of a clock."""
    tone, icon = TONES[standing.state]
    return {"tone": tone, "icon": icon, "text": clock_words(standing)}


def hours_since_awareness(breach: Breach, moment: dt.datetime) -> str:
    """Where a moment lies from awareness: "+5 h 20 min", "−2 h 00 min"; "" before anybody is aware."""
    if breach.aware_at is None:
        return ""
    span = moment - breach.aware_at
    return f"{'−' if span < dt.timedelta(0) else '+'}{span_words(span)}"
