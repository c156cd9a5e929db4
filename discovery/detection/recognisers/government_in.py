"""Numbers that India gives to people and firms."""

from __future__ import annotations

from typing import Final

from discovery.detection.national_checks import aadhaar
from discovery.detection.recognisers.checks import labelled, shaped
from discovery.documents import Kind

_PAN_WORDS: Final = ("pan", "permanent account number", "income tax", "pan card", "pan number", "pan no")

RECOGNISERS: Final = (
    labelled(
        "in_aadhaar",
        Kind.IN_AADHAAR,
        "an Aadhaar number",
        r"[2-9]\d{3}(?P<by>[ :-])\d{4}(?P=by)\d{4}(?![ :-]\d)",
        "UIDAI; Verhoeff's check digit",
        ("aadhaar", "aadhar", "uidai", "uid"),
        check=aadhaar,
        check_name="verhoeff",
        score=0.5,
        against=("order", "card", "tracking", "invoice", "reference"),
    ),
    labelled(
        "in_aadhaar_plain",
        Kind.IN_AADHAAR,
        "an Aadhaar number",
        r"[2-9]\d{11}",
        "UIDAI; Verhoeff's check digit",
        ("aadhaar", "aadhar", "uidai"),
        check=aadhaar,
        check_name="verhoeff",
        score=0.6,
    ),
    shaped(
        "in_pan",
        Kind.IN_PAN,
        "an Indian tax number (PAN)",
        r"[A-Z]{3}[ABCFGHJLPT][A-Z]\d{4}[A-Z]",
        "Income Tax Department: the fourth letter names the kind of taxpayer",
        _PAN_WORDS,
        score=0.55,
    ),
    labelled(
        "in_pan_labelled",
        Kind.IN_PAN,
        "an Indian tax number (PAN)",
        r"[A-Za-z]{5}\d{4}[A-Za-z]",
        "Income Tax Department: five letters, four digits, a letter",
        _PAN_WORDS,
        score=0.45,
    ),
    labelled(
        "in_voter",
        Kind.IN_VOTER,
        "an Indian voter number",
        r"[A-Za-z]{3}\d{7}",
        "Election Commission of India: three letters and seven digits",
        ("voter", "voter id", "epic", "elector", "electoral", "election card", "vote"),
        score=0.5,
    ),
    shaped(
        "in_gstin",
        Kind.COMPANY_NUMBER,
        "an Indian GST number",
        r"(?:0[1-9]|[12]\d|3[0-7])[A-Z]{5}\d{4}[A-Z][1-9A-Z]Z[0-9A-Z]",
        "CGST Rules 2017, rule 10: state, PAN, running number, Z, check",
        ("gstin", "gst", "goods and services tax"),
        score=0.7,
    ),
)
