"""Clocks beside that of a request: breaches, complaints, exam marks, consultations. Data, and one function a rule.

No pause and no extension belongs to them. Days end at 24:00 where the controller is.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from dsar.deadlines.calendars import WorkCalendar
from dsar.deadlines.periods import BREACH_NOTICE_HOURS, Length, add_months, breach_notice_due
from dsar.foundation.words import Words as _

COMPLAINT_ACKNOWLEDGE_DAYS = 30  # DPA 2018 s. 164A
EXAM_MONTHS, EXAM_DAYS = 5, 40  # DPA 2018 Sch. 2 para 25(3)
HEALTH_OPINION_MONTHS = 6  # DPA 2018 Sch. 3 paras 5(3)-(4), 6(3)-(4)
PRINCIPAL_REPORTER_DAYS = 14  # DPA 2018 Sch. 3 paras 12, 20
FEE_WINDOW_DAYS = 10  # DSV (SR 235.11) Art. 19
FADP_DAYS = 30  # FADP Art. 25(7)
OPT_IN_MONTHS = 12  # Cal. Civ. Code s. 1798.135(c)(4)
SCHOOL_RECORD_DAYS = 15  # Education (Pupil Information) (England) Regulations 2005 reg. 5


class Status(StrEnum):
    """How sure we are of the text: as in the legal reference."""

    READ = "read"  # read in the text of the law
    KNOWN = "known"  # known, not read again
    OPEN = "open"  # authorities differ, or it is a reading


@dataclass(frozen=True)
class FurtherClock:
    """A clock as the screen of rules shows it."""

    code: str
    name: str
    length: str
    starts: str
    article: str
    status: Status = Status.KNOWN
    rolls: bool = False
    in_force: date | None = None
    remark: str = ""
    is_computed: bool = False


@dataclass(frozen=True)
class DueDay:
    """The law's last day, and the most cautious one (no roll, no reading in our favour)."""

    due: date
    safe: date


def breach_due(aware_at: datetime, tz: str) -> datetime:
    """72 elapsed hours after awareness (GDPR Art. 33(1)); hours are not moved by weekends.

    By the hour rule of Reg. 1182/71 Art. 3(1) the count may begin with the next full hour; the earlier is taken.
    """
    return breach_notice_due(aware_at, tz)


def breach_due_by_full_hours(aware_at: datetime, tz: str) -> datetime:
    """The later reading: the hour of awareness is not counted (Reg. 1182/71 Art. 3(1)); never relied on."""
    due = breach_notice_due(aware_at, tz)
    rest = timedelta(minutes=due.minute, seconds=due.second, microseconds=due.microsecond)
    return due if not rest else due - rest + timedelta(hours=1)


def breach_notice_is_late(aware_at: datetime, notified_at: datetime) -> bool:
    """Whether reasons for the delay have to go with the notice (GDPR Art. 33(1), second sentence)."""
    return notified_at - aware_at > timedelta(hours=BREACH_NOTICE_HOURS)


def breach_notice_accepted(aware_at: datetime, notified_at: datetime, reasons: str) -> bool:
    """A late notice is accepted with reasons only."""
    return not breach_notice_is_late(aware_at, notified_at) or bool(reasons.strip())


def complaint_acknowledgement(received: date, calendar: WorkCalendar) -> DueDay:
    """The last day to acknowledge a complaint to a UK controller: 30 days, moved by Reg. 1182/71 (DPA 2018 s. 205(2)).

    The cautious day counts the day of receipt as the first.
    """
    end = received + timedelta(days=COMPLAINT_ACKNOWLEDGE_DAYS)
    return DueDay(calendar.on_or_after(end), end - timedelta(days=1))


def exam_marks(asked: date, results: date) -> DueDay:
    """The earlier of five months from the question and 40 days from the results (DPA 2018 Sch. 2 para 25(3))."""
    due = min(add_months(asked, EXAM_MONTHS), results + timedelta(days=EXAM_DAYS))
    return DueDay(due, due - timedelta(days=1))


def health_opinion_valid(opinion: date, relied_on: date) -> bool:
    """Whether an opinion is recent enough: six months back from the day it is relied on, no roll (Sch. 3 para 5(3))."""
    return opinion <= relied_on <= add_months(opinion, HEALTH_OPINION_MONTHS)


def principal_reporter_informed_by(question_arises: date) -> date:
    """The last day to inform the Principal Reporter: 14 days from the day the question arises (Sch. 3 paras 12, 20)."""
    return question_arises + timedelta(days=PRINCIPAL_REPORTER_DAYS)


@dataclass(frozen=True)
class FeeWindow:
    """What the notice of a share in the costs does to a Swiss request (DSV Art. 19)."""

    reflection_ends: date
    due: date | None
    withdrawn_on: date | None


def swiss_fee_window(told: date, confirmed: date | None = None) -> FeeWindow:
    """Ten days to confirm; the 30 days begin when they end, also after an early yes. Silence withdraws, at no cost."""
    ends = told + timedelta(days=FEE_WINDOW_DAYS)
    if confirmed is not None and confirmed <= ends:
        return FeeWindow(ends, ends + timedelta(days=FADP_DAYS), None)
    return FeeWindow(ends, None, ends + timedelta(days=1))


def opt_in_prompt_from(opted_out: date) -> date:
    """The first day on which a Californian may be asked to opt in again: twelve months after (s. 1798.135(c)(4))."""
    return add_months(opted_out, OPT_IN_MONTHS)


