"""Rules of casework as plain functions: how look-up values are normalised, what makes two requests look alike."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

_NOT_DIGITS = re.compile(r"\D")
_WORDS = re.compile(r"[^\W_]+")
PHONE_DIGITS = 9


def normal_email(value: str) -> str:
    """An address for comparison: NFKC, lower case, without a surrounding mailto:."""
    return unicodedata.normalize("NFKC", value).strip().casefold().removeprefix("mailto:")


def normal_phone(value: str) -> str:
    """The last nine digits, so that +44 20 7946 0018 and 020 7946 0018 are one; "" where there are fewer than seven."""
    digits = _NOT_DIGITS.sub("", value)
    return digits[-PHONE_DIGITS:] if len(digits) >= 7 else ""


def normal_name(word: str) -> str:
    """A name token without accents and case: Gonçalves and GONCALVES are one."""
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(
        character for character in decomposed if not unicodedata.combining(character) and character.isalnum()
    )


def index_tokens(details: Mapping[str, Any]) -> set[tuple[str, str]]:
    """What of a person's details goes into the blind index: e-mails, phones, name tokens, foreign references."""
    tokens = {("email", normal_email(value)) for value in details.get("emails", [])}
    tokens |= {("phone", normal_phone(value)) for value in details.get("phones", [])}
    tokens |= {("name", normal_name(word)) for name in _names(details) for word in _WORDS.findall(name)}
    tokens |= {("reference", entry["value"].strip().casefold()) for entry in details.get("identifiers", [])}
    return {(kind, form) for kind, form in tokens if form}


def _names(details: Mapping[str, Any]) -> Iterable[str]:
    return [details.get("name", ""), *details.get("names", [])]
