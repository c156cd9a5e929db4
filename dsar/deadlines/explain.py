"""The sentences of the clock, in one place: a key, an English pattern and its values, ready for translation."""

from dataclasses import dataclass
from datetime import date

from dsar.deadlines.ledger import Gate
from dsar.deadlines.periods import Length

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")

Value = date | str | int

SENTENCES = {
    "received": "The request was received on {day} ({tz}). That day triggers the period and is not itself counted.",
    "received_working_days": "The request was received on {day} ({tz}). Counting begins with the next working day.",
    "restarted": "{label}: asked for on {asked}, received on {answered}. The period runs from {start}.",
    "waiting": "{label}: asked for on {asked} and not received yet. The period has not begun, so there is no due date.",
    "if_answered": "If it came today, {today}, the answer would be due on {due}.",
    "paused_both": "{label}: asked for on {asked}, answered on {answered}. "
    "Both days and those between are not counted.",
    "paused_closed": "{label}: asked for on {asked} and not answered before the clock stopped on {closed}.",
    "paused_half": "{label}: asked for on {asked}, answered on {answered}. "
    "The days after the ask, up to the answer, are not counted.",
    "paused_open": "{label}: asked for on {asked} and not answered by {today}. "
    "The clock stands still; the dates are those of an answer on that day.",
    "no_effect": "The pause that began on {asked} contains no day that would otherwise count, so it moves nothing.",
    "base": "A period of {length} from {start} ends on {end}.",
    "base_clamped": "A period of {length} from {start} ends on {end}, because that month has no day {number}.",
    "credited": "{days} not counted within the period: it now ends on {end}.",
    "extended": "Notice of an extension, with reasons, was sent on {sent}. "
    "Counted from {start}, the period now ends on {end}.",
    "chained": "Counted as one month and then two more, the extended period would end on {end}; "
    "answering by then is safe on either reading.",
    "rolled": "The period ends on {end}, {why}; {rule} moves the last day to {day}, the next working day.",
    "not_rolled": "The period ends on {end}, {why}; these rules do not move the last day.",
    "statutory": "The law's last day is {day}, until midnight.",
    "policy": "Our own target of {length} from receipt ends on {day}.",
    "policy_credited": "Our own target of {length} from receipt, with the days of pauses credited, ends on {day}.",
    "policy_governs": "Our target is the earlier of the two: the answer is due on {day}.",
    "policy_capped": "Our target would end on {policy}; the law ends on {day}. "
    "A target is never later than the law: the answer is due on {day}.",
    "due": "The answer is due on {day}.",
    "safe": "By the most cautious reading the last day would be {day}.",
    "notice": "A notice of extension with reasons can be sent until {day}.",
    "notice_over": "The last day for a notice of extension was {day}.",
    "notice_used": "The last day for the notice of extension is {day}.",
    "acknowledge": "Receipt has to be confirmed by {day}.",
    "closed_in_time": "The answer was provided on {day}: in time. The clock stopped on that day.",
    "closed_late": "The answer was provided on {day}, after the law's last day {due}. The clock stopped on that day.",
    "closed_unstarted": "The request ended on {day}, before the period had begun.",
    "remark": "{text}",
}

GATES: dict[Gate, str] = {
    Gate.NO_PAUSE_IN_REGIME: "Asking for this ({kind}) does not stop the clock of this kind of request.",
    Gate.NO_LAWFUL_GROUND: "The ask ({kind}) was not sent or has no lawful ground, so it does not stop the clock.",
    Gate.ASKED_AFTER_DUE: "The period had ended before {date}; an ask after its end cannot stop the clock.",
    Gate.ALREADY_ASKED: "This ({kind}) has already been asked for and not answered; asking again changes nothing.",
    Gate.NOTHING_TO_ANSWER: "Nothing of this kind ({kind}) held the clock on {date}, so the reply moves nothing.",
    Gate.INSUFFICIENT_ANSWER: "The reply of {date} did not supply what was needed ({kind}); the clock still waits.",
    Gate.EXTENSION_NOT_AVAILABLE: "These rules give the controller no extension for this kind of request.",
    Gate.EXTENSION_ALREADY: "The period was extended before; it cannot be extended twice.",
    Gate.EXTENSION_NO_REASONS: "A notice of extension has to state its reasons.",
    Gate.EXTENSION_LATE: "The notice of {date} came too late: it has to reach the person within the first period.",
    Gate.EXTENSION_NO_DATE: "The notice has to name the day by which the answer will be given.",
    Gate.EXTENSION_TOO_LONG: "The day announced lies after the longest extension that the law allows.",
    Gate.CLOCK_STOPPED: "The clock had stopped before this was recorded ({date}).",
    Gate.IN_THE_FUTURE: "An act cannot be dated in the future ({date}).",
    Gate.BEFORE_RECEIPT: "An act cannot lie before the receipt of the request ({date}).",
}


@dataclass(frozen=True)
class Step:
    """One sentence of an explanation and the article it rests on."""

    key: str
    article: str
    values: tuple[tuple[str, Value], ...]

    @property
    def sentence(self) -> str:
        """The sentence in English, dates in words."""
        return SENTENCES[self.key].format(**{name: _words(value) for name, value in self.values})


def say(key: str, article: str, **values: Value) -> Step:
    """The step of that key."""
    return Step(key, article, tuple(values.items()))


def day_in_words(day: date) -> str:
    """A date such as "Sunday 5 April 2026", whatever the machine's locale."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def length_in_words(length: Length) -> str:
    """A period such as "one month", "45 days" or "15 working days"."""
    number, unit = next(
        (count, unit)
        for count, unit in ((length.months, "month"), (length.working_days, "working day"), (length.days, "day"))
        if count
    )
    return f"{_number(number)} {unit}{'' if number == 1 else 's'}"


def days_in_words(count: int) -> str:
    """A subject such as "One day is" or "7 days are"."""
    return "One day is" if count == 1 else f"{count} days are"


def gate_reason(gate: Gate, *, kind: str = "", day: date | None = None) -> str:
    """Why an act is not accepted, in a sentence for the person who tried it."""
    return GATES[gate].format(kind=kind, date=day_in_words(day) if day else "")


def _number(number: int) -> str:
    return NUMBERS[number] if number < len(NUMBERS) else str(number)


def _words(value: Value) -> str:
    return day_in_words(value) if isinstance(value, date) else str(value)
