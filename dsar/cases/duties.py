"""What presses that is no case: a breach, an assessment due for review, a period of retention.

Rooms above the hallway register what a person has to see to; home, the bell and the page of notifications ask here, so
that none of them imports a room that stands beside it.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dsar.access.models import User


@dataclass(frozen=True, slots=True)
class HomeNumber:
    """A number of the home page with the address of its list; `tone` is "", "warn" or "bad".

    `is_first`: before everything else, for what is counted in hours.
    """

    label: str
    number: int
    url: str
    note: str = ""
    tone: str = ""
    icon: str = ""
    is_first: bool = False


@dataclass(frozen=True, slots=True)
class Duty:
    """Something that a person was reminded of and has not looked at yet; `on` is the day it is about."""

    reference: str
    words: Any
    url: str
    on: dt.date | None = None
    tone: str = "warn"


_numbers: list[Callable[[User], list[HomeNumber]]] = []
_duties: list[Callable[[User], list[Duty]]] = []


def register_home_numbers(provider: Callable[[User], list[HomeNumber]]) -> None:
    """Add numbers to the home page of a person: called with the person; none where nothing is theirs to see to."""
    _numbers.append(provider)


def register_duties(provider: Callable[[User], list[Duty]]) -> None:
    """Add to what the bell counts: called with the person; a duty stays until the person has looked at it."""
    _duties.append(provider)


def home_numbers(user: User) -> list[HomeNumber]:
    """The numbers of all rooms for this person, in the order in which the rooms registered."""
    return [number for provider in _numbers for number in provider(user)]


def duties_of(user: User) -> list[Duty]:
    """What this person was reminded of and has not looked at, the earliest day first."""
    found = [duty for provider in _duties for duty in provider(user)]
    return sorted(found, key=lambda duty: (duty.on is None, duty.on or dt.date.min, duty.reference))
