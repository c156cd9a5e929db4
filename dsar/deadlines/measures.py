"""The dates that a ledger gives: start, excluded days, nominal end, last day for a notice, target.

All functions take the day `as_of` up to which an unanswered ask is counted.
"""

from dataclasses import replace
from datetime import date

from dsar.deadlines.events import Extend
from dsar.deadlines.ledger import Ledger, Pause
from dsar.deadlines.periods import credited_end, days_after, days_from, days_within
from dsar.deadlines.policies import Policy
from dsar.deadlines.regimes import Counting, Effect, ExtensionRule


def start_of(ledger: Ledger, *, safely: bool = False) -> date | None:
    """The day that triggers the period: the latest of receipt and restarting answers; None while one is awaited.

    `safely` leaves out the starts that rest on guidance alone.
    """
    start = ledger.received
    for pause in ledger.pauses:
        if pause.rule.effect is not Effect.RESTART or (safely and not pause.rule.restarts_safely):
            continue
        if pause.answered_on is None:
            return None
        start = max(start, pause.rule.start_after(pause.asked_on, pause.answered_on, safely=safely))
    return start


def start_so_far(ledger: Ledger) -> date:
    """The latest day known to trigger the period, whatever is still awaited."""
    settled = tuple(pause for pause in ledger.pauses if pause.answered_on is not None)
    return start_of(replace(ledger, pauses=settled)) or ledger.received


def excluded_days(ledger: Ledger, as_of: date, *, half_open: bool = False, for_notice: bool = False) -> set[date]:
    """The days that suspensions take out of the count, overlaps once; `half_open` takes the cautious count for all."""
    days: set[date] = set()
    for pause in ledger.pauses:
        if pause.rule.effect is not Effect.SUSPEND or (for_notice and not pause.rule.credits_notice):
            continue
        both = pause.rule.counting is Counting.BOTH_DAYS and not half_open
        days |= (days_from if both else days_after)(pause.asked_on, pause.answered_on or as_of)
    return days


def plain_end(ledger: Ledger, start: date) -> date:
    """The end of the base period, with nothing credited."""
    return ledger.rules.base_for(ledger.right).end_from(start, ledger.calendar)


def nominal_end(ledger: Ledger, start: date, days: set[date]) -> date:
    """The end of the period, extended where it was, before weekends and holidays are looked at."""
    end = credited_end(start, plain_end(ledger, start), days)
    rule = ledger.rules.extension_for(ledger.right)
    if ledger.extension is None or rule is None:
        return end
    return max(end, _extended_end(ledger, ledger.extension, rule, start, days))


def _extended_end(ledger: Ledger, extension: Extend, rule: ExtensionRule, start: date, days: set[date]) -> date:
    uncapped = {criterion.code for criterion in rule.criteria if criterion.free_of_cap} & set(extension.criteria)
    ends: list[date] = []
    if extension.until is not None:
        ends.append(credited_end(extension.date, extension.until, days))
    if rule.total is not None and not (uncapped and ends):
        ends.append(credited_end(start, rule.total.end_from(start, ledger.calendar), days))
    return min(ends)


def rolled(ledger: Ledger, day: date) -> date:
    """The day itself or, where the rules say so, the next working day."""
    return ledger.calendar.on_or_after(day) if ledger.rules.rolls else day


def has_run_out(ledger: Ledger, as_of: date) -> bool:
    """Whether the nominal end lies before `as_of`; a period that has not begun has not run out."""
    start = start_of(ledger)
    return start is not None and as_of > nominal_end(ledger, start, excluded_days(ledger, as_of))


def last_notice_day(ledger: Ledger, as_of: date) -> date | None:
    """The last day for a notice of extension; None before the period begins, or where there is no extension."""
    start = start_of(ledger)
    if start is None or ledger.rules.extension_for(ledger.right) is None:
        return None
    days = excluded_days(ledger, as_of, for_notice=True)
    return rolled(ledger, credited_end(start, plain_end(ledger, start), days))


def safe_end(ledger: Ledger, as_of: date) -> date | None:
    """The end by the most cautious reading: half-open count, no roll, starts by the text alone."""
    start, safe_start = start_of(ledger), start_of(ledger, safely=True)
    if start is None or safe_start is None:
        return None
    days = excluded_days(ledger, as_of, half_open=True)
    # An earlier start can meet excluded days that the later one leaves behind; the cautious date is never the later.
    return min(nominal_end(ledger, safe_start, days), nominal_end(ledger, start, days))


def policy_end(ledger: Ledger, policy: Policy, as_of: date) -> date:
    """Our own target: counted from receipt, days of every lawful pause credited half-open, no roll."""
    days: set[date] = set()
    for pause in ledger.pauses:
        days |= days_after(pause.asked_on, pause.answered_on or as_of)
    length = policy.extended if ledger.extension else policy.base
    return credited_end(ledger.received, length.end_from(ledger.received, ledger.calendar), days)


def days_left_when_paused(ledger: Ledger) -> int | None:
    """Days from the first ask still unanswered to the nominal end as it stood then; negative is possible."""
    start = start_of(ledger)
    if start is None or not ledger.open_pauses:
        return None
    paused_on = min(pause.asked_on for pause in ledger.open_pauses)
    settled = replace(ledger, pauses=tuple(pause for pause in ledger.pauses if pause.answered_on is not None))
    days = {day for day in excluded_days(settled, paused_on) if day <= paused_on}
    return (nominal_end(ledger, start, days) - paused_on).days


def moves_nothing(ledger: Ledger, pause: Pause, as_of: date) -> bool:
    """Whether a suspension of a day or more contains none that counts: before the start, or at the very end."""
    start = start_of(ledger)
    if start is None or pause.rule.effect is not Effect.SUSPEND or (pause.answered_on or as_of) == pause.asked_on:
        return False
    nominal = nominal_end(ledger, start, excluded_days(ledger, as_of))
    return days_within(start, nominal, excluded_days(replace(ledger, pauses=(pause,)), as_of)) == 0
