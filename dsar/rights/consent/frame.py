"""The tabs above every page of the ledger."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dsar.access.models import User
from dsar.access.rules import Act

_TABS = (
    ("consent", "Purposes", (Act.SEE_CONSENT,)),
    ("consent-figures", "Figures", (Act.SEE_CONSENT,)),
    ("consent-people", "People", (Act.LOOK_UP_CONSENT,)),
    ("consent-imports", "Imports", (Act.EDIT_CONSENT,)),
    ("consent-systems", "Systems", (Act.EDIT_SOURCES,)),
    ("consent-opt-outs", "Opt-outs", (Act.SEE_CONSENT,)),
    ("consent-documents", "Privacy notices", (Act.SEE_CONSENT,)),
)


def frame(user: User, current: str, **context: Any) -> dict[str, Any]:
    """The context of a page with its tabs; `current` is the route's name without "dsar:"."""
    words = {
        "Purposes": _("Purposes"),
        "Figures": _("Figures"),
        "People": _("People"),
        "Imports": _("Imports"),
        "Systems": _("Systems"),
        "Opt-outs": _("Opt-outs"),
        "Privacy notices": _("Privacy notices"),
    }
    tabs = [
        {"label": words[label], "url": reverse(f"dsar:{route}"), "is_current": route == current}
        for route, label, acts in _TABS
        if any(user.may(act) for act in acts)
    ]
    return {"nav": "setup", "tabs": tabs, **context}
