"""A number of the home page."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tile:
    """A number with the address of its list."""

    label: str
    number: int
    url: str
    note: str = ""
    tone: str = ""
    icon: str = ""
