"""Numbers that Belgium gives to people."""

from __future__ import annotations

from typing import Final

from stdnum.be import nn

from discovery.detection.recogniser import PatternRecogniser
from discovery.detection.recognisers.checks import valid
from discovery.documents import Kind

RECOGNISERS: Final = (
    PatternRecogniser(
        name="be_national_number",
        kind=Kind.BE_NATIONAL_NUMBER,
        what="a Belgian national register number",
        pattern=r"(?<![\w+.-])\d{2}[.]?\d{2}[.]?\d{2}[ -]?\d{3}[. ]?\d{2}(?![\w-]|\.\d)",
        score=0.55,
        source="Royal Decree of 3 April 1984; modulo 97, with a 2 before it for births from 2000 on",
        check=valid(nn),
        check_name="be_mod97",
        context=("rijksregisternummer", "rijksregister", "insz", "niss", "registre national", "numéro national",
                 "national number", "national register", "rrn", "belgian"),
        against=("order", "invoice", "tracking", "phone", "tel"),
        mistyped_score=0.45,
    ),
)  # fmt: skip
