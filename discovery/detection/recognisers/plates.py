"""Number plates: the United Kingdom, Germany, France, Turkey, India, South Africa, Nigeria."""

from __future__ import annotations

from typing import Final

from discovery.detection.recogniser import PatternRecogniser
from discovery.detection.recognisers.checks import labelled
from discovery.documents import Kind

_WORDS: Final = (
    "registration", "reg", "registration number", "vehicles", "plates", "number plate",
    "licence plate", "license plate", "plate", "vehicle", "car", "van", "parked",
    "vrm", "vrn", "kennzeichen", "amtliches kennzeichen", "fahrzeug", "auto", "pkw", "immatriculation",
    "plaque", "véhicule", "voiture", "immatriculé", "immatriculée", "driver", "dvla",
)  # fmt: skip

RECOGNISERS: Final = (
    PatternRecogniser(
        name="uk_number_plate",
        kind=Kind.NUMBER_PLATE,
        what="a UK number plate",
        pattern=r"(?<![\w-])[A-HJ-PR-Y][A-HJ-PR-Y](?:0[2-9]|[12]\d|5[1-9]|[67]\d)[ -]?[A-HJ-PR-Z]{3}(?![\w-])",
        score=0.5,
        source="DVLA INF104: the form since September 2001",
        context=_WORDS,
        context_required=True,
    ),
    PatternRecogniser(
        name="uk_number_plate_older",
        kind=Kind.NUMBER_PLATE,
        what="a UK number plate",
        pattern=r"(?<![\w-])(?:[A-HJ-NPR-TV-Y]\d{1,3} ?[A-HJ-PR-Y]{3}"
        r"|[A-HJ-PR-Y]{3} ?\d{1,3} ?[A-HJ-NPR-TV-Y])(?![\w-])",
        score=0.42,
        source="DVLA INF104: forms of 1963 to 2001",
        context=("registration", "number plate", "plate", "vrm", "vrn", "dvla", "reg"),
        context_required=True,
    ),
    PatternRecogniser(
        name="de_number_plate",
        kind=Kind.NUMBER_PLATE,
        what="a German number plate",
        pattern=r"(?<![\w-])[A-ZÄÖÜ]{1,3}[- ][A-Z]{1,2}[- ]?[1-9]\d{0,3}[EH]?(?![\w-])",
        score=0.45,
        source="FZV § 9: district, letters, number",
        context=("kennzeichen", "amtliches kennzeichen", "fahrzeug", "auto", "pkw", "number plate", "licence plate",
                 "license plate", "wagen", "halter"),
        context_required=True,
    ),
    PatternRecogniser(
        name="fr_number_plate",
        kind=Kind.NUMBER_PLATE,
        what="a French number plate",
        pattern=r"(?<![\w-])[A-HJ-NP-TV-Z]{2}-\d{3}-[A-HJ-NP-TV-Z]{2}(?![\w-])",
        score=0.6,
        source="SIV, arrêté du 9 février 2009: without I, O and U",
        context=_WORDS,
        against=("part", "model", "sku", "article", "référence", "ref"),
    ),
    labelled(
        "tr_number_plate",
        Kind.NUMBER_PLATE,
        "a Turkish number plate",
        r"(?:0[1-9]|[1-7]\d|8[01])[ -]?[A-PR-VYZ]{1,3}[ -]?\d{2,4}",
        "Karayolları Trafik Yönetmeliği: province 01 to 81, letters, digits",
        ("plaka", "plakası", "plakalı", "araç", "license plate", "licence plate", "number plate", "plate"),
        score=0.5,
    ),
    labelled(
        "in_number_plate",
        Kind.NUMBER_PLATE,
        "an Indian number plate",
        r"[A-Z]{2}[ -]?\d{1,2}[ -]?[A-Z]{1,3}[ -]?\d{4}",
        "Central Motor Vehicles Rules 1989, rule 50: state, district, letters, digits",
        ("rto", "vehicle", "plate", "registration", "registration number", "bike", "car", "scooter", "regn"),
        score=0.55,
    ),
    labelled(
        "za_number_plate",
        Kind.NUMBER_PLATE,
        "a South African number plate",
        r"(?:[A-Z]{2} ?\d{2} ?[A-Z]{2}|[A-Z]{2,3} ?\d{2,3}|\d{2,3} ?[A-Z]{2,3}) ?(?:GP|ZN|WP|EC|NC|FS|LP|MP|NW)",
        "National Road Traffic Act: signs, then the province",
        ("licence plate", "license plate", "number plate", "plate", "registration", "vehicle", "natis", "enatis"),
        score=0.55,
    ),
    labelled(
        "ng_number_plate",
        Kind.NUMBER_PLATE,
        "a Nigerian number plate",
        r"[A-Z]{3}[- ]?\d{3}[A-Z]{2}",
        "Federal Road Safety Corps: three letters, three digits, two letters",
        ("plate number", "license plate", "number plate", "plate", "plates", "vehicle", "registration"),
        score=0.5,
    ),
)  # fmt: skip
