"""For databases: is this value the subject's, and which spellings to look up."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import phonenumbers

from discovery.documents import Decision, Match, SubjectProfile
from discovery.matching import identifiers, names, scripts
from discovery.matching.plain import plain_value

_FAMILIES: Final = {
    "email": "email",
    "email_address": "email",
    "e_mail": "email",
    "phone": "phone",
    "phone_number": "phone",
    "mobile": "phone",
    "full_name": "name",
    "person": "name",
    "name": "name",
    "given_name": "given",
    "first_name": "given",
    "surname": "surname",
    "last_name": "surname",
    "date_of_birth": "birth",
    "birth_date": "birth",
    "postcode": "postcode",
    "uk_postcode": "postcode",
    "postal_code": "postcode",
    "address": "street",
    "street": "street",
    "location": "street",
}
_EXACT: Final = {"email": "email_address", "phone": "phone_number"}


@dataclass(frozen=True, slots=True)
class LookupVariants:
    """Spellings for exact look-ups in a database, each list without doubles and in a stable order.

    Attributes:
        emails: as given, in small letters, with a small domain, in capitals.
        phones: as given and in the usual national and international groupings.
        phone_digits: the last nine national digits, for comparison with the digits of a column.
        names: full names in order and swapped, with and without accents.
        given_names, surnames: likewise, for columns of their own.
        dates_of_birth: ISO and the usual numeric forms.
        postcodes: with and without the space, in capitals.
        identifiers: pairs of type and value: as given and without separators.
    """

    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    phone_digits: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    given_names: tuple[str, ...] = ()
    surnames: tuple[str, ...] = ()
    dates_of_birth: tuple[str, ...] = ()
    postcodes: tuple[str, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()


def variants(profile: SubjectProfile) -> LookupVariants:
    """The spellings of a profile's identifiers under which a database may hold them."""
    parsed = [name for raw in profile.names if (name := names.parse_name(raw))]
    days = [day for raw in profile.dates_of_birth for day in sorted(identifiers.read_date(raw))]
    return LookupVariants(
        emails=_once(form for raw in profile.emails for form in (raw, raw.lower(), _small_domain(raw), raw.upper())),
        phones=_once(form for raw in profile.phones for form in _phone_forms(raw)),
        phone_digits=_once(identifiers.national_digits(raw) for raw in profile.phones),
        names=_once(form for raw in profile.names for form in names.written_forms(raw)),
        given_names=_once(
            [
                *(_words(raw, first=True) for raw in profile.names),
                *(form.title() for name in parsed for form in name.givens),
            ]
        ),
        surnames=_once(
            [
                *(_words(raw, first=False) for raw in profile.names),
                *(form.title() for name in parsed for form in name.surnames),
            ]
        ),
        dates_of_birth=_once(
            f"{day:{form}}" for day in days for form in ("%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%Y%m%d")
        ),
        postcodes=_once(
            form for raw in profile.addresses for code in identifiers.postcodes(raw) for form in _postcode_forms(code)
        ),
        identifiers=tuple(
            dict.fromkeys(
                (kind, form) for kind, raw in profile.identifiers for form in (raw, re.sub(r"[\s\-./]", "", raw))
            )
        ),
    )


def match_value(semantics: str, value: object, profile: SubjectProfile) -> Match | None:
    """Whether a whole value of a column is one of the subject's identifiers; None where it is not.

    Args:
        semantics: what the column holds: "email", "phone", "full_name", "given_name", "surname", "date_of_birth",
            "postcode", "address", or the type of one of the profile's identifiers ("customer number").
        value: the value as read; dates and numbers are compared by their text.
        profile: who is searched.
    """
    text, family = str(value).strip(), _FAMILIES.get(semantics.lower().replace(" ", "_").replace("-", "_"), "")
    if not text:
        return None
    if own := _own_value(family, text, profile):
        identifier = _EXACT.get(family, semantics)
        if family in _EXACT:
            return Match(Decision.CONFIRMED, identifier, 0.99, "the value is the data subject's", value=own)
        return Match(
            Decision.REVIEW,
            identifier,
            0.5,
            "the value fits the data subject; others share it",
            "name_only" if family == "name" else "part_only",
            value=own,
        )
    compact = identifiers.compact_id(text)
    for kind, raw in profile.identifiers:
        if _same_type(kind, semantics) and identifiers.compact_id(raw) == compact:
            return Match(Decision.CONFIRMED, kind, 0.99, f"the value is the data subject's {kind}", value=raw)
    return None


