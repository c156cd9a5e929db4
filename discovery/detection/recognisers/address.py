"""Postal addresses as one stretch: a street with its number, and what belongs to it before and after.

A street or a post box is the anchor. From it the address grows to both sides: flat, town, state, postcode, country; in
one line or over several. UK and Canadian postcodes stay kinds of their own behind it (see docs/detection.md).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from discovery.detection.context import context_of
from discovery.detection.patterns import expression
from discovery.detection.recogniser import Stretch, stretch
from discovery.detection.recognisers.address_forms import CAPITAL, FORMS, LEADS, UNIT, Form
from discovery.detection.recognisers.address_growth import REACH, grown
from discovery.detection.recognisers.date_words import MONTHS
from discovery.documents import Detection, Kind

_CONTEXT: Final = (
    "address", "adresse", "anschrift", "lives at", "live at", "living at", "resident", "residing", "wohnhaft",
    "domicilié", "located at", "deliver to", "ship to", "moved to", "dirección", "indirizzo", "adres", "morada",
)  # fmt: skip
_BONUS: Final = context_of(_CONTEXT).bonus
_BEFORE: Final = expression(
    rf"(?:(?:(?:{UNIT}|(?:The |Old )?{CAPITAL}[\w'-]{{1,20}} (?:House|Court|Lodge|Cottage|Building|Rectory|Farm"
    rf"|Mansions|Tower|Hall))"
    rf"(?:, ?|,? ?\n ?| ))|[Cc]orner of )$"
)
_BEFORE_ENDS: Final = (
    "House", "Court", "Lodge", "Cottage", "Building", "Rectory", "Farm", "Mansions", "Tower", "Hall", "orner of",
)  # fmt: skip
_YEARS: Final = expression(r"(?:19|20)\d\d(?:-(?:19|20)?\d\d)?,? ")
_STRONG_PARTS: Final = frozenset(("unit", "country", "postcode", "region"))


@dataclass(frozen=True, slots=True)
class AddressFinder:
    """Finds addresses that hold one form of street."""

    form: Form

    @property
    def name(self) -> str:
        """The form as part of the name."""
        return f"address_{self.form.name}"

    @property
    def trigger(self) -> str:
        """What no address of this form is without."""
        return self.form.trigger

    def find(self, text: str, low: int, high: int) -> Iterator[Detection]:
        """The addresses that start in [low, high)."""
        found: list[Detection] = []
        self.seek(stretch(text, low, high), found)
        yield from found

    def seek(self, where: Stretch, found: list[Detection]) -> None:
        """Append the addresses that start in [low, high)."""
        text, low, high, begin, end, _ = where
        if self.form.name == "military":
            end = min(len(text), end + 60)  # its second half stands on the next line
        for start, stop in self.form.spans(text, begin, end):
            if low <= start < high and (one := _address(text, start, stop, weak=self.form.weak)):
                found.append(one)


def address_finders() -> tuple[AddressFinder, ...]:
    """One finder for every form of address."""
    return tuple(AddressFinder(form) for form in FORMS)


def _address(text: str, start: int, end: int, *, weak: bool) -> Detection | None:
    if weak and any(word.strip(".,").lower() in MONTHS for word in text[start:end].split()):
        return None
    parts, end = grown(_capitalised(text, start, end) if text[start:end].islower() else text, end)
    if not parts and _YEARS.match(text, start, end):
        return None  # "2022 Anthony Green" owns a right, and lives elsewhere
    strong = bool(_STRONG_PARTS.intersection(parts))
    if weak and not strong and not (LEADS.search(text, max(0, start - 60), start) and text[start:end].count(" ")):
        return None
    if _has_before(text, start) and (hit := _BEFORE.search(text, max(0, start - 40), start)):
        start = hit.start()
    bonus, word = _BONUS(text, start, end)
    score = (0.62 if weak and not strong else 0.84) + min(bonus, 0.2) / 4 + (0.1 if parts else 0.0)
    if not parts and text[end - 1] == "." and (text[end : end + 1] in {"", "\n"} or text[end - 2].isdigit()):
        end -= 1  # the full stop of the sentence, not of the abbreviation
    why = "a street with its number" + (f", and {' and '.join(parts)}" if parts else "")
    why += f"; “{word}” stands near" if word else ""
    return Detection(start, end, Kind.LOCATION, round(min(score, 0.98), 3), why)


def _has_before(text: str, start: int) -> bool:
    """Whether what stands before a street can end as a flat or the name of a house does."""
    if text[start - 1 : start] not in {" ", "\n"}:
        return False
    before = text[max(0, start - 40) : start].rstrip(" \n,")
    last = before[-1:]
    return last.isdigit() or last.isupper() or before.endswith(_BEFORE_ENDS) or before[-2:-1].isdigit()


def _capitalised(text: str, start: int, end: int) -> str:
    """The text with large letters behind an address that is written small; as it is where that would move offsets."""
    tail = text[end : end + REACH].title()
    return text[:end] + tail if len(tail) == len(text[end : end + REACH]) else text
