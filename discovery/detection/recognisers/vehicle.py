"""Vehicles."""

from __future__ import annotations

from typing import Final

from discovery.detection.recogniser import PatternRecogniser
from discovery.detection.validators import vin
from discovery.documents import Kind

_VIN_WORDS = (
    "vin",
    "chassis",
    "vehicle",
    "fahrgestellnummer",
    "fahrzeug-identifizierungsnummer",
    "fin",
    "frame number",
)

RECOGNISERS: Final = (
    PatternRecogniser(
        name="vin",
        kind=Kind.VIN,
        what="a vehicle identification number",
        pattern=r"(?i)(?<![\w-])(?=[A-Z]{0,16}\d)(?=\d{0,16}[A-Z])[A-HJ-NPR-Z0-9]{17}(?![\w-])",
        score=0.85,
        source="ISO 3779; check digit of 49 CFR 565.15",
        check=vin,
        check_name="vin_check_digit",
        context=_VIN_WORDS,
        mistyped_score=0.5,
        trigger=r"(?i)\b[A-HJ-NPR-Z0-9]{17}",
    ),
)
