"""Passports of further states, and any passport behind its label."""

from __future__ import annotations

from typing import Final

from discovery.detection.recogniser import PatternRecogniser
from discovery.detection.recognisers.checks import labelled
from discovery.documents import Kind

_WORDS: Final = (
    "passport", "passport no", "passport number", "reisepass", "reisepassnummer", "passnummer", "passeport",
    "pasaporte", "passaporto", "passaporte", "paspoort", "paszport", "travel document", "pass-nr", "reisepass-nr",
    "passnr", "reisepassnr", "여권", "여권번호",
    "여권번호는", "여권번호가",
)  # fmt: skip

RECOGNISERS: Final = (
    PatternRecogniser(
        name="passport",
        kind=Kind.PASSPORT,
        what="a passport number",
        pattern=r"(?<![\w-])(?=[A-Z0-9]{0,8}\d)(?:[A-Z0-9]{7,9}|[CFGHJK][CFGHJKLMNPRTVWXYZ0-9]{8}\d)(?![\w-])",
        score=0.35,
        source="ICAO Doc 9303: up to nine letters and digits, behind the label",
        check=lambda value: sum(sign.isdigit() for sign in value) >= 4,
        context=_WORDS,
        context_required=True,
    ),
    PatternRecogniser(
        name="kr_passport",
        kind=Kind.PASSPORT,
        what="a Korean passport number",
        pattern=r"(?<![A-Za-z0-9])[MSROD]\d{3}[A-Za-z]\d{4}(?![A-Za-z0-9])",
        score=0.5,
        source="Passport Act of Korea: a letter, three digits, a letter, four digits",
        context=_WORDS,
        context_required=True,
    ),
    PatternRecogniser(
        name="kr_passport_older",
        kind=Kind.PASSPORT,
        what="a Korean passport number",
        pattern=r"(?<![A-Za-z0-9])[MSROD]\d{8}(?![A-Za-z0-9])",
        score=0.4,
        source="Passport Act of Korea: a letter and eight digits, until 2021",
        context=("여권", "여권번호", "korean passport", "passport"),
        context_required=True,
    ),
    labelled(
        "passport_letter",
        Kind.PASSPORT,
        "a passport number",
        r"[ADMORST]\d{8}",
        "United States since 2021, South Africa, Korea: a letter that no German document has, and eight digits",
        _WORDS,
        score=0.4,
    ),
    labelled(
        "es_passport",
        Kind.PASSPORT,
        "a Spanish passport number",
        r"[A-Za-z]{3}\d{6}",
        "Real Decreto 896/2003: three letters and six digits",
        ("pasaporte", "passport"),
        score=0.45,
    ),
    labelled(
        "in_passport",
        Kind.PASSPORT,
        "an Indian passport number",
        r"[A-PR-WY][1-9]\d ?\d{4}[1-9]",
        "Passports Act 1967: a letter and seven digits, the first and the last not zero",
        ("passport", "passport no", "passport number"),
        score=0.45,
    ),
    labelled(
        "ph_passport",
        Kind.PASSPORT,
        "a Philippine passport number",
        r"(?:[A-Z]\d{7}[A-Z]|[A-Z]{2}\d{7})",
        "Department of Foreign Affairs: a letter, seven digits, a letter",
        ("passport", "pasaporte", "travel document", "dfa"),
        score=0.42,
    ),
)
