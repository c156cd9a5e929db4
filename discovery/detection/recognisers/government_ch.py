"""Numbers that Switzerland gives to people."""

from __future__ import annotations

from typing import Final

from stdnum.ch import ssn

from discovery.detection.recogniser import PatternRecogniser
from discovery.detection.recognisers.checks import valid
from discovery.documents import Kind

RECOGNISERS: Final = (
    PatternRecogniser(
        name="ch_ahv",
        kind=Kind.CH_AHV,
        what="a Swiss AHV number",
        pattern=r"(?<![\w+.-])756[. ]?\d{4}[. ]?\d{4}[. ]?\d{2}(?![\w-]|\.\d)",
        score=0.85,
        source="AHVG Art. 50c; EAN-13 check digit behind the country code 756",
        check=valid(ssn),
        check_name="ean13",
        context=("ahv", "avs", "ahv-nummer", "ahv-nr", "numéro avs", "sozialversicherungsnummer", "navs", "oasi"),
        mistyped_score=0.5,
    ),
)  # fmt: skip
