"""Numbers that Australia gives to people and firms."""

from __future__ import annotations

from typing import Final

from stdnum.au import abn, acn, tfn

from discovery.detection.national_checks import australian_medicare
from discovery.detection.recognisers.checks import labelled, shaped, valid
from discovery.documents import Kind

RECOGNISERS: Final = (
    labelled(
        "au_tfn",
        Kind.AU_TFN,
        "an Australian tax file number",
        r"\d{3}(?P<by>[ -]?)\d{3}(?P=by)\d{3}",
        "Australian Taxation Office; weights 1-4-3-7-5-8-6-9-10, modulo 11",
        ("tfn", "tax file number", "tax file", "ato", "australian tax"),
        check=valid(tfn),
        check_name="tfn_mod11",
        score=0.6,
    ),
    shaped(
        "au_abn",
        Kind.AU_ABN,
        "an Australian business number",
        r"\d{2} \d{3} \d{3} \d{3}",
        "Australian Business Register; modulo 89",
        ("abn", "australian business number", "business number"),
        check=valid(abn),
        check_name="abn_mod89",
    ),
    labelled(
        "au_abn_plain",
        Kind.AU_ABN,
        "an Australian business number",
        r"\d{11}",
        "Australian Business Register; modulo 89",
        ("abn", "australian business number", "business number"),
        check=valid(abn),
        check_name="abn_mod89",
    ),
    labelled(
        "au_acn",
        Kind.AU_ACN,
        "an Australian company number",
        r"\d{3} ?\d{3} ?\d{3}",
        "Corporations Act 2001 s 118; modulo 10",
        ("acn", "australian company number", "company number"),
        check=valid(acn),
        check_name="acn_mod10",
        score=0.55,
    ),
    labelled(
        "au_medicare",
        Kind.AU_MEDICARE,
        "an Australian Medicare number",
        r"[2-6]\d{3} ?\d{5} ?\d(?:[ /]?\d)?",
        "Services Australia; weights 1-3-7-9, modulo 10",
        ("medicare", "medicare card", "medicare number", "irn"),
        check=australian_medicare,
        check_name="medicare_mod10",
        score=0.6,
    ),
)
