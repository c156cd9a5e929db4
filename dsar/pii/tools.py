"""The tools of the page "PII tools". A tool appears when its route exists and the person's role opens it.

Rooms further along the corridor add theirs with `add_tool` in a module that `dsar/config/rooms.py` imports.
"""

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from dsar.access.models import User
from dsar.access.rules import Act


@dataclass(frozen=True, slots=True)
class Tool:
    """One tile of the index.

    Attributes:
        route: name of its page.
        acts: any one of them opens it.
        place: order on the page, small first; ours are 10, 20, 30 …
    """

    route: str
    title: Any
    words: Any
    icon: str
    acts: tuple[Act, ...]
    place: int = 100

    @property
    def url(self) -> str:
        """The address of its page; "" where the route is not there."""
        try:
            return reverse(self.route)
        except NoReverseMatch:
            return ""


_TOOLS: dict[str, Tool] = {}


def add_tool(tool: Tool) -> None:
    """Put a tile on the index; a route stands there once."""
    _TOOLS[tool.route] = tool


def tools_for(user: User) -> list[Tool]:
    """The tools that this person may open, in order."""
    opened = [tool for tool in _TOOLS.values() if any(user.may(act) for act in tool.acts) and tool.url]
    return sorted(opened, key=lambda tool: (tool.place, tool.route))


_LOOK = (Act.SEE_REGISTER,)

for _tool in (
    Tool(
        "dsar:own-kinds",
        _("Own kinds"),
        _("Customer, employee and account numbers of this organisation, found by a pattern of yours."),
        "fingerprint",
        _LOOK,
        10,
    ),
    Tool(
        "dsar:pii-feedback",
        _("How right the suggestions are"),
        _("What reviewers kept and refused, by kind and recogniser, and what follows for the thresholds."),
        "patch-check",
        _LOOK,
        20,
    ),
    Tool(
        "dsar:pii-thresholds",
        _("Thresholds"),
        _("How certain a detection must be before it is suggested. Only a person changes them."),
        "sliders",
        _LOOK,
        30,
    ),
    Tool(
        "dsar:pii-metrics",
        _("Figures and alerts"),
        _("How much is found, how long it takes, how grave it is, and what needs a look."),
        "bar-chart-line",
        _LOOK,
        40,
    ),
):
    add_tool(_tool)
