"""The other identifiers of a person as patterns for plain text."""

from __future__ import annotations

import datetime
import re
from typing import Final

from discovery.detection.recognisers.date_words import MONTHS
from discovery.matching.plain import plain_value

_SEPARATORS: Final = r"[\s().\-/]{0,3}"
_ISO: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_NUMERIC: Final = re.compile(r"(\d{1,2})[-/. ]{1,2}(\d{1,2})[-/. ]{1,2}(\d{4})")
_NAMED: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)? (?:of |de )?([a-z]{3,12})\.?,?(?: de)? (\d{4})")
_NAMED_FIRST: Final = re.compile(r"([a-z]{3,12})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
_POSTCODE: Final = re.compile(
    r"\b[a-z]{1,2}\d[\da-z]? ?\d[a-z]{2}\b|\b[a-z]\d[a-z] ?-?\d[a-z]\d\b|\b\d{4} ?[a-z]{2}\b|\b\d{5}(?:-\d{4})?\b"
)
_STREET_WORDS: Final = {
    "street": "st",
    "road": "rd",
    "avenue": "ave",
    "lane": "ln",
    "drive": "dr",
    "boulevard": "blvd",
    "court": "ct",
    "square": "sq",
    "place": "pl",
    "crescent": "cres",
    "terrace": "ter",
    "strasse": "str",
    "close": "cl",
    "gardens": "gdns",
}
_PLAIN_MONTHS: Final = {plain_value(name): number for name, number in MONTHS.items()}
_MAILBOX_ROLES: Final = frozenset(
    {
        "info",
        "office",
        "contact",
        "hello",
        "mail",
        "admin",
        "sales",
        "support",
        "enquiries",
        "enquiry",
        "reception",
        "service",
        "team",
        "hr",
        "accounts",
        "billing",
        "post",
        "kontakt",
        "buero",
        "family",
        "familie",
        "famille",
        "familia",
        "famiglia",
        "household",
        "home",
        "noreply",
        "no-reply",
        "privacy",
        "dpo",
        "webmaster",
        "postmaster",
        "shop",
        "orders",
        "jobs",
        "press",
    }
)


def email_parts(raw: str) -> tuple[str, str]:
    """The mailbox without its tag, and the domain; plain. ("", "") for what is no address."""
    local, at, domain = plain_value(raw).removeprefix("mailto:").rpartition("@")
    return (local.partition("+")[0], domain) if at and local and domain else ("", "")


def email_pattern(raw: str) -> str:
    """RE2 pattern for the address with any tag after a plus sign; "" for what is no address."""
    local, domain = email_parts(raw)
    return rf"{re.escape(local)}(?:\+[a-z0-9._-]{{1,40}})?@{re.escape(domain)}" if local else ""


def is_shared_mailbox(raw: str, surnames: tuple[str, ...]) -> bool:
    """Whether the address reads as one of several people: an office, a family ("the.harpers@", "info@")."""
    words = re.split(r"[._-]+", email_parts(raw)[0])
    families = {form for name in surnames for form in (f"{name}s", f"the{name}s", f"family{name}", f"{name}family")}
    return any(word in _MAILBOX_ROLES or word in families for word in words)


def national_digits(raw: str) -> str:
    """The last nine digits of a phone number, fewer when it has fewer; "" below seven digits."""
    digits = re.sub(r"\D", "", re.split(r"(?i)ext|x|#", raw)[0])
    return digits[-9:] if len(digits) >= 7 else ""


def phone_pattern(raw: str) -> str:
    """RE2 pattern for the number's last nine digits however they are grouped; "" below seven digits."""
    return _SEPARATORS.join(national_digits(raw))


def compact_id(raw: str) -> str:
    """An identifier without spaces and separators, plain."""
    return re.sub(r"[^a-z0-9]", "", plain_value(raw))


def id_pattern(raw: str) -> str:
    """RE2 pattern for an identifier, separators anywhere or nowhere; "" for an empty one."""
    return r"[\s\-./]?".join(re.escape(sign) for sign in compact_id(raw))


def read_date(raw: str) -> frozenset[datetime.date]:
    """The calendar dates that a text can mean: two where day and month could be swapped, none where it is no date."""
    text = plain_value(raw)
    if hit := _ISO.search(text):
        return _dates((int(hit[1]), int(hit[2]), int(hit[3])))
    if hit := _NUMERIC.search(text):
        return _dates((int(hit[3]), int(hit[2]), int(hit[1])), (int(hit[3]), int(hit[1]), int(hit[2])))
    if hit := _NAMED.search(text):
        return _dates((int(hit[3]), _PLAIN_MONTHS.get(hit[2], 0), int(hit[1])))
    if hit := _NAMED_FIRST.search(text):
        return _dates((int(hit[3]), _PLAIN_MONTHS.get(hit[1], 0), int(hit[2])))
    return frozenset()


def _dates(*parts: tuple[int, int, int]) -> frozenset[datetime.date]:
    found = set()
    for year, month, day in parts:
        try:
            found.add(datetime.date(year, month, day))
        except ValueError:
            continue
    return frozenset(found)


def date_pattern(day: datetime.date) -> str:
    """RE2 pattern for a date in figures or with the month's name, plain."""
    names = "|".join(
        sorted((name for name, number in _PLAIN_MONTHS.items() if number == day.month), key=len, reverse=True)
    )
    d, m, y = f"0?{day.day}", f"0?{day.month}", str(day.year)
    by = r"[-/. ]{1,2}"
    return (
        rf"\b(?:{y}[-/.]{m}[-/.]{d}|{d}{by}{m}{by}{y}|{m}/{d}/{y}|{d}(?:st|nd|rd|th|\.)?(?: of | de"
        rf" | |-)(?:{names})\.?,?(?: de | |-){y}"
        rf"|(?:{names})\.? {d}(?:st|nd|rd|th)?,? {y}|{y}{day.month:02}{day.day:02})\b"
    )


def postcodes(address: str) -> tuple[str, ...]:
    """The postcodes in an address, plain."""
    return tuple(dict.fromkeys(re.sub(r"[ -]", "", hit) for hit in _POSTCODE.findall(plain_value(address))))


def street_pattern(address: str) -> str:
    """RE2 pattern for the street with its number ("12 Harbour Road", "Hafenstr. 12"); "" where there is no number."""
    line = re.split(r"[,\n]", plain_value(address.partition("\n")[0]))
    part = next((piece.strip() for piece in line if re.search(r"\d", piece) and re.search(r"[a-z]{3}", piece)), "")
    words = [word for word in re.split(r"[\s.]+", part) if word]
    if len(words) < 2:
        return ""
    return r"\b" + r"[\s.,]{1,3}".join(_street_word(word) for word in words) + r"\b"


def _street_word(word: str) -> str:
    for full, short in _STREET_WORDS.items():
        if word in {full, short}:
            return f"(?:{full}|{short})"
        if full == "strasse" and word.endswith(("strasse", "str")):
            return re.escape(word.removesuffix("strasse").removesuffix("str")) + r"(?:strasse|str\.?)"
    return re.escape(word)
