"""The French identity card."""

from __future__ import annotations

from typing import Final

from discovery.detection.recogniser import PatternRecogniser
from discovery.documents import Kind

_WORDS: Final = ("carte nationale d'identité", "carte d'identité", "cni", "carte nationale", "pièce d'identité",
                 "french identity card", "identity card")  # fmt: skip

RECOGNISERS: Final = (
    PatternRecogniser(
        name="fr_identity_card",
        kind=Kind.FR_IDENTITY_CARD,
        what="a French identity card number",
        pattern=r"(?<![\w+.-])\d{2}(?:0[1-9]|1[0-2])[0-9AB]\d{7}(?![\w-]|\.\d)",
        score=0.45,
        source="Décret 55-1397: year and month of issue, département, running number",
        context=_WORDS,
        context_required=True,
    ),
    PatternRecogniser(
        name="fr_identity_card_2021",
        kind=Kind.FR_IDENTITY_CARD,
        what="a French identity card number",
        pattern=r"(?<![\w-])(?=[A-Z0-9]{0,8}\d)[A-HJ-NPR-Z0-9]{9}(?![\w-])",
        score=0.4,
        source="Card of 2021 (Regulation (EU) 2019/1157): nine letters and digits, behind the label",
        check=lambda value: sum(sign.isdigit() for sign in value) >= 2,
        context=_WORDS,
        context_required=True,
    ),
)
