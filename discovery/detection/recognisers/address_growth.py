"""What belongs to an address behind its street: flat, town, state, postcode, country, in one line or over several."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from discovery.detection.patterns import expression
from discovery.detection.recognisers.address_forms import CAPITAL, LETTERS, UNIT
from discovery.detection.recognisers.place_names import is_place, place_at
from discovery.detection.word_lists import word_list

REACH: Final = 220  # characters that an address may go on behind its street
_MOST_PARTS: Final = 7
_GAP: Final = expression(
    r"[ \t]{0,3}(?:[,;|]|\.(?=[ \t]*\n)|-(?= ))?[ \t]{0,3}(?:\r?\n[ \t]{0,12}(?:[^\w\s,]{1,3} ?)?){0,2}(?:, ?)?"
)
_ZIP: Final = r"\d{5}(?:-\d{4})?(?![\w-]|[.,/]\d)"
_BEHIND_REGION: Final = expression(rf"\.?,?[ \t]{{1,3}}(?:{_ZIP}|\d{{4}}(?!\w))")
_BEHIND_COUNTRY: Final = expression(r"(?: \([A-Z][a-z]{2,12}\))?(?: \d{4,6}(?!\w))?")
_MILITARY: Final = expression(rf"A[EPA] {_ZIP}")
_OWN_KIND: Final = expression(r"(?:[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z][ -]?\d[A-Z]\d)(?!\w)")
_EIRCODE: Final = expression(r"[ACDEFHKNPRTVWXY]\d[\dW] ?[0-9AC-FHKNPRTV-Y]{4}(?!\w)")
_UNIT_PART: Final = expression(UNIT)
_FLOOR: Final = expression(r"\d{1,2}(?:st|nd|rd|th|er|e|ème|\.) (?i:floor|étage|stock|piso|OG)(?!\w)")
_OF_TOWNS: Final = (
    "upon|on|of|the|am|an der|in der|bei|sur|sous|en|lès|les|le|la|de la|de las|de los|de|del|der|den|do|dos|das|da|di"
    "|und|y|nad|pod|na|pri|ob|ved|aan den|op"
)
_TOWN: Final = (
    rf"(?:St\.? |'s-)?{CAPITAL}{LETTERS}{{1,24}}"
    rf"(?:[ /-](?:(?:{_OF_TOWNS})[ -])?(?:l'|d')?{CAPITAL}{LETTERS}{{0,24}}){{0,4}}"
)
# With the number or letter of a district: "Praha 4", "Aarhus C".
_TOWN_PART: Final = expression(rf"{_TOWN}(?: (?:\d{{1,2}}|[A-Z])(?=[ \t]{{0,2}}(?:[\n,]|$)))?")
_POSTCODE_TOWN: Final = expression(
    r"(?:[A-Z]{1,2}[- ])?(?:\d{5}|\d{4} ?[A-Z]{2}|\d{3} \d{2}|\d{2}-\d{3}|\d{4}-\d{3}|\d{4}) {1,2}"
    rf"{_TOWN}(?: Cedex(?: \d{{1,2}})?)?(?: \([A-Z]{{2}}\))?"
)
_YEAR: Final = expression(r"(?:19|20)\d\d(?!\d)")
_POSTCODE: Final = expression(
    rf"{_ZIP}|\d{{2}}-\d{{3}}(?!\w)|\d{{4}}-\d{{3}}(?!\w)|\d{{3}} \d{{2}}(?!\w)|\d{{4}}(?= ?(?:[,.;]|\n|$))"
)
_STRANGE_REGION: Final = expression(r"(?:[A-Z]{2,3}|\d{1,2}|nan)(?=[ \t]*\n| \d{5}(?!\w))")
_AFTER_TOWN: Final = expression(r"[ \t]{0,3}[,.]?[ \t]{0,3}(?:\r?\n[ \t]{0,12}(?:[^\w\s,]{1,3} ?)?){0,2},?[ \t]{0,2}")
_REGION_ENDS: Final = expression(r"[ \t]+\d{4,6}|[,.\n]|$| \d|[ \t]*\n")
_ENDS: Final = expression(r"\s*(?:[,.;:)\"'!?|<]|\n|$)")
_ABBREVIATED: Final = expression(r"(?:\b[A-Z]\.[A-Z]\.|\.[A-Z]\.|\bSt\.)$")
_NO_TOWN: Final = word_list("not_names.txt") | frozenset(
    ("phone", "tel", "email", "fax", "mobile", "dear", "kind", "best", "thanks", "regards")
)
_BEHIND_A_TOWN: Final = frozenset(("town", "region", "country"))
Part = tuple[str, int]


def grown(text: str, end: int) -> tuple[tuple[str, ...], int]:
    """What belongs to an address after its street, by name, and where the address ends."""
    parts: list[str] = []
    stop = min(len(text), end + REACH)
    while len(parts) < _MOST_PARTS:
        gap = _GAP.match(text, end, stop)
        at = gap.end() if gap else end
        if at == end and (parts or text[at - 1 : at].isalnum()):
            break
        name, reached = _part(text, at, stop, parts)
        if not name:
            break
        parts.append(name)
        end = reached
    return tuple(parts), end


def _part(text: str, at: int, stop: int, before: list[str]) -> Part:
    """The part of an address that stands here, and where it ends; ("", at) for none."""
    sign = text[at : at + 1]
    if not (sign.isalnum() or sign in "#'") or _OWN_KIND.match(text, at, stop):
        return "", at
    if hit := _UNIT_PART.match(text, at, stop):
        return "unit", hit.end()
    part = _of_digits(text, at, stop, before) if sign.isdigit() else _of_letters(text, at, stop, before)
    if not part[0] and (strange := _STRANGE_REGION.match(text, at, stop)):
        return "region", strange.end()
    return part


def _of_digits(text: str, at: int, stop: int, before: list[str]) -> Part:
    if hit := _FLOOR.match(text, at, stop):
        return "unit", hit.end()
    for pattern in (_POSTCODE_TOWN, _POSTCODE):
        hit = pattern.match(text, at, stop)
        if hit and _YEAR.match(hit.group()) and not is_place(hit.group()[4:].strip()):
            continue  # "2007 Novell" is a year in a list of owners
        if hit and "postcode" not in before and (len(hit.group()) > 4 or _BEHIND_A_TOWN.intersection(before)):
            return "postcode", _without_full_stop(hit)
    return "", at


def _of_letters(text: str, at: int, stop: int, before: list[str]) -> Part:
    kind, end = place_at(text, at, stop)
    if kind == "country":
        behind = _BEHIND_COUNTRY.match(text, end, stop)
        return "country", behind.end() if behind else end
    if kind == "region":
        behind = _BEHIND_REGION.match(text, end, stop)
        return "region", behind.end() if behind else end
    if hit := _MILITARY.match(text, at, stop):
        return "region", hit.end()
    if "postcode" in before:
        return "", at
    for pattern in (_POSTCODE_TOWN, _EIRCODE):
        if hit := pattern.match(text, at, stop):
            return "postcode", _without_full_stop(hit)
    return _town(text, at, stop, before) if before.count("town") < 2 else ("", at)


def _town(text: str, at: int, stop: int, before: list[str]) -> Part:
    hit = _TOWN_PART.match(text, at, stop)
    if hit is None:
        return "", at
    words, end = hit.group(), _without_full_stop(hit)
    if text.startswith(":", end):
        return "", at  # the label of what stands on the next line: "Mobile:"
    known = next((reach for reach in _shorter(text, at, end) if is_place(text[at:reach])), 0)
    if known == end:
        return "town", end
    if not known and words.split()[0].rstrip(".,").lower() in _NO_TOWN:
        return "", at
    for reach in _shorter(text, at, end):
        if reach == known or _goes_on(text, reach, stop):
            return "town", reach
    after_comma = text[max(0, at - 2) : at].rstrip().endswith(",")
    # "Apt. 763 Linwood Christchurch.": on the next line it may as well be a name.
    behind_flat = before[-1:] == ["unit"] and "\n" not in text[max(0, at - 3) : at]
    ends = words.count(" ") < 3 and _ENDS.match(text, end) is not None
    return ("town", end) if ends and (after_comma or behind_flat) else ("", at)


def _goes_on(text: str, end: int, stop: int) -> bool:
    """Whether what follows tells that a town ends here: a state, a postcode, a country."""
    gap = _AFTER_TOWN.match(text, end, stop)
    at = gap.end() if gap else end
    if at == end:
        return False
    if _OWN_KIND.match(text, at, stop) or _EIRCODE.match(text, at, stop) or _POSTCODE.match(text, at, stop):
        return True
    kind, reached = place_at(text, at, stop)
    if kind == "country":
        return True
    if strange := None if kind else _STRANGE_REGION.match(text, at, stop):
        return "\n" in text[end:at] or "," in text[end:at] or not strange.group().isdigit()
    return kind == "region" and _REGION_ENDS.match(text, reached, stop) is not None


def _without_full_stop(hit: re.Match[str]) -> int:
    """Where a part ends: before the full stop of a sentence, behind that of an abbreviation."""
    return hit.end() - (hit.group().endswith(".") and not _ABBREVIATED.search(hit.group()))


def _shorter(text: str, start: int, end: int) -> Iterator[int]:
    """The ends of a run of words: the whole, then one word less each time."""
    while end > start:
        yield end
        end = text.rfind(" ", start, end)
