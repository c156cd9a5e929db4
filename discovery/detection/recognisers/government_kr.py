"""Numbers that Korea gives to people and firms."""

from __future__ import annotations

from typing import Final

from discovery.detection.national_checks import korean_business, korean_registration
from discovery.detection.recogniser import PatternRecogniser
from discovery.detection.recognisers.checks import DAY, MONTH, labelled, shaped
from discovery.documents import Kind

_RESIDENT: Final = ("rrn", "resident registration", "주민등록번호", "korean")
_FOREIGNER: Final = ("frn", "foreigner registration", "alien registration", "외국인등록번호", "korean")
_SOURCE: Final = "Resident Registration Act, Immigration Act: date of birth, then sex and century"


def _registration(
    name: str, kind: Kind, what: str, first: str, words: tuple[str, ...]
) -> tuple[PatternRecogniser, ...]:
    """A registration number with its dash, known by its shape, and without, known by a word near it."""
    grouped, plain = rf"\d{{2}}{MONTH}{DAY}-[{first}]\d{{6}}", rf"\d{{2}}{MONTH}{DAY}[{first}]\d{{6}}"
    return (
        shaped(name, kind, what, grouped, _SOURCE, words, check=korean_registration, check_name="birth_date"),
        labelled(
            f"{name}_plain", kind, what, plain, _SOURCE, words, check=korean_registration, check_name="birth_date"
        ),
    )


RECOGNISERS: Final = (
    *_registration("kr_rrn", Kind.KR_RRN, "a Korean resident number", "1-4", _RESIDENT),
    *_registration("kr_frn", Kind.KR_FRN, "a Korean foreigner number", "5-8", _FOREIGNER),
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
