"""Numbers that Canada and its provinces give to people."""

from __future__ import annotations

from typing import Final

from discovery.detection.recogniser import PatternRecogniser
from discovery.detection.validators import digits_of, luhn
from discovery.documents import Kind

_SIN_WORDS = ("sin", "social insurance", "numéro d'assurance sociale", "nas", "assurance sociale")
_UCI_WORDS = (
    "uci",
    "iuc",
    "unique client identifier",
    "client id",
    "client identifier",
    "client number",
    "ircc",
    "identificateur unique de client",
)
_IRCC_WORDS = ("application", "ircc", "application number", "file number", "demande", "visa", "permit", "cic")
_HEALTH_WORDS = (
    "health card", "health insurance", "ohip", "ramq", "phn", "personal health number", "health number", "carte santé",
    "carte d'assurance maladie", "assurance maladie", "msp", "ahcip", "mhsc",
)  # fmt: skip


def _sin(value: str) -> bool:
    digits = digits_of(value)
    return len(digits) == 9 and digits[0] not in "08" and luhn(digits)


RECOGNISERS: Final = (
    PatternRecogniser(
        name="ca_sin",
        kind=Kind.CA_SIN,
        what="a social insurance number",
        pattern=r"(?<![\w+.-])(?<!\d )\d{3}(?P<by>[ -])\d{3}(?P=by)\d{3}(?![\w-]| \d{3})",
        score=0.6,
        source="Employment and Social Development Canada; Luhn; first digit 1-7 or 9",
        check=_sin,
        check_name="luhn",
        context=_SIN_WORDS,
        mistyped_score=0.45,
    ),
    PatternRecogniser(
        name="ca_sin_plain",
        kind=Kind.CA_SIN,
        what="a social insurance number",
        pattern=r"(?<![\w+.-])\d{9}(?![\w-]|\.\d)",
        score=0.55,
        source="Employment and Social Development Canada; Luhn",
        check=_sin,
        check_name="luhn",
        context=_SIN_WORDS,
        context_required=True,
        mistyped_score=0.45,
    ),
    PatternRecogniser(
        name="ca_uci",
        kind=Kind.CA_UCI,
        what="a client identifier (UCI)",
        pattern=r"(?<![\w+.-])(?:\d{2}-\d{4}-\d{4}|\d{4}-\d{4}|\d{10}|\d{8})(?![\w-]|\.\d)",
        score=0.4,
        source="IRCC: eight or ten digits, written 0000-0000 or 00-0000-0000",
        context=_UCI_WORDS,
        context_required=True,
    ),
    PatternRecogniser(
        name="ca_uci_ten_grouped",
        kind=Kind.CA_UCI,
        what="a client identifier (UCI)",
        pattern=r"(?<![\w+.-])11-\d{4}-\d{4}(?![\w-])",
        score=0.5,
        source="IRCC: ten digits that begin with 11",
        context=_UCI_WORDS,
    ),
    PatternRecogniser(
        name="ca_ircc_application",
        kind=Kind.CA_IRCC_APPLICATION,
        what="an IRCC application number",
        pattern=r"(?<!\w)(?:E00|EP0|EN0|F00|S3\d|V3\d|W3\d|T00|B00|P00|K[0-9]{2})\d{7}(?!\w)",
        score=0.7,
        source="IRCC: a letter (E, F, S, V, W …) and nine digits",
        context=_IRCC_WORDS,
    ),
    PatternRecogniser(
        name="ca_ircc_application_labelled",
        kind=Kind.CA_IRCC_APPLICATION,
        what="an IRCC application number",
        pattern=r"(?<!\w)[A-Z]\d{9}(?!\w)",
        score=0.45,
        source="IRCC: a letter and nine digits",
        context=_IRCC_WORDS,
        context_required=True,
    ),
    PatternRecogniser(
        name="ca_passport",
        kind=Kind.CA_PASSPORT,
        what="a Canadian passport number",
        pattern=r"(?<![\w-])[A-Z]{2} ?\d{6}(?![\w-])",
        score=0.45,
        source="IRCC: two letters and six digits; since 2023 also a letter, six digits and two letters",
        context=("passport", "passeport", "canadian passport", "passport no"),
        context_required=True,
    ),
    PatternRecogniser(
        name="ca_passport_2023",
        kind=Kind.CA_PASSPORT,
        what="a Canadian passport number",
        pattern=r"(?<![\w-])[A-Z]\d{6}[A-Z]{2}(?![\w-])",
        score=0.45,
        source="IRCC, passports since 2023",
        context=("passport", "passeport", "canadian passport", "passport no"),
        context_required=True,
    ),
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
    ),
    PatternRecogniser(
        name="ca_health_card_ramq",
        kind=Kind.CA_HEALTH_CARD,
        what="a Quebec health card",
        pattern=r"(?<!\w)[A-Z]{4} ?\d{4} ?\d{4}(?!\w)",
        score=0.5,
        source="RAMQ: four letters of the name, then year, month, day and two digits",
        check=lambda value: 1 <= int(digits_of(value)[2:4]) % 50 <= 12,
        check_name="ramq_shape",
        context=_HEALTH_WORDS,
    ),
    PatternRecogniser(
        name="ca_health_card_labelled",
        kind=Kind.CA_HEALTH_CARD,
        what="a provincial health number",
        pattern=r"(?<![\w+.-])\d{4,5} ?-?\d{3,4} ?-?\d{0,4}(?:-?[A-Z]{2})?(?![\w-])",
        score=0.4,
        source="nine to twelve digits in the provinces, behind the label",
        check=lambda value: 9 <= len(digits_of(value)) <= 12,
        context=_HEALTH_WORDS,
        context_required=True,
    ),
    PatternRecogniser(
        name="ca_driver_licence_on",
        kind=Kind.CA_DRIVER_LICENCE,
        what="an Ontario driver's licence",
        pattern=r"(?<!\w)[A-Z]\d{4}-\d{5}-\d{5}(?!\w)",
        score=0.8,
        source="Ontario: a letter and fourteen digits, 5-5-5",
        context=("licence", "license", "driver", "permis"),
    ),
    PatternRecogniser(
        name="ca_driver_licence_qc",
        kind=Kind.CA_DRIVER_LICENCE,
        what="a Quebec driver's licence",
        pattern=r"(?<!\w)[A-Z]\d{4}-\d{6}-\d{2}(?!\w)",
        score=0.8,
        source="SAAQ: a letter and twelve digits, 5-6-2",
        context=("licence", "license", "driver", "permis"),
    ),
)
