"""Postal addresses as one stretch: a street with its number, and what belongs to it before and after.

A street or a post box is the anchor. From it the address grows to both sides: flat, town, state, postcode, country; in
one line or over several. UK and Canadian postcodes stay kinds of their own behind it (see docs/detection.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from discovery.detection.recogniser import context_bonus, reading_bounds
from discovery.detection.recognisers.address_forms import CAPITAL, FORMS, LEADS, LETTERS, UNIT, Form
from discovery.detection.recognisers.dates import MONTHS
from discovery.detection.recognisers.place_names import (
    AUSTRALIAN_CODES,
    CANADIAN_CODES,
    COUNTRIES,
    COUNTRY_CODES,
    REGIONS,
    STATE_CODES,
    is_place,
)
from discovery.detection.word_lists import word_list
from discovery.documents import Detection, Kind

_CONTEXT: Final = (
    "address", "adresse", "anschrift", "lives at", "live at", "living at", "resident", "residing", "wohnhaft",
    "domicilié", "located at", "deliver to", "ship to", "moved to", "dirección", "indirizzo", "adres", "morada",
)  # fmt: skip
_GAP: Final = re.compile(
    r"[ \t]{0,3}(?:[,;|]|\.(?=[ \t]*\n)|-(?= ))?[ \t]{0,3}(?:\r?\n[ \t]{0,12}(?:[>|?]{1,3} )?){0,2}(?:, ?)?"
)
_REGION: Final = rf"(?:{REGIONS})(?!\w)"
_CODE: Final = rf"(?:{STATE_CODES}|{CANADIAN_CODES}|{AUSTRALIAN_CODES})(?![\w.-]\w|\w)"
_ZIP: Final = r"\d{5}(?:-\d{4})?(?![\w-]|[.,/]\d)"
_UNITED_KINGDOM_OR_CANADA: Final = r"(?:[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z][ -]?\d[A-Z]\d)(?!\w)"
_TOWN: Final = (
    rf"(?:St\.? |'s-)?{CAPITAL}{LETTERS}{{1,24}}(?:[ /-](?:(?:upon|on|of|the|am|an der|in der|bei|sur|en|lès|les|le|la"
    rf"|de|del|der|den|do|da|di|und)[ -])?(?:l'|d')?{CAPITAL}{LETTERS}{{0,24}}){{0,4}}"
)
_POSTCODE_TOWN: Final = rf"(?:[A-Z]{{1,2}}[- ])?(?:\d{{5}}|\d{{4}} ?[A-Z]{{2}}|\d{{3}} \d{{2}}|\d{{2}}-\d{{3}}|\d{{4}}-\d{{3}}|\d{{4}}) {{1,2}}{_TOWN}(?: Cedex(?: \d{{1,2}})?)?(?: \([A-Z]{{2}}\))?"
_EIRCODE: Final = r"[ACDEFHKNPRTVWXY]\d[\dW] ?[0-9AC-FHKNPRTV-Y]{4}(?!\w)"
_END: Final = r"(?=\s*(?:[,.;:)\"'!?|<]|\n|$))"
_PARTS: Final = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("unit", rf"(?:{UNIT}|\d{{1,2}}(?:st|nd|rd|th|er|e|ème|\.) (?i:floor|étage|stock|piso|OG)(?!\w))"),
        ("region", rf"(?:{_REGION}|{_CODE})\.?,?[ \t]{{1,3}}{_ZIP}"),
        ("region", rf"(?:AE|AP|AA) {_ZIP}"),
        ("australian", rf"(?:{AUSTRALIAN_CODES}) \d{{4}}(?!\w)"),
        ("postcode", _POSTCODE_TOWN),
        ("country", rf"(?:(?i:{COUNTRIES})|{COUNTRY_CODES})(?!\w)(?: \([A-Z][a-z]{{2,12}}\))?(?: \d{{4,6}}(?!\w))?"),
        ("region", rf"(?:{_REGION}|{_CODE})"),
        (
            "postcode",
            rf"(?:{_ZIP}|\d{{2}}-\d{{3}}(?!\w)|\d{{4}}-\d{{3}}(?!\w)|\d{{3}} \d{{2}}(?!\w)|\d{{4}}(?= ?(?:[,.;]|\n|$)))",
        ),
        ("postcode", _EIRCODE),
    )
)
_ABBREVIATED: Final = re.compile(r"(?:\b[A-Z]\.[A-Z]\.|\.[A-Z]\.|\bSt\.)$")
_STRANGE_STATE: Final = re.compile(r"(?:[A-Z]{2,3}|\d{1,2}|nan)(?=[ \t]*\n| \d{5}(?!\w))")
_TOWN_PART: Final = re.compile(_TOWN)
_AFTER_TOWN: Final = re.compile(
    rf"[ \t]{{0,3}}[,.]?[ \t]{{0,3}}(?:\r?\n[ \t]{{0,12}}){{0,2}},?[ \t]{{0,2}}(?:(?:{_REGION}|{_CODE}|[A-Z]{{2,3}}|nan)(?:[ \t]+\d{{4,6}}|[,.\n]|$| \d|[ \t]*\n)|,[ \t]?\d{{1,2}}[ \t]*\n|(?i:{COUNTRIES})|{COUNTRY_CODES}(?!\w)"
    rf"|{_ZIP}|{_UNITED_KINGDOM_OR_CANADA}|{_EIRCODE}|\d{{4}}(?= ?(?:[,.;]|\n|$)))"
)
_BEFORE: Final = re.compile(
    rf"(?:(?:(?:{UNIT}|(?:The |Old )?{CAPITAL}[\w'-]{{1,20}} (?:House|Court|Lodge|Cottage|Building|Rectory|Farm|Mansions|Tower|Hall))"
    rf"(?:, ?|,? ?\n ?| ))|[Cc]orner of )$"
)
_NOT_TOWNS: Final = word_list("not_names.txt") | frozenset(
    "phone tel email fax mobile dear kind best thanks regards".split()
)
_STRONG_PARTS: Final = frozenset(("unit", "country", "postcode", "region", "australian"))
_REACH: Final = 220


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
        begin, end = reading_bounds(text, low, high)
        for hit in self.form.pattern.finditer(text, begin, min(len(text), end + _REACH)):
            if low <= hit.start() < high and (found := _address(text, hit.start(), hit.end(), weak=self.form.weak)):
                yield found


def address_finders() -> tuple[AddressFinder, ...]:
    """One finder for every form of address."""
    return tuple(AddressFinder(form) for form in FORMS)


def _address(text: str, start: int, end: int, *, weak: bool) -> Detection | None:
    parts, end = grown(_capitalised(text, start, end) if text[start:end].islower() else text, end)
    if weak and any(word.strip(".,").lower() in MONTHS for word in text[start:end].split()):
        return None
    strong = bool(_STRONG_PARTS.intersection(parts))
    if weak and not strong and not (LEADS.search(text, max(0, start - 60), start) and text[start:end].count(" ")):
        return None
    if hit := _BEFORE.search(text, max(0, start - 40), start):
        start = hit.start()
    bonus, word = context_bonus(text, start, end, _CONTEXT)
    score = (0.62 if weak and not strong else 0.84) + min(bonus, 0.2) / 4 + (0.1 if parts else 0.0)
    if not parts and text[end - 1] == "." and (text[end : end + 1] in {"", "\n"} or text[end - 2].isdigit()):
        end -= 1  # the full stop of the sentence, not of the abbreviation
    why = "a street with its number" + (f", and {' and '.join(parts)}" if parts else "")
    why += f"; “{word}” stands near" if word else ""
    return Detection(start, end, Kind.LOCATION, round(min(score, 0.98), 3), why)


def _capitalised(text: str, start: int, end: int) -> str:
    """The text with large letters behind an address that is written small; as it is where that would move offsets."""
    tail = text[end : end + _REACH].title()
    return text[:end] + tail if len(tail) == len(text[end : end + _REACH]) else text


def grown(text: str, end: int) -> tuple[tuple[str, ...], int]:
    """What belongs to an address after its street, by name, and where the address ends."""
    parts: list[str] = []
    stop = min(len(text), end + _REACH)
    while len(parts) < 7:
        gap = _GAP.match(text, end, stop)
        at = gap.end() if gap else end
        if at == end and parts:
            break
        name, reached = _part(text, at, stop, parts)
        if not name or (at == end and text[at - 1 : at].isalnum()):
            break
        parts.append(name)
        end = reached
    return tuple(parts), end


def _part(text: str, at: int, stop: int, before: list[str]) -> tuple[str, int]:
    """The part of an address that stands here, and where it ends; ("", at) for none."""
    if re.match(_UNITED_KINGDOM_OR_CANADA, text[at : at + 9]):
        return "", at
    for name, pattern in _PARTS:
        hit = pattern.match(text, at, stop)
        if hit and not (name == "postcode" and not _may_be_postcode(hit.group(), before)):
            return name, hit.end() - (hit.group().endswith(".") and not _ABBREVIATED.search(hit.group()))
    if hit := _STRANGE_STATE.match(text, at, stop):
        return "region", hit.end()
    if before.count("town") > 1 or "postcode" in before:
        return "", at
    return _town(text, at, stop)


def _may_be_postcode(value: str, before: list[str]) -> bool:
    """Whether a postcode may stand here: one an address, and bare digits only behind a town."""
    if "postcode" in before:
        return False
    return len(value) > 4 or bool({"town", "region", "australian", "country"}.intersection(before))


def _town(text: str, at: int, stop: int) -> tuple[str, int]:
    hit = _TOWN_PART.match(text, at, stop)
    if hit is None:
        return "", at
    words = hit.group()
    end = hit.end() - (words.endswith(".") and not words.endswith("St."))
    known = next((reach for reach in _shorter(text, at, end) if is_place(text[at:reach])), 0)
    if known == end:
        return "town", end
    if not known and words.split()[0].rstrip(".,").lower() in _NOT_TOWNS:
        return "", at
    for reach in _shorter(text, at, end):
        if reach == known or _AFTER_TOWN.match(text, reach, stop):
            return "town", reach
    ends_there = re.match(_END, text[end : end + 3])
    after_comma = text[max(0, at - 2) : at].rstrip().endswith(",")
    return ("town", end) if ends_there and after_comma and words.count(" ") < 3 else ("", at)


def _shorter(text: str, start: int, end: int) -> Iterator[int]:
    """The ends of a run of words: the whole, then one word less each time."""
    while end > start:
        yield end
        end = text.rfind(" ", start, end)
