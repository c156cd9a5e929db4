"""Numbers that Korea gives to people and firms."""

from __future__ import annotations

from typing import Final

from discovery.detection.national_checks import korean_business, korean_registration
from discovery.detection.recognisers.checks import DAY, MONTH, labelled, shaped
from discovery.documents import Kind

_WORDS: Final = (
    "rrn", "resident registration", "resident registration number", "frn", "foreigner registration",
    "alien registration", "주민등록번호", "외국인등록번호", "korean",
)  # fmt: skip

RECOGNISERS: Final = (
    shaped(
        "kr_rrn",
        Kind.KR_RRN,
        "a Korean registration number",
        rf"\d{{2}}{MONTH}{DAY}-[1-8]\d{{6}}",
        "Resident Registration Act: date of birth, then sex and century",
        _WORDS,
        check=korean_registration,
        check_name="birth_date",
        score=0.6,
    ),
    labelled(
        "kr_rrn_plain",
        Kind.KR_RRN,
        "a Korean registration number",
        rf"\d{{2}}{MONTH}{DAY}[1-8]\d{{6}}",
        "Resident Registration Act: date of birth, then sex and century",
        _WORDS,
        check=korean_registration,
        check_name="birth_date",
        score=0.5,
    ),
    labelled(
        "kr_business_number",
        Kind.COMPANY_NUMBER,
        "a Korean business number",
        r"\d{3}(?P<by>-?)\d{2}(?P=by)\d{5}",
        "National Tax Service; weights 1-3-7-1-3-7-1-3-5",
        ("brn", "business registration", "사업자등록번호", "사업자번호"),
        check=korean_business,
        check_name="brn_mod10",
        score=0.55,
    ),
    labelled(
        "kr_driver_license",
        Kind.DRIVER_LICENSE,
        "a Korean driving licence",
        r"(?:1[1-9]|2[0-68])(?P<by>[ -]?)\d{2}(?P=by)\d{6}(?P=by)\d{2}",
        "Road Traffic Act: region, year, number, check",
        ("운전면허", "면허번호", "driver license", "driver's license", "driving licence", "license", "licence"),
        score=0.45,
    ),
)
