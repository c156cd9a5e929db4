"""Numbers that Austria gives to people."""

from __future__ import annotations

from typing import Final

from stdnum.at import vnr

from discovery.detection.recogniser import PatternRecogniser
from discovery.detection.recognisers.checks import valid
from discovery.documents import Kind

RECOGNISERS: Final = (
    PatternRecogniser(
        name="at_social_security",
        kind=Kind.AT_SOCIAL_SECURITY,
        what="an Austrian social security number",
        pattern=r"(?<![\w+.-])[1-9]\d{3}[ /-]?(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-5])\d{2}(?![\w-]|\.\d)",
        score=0.45,
        source="ASVG § 31 (4); weights 3-7-9-5-8-4-2-1-6, modulo 11",
        check=valid(vnr),
        check_name="at_vnr",
        context=("sozialversicherungsnummer", "sv-nummer", "svnr", "sv-nr", "versicherungsnummer", "e-card", "svn",
                 "austrian social security"),
        context_required=True,
        mistyped_score=0.45,
    ),
)  # fmt: skip
