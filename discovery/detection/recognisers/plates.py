"""Number plates of the United Kingdom, Germany and France."""

from __future__ import annotations

from typing import Final

from discovery.detection.recogniser import PatternRecogniser
from discovery.documents import Kind

_WORDS: Final = (
    "registration", "reg", "number plate", "licence plate", "license plate", "plate", "vehicle", "car", "van", "parked",
    "vrm", "vrn", "kennzeichen", "amtliches kennzeichen", "fahrzeug", "auto", "pkw", "immatriculation",
    "plaque", "véhicule", "voiture", "immatriculé", "immatriculée", "driver", "dvla",
)  # fmt: skip

RECOGNISERS: Final = (
    PatternRecogniser(
        name="uk_number_plate",
        kind=Kind.NUMBER_PLATE,
        what="a UK number plate",
        pattern=r"(?<![\w-])[A-HJ-PR-Y][A-HJ-PR-Y](?:0[2-9]|[1-7]\d) ?[A-HJ-PR-Z]{3}(?![\w-])",
        score=0.5,
        source="DVLA INF104: the form since September 2001",
        context=_WORDS,
        context_required=True,
    ),
    PatternRecogniser(
        name="uk_number_plate_older",
        kind=Kind.NUMBER_PLATE,
        what="a UK number plate",
        pattern=r"(?<![\w-])(?:[A-HJ-NPR-TV-Y]\d{1,3} ?[A-HJ-PR-Y]{3}|[A-HJ-PR-Y]{3} ?\d{1,3}[A-HJ-NPR-TV-Y])(?![\w-])",
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
)  # fmt: skip
