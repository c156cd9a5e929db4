"""Health cards and driving licences that the provinces and territories of Canada give out."""

from __future__ import annotations

from typing import Final

from stdnum.ca import bc_phn

from discovery.detection.recogniser import PatternRecogniser
from discovery.detection.recognisers.checks import labelled, valid
from discovery.detection.validators import digits_of, luhn
from discovery.documents import Kind

_HEALTH_WORDS: Final = (
    "health card", "health care card", "healthcare card", "health insurance", "ohip", "ramq", "phn", "phin", "hcn",
    "mcp", "personal health number", "health number", "health services card", "medicare card", "carte santé",
    "carte-santé", "carte d'assurance maladie", "carte soleil", "assurance maladie", "assurance-maladie", "nam",
    "msp", "ahcip", "mhsc", "bc services card", "care card", "carecard", "nb medicare", "medical services plan",
)  # fmt: skip
_LICENCE_WORDS: Final = (
    "driver's licence", "drivers licence", "driver licence", "driving licence", "driver's license", "drivers license",
    "driver license", "licence", "license", "permis de conduire", "permis", "saaq", "icbc", "driver",
    "operator's licence",    "dl", "mto", "serviceontario",
)  # fmt: skip


def _ramq(value: str) -> bool:
    """Month and day behind the letters and the year; women's months are raised by 50 (RAMQ)."""
    digits = digits_of(value)
    return 1 <= int(digits[2:4]) % 50 <= 12 and 1 <= int(digits[4:6]) <= 31


RECOGNISERS: Final = (
    PatternRecogniser(
        name="ca_health_card_ohip",
        kind=Kind.CA_HEALTH_CARD,
        what="an Ontario health card",
        pattern=r"(?<![\w+.-])\d{4}[ -]\d{3}[ -]\d{3}(?:[ -]?[A-Z]{2})?(?![\w-])",
        score=0.5,
        source="Ontario Ministry of Health: ten digits with Luhn and a version code",
        check=luhn,
        check_name="luhn",
        context=_HEALTH_WORDS,
        mistyped_score=0.5,
        against=("order", "tel", "phone", "invoice", "part", "isbn", "téléphone"),
    ),
    PatternRecogniser(
        name="ca_health_card_bc",
        kind=Kind.CA_HEALTH_CARD,
        what="a British Columbia health number",
        pattern=r"(?<![\w+.-])9\d{3}[ -]\d{3}[ -]\d{3}(?![\w-])",
        score=0.55,
        source="BC Ministry of Health: ten digits that begin with 9, modulo 11",
        check=valid(bc_phn),
        check_name="bc_phn_mod11",
        context=_HEALTH_WORDS,
        against=("order", "tel", "phone", "invoice", "part"),
    ),
    PatternRecogniser(
        name="ca_health_card_ramq",
        kind=Kind.CA_HEALTH_CARD,
        what="a Quebec health card",
        pattern=r"(?<!\w)[A-Z]{4}[ -]?\d{4}[ -]?\d{4}(?!\w)",
        score=0.5,
        source="RAMQ: four letters of the name, then year, month, day and two digits",
        check=_ramq,
        check_name="ramq_shape",
        context=_HEALTH_WORDS,
        against=("order", "part", "sku", "serial", "model", "invoice"),
    ),
    PatternRecogniser(
        name="ca_health_card_labelled",
        kind=Kind.CA_HEALTH_CARD,
        what="a provincial health number",
        pattern=r"(?<![\w+.-])(?:\d{4}[ -]?\d{3}[ -]?\d{3}(?:[ -]?[A-Z]{2})?|\d{5}[ -]?\d{4}|\d{3}[ -]?\d{3}[ -]?\d{3}"
        r"(?:[ -]?\d{3})?|[NDMT]\d{7}|\d{8})(?![\w-])",
        score=0.45,
        source="Alberta 5-4; Saskatchewan, Manitoba, New Brunswick, Yukon 3-3-3; Newfoundland 3-3-3-3; Northwest"
        " Territories a letter and seven digits; Prince Edward Island eight digits",
        context=_HEALTH_WORDS,
        context_required=True,
    ),
    PatternRecogniser(
        name="ca_driver_licence_on",
        kind=Kind.CA_DRIVER_LICENCE,
        what="an Ontario driver's licence",
        pattern=r"(?<!\w)[A-Z]\d{4}[- ]\d{5}[- ]\d{5}(?!\w)",
        score=0.8,
        source="Ontario: a letter and fourteen digits, 5-5-5",
        context=_LICENCE_WORDS,
    ),
    PatternRecogniser(
        name="ca_driver_licence_qc",
        kind=Kind.CA_DRIVER_LICENCE,
        what="a Quebec driver's licence",
        pattern=r"(?<!\w)[A-Z]\d{4}[- ]\d{6}[- ]\d{2}(?!\w)",
        score=0.8,
        source="SAAQ: a letter and twelve digits, 5-6-2",
        context=_LICENCE_WORDS,
    ),
    labelled(
        "ca_driver_licence_plain",
        Kind.CA_DRIVER_LICENCE,
        "a Canadian driver's licence",
        r"(?:[A-Z]\d{14}|[A-Z]{5}\d{9}|\d{6}-\d{3}|[A-Z]{2}[A-Z*]{3}-?\d{3}-?[A-Z0-9]{4})",
        "Ontario without dashes; Nova Scotia five letters and nine digits; Alberta 6-3",
        _LICENCE_WORDS,
        score=0.6,
    ),
    labelled(
        "ca_driver_licence_qc_plain",
        Kind.CA_DRIVER_LICENCE,
        "a Quebec driver's licence",
        r"[A-Z]\d{12}",
        "SAAQ: a letter and twelve digits; some states of the US have the same, so the word must be Canadian",
        ("permis de conduire", "permis", "saaq", "québec", "quebec", "driver's licence"),
        score=0.65,
    ),
    labelled(
        "ca_driver_licence_digits",
        Kind.CA_DRIVER_LICENCE,
        "a Canadian driver's licence",
        r"\d{5,9}",
        "British Columbia seven digits; Saskatchewan eight; Alberta nine; New Brunswick five to seven",
        (
            "icbc",
            "bc driver's licence",
            "bc driver",
            "alberta driver",
            "alberta driver's licence",
            "alberta licence",
            "saskatchewan driver",
            "new brunswick driver",
            "yukon driver",
            "sgi",
            "bc licence",
            "bc dl",
        ),
        score=0.5,
    ),
)