def school_record_due(received: date, calendar: WorkCalendar, holidays: tuple[tuple[date, date], ...] = ()) -> date:
    """15 school days for the educational record of a pupil in England: no weekend, public or school holiday counts.

    Args:
        received: the day of the parent's written request, not counted.
        calendar: public holidays.
        holidays: the school's holidays, first and last day each.
    """
    day, left = received, SCHOOL_RECORD_DAYS
    while left:
        day += timedelta(days=1)
        is_off = any(first <= day <= last for first, last in holidays)
        left -= calendar.is_working_day(day) and not is_off
    return day


def end_of(length: Length, start: date, calendar: WorkCalendar) -> date:
    """The last day of one of the plain periods below."""
    return length.end_from(start, calendar)


FURTHER: tuple[FurtherClock, ...] = (
    FurtherClock(
        "breach",
        _("Notice of a breach to the authority"),
        "72 hours",
        _("awareness of the breach"),
        "GDPR Art. 33(1); UK GDPR Art. 33(1)",
        is_computed=True,
        remark=_("Late only with reasons. No roll. Read by full hours (Reg. 1182/71 Art. 3(1)) it may end later."),
    ),
    FurtherClock(
        "complaint",
        _("Complaint to a UK controller: acknowledge"),
        "30 days",
        _("receipt of the complaint"),
        "UK DPA 2018 s. 164A, 205(2)",
        rolls=True,
        status=Status.READ,
        in_force=date(2026, 6, 19),
        is_computed=True,
        remark=_("Then respond without undue delay."),
    ),
    FurtherClock(
        "exam",
        _("UK exam marks"),
        _("5 months, or 40 days from the results if earlier"),
        _("the question; the results"),
        "UK DPA 2018 Sch. 2 para 25",
        status=Status.READ,
        is_computed=True,
    ),
    FurtherClock(
        "health_opinion",
        _("Opinion of a health professional"),
        _("6 months back"),
        _("the day it is relied on"),
        "UK DPA 2018 Sch. 3 paras 5-6",
        status=Status.READ,
        is_computed=True,
        remark=_("Older ones are asked for anew."),
    ),
    FurtherClock(
        "principal_reporter",
        _("Principal Reporter (Scotland)"),
        "14 days",
        _("the day the question arises"),
        "UK DPA 2018 Sch. 3 paras 12, 20",
        status=Status.READ,
        is_computed=True,
    ),
    FurtherClock(
        "ch_fee",
        _("Share in the costs (Switzerland)"),
        _("10 days to confirm, then 30 days"),
        _("notice of the costs"),
        "DSV (SR 235.11) Art. 19",
        status=Status.READ,
        is_computed=True,
        remark=_(
            "Silence withdraws the request, at no cost. "
            "Whether an early yes starts the 30 days is open: they are counted from the end of the ten."
        ),
    ),
    FurtherClock(
        "ccpa_opt_in",
        _("California: ask to opt in again"),
        "12 months",
        _("the opt-out"),
        "Cal. Civ. Code § 1798.135(c)(4)",
        is_computed=True,
    ),
    FurtherClock(
        "school_record",
        _("Educational record of a pupil (England)"),
        _("15 school days"),
        _("the parent's request"),
        "Education (Pupil Information) (England) Regulations 2005 reg. 5",
        is_computed=True,
        remark=_("A right beside Art. 15; school holidays do not count."),
    ),
    FurtherClock(
        "ccpa_opt_out",
        _("California: opt-out of sale, limiting sensitive data"),
        _("15 business days"),
        _("the request"),
        "11 CCR § 7026(f), 7027(g)",
        status=Status.READ,
        remark=_("As a right of its own on a request."),
    ),
    FurtherClock(
        "ccpa_ack",
        _("California: confirm receipt"),
        _("10 business days"),
        "receipt",
        "11 CCR § 7021(a)",
        status=Status.READ,
        remark=_("On every Californian request."),
    ),
    FurtherClock(
        "drop",
        _("California: Delete Act platform"),
        _("every 45 days"),
        _("the last retrieval"),
        "Cal. Civ. Code § 1798.99.86",
        in_force=date(2026, 8, 1),
    ),
    FurtherClock(
        "uk_part3",
        _("UK law enforcement processing"),
        _("as UK GDPR"),
        _("the request"),
        "UK DPA 2018 s. 54",
        status=Status.READ,
        rolls=True,
    ),
    FurtherClock(
        "uk_credit",
        _("UK credit reference files"),
        _("as UK GDPR"),
        _("the request"),
        "UK DPA 2018 s. 13",
        status=Status.READ,
        rolls=True,
    ),
    FurtherClock(
        "fr_health",
        _("French health records"),
        _("8 days; 2 months if older than 5 years"),
        _("the request, after 48 hours of reflection"),
        "CSP L1111-7, R1111-1",
    ),
    FurtherClock("hong_kong", _("Hong Kong"), "40 days", _("the request"), "PDPO (Cap. 486) s. 19", status=Status.READ),
    FurtherClock(
        "ontario",
        _("Ontario, child and family services"),
        _("30 days, 90 more when extended"),
        _("the request"),
        "CYFSA, 2017 s. 314",
        status=Status.READ,
    ),
    FurtherClock(
        "other_rights",
        _("Rectification, erasure, restriction, portability, objection"),
        _("one month, three when extended"),
        _("the request"),
        "GDPR Art. 12(3)",
        rolls=True,
        remark=_("The same clock as access; only a clarification does not stop it."),
    ),
)
