"""The machine readable zones of passports and identity cards, ICAO Doc 9303 parts 4 to 6."""

from __future__ import annotations

from typing import Final

from discovery.detection.recogniser import PatternRecogniser
from discovery.detection.validators import icao_check, mrz_second_line_td1
from discovery.documents import Kind


def _document_number(value: str) -> bool:
    """The check digit behind the document number, the tenth sign of a second line."""
    return icao_check(value[:10].replace("<", "0"))


RECOGNISERS: Final = (
    PatternRecogniser(
        name="mrz_td3",
        kind=Kind.PASSPORT,
        what="the second line of a passport's machine readable zone",
        pattern=r"(?<![\w<])[A-Z0-9<]{9}\d[A-Z<]{3}\d{7}[MFX<]\d{7}[A-Z0-9<]{14}[\d<]\d(?![\w<])",
        score=0.95,
        source="ICAO Doc 9303 part 4: TD3, two lines of 44 signs",
        check=_document_number,
        check_name="icao_731",
    ),
    PatternRecogniser(
        name="mrz_td2",
        kind=Kind.PASSPORT,
        what="the second line of a machine readable zone of size 2",
        pattern=r"(?<![\w<])[A-Z0-9<]{9}\d[A-Z<]{3}\d{7}[MFX<]\d{7}[A-Z0-9<]{7}\d(?![\w<])",
        score=0.95,
        source="ICAO Doc 9303 part 6: TD2, two lines of 36 signs",
        check=_document_number,
        check_name="icao_731",
    ),
    PatternRecogniser(
        name="mrz_td1",
        kind=Kind.PASSPORT,
        what="the second line of an identity card's machine readable zone",
        pattern=r"(?<![\w<])\d{7}[MFX<]\d{7}[A-Z<]{3}[A-Z0-9<]{11}\d(?![\w<])",
        score=0.95,
        source="ICAO Doc 9303 part 5: TD1, three lines of 30 signs",
        check=mrz_second_line_td1,
        check_name="icao_731",
    ),
    PatternRecogniser(
        name="mrz_first_line",
        kind=Kind.PASSPORT,
        what="the first line of a machine readable zone, with the name",
        pattern=r"(?<![\w<])(?:P[A-Z<]|[IACV][A-Z<])[A-Z]{1,3}<{0,2}[A-Z]{1,30}(?:<[A-Z]{1,20}){0,4}<<[A-Z<]{1,35}<(?![\w<])",
        score=0.85,
        source="ICAO Doc 9303 parts 4 and 6: code, state, surname, given names",
        check=lambda value: len(value) in {36, 44},
        check_name="mrz_length",
        trigger=r"[PIACV][A-Z<][A-Z<]{3}[A-Z<]{4,}<<",
    ),
    PatternRecogniser(
        name="mrz_td1_first_line",
        kind=Kind.PASSPORT,
        what="the first line of an identity card's machine readable zone",
        pattern=r"(?<![\w<])[IAC][A-Z<][A-Z<]{3}[A-Z0-9<]{9}[\d<][A-Z0-9<]{15}(?![\w<])",
        score=0.9,
        source="ICAO Doc 9303 part 5: TD1, code, state, document number with its check digit",
        check=lambda value: "<" in value and icao_check(value[5:15].replace("<", "0")),
        check_name="icao_731",
        trigger=r"\b[IAC][A-Z<][A-Z<]{3}[A-Z0-9<]{24}",
    ),
)