def _own_value(family: str, text: str, profile: SubjectProfile) -> str:
    if family == "email":
        parts = identifiers.email_parts(text)
        return next((raw for raw in profile.emails if parts[0] and identifiers.email_parts(raw) == parts), "")
    if family == "phone":
        digits = identifiers.national_digits(text)
        return next((raw for raw in profile.phones if digits and identifiers.national_digits(raw) == digits), "")
    if family in {"name", "given", "surname"}:
        return next((raw for raw in profile.names if _same_name(family, text, raw)), "")
    if family == "birth":
        days = identifiers.read_date(text)
        return next((raw for raw in profile.dates_of_birth if days & identifiers.read_date(raw)), "")
    if family == "postcode":
        code = re.sub(r"[ -]", "", plain_value(text))
        return next((raw for raw in profile.addresses if code in identifiers.postcodes(raw)), "")
    if family == "street":
        return next(
            (
                raw
                for raw in profile.addresses
                if (form := identifiers.street_pattern(raw)) and re.search(form, plain_value(text))
            ),
            "",
        )
    return ""


def _same_name(family: str, text: str, raw: str) -> bool:
    name = names.parse_name(scripts.parted(raw))
    if name is None:
        return False
    if family == "given":
        return bool(name.given) and plain_value(text).split(" ")[0] in name.givens
    if family == "surname":
        return plain_value(text) in name.surnames
    if scripts.script_of(raw) == scripts.script_of(text) == scripts.HAN:
        return scripts.signs_of(raw) == scripts.signs_of(text)
    plain = plain_value(text)
    if plain == plain_value(raw) or any(re.fullmatch(pattern, plain) for pattern in names.full_patterns(name)):
        return True
    heard = (one for one in scripts.soundings(name.given, name.surname, scripts.script_of(raw), raw) if one.is_whole)
    return any(re.fullmatch(one.pattern, plain) and one.fits(plain, text) for one in heard)


def _same_type(kind: str, semantics: str) -> bool:
    def words(text: str) -> set[str]:
        return set(re.split(r"[\W_]+", text.lower())) - {"number", "no", "id", "nr", "ref", "reference", ""}

    return bool(words(kind) & words(semantics)) or kind.lower() == semantics.lower()


def _small_domain(raw: str) -> str:
    local, at, domain = raw.rpartition("@")
    return f"{local}{at}{domain.lower()}"


def _phone_forms(raw: str) -> list[str]:
    digits = re.sub(r"[^\d+]", "", raw)
    forms = [raw, digits]
    try:
        number = phonenumbers.parse(raw, None if raw.strip().startswith("+") else "GB")
    except phonenumbers.NumberParseException:
        return forms
    if raw.strip().startswith("+"):
        styles = phonenumbers.PhoneNumberFormat
        forms += [
            phonenumbers.format_number(number, style) for style in (styles.E164, styles.INTERNATIONAL, styles.NATIONAL)
        ]
        forms += [re.sub(r"\D", "", forms[-1]), "00" + digits.lstrip("+")]
    return forms


def _postcode_forms(code: str) -> tuple[str, ...]:
    capital = code.upper()
    spaced = (
        f"{capital[:-3]} {capital[-3:]}"
        if re.fullmatch(r"[A-Z]{1,2}\d[\dA-Z]?\d[A-Z]{2}|[A-Z]\d[A-Z]\d[A-Z]\d", capital)
        else capital
    )
    return (spaced, capital)


def _words(raw: str, *, first: bool) -> str:
    last, comma, front = raw.partition(",")
    words = raw.split()
    if not words:
        return ""
    if comma and front.strip():
        return front.split()[0] if first else last.strip()
    return words[0] if first and len(words) > 1 else words[-1]


def _once(forms: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(form for form in forms if form))
