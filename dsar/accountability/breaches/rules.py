"""The law of personal data breaches: who must be told, within which time, and how the clock stands. Plain Python.

Hours are elapsed hours in UTC: neither weekends nor holidays nor a change of the clock moves them (GDPR Art. 33(1);
Reg. 1182/71 Art. 3(4)). Where Art. 3(1) of that regulation would give a part of an hour more, the earlier end holds.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from dsar.deadlines.calendars import work_calendar
from dsar.deadlines.periods import BREACH_NOTICE_HOURS, breach_notice_due, zone
from dsar.foundation.words import Words as _

SOON = dt.timedelta(hours=24)
LEAST_REASONS = 20  # characters: a sentence, not a word


class State(StrEnum):
    """Where an entry of the register stands."""

    REPORTED = "reported"  # somebody suspects it; it is being looked into
    OPEN = "open"  # we are aware of it: the hours count
    CLOSED = "closed"
    NO_BREACH = "no_breach"  # looked into: no personal data breach (Art. 4(12))


class Risk(StrEnum):
    """How likely a breach is to harm people; a person decides it."""

    UNLIKELY = "unlikely"  # no notice to the authority (Art. 33(1)), entry in the register all the same
    LIKELY = "likely"  # notice to the authority
    HIGH = "high"  # and to the people concerned (Art. 34(1))


class Audience(StrEnum):
    """Whom a notice is for."""

    AUTHORITY = "authority"  # Art. 33(1), (3)
    PERSONS = "persons"  # Art. 34(1), (2)
    PUBLIC = "public"  # Art. 34(3)(c): public communication instead
    CONTROLLER = "controller"  # Art. 33(2): we are the processor


class Exception34(StrEnum):
    """Why people need not be told although the risk is high (GDPR Art. 34(3))."""

    UNINTELLIGIBLE = "a_unintelligible"
    MEASURES = "b_measures"
    DISPROPORTIONATE = "c_disproportionate"


@dataclass(frozen=True, slots=True)
class Duty:
    """What one body of rules asks after a breach.

    Attributes:
        hours: elapsed hours from awareness to the notice of the authority; None where no number is set.
        working_days: days instead of hours.
        authority_from: the least risk with which the authority is told.
        persons_from: the least risk with which people are told.
        persons_days: calendar days in which people are told; None for "without undue delay".
        keep_months: how long the entry is kept, where the law says.
        law: the provision.
        words: the duty in one sentence.
    """

    regime: str
    law: str
    words: str
    hours: int | None = None
    working_days: int | None = None
    authority_from: Risk = Risk.LIKELY
    persons_from: Risk = Risk.HIGH
    persons_days: int | None = None
    keep_months: int | None = None


_GDPR_WORDS = _(
    "Tell the supervisory authority without undue delay, where feasible within 72 hours after becoming aware, unless"
    " the breach is unlikely to result in a risk. Tell the people concerned without undue delay where the risk is high."
)
DUTIES: dict[str, Duty] = {
    duty.regime: duty
    for duty in (
        Duty("EU", "GDPR Art. 33, 34", _GDPR_WORDS, hours=BREACH_NOTICE_HOURS),
        Duty("UK", "UK GDPR Art. 33, 34", _GDPR_WORDS, hours=BREACH_NOTICE_HOURS),
        Duty(
            "CH",
            "FADP Art. 24",
            _(
                "Tell the FDPIC as soon as possible where the risk is high; tell people where their protection "
                "needs it."
            ),
            authority_from=Risk.HIGH,
        ),
        Duty(
            "QC",
            "CQLR c. P-39.1 s. 3.5",
            _("Tell the CAI and the people concerned promptly where there is a risk of serious injury."),
            persons_from=Risk.LIKELY,
            keep_months=60,
        ),
        Duty(
            "PIPEDA",
            "PIPEDA s. 10.1",
            _(
                "Tell the Commissioner and the people concerned as soon as feasible where there is a real risk of"
                " significant harm."
            ),
            persons_from=Risk.LIKELY,
            keep_months=24,
        ),
        Duty(
            "LGPD",
            "LGPD Art. 48, Res. CD/ANPD 15/2024",
            _(
                "Tell the ANPD and the people concerned within three working days where the breach may cause relevant"
                " risk or harm."
            ),
            working_days=3,
            persons_from=Risk.LIKELY,
        ),
        Duty(
            "CCPA",
            "Cal. Civ. Code § 1798.82",
            _(
                "Tell the people concerned within 30 calendar days; the Attorney General too, where they are more than"
                " 500 residents of California."
            ),
            persons_from=Risk.LIKELY,
            persons_days=30,
        ),
    )
}


def duty_of(regime: str) -> Duty:
    """The duty under a body of rules; that of the GDPR where the regime is not known, which is the strictest clock."""
    return DUTIES.get(regime, DUTIES["EU"])


def due_at(duty: Duty, aware_at: dt.datetime, tz: str, calendar: str = "") -> dt.datetime | None:
    """The last moment for the notice of the authority, in the controller's zone; None where no number is set.

    Raises:
        ValueError: `aware_at` has no offset, or the zone or calendar does not exist.
    """
    if duty.hours is not None:
        return breach_notice_due(aware_at, tz)
    if duty.working_days is not None:
        first = aware_at.astimezone(zone(tz)).date()
        last = work_calendar(calendar).add_working_days(first, duty.working_days)
        return dt.datetime.combine(last, dt.time(23, 59, 59), zone(tz))
    return None


class ClockState(StrEnum):
    """How the clock of a breach stands."""

    NOT_STARTED = "not_started"  # nobody is aware yet
    RUNNING = "running"
    SOON = "soon"  # a day or less is left
    LATE = "late"
    NO_LIMIT = "no_limit"  # as soon as possible, no number
    TOLD = "told"
    TOLD_LATE = "told_late"
    NOT_NEEDED = "not_needed"  # decided: no notice


@dataclass(frozen=True, slots=True)
class Clock:
    """The clock of a breach at one moment.

    Attributes:
        due_at: the last moment for the notice, None where there is none.
        elapsed: since awareness; until the notice went out where it did.
        left: until `due_at`, negative when late; None where the clock does not run to an end.
    """

    state: ClockState
    due_at: dt.datetime | None = None
    elapsed: dt.timedelta | None = None
    left: dt.timedelta | None = None

    @property
    def is_running(self) -> bool:
        """Whether somebody still has to tell the authority, or to decide that nobody has to."""
        return self.state in (ClockState.RUNNING, ClockState.SOON, ClockState.LATE, ClockState.NO_LIMIT)


def clock_of(
    *,
    aware_at: dt.datetime | None,
    due: dt.datetime | None,
    now: dt.datetime,
    told_at: dt.datetime | None = None,
    is_needed: bool | None = None,
) -> Clock:
    """How the clock stands.

    Args:
        aware_at: when the controller became aware; None before.
        due: what `due_at` gave.
        now: the present moment, aware.
        told_at: when the first notice to the authority went out.
        is_needed: whether it was decided that the authority is told; None where nobody has decided.
    """
    if aware_at is None:
        return Clock(ClockState.NOT_STARTED)
    if told_at is not None:
        elapsed = told_at - aware_at
        return Clock(ClockState.TOLD_LATE if is_late(due, told_at) else ClockState.TOLD, due, elapsed)
    elapsed = now - aware_at
    if is_needed is False:
        return Clock(ClockState.NOT_NEEDED, due, elapsed)
    if due is None:
        return Clock(ClockState.NO_LIMIT, None, elapsed)
    left = due - now
    state = ClockState.LATE if left < dt.timedelta(0) else ClockState.SOON if left <= SOON else ClockState.RUNNING
    return Clock(state, due, elapsed, left)


def is_late(due: dt.datetime | None, told_at: dt.datetime) -> bool:
    """Whether a notice at that moment is late and has to say why (GDPR Art. 33(1), second sentence)."""
    return due is not None and told_at > due


def tells_authority(duty: Duty, risk: Risk) -> bool:
    """Whether a breach of that risk is notified to the authority."""
    return _reaches(risk, duty.authority_from)


def tells_persons(duty: Duty, risk: Risk) -> bool:
    """Whether the people concerned are told of a breach of that risk, unless an exception holds."""
    return _reaches(risk, duty.persons_from)


def needs_second_look(risk: Risk, duty: Duty) -> bool:
    """Whether another person has to agree: where the decision is that nobody outside is told."""
    return not tells_authority(duty, risk)


def has_reasons(text: str) -> bool:
    """Whether a text says enough to be read as reasons."""
    return len(text.strip()) >= LEAST_REASONS


def instants_in_order(
    *, now: dt.datetime, happened: dt.datetime | None, found: dt.datetime | None, aware: dt.datetime | None
) -> dict[str, str]:
    """What is wrong with the moments of a breach, by name: none lies ahead, awareness not before it happened."""
    wrong: dict[str, str] = {
        name: _("This moment lies ahead.")
        for name, moment in (("happened_at", happened), ("found_at", found), ("aware_at", aware))
        if moment is not None and moment > now
    }
    if happened and found and found < happened:
        wrong.setdefault("found_at", _("It cannot be found before it happened."))
    if aware and happened and aware < happened:
        wrong.setdefault("aware_at", _("Nobody can be aware of it before it happened."))
    return wrong


_ORDER = (Risk.UNLIKELY, Risk.LIKELY, Risk.HIGH)


def _reaches(risk: Risk, least: Risk) -> bool:
    return _ORDER.index(risk) >= _ORDER.index(least)
