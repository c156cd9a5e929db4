"""Numbers that Canada gives to people; those of the provinces stand beside."""

from __future__ import annotations

from typing import Final

from discovery.detection.recogniser import PatternRecogniser
from discovery.detection.validators import digits_of, luhn
from discovery.documents import Kind

_SIN_WORDS = (
    "sin",
    "s.i.n",
    "social insurance",
    "social ins",
    "numéro d'assurance sociale",
    "nas",
    "n.a.s",
    "assurance sociale",
)
_COUNTED = (
    "total",
    "population",
    "amount",
    "units",
    "revenue",
    "balance",
    "tel",
    "phone",
    "téléphone",
    "fax",
    "gst",
    "hst",
)
_UCI_WORDS = (
    "uci",
    "iuc",
    "unique client identifier",
    "client id",
    "client identifier",
    "client number",
    "ircc",
    "identificateur unique de client",
    "numéro de client",
    "id client",
)
_IRCC_WORDS = (
    "application",
    "ircc",
    "application number",
    "file number",
    "demande",
    "visa",
    "permit",
    "cic",
    "permis",
    "immigration",
    "sponsorship",
    "parrainage",
    "citizenship",
    "citoyenneté",
    "résidence permanente",
    "dossier",
    "permanent residence",
    "express entry",
    "study permit",
    "work permit",
)


def _sin(value: str) -> bool:
    digits = digits_of(value)
    return len(digits) == 9 and digits[0] not in "08" and luhn(digits)


RECOGNISERS: Final = (
    PatternRecogniser(
        name="ca_sin",
        kind=Kind.CA_SIN,
        what="a social insurance number",
        pattern=r"(?<![\w+.$-])(?<!\d )(?<!\$ )\d{3}(?P<by>[ -])\d{3}(?P=by)\d{3}(?![\w%-]| \d{3}| ?[$€])",
        score=0.6,
        source="Employment and Social Development Canada; Luhn; first digit 1-7 or 9",
        check=_sin,
        check_name="luhn",
        context=_SIN_WORDS,
        against=_COUNTED,
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
        pattern=r"(?<![\w+.-])(?:\d{2}-\d{4}-\d{4}|\d{4}-\d{4})(?![\w-]|\.\d)",
        score=0.4,
        source="IRCC: eight or ten digits, written 0000-0000 or 00-0000-0000",
        context=_UCI_WORDS,
        context_required=True,
    ),
    PatternRecogniser(
        name="ca_uci_plain",
        kind=Kind.CA_UCI,
        what="a client identifier (UCI)",
        pattern=r"(?<![\w+.-])(?:11\d{8}|\d{8}|\d{10})(?![\w-]|\.\d)",
        score=0.42,
        source="IRCC: eight or ten digits; a client number of anybody else looks alike, so the word must be IRCC's",
        context=(
            "uci",
            "iuc",
            "unique client identifier",
            "ircc",
            "identificateur unique de client",
            "immigration",
            "client id / uci",
        ),
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
        pattern=r"(?<![\w-])(?:E0[0-9]|EP[0-9]|EN[0-9]|F0[0-9]|[SVW]3\d|[TBP]00|K\d{2})[ -]?\d{7}(?![\w-])",
        score=0.5,
        source="IRCC: a letter (E, F, S, V, W …) and nine digits",
        context=_IRCC_WORDS,
        against=(
            "part",
            "order",
            "model",
            "serial",
            "sku",
            "invoice",
            "tracking",
            "commit",
            "krankenversichertennummer",
        ),
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
)
