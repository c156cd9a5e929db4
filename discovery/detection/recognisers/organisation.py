"""Organisations, known by their legal form."""

from __future__ import annotations

from typing import Final

from discovery.detection.recogniser import PatternRecogniser
from discovery.documents import Kind

_FORMS = (
    r"Ltd\.?|Limited|PLC|plc|LLP|LLC|L\.L\.C\.|Inc\.?|Incorporated|Corp\.?|Corporation|GmbH(?: &"
    r" Co\. KG)?|AG|KG|OHG|UG|e\.V\.|SE|S\.A\.|SA|SARL|SAS|S\.r\.l\.|SpA|S\.p\.A\."
    r"|B\.V\.|BV|N\.V\.|NV|AB|ApS|A/S|Oy|S\.L\.|SL|Sp\. z o\.o\.|Pty Ltd|CIC"
)
_ARTICLES = "Die|Der|Das|The|An?|Le|La|Les|Bei|Von|From|At|To|By|For|With|Our|Your|Dear|And|In|On|Het|De|El|Il"
_WORD = r"[A-ZÀ-ÖØ-Þ0-9][\wÀ-ÿ&'.-]{0,30}"

RECOGNISERS: Final = (
    PatternRecogniser(
        name="legal_form",
        kind=Kind.ORGANISATION,
        what="the name of a firm with its legal form",
        pattern=rf"(?<![\w&])(?!(?:{_ARTICLES}) )(?!\d{{1,12}} [A-Z])"
        rf"(?:{_WORD}(?: (?:&|and|und|et|of|de|la|the) | )){{1,4}}"
        rf"(?:{_FORMS})(?!\w)(?!(?<= [A-Z]{{2}}) \d)",  # "B AB 1234" is a number plate, "1012 AB" a postcode
        score=0.8,
        source="legal forms of company law",
        trigger=rf" (?:{_FORMS})",
    ),
)
