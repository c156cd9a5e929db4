"""Numbers that Singapore gives to people and firms."""

from __future__ import annotations

from typing import Final

from stdnum.sg import uen

from discovery.detection.national_checks import nric
from discovery.detection.recognisers.checks import labelled, shaped, valid
from discovery.documents import Kind

_WORDS: Final = ("nric", "fin", "identity card", "singapore", "work pass", "ic number", "ic no")

RECOGNISERS: Final = (
    shaped(
        "sg_nric",
        Kind.SG_NRIC,
        "a Singaporean NRIC or FIN",
        r"[STFGM]\d{7}[A-Z]",
        "Immigration & Checkpoints Authority; check letter",
        _WORDS,
        check=nric,
        check_name="nric_letter",
        score=0.7,
    ),
    labelled(
        "sg_nric_mistyped",
        Kind.SG_NRIC,
        "a Singaporean NRIC or FIN",
        r"[STFGMstfgm]\d{7}[A-Za-z]",
        "Immigration & Checkpoints Authority: a letter, seven digits, a letter",
        ("nric", "fin", "identity card", "ic number", "ic no"),
        score=0.4,
    ),
    labelled(
        "sg_uen",
        Kind.SG_UEN,
        "a Singaporean entity number",
        r"(?:\d{8}[A-Z]|(?:19|20)\d{7}[A-Z]|[TSR]\d{2}[A-Z]{2}\d{4}[A-Z])",
        "ACRA: three forms of the UEN, each with a check letter",
        ("uen", "unique entity number", "acra", "registration number", "company"),
        check=valid(uen),
        check_name="uen_letter",
        score=0.55,
    ),
)
