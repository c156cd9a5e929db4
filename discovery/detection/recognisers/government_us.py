"""Numbers that the United States give to people."""

from __future__ import annotations

from typing import Final

from stdnum.us import rtn

from discovery.detection.recogniser import PatternRecogniser
from discovery.detection.validators import digits_of, itin_shape, ssn_shape
from discovery.documents import Kind

_SSN_WORDS = ("ssn", "social security", "social security number", "social", "ss#", "ssn#", "soc sec")

RECOGNISERS: Final = (
    PatternRecogniser(
        name="us_ssn",
        kind=Kind.US_SSN,
        what="a social security number",
        pattern=r"(?<![\w+.-])\d{3}-\d{2}-\d{4}(?![\w]|-\d|\.\d)",
        score=0.75,
        source="20 CFR 422.103; randomised since 2011",
        check=ssn_shape,
        check_name="ssn_shape",
        context=_SSN_WORDS,
    ),
    PatternRecogniser(
        name="us_ssn_other",
        kind=Kind.US_SSN,
        what="a social security number",
        pattern=r"(?<![\w+.-])\d{3}[ .]?\d{2}[ .]?\d{4}(?![\w-]|\.\d)",
        score=0.45,
        source="20 CFR 422.103",
        check=ssn_shape,
        check_name="ssn_shape",
        context=_SSN_WORDS,
        context_required=True,
    ),
    PatternRecogniser(
        name="us_ssn_grouped",
        kind=Kind.US_SSN,
        what="a social security number",
        pattern=r"(?<![\w+.-])\d{3}(?P<by>[ .])\d{2}(?P=by)\d{4}(?![\w-]|\.\d)",
        score=0.5,
        source="20 CFR 422.103",
        check=ssn_shape,
        check_name="ssn_shape",
        context=_SSN_WORDS,
        context_required=True,
    ),
    PatternRecogniser(
        name="us_itin",
        kind=Kind.US_ITIN,
        what="an ITIN",
        pattern=r"(?<![\w+.-])9\d{2}-\d{2}-\d{4}(?![\w-])",
        score=0.75,
        source="IRS Publication 1915",
        check=itin_shape,
        check_name="itin_shape",
        context=("itin", "taxpayer", "individual taxpayer"),
    ),
    PatternRecogniser(
        name="us_itin_plain",
        kind=Kind.US_ITIN,
        what="an ITIN",
        pattern=r"(?<![\w+.-])9\d{8}(?![\w-])",
        score=0.5,
        source="IRS Publication 1915",
        check=itin_shape,
        check_name="itin_shape",
        context=("itin", "taxpayer", "individual taxpayer"),
        context_required=True,
    ),
    PatternRecogniser(
        name="us_itin_grouped",
        kind=Kind.US_ITIN,
        what="an ITIN",
        pattern=r"(?<![\w+.-])9\d{2}(?:[ -]\d{2}[ -]?|\d{2}[ -])\d{4}(?![\w-])",
        score=0.5,
        source="IRS Publication 1915",
        check=itin_shape,
        check_name="itin_shape",
        context=("itin", "taxpayer", "individual taxpayer"),
        context_required=True,
    ),
    PatternRecogniser(
        name="us_passport",
        kind=Kind.US_PASSPORT,
        what="a US passport number",
        pattern=r"(?<![\w-])(?:\d{9}|[A-Z]\d{8})(?![\w-])",
        score=0.45,
        source="US Department of State: nine digits, or a letter and eight digits",
        context=(
            "us passport",
            "u.s. passport",
            "american passport",
            "united states passport",
            "passport (us)",
            "passport (usa)",
        ),
        context_required=True,
    ),
    PatternRecogniser(
        name="us_driver_license",
        kind=Kind.US_DRIVER_LICENSE,
        what="a driver license number",
        pattern=r"(?i)(?<![a-z])(?:driver'?s?'? license|drivers? lic\.?|dl)(?: ?(?:number|num|no\.?|#))?(?:"
        r" is)?[ :#]{1,3}(?P<value>[A-Z]{0,3}\d[A-Z0-9-]{4,15})(?![\w])",
        score=0.75,
        source="AAMVA: shapes by state, behind the label",
        trigger=r"(?i)\b(?:driver'?s?'? lic|dl(?: ?(?:number|num|no|#))?\.?(?: is)?[ :#])",
    ),
    PatternRecogniser(
        name="us_routing_grouped",
        kind=Kind.BANK_ACCOUNT,
        what="a US routing number in groups",
        pattern=r"(?<![\w+.-])\d{4}-\d{4}-\d(?![\w-])",
        score=0.5,
        source="ABA routing number check digit; groups of four, four and one",
        check=lambda value: bool(rtn.is_valid(digits_of(value))),
        check_name="aba",
        context=("routing", "aba", "rtn", "bank"),
    ),
    PatternRecogniser(
        name="us_driver_license_shape",
        kind=Kind.US_DRIVER_LICENSE,
        what="a driver license number",
        pattern=r"(?<![\w-])(?:[A-Z]\d{3}-\d{4}-\d{4}|[A-Z]\d{3}-\d{3}-\d{2}-\d{3}-\d|[HX]\d{8}|[A-Z]\d{12,13})(?![\w-])",
        score=0.42,
        source="AAMVA: Illinois, Florida, Kansas, Maryland, Michigan, Minnesota, Wisconsin and others",
        context=("driver license", "driver's license", "drivers license", "license", "dmv", "driving", "dl"),
        context_required=True,
    ),
)
