"""The sentences of the clock, in one place: a key, an English pattern and its values, ready for translation."""

from dataclasses import dataclass
from datetime import date

from dsar.deadlines.ledger import Gate
from dsar.deadlines.periods import Length
from dsar.foundation.words import Words
from dsar.foundation.words import Words as _

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
NUMBERS = (
    "no",
    _("one"),
    _("two"),
    _("three"),
    _("four"),
    _("five"),
    _("six"),
    _("seven"),
    _("eight"),
    _("nine"),
    _("ten"),
    _("eleven"),
    _("twelve"),
)

DAY = _("{weekday} {day} {month} {year}")
ONE_DAY, MORE_DAYS = _("One day is"), _("{count} days are")
UNITS = {
    "month": (_("{number} month"), _("{number} months")),
    "working day": (_("{number} working day"), _("{number} working days")),
    "day": (_("{number} day"), _("{number} days")),
}

Value = date | str | int

SENTENCES: dict[str, Words] = {
    "received": _("The request was received on {day} ({tz}). That day triggers the period and is not itself counted."),
    "received_working_days": _("The request was received on {day} ({tz}). Counting begins with the next working day."),
    "restarted": _("{label}: asked for on {asked}, received on {answered}. The period runs from {start}."),
    "waiting": _(
        "{label}: asked for on {asked} and not received yet. The period has not begun, so there is no due date."
    ),
    "if_answered": _("If it came today, {today}, the answer would be due on {due}."),
    "paused_both": _(
        "{label}: asked for on {asked}, answered on {answered}. Both days and those between are not counted."
    ),
    "paused_closed": _("{label}: asked for on {asked} and not answered before the clock stopped on {closed}."),
    "paused_half": _(
        "{label}: asked for on {asked}, answered on {answered}. "
        "The days after the ask, up to the answer, are not counted."
    ),
    "paused_open": _(
        "{label}: asked for on {asked} and not answered by {today}. "
        "The clock stands still; the dates are those of an answer on that day."
    ),
    "no_effect": _("The pause that began on {asked} contains no day that would otherwise count, so it moves nothing."),
    "base": _("A period of {length} from {start} ends on {end}."),
    "base_clamped": _("A period of {length} from {start} ends on {end}, because that month has no day {number}."),
    "credited": _("{days} not counted within the period: it now ends on {end}."),
    "extended": _(
        "Notice of an extension, with reasons, was sent on {sent}. Counted from {start}, the period now ends on {end}."
    ),
    "chained": _(
        "Counted as one month and then two more, the extended period would end on {end}; "
        "answering by then is safe on either reading."
    ),
    "rolled": _("The period ends on {end}, {why}; {rule} moves the last day to {day}, the next working day."),
    "not_rolled": _("The period ends on {end}, {why}; these rules do not move the last day."),
    "statutory": _("The law's last day is {day}, until midnight."),
    "policy": _("Our own target of {length} from receipt ends on {day}."),
    "policy_credited": _("Our own target of {length} from receipt, with the days of pauses credited, ends on {day}."),
    "policy_governs": _("Our target is the earlier of the two: the answer is due on {day}."),
    "policy_capped": _(
        "Our target would end on {policy}; the law ends on {day}. "
        "A target is never later than the law: the answer is due on {day}."
    ),
    "due": _("The answer is due on {day}."),
    "safe": _("By the most cautious reading the last day would be {day}."),
    "notice": _("A notice of extension with reasons can be sent until {day}."),
    "notice_over": _("The last day for a notice of extension was {day}."),
    "notice_used": _("The last day for the notice of extension is {day}."),
    "acknowledge": _("Receipt has to be confirmed by {day}."),
    "closed_in_time": _("The answer was provided on {day}: in time. The clock stopped on that day."),
    "closed_late": _(
        "The answer was provided on {day}, after the law's last day {due}. The clock stopped on that day."
    ),
    "closed_unstarted": _("The request ended on {day}, before the period had begun."),
    "remark": _("{text}"),
}

GATES: dict[Gate, Words] = {
    Gate.NO_PAUSE_IN_REGIME: _("Asking for this ({kind}) does not stop the clock of this kind of request."),
    Gate.NO_LAWFUL_GROUND: _("The ask ({kind}) was not sent or has no lawful ground, so it does not stop the clock."),
    Gate.ASKED_AFTER_DUE: _("The period had ended before {date}; an ask after its end cannot stop the clock."),
    Gate.ALREADY_ASKED: _("This ({kind}) has already been asked for and not answered; asking again changes nothing."),
    Gate.NOTHING_TO_ANSWER: _("Nothing of this kind ({kind}) held the clock on {date}, so the reply moves nothing."),
    Gate.INSUFFICIENT_ANSWER: _("The reply of {date} did not supply what was needed ({kind}); the clock still waits."),
    Gate.EXTENSION_NOT_AVAILABLE: _("These rules give the controller no extension for this kind of request."),
    Gate.EXTENSION_ALREADY: _("The period was extended before; it cannot be extended twice."),
    Gate.EXTENSION_NO_REASONS: _("A notice of extension has to state its reasons."),
    Gate.EXTENSION_LATE: _("The notice of {date} came too late: it has to reach the person within the first period."),
    Gate.EXTENSION_NO_DATE: _("The notice has to name the day by which the answer will be given."),
    Gate.EXTENSION_TOO_LONG: _("The day announced lies after the longest extension that the law allows."),
    Gate.CLOCK_STOPPED: _("The clock had stopped before this was recorded ({date})."),
    Gate.IN_THE_FUTURE: _("An act cannot be dated in the future ({date})."),
    Gate.BEFORE_RECEIPT: _("An act cannot lie before the receipt of the request ({date})."),
}


@dataclass(frozen=True)
class Step:
    """One sentence of an explanation and the article it rests on."""

    key: str
    article: str
    values: tuple[tuple[str, Value], ...]

    @property
    def sentence(self) -> str:
        """The sentence in the language of its reader, dates in words."""
        return SENTENCES[self.key].filled(**{name: _words(value) for name, value in self.values})


def say(key: str, article: str, **values: Value) -> Step:
    """The step of that key."""
    return Step(key, article, tuple(values.items()))


def day_in_words(day: date) -> str:
    """A date such as "Sunday 5 April 2026", whatever the machine's locale: in the language of its reader."""
    weekday, month = (Words.translated_by(name) for name in (WEEKDAYS[day.weekday()], MONTHS[day.month - 1]))
    return DAY.filled(weekday=weekday, day=day.day, month=month, year=day.year)


def length_in_words(length: Length) -> str:
    """A period such as "one month", "45 days" or "15 working days"."""
    number, unit = next(
        (count, unit)
        for count, unit in ((length.months, "month"), (length.working_days, "working day"), (length.days, "day"))
        if count
    )
    one, more = UNITS[unit]
    return (one if number == 1 else more).filled(number=_number(number))


def days_in_words(count: int) -> str:
    """A subject such as "One day is" or "7 days are"."""
    return (ONE_DAY if count == 1 else MORE_DAYS).filled(count=count)


def gate_reason(gate: Gate, *, kind: str = "", day: date | None = None) -> str:
    """Why an act is not accepted, in a sentence for the person who tried it."""
    return GATES[gate].filled(kind=kind, date=day_in_words(day) if day else "")


def _number(number: int) -> str:
    return Words.translated_by(NUMBERS[number]) if number < len(NUMBERS) else str(number)


def _words(value: Value) -> str:
    if isinstance(value, date):
        return day_in_words(value)
    return Words.translated_by(value) if isinstance(value, Words) else str(value)
