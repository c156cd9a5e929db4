"""Numbers that the United Kingdom gives to people."""

from __future__ import annotations

from typing import Final

from stdnum.gb import utr

from discovery.detection.recogniser import PatternRecogniser
from discovery.detection.validators import compact, nhs, nino, uk_driving_licence
from discovery.documents import Kind


def _utr(value: str) -> bool:
    return bool(utr.is_valid(compact(value)))


RECOGNISERS: Final = (
    PatternRecogniser(
        name="uk_nino",
        kind=Kind.UK_NINO,
        what="a National Insurance number",
        pattern=r"(?i)(?<!\w)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-D](?!\w)",
        score=0.85,
        source="HMRC manual NIM39110",
        check=nino,
        check_name="nino",
        context=("nino", "national insurance", "ni number", "ni no", "n.i.", "insurance"),
    ),
    PatternRecogniser(
        name="uk_nhs_grouped",
        kind=Kind.UK_NHS,
        what="an NHS number",
        pattern=r"(?<![\w+.-])(?<!\d )\d{3}(?P<by>[ -])\d{3}(?P=by)\d{4}(?![\w-]| \d)",
        score=0.5,
        source="NHS Data Dictionary",
        check=nhs,
        check_name="nhs_mod11",
        context=("nhs", "nhs number", "nhs no", "patient", "health", "gp", "surgery", "hospital"),
        against=("tel", "phone", "call", "fax", "mobile", "telephone"),
    ),
    PatternRecogniser(
        name="uk_nhs_plain",
        kind=Kind.UK_NHS,
        what="an NHS number",
        pattern=r"(?<![\w+.-])\d{10}(?![\w-]|\.\d)",
        score=0.5,
        source="NHS Data Dictionary",
        check=nhs,
        check_name="nhs_mod11",
        context=("nhs", "nhs number", "nhs no", "patient"),
        context_required=True,
        mistyped_score=0.45,
    ),
    PatternRecogniser(
        name="uk_utr",
        kind=Kind.UK_UTR,
        what="a taxpayer reference",
        pattern=r"(?<![\w+.-])\d{5} ?\d{5}K?(?![\w-]|\.\d)",
        score=0.5,
        source="HMRC Unique Taxpayer Reference, modulus 11",
        check=_utr,
        check_name="utr_mod11",
        context=("utr", "taxpayer reference", "tax reference", "self assessment", "unique taxpayer"),
        context_required=True,
        mistyped_score=0.45,
    ),
    PatternRecogniser(
        name="uk_passport",
        kind=Kind.UK_PASSPORT,
        what="a UK passport number",
        pattern=r"(?<![\w-])(?:\d{9}|[A-Z]\d{8})(?![\w-])",
        score=0.4,
        source="HM Passport Office: nine digits; since 2021 also one letter and eight digits",
        context=("uk passport", "british passport", "hm passport", "passport (uk)", "passport (gbr)", "gbr"),
        context_required=True,
    ),
    PatternRecogniser(
        name="uk_driving_licence",
        kind=Kind.UK_DRIVING_LICENCE,
        what="a UK driver number",
        pattern=r"(?i)(?<!\w)(?=[A-Z9 ]{5,6})[A-Z]{1,5}9{0,4} ?\d{6} ?[A-Z9]{2}[A-Z0-9] ?[A-Z0-9]{2}(?!\w)",
        score=0.85,
        source="DVLA driver number",
        check=uk_driving_licence,
        check_name="dvla_shape",
        context=("driving licence", "licence", "dvla", "driver number"),
    ),
)
