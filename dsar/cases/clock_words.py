"""The warnings of the clock in words, for previews."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from dsar.deadlines.cautions import Caution, Warned
from dsar.deadlines.results import POLICY_LATER, ClockResult
from dsar.templatetags.desk_words import date_words, short_date


def warning_words(warned: Iterable[Warned]) -> list[str]:
    """Each warning as a sentence or two."""
    return [_words(one) for one in warned]


def _words(warned: Warned) -> str:
    day = date_words(warned.day) if warned.day else ""
    return {
        Caution.LATE_ASK: _(
            "This ask comes %(number)s working days after receipt, and an ask for proof is made without undue delay. "
            "It buys no new month safely: count on %(day)s (G4)."
        ),
        Caution.ASKED_BEFORE: _(
            "This was asked before. Only something newly unclear may stop the clock again: count on %(day)s (G5)."
        ),
        Caution.LARGE_QUANTITY_HELPS: _(
            "It has to be reasonably needed. A large quantity of data is the example that the law gives: say so where "
            "it is the case, and search what can be searched meanwhile (G5)."
        ),
        Caution.MOVES_NOTHING: _("Asked on the last day, the pause contains no day that counts: it may move nothing."),
        Caution.VOLUME_IS_NOT_ENOUGH: _(
            "The volume alone is no ground for an extension: name what makes the request complex as well."
        ),
        Caution.OTHER_RULES_ON_THAT_DAY: _(
            "On that day other rules were in force. The case keeps its rules unless you tick the box."
        ),
    }[warned.caution] % {"number": warned.number, "day": day}


def capped_words(result: ClockResult, target: str) -> str:
    """That the statute cuts the target, with both dates; empty where it does not."""
    if POLICY_LATER not in result.flags or not result.policy_due or not result.statutory_due:
        return ""
    return _("%(target)s would end %(policy)s; the law ends %(law)s — due date set to %(law)s.") % {
        "target": target,
        "policy": short_date(result.policy_due),
        "law": short_date(result.statutory_due),
    }
