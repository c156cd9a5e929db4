"""Numbers that Portugal gives to people."""

from __future__ import annotations

from typing import Final

from stdnum.pt import cc, nif

from discovery.detection.recogniser import PatternRecogniser
from discovery.detection.recognisers.checks import valid
from discovery.documents import Kind

RECOGNISERS: Final = (
    PatternRecogniser(
        name="pt_nif",
        kind=Kind.PT_NIF,
        what="a Portuguese tax number",
        pattern=r"(?<![\w+.-])[1-35689]\d{2}[ .]?\d{3}[ .]?\d{3}(?![\w-]|\.\d)",
        score=0.45,
        source="Decreto-Lei 14/2013; modulo 11",
        check=valid(nif),
        check_name="nif_mod11",
        context=("nif", "contribuinte", "número fiscal", "numero fiscal", "número de identificação fiscal",
                 "portuguese tax"),
        context_required=True,
        mistyped_score=0.45,
    ),
    PatternRecogniser(
        name="pt_citizen_card",
        kind=Kind.PT_CITIZEN_CARD,
        what="a Portuguese citizen card number",
        pattern=r"(?<![\w-])\d{8}[ -]?\d[ -]?[A-Z0-9]{2}\d(?![\w-])",
        score=0.5,
        source="Lei 7/2007; check digit over letters and digits",
        check=valid(cc),
        check_name="pt_cc",
        context=("cartão de cidadão", "cartao de cidadao", "número de documento", "citizen card", "cc"),
        context_required=True,
        mistyped_score=0.45,
    ),
)  # fmt: skip
