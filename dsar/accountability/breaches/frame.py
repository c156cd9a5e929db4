"""What every page of an entry shares: the guard, the tabs, the header with its clock."""

from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.accountability.breaches import standing
from dsar.accountability.breaches.models import Breach, BreachState
from dsar.accountability.breaches.selectors import RISK_TONES, STATE_TONES, loaded
from dsar.foundation import clock
from dsar.foundation.errors import DsarError

_TABS = (
    ("breach", "Overview"),
    ("breach-facts", "Facts"),
    ("breach-assessment", "Assessment"),
    ("breach-risk", "Risk"),
    ("breach-notices", "Notices"),
    ("breach-timeline", "Timeline and proof"),
)


def breach_or_404(reference: str) -> Breach:
    """The entry of that reference, with what its clock needs."""
    found = loaded().filter(reference=reference.upper()).first()
    if found is None:
        raise Http404
    return found


def frame(user: User, breach: Breach, current: str, **context: Any) -> dict[str, Any]:
    """The context of a page of an entry; `current` is the route's name without "dsar:"."""
    words = {
        "Overview": _("Overview"),
        "Facts": _("Facts"),
        "Assessment": _("Assessment"),
        "Risk": _("Risk"),
        "Notices": _("Notices"),
        "Timeline and proof": _("Timeline and proof"),
    }
    tabs = [
        {
            "label": words[label],
            "url": reverse(f"dsar:{route}", args=[breach.reference]),
            "is_current": route == current,
        }
        for route, label in _TABS
    ]
    found = standing.clock_of_breach(breach, clock.now())
    is_open = breach.state in (BreachState.REPORTED, BreachState.OPEN)
    return {
        "nav": "setup",
        "breach": breach,
        "tabs": tabs,
        "clock": found,
        "clock_badge": standing.badge_of(found),
        "due_words": standing.moment_words(found.due_at, breach.controller.time_zone),
        "badges": _badges(breach),
        "zone": breach.controller.time_zone,
        "may_work": user.may(Act.WORK_BREACHES) and is_open,
        "may_write": user.may(Act.WORK_BREACHES),
        "may_decide": user.may(Act.DECIDE_BREACH),
        "is_open": is_open,
        **context,
    }


def _badges(breach: Breach) -> list[dict[str, Any]]:
    badges = [{"tone": STATE_TONES[breach.state], "text": breach.get_state_display()}]
    decision = standing.holding_decision(breach)
    if decision is not None:
        badges.append({"tone": RISK_TONES[decision.risk], "text": decision.get_risk_display()})
    return badges


def take_errors(form: Any, error: DsarError) -> None:
    """Put the words of a refusal beside the field that they belong to, or above the form."""
    for name, words in error.fields.items():
        form.add_error(name if name in form.fields else None, words)
    if not error.fields:
        form.add_error(None, error.message)


def number_of(given: str | None) -> int:
    """A whole number out of a form of buttons. Raises BadRequest."""
    if given is None or not given.isascii() or not given.isdigit() or len(given) > 9:
        raise BadRequest("a number is missing")
    return int(given)
