"""The letters that people may send by hand: they start and stop nothing. All others belong to the page of an act."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from dsar.cases import clock as case_clock
from dsar.cases.models import Case
from dsar.foundation.errors import RuleRefused
from dsar.notices import catalogue
from dsar.notices.rendering import Text, write

# Each with what has to be typed; the rest is known from the case.
BY_HAND: Mapping[str, tuple[str, ...]] = {
    "message": ("subject", "text"),
    "reminder": ("question",),
    "acknowledgement": (),
}


def by_hand_choices() -> list[tuple[str, Any]]:
    """Code and title of each letter that may be sent by hand."""
    return [(code, catalogue.letter(code).title) for code in BY_HAND]


def by_hand_variables(case: Case, code: str, typed: Mapping[str, Any]) -> dict[str, Any]:
    """What the letter wants besides the frame of every letter.

    Raises:
        RuleRefused: the letter is not for sending by hand, or the case cannot fill it yet ("not_ready").
    """
    if code not in BY_HAND:
        message = "This letter belongs to an act: it goes out from the page of that act."
        raise RuleRefused(message, code="not_by_hand")
    values: dict[str, Any] = {name: typed.get(name, "") for name in BY_HAND[code]}
    if code == "acknowledgement":
        if case.due_on is None:
            message = _("The clock has not started: there is no day by which we answer.")
            raise RuleRefused(message, code="not_ready")
        received = case_clock.received_on(case)
        values |= {"received_on": received, "due_on": case.due_on}
    return values


def by_hand_preview(case: Case, code: str, typed: Mapping[str, Any], frame: Mapping[str, Any]) -> Text:
    """The letter as it would go out, in the language of the case."""
    return write(code, {**frame, **by_hand_variables(case, code, typed)}, case.language)
