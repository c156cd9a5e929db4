"""Rules of casework as plain functions: how look-up values are normalised, what makes two requests look alike."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

_NOT_DIGITS = re.compile(r"\D")
_WORDS = re.compile(r"[^\W_]+")
_PHONE = re.compile(r"\+?[\d\s().\-/]+")
_REFERENCE = re.compile(r"[A-Z0-9-]*\d[A-Z0-9-]*|DSAR-?")
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


@dataclass(frozen=True, slots=True)
class SearchTerm:
    """What one word of a search may stand for.

    Attributes:
        forms: kind and normalised form, as in the blind index; one must hit.
        reference: part of a reference of ours, or "" where the word cannot be one.
    """

    forms: tuple[tuple[str, str], ...]
    reference: str = ""


def search_terms(words: str) -> list[SearchTerm]:
    """The terms of a search, all of which must hit: an address, a phone number however spaced, names, a reference."""
    whole = ("reference", " ".join(words.split()).casefold())
    if "@" not in words and _PHONE.fullmatch(words.strip()) and (phone := normal_phone(words)):
        forms = (("phone", phone), ("reference", normal_name(words)), whole)
        return [SearchTerm(forms, words.strip() if words.strip().isdigit() else "")]
    return [term for word in words.split() for term in _terms_of(word, whole)]


def _terms_of(word: str, whole: tuple[str, str]) -> list[SearchTerm]:
    own = ("reference", word.casefold())
    if "@" in word:
        return [SearchTerm((("email", normal_email(word)), own, whole))]
    reference = word.upper() if _REFERENCE.fullmatch(word.upper()) else ""
    forms = [("name", normal_name(word)), own, whole]
    if phone := normal_phone(word):
        forms.append(("phone", phone))
    parts = _WORDS.findall(word)
    if len(parts) < 2 or reference:
        return [SearchTerm(tuple(form for form in forms if form[1]), reference)]
    # O'Brien and Smith-Jones stand in the index in their parts
    return [SearchTerm((("name", normal_name(part)), *forms), reference) for part in parts]


def _names(details: Mapping[str, Any]) -> Iterable[str]:
    return [details.get("name", ""), *details.get("names", [])]
