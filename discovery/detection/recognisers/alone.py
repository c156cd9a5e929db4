"""A text that is nothing but a number: a field of a form, a cell of a table, what somebody types to try it out.

Nothing stands beside such a number that could say what it is, so the check digit and the shape must say it: the fewer
other numbers pass, the higher the score. What has a shape only and no check stands at the least score that is shown.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import phonenumbers

from discovery.detection.asking import OneOf, one_of
from discovery.detection.patterns import expression
from discovery.detection.recogniser import PatternRecogniser
from discovery.detection.triggers import coarse, loosened, without_lookaround
from discovery.documents import Detection

LONGEST: Final = 120  # characters of a text that is looked at
# What a shape must have beside its pattern where nothing else tells: digits with one letter behind are numbers of
# citizens in Spain and Portugal, of licences in Italy, and much else.
_MORE: Final = {"za_driver_license": expression(r"\d{6,10}[A-Z0-9]{0,4}[A-Z][A-Z0-9]{0,3}[A-Z][A-Z0-9]?|[A-Z0-9]{12}")}
_NO_PHONE: Final = 0.78  # a check digit that passed, in a shape that no phone number has
_NANP: Final = expression(r"(?:[2-9]\d\d){2}\d{4}")  # neither area nor exchange begins with 0 or 1
_A_WORD: Final = expression(r"(?<![^\W_])[^\W\d_]{5,}(?![^\W_])")  # no value has one, and no separator
# Separators, and words that say nothing of what the value is.
_BETWEEN: Final = expression(
    r"(?:[\s,;&/|:=]|\b(?:and|or|und|oder|et|ou|y|o|e|this|that|is|it|my|the|here|das|ist|mein|voici|est|mon)\b)*",
    re.IGNORECASE,
)

# The score of a value that stands alone, by the name of its recogniser.
SCORES: Final[dict[str, float]] = {
    "ca_sin_plain": 0.46,
    "us_itin_plain": 0.44,
    "us_itin_grouped": 0.51,
    "us_ssn_grouped": 0.57,
    "us_npi": 0.5,
    "us_ein": 0.45,
    "us_mbi": 0.6,
    "us_dea": 0.55,
    "us_routing_number": 0.48,
    "uk_nhs_plain": 0.45,
    "uk_nhs_grouped": 0.5,
    "uk_number_plate": 0.9,
    "uk_number_plate_older": 0.82,
    "fr_number_plate": 0.6,
    "de_number_plate": 0.82,
    "tr_number_plate": 0.82,
    "za_number_plate": 0.9,
    "in_number_plate": 0.85,
    "ng_number_plate": 0.85,
    "au_tfn": 0.45,
    "au_abn_plain": 0.55,
    "au_acn": 0.455,
    "au_medicare": 0.47,
    "sg_nric_mistyped": 0.43,
    "in_aadhaar_plain": 0.45,
    "in_aadhaar": 0.46,
    "sg_uen": 0.55,
    "pl_pesel": 0.5,
    "de_tax_id_plain": 0.5,
    "in_pan_labelled": 0.45,
    "in_voter": 0.45,
    "it_driver_license": 0.5,
    "it_identity_card": 0.42,
    "it_passport": 0.43,
    "it_vat": 0.46,
    "kr_rrn_plain": 0.5,
    "kr_frn_plain": 0.5,
    "kr_business_number": 0.46,
    "kr_driver_license": 0.42,
    "kr_passport": 0.53,
    "th_tnin": 0.5,
    "tr_national_id": 0.56,
    "ng_nin": 0.43,
    "ph_tin": 0.42,
    "de_passport_checked": 0.52,
    "de_id_card_checked": 0.52,
    "de_health_insurance": 0.51,
    "de_vat": 0.56,
    "de_id_card_old": 0.41,  # the last of these cards ran out in 2020
    "de_doctor": 0.456,
    "de_tax_number": 0.42,
    "de_driver_license": 0.5,
    "se_personnummer_plain": 0.55,
    "se_company": 0.48,
    "no_fodselsnummer": 0.55,
    "dk_cpr": 0.42,
    "nl_bsn": 0.44,
    "pt_nif": 0.43,
    "pt_citizen_card": 0.5,
    "at_social_security": 0.5,
    "es_nif_plain": 0.5,
    "passport_letter": 0.42,
    "es_passport": 0.42,
    "us_driver_license_shape": 0.41,
    "ph_passport": 0.42,
    "za_company": 0.5,
    "za_tax_number": 0.4,
    "za_vat": 0.4,
    "ph_umid": 0.8,
    "ph_umid_plain": 0.4,
    "us_routing_grouped": 0.6,
    "us_ssn_other": 0.4,
    "de_plz": 0.4,
    "de_practice": 0.402,
    "uatp_card": 0.55,
    "za_driver_license": 0.41,
    "ca_health_card_ramq": 0.5,
    "imei": 0.5,
    "device_uuid": 0.5,
    "lv_personas_kods": 0.43,
    "cn_ric": 0.6,
    "mx_curp": 0.6,
}


@dataclass(frozen=True, slots=True)
class AloneFinder:
    """Finds numbers in a text that has nothing else in it; texts with words are none of its business."""

    recognisers: tuple[PatternRecogniser, ...]
    which: OneOf  # which of them can have something in a text
    name: str = "alone"
    trigger: str = ""
    longest: int = LONGEST

    def find(self, text: str, low: int, high: int) -> Iterator[Detection]:
        """The values of which the text consists, if it consists of such values alone."""
        if low or high > LONGEST or len(text) > LONGEST or _A_WORD.search(text) or not any(map(str.isdigit, text)):
            return
        asked = sorted(self.which.which(text))
        found = [hit for number in asked for hit in _hits(self.recognisers[number], text)]
        if found and _nothing_but(text, found):
            yield from found


def alone_finder(finders: tuple[object, ...]) -> AloneFinder:
    """The finder for the recognisers that have a score of their own for values that stand alone."""
    chosen = tuple(one for one in finders if isinstance(one, PatternRecogniser) and one.name in SCORES)
    return AloneFinder(chosen, one_of([_trigger(one.pattern) for one in chosen]))


def _trigger(pattern: str) -> str:
    """What no value is without, in any case of letters."""
    return "(?i)" + coarse(loosened(without_lookaround(pattern))).removeprefix("(?i)")


@functools.cache
def _in_any_case(pattern: str) -> re.Pattern[str]:
    return expression(pattern, re.IGNORECASE)


def _hits(one: PatternRecogniser, text: str) -> Iterator[Detection]:
    for hit in _in_any_case(one.pattern).finditer(text):
        value = hit.group().upper()
        if not _written_in_one_case(hit.group()) or (one.name in _MORE and not _MORE[one.name].fullmatch(value)):
            continue
        if one.check is None or one.check(value):
            checked = bool(one.check_name)
            why = f"the text has nothing but this, and it has the shape of {one.what}" + (
                f"; {one.check_name} passed" if checked else ""
            )
            validator = one.check_name if checked else ""
            score = SCORES[one.name]
            if one.name == "uk_nhs_grouped" and not _is_phone_number(value):
                score = _NO_PHONE
            yield Detection(*hit.span(), one.kind, score, why, validator, recogniser=one.name)


def _is_phone_number(value: str) -> bool:
    """Whether the North American plan has such a number: it is written in the groups of an NHS number."""
    digits = "".join(filter(str.isdigit, value))
    if not _NANP.fullmatch(digits):
        return False
    return phonenumbers.is_valid_number(phonenumbers.PhoneNumber(country_code=1, national_number=int(digits)))


def _written_in_one_case(value: str) -> bool:
    """Whether a value of several words is all capitals or all small letters: "see LK2231" is no number plate."""
    return " " not in value or value in {value.upper(), value.lower()}


def _nothing_but(text: str, found: list[Detection]) -> bool:
    """Whether the text has nothing between the finds but separators."""
    at = 0
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if one.start < at:
            continue
        if not _BETWEEN.fullmatch(text, at, one.start):
            return False
        at = one.end
    return _BETWEEN.fullmatch(text, at) is not None
