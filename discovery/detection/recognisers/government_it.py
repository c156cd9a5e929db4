"""Cards and licences that Italy gives to people, beside the tax code."""

from __future__ import annotations

from typing import Final

from stdnum.it import iva

from discovery.detection.recognisers.checks import labelled, valid
from discovery.documents import Kind

RECOGNISERS: Final = (
    labelled(
        "it_driver_license",
        Kind.DRIVER_LICENSE,
        "an Italian driving licence",
        r"(?:[A-Za-z]{2}\d{7}[A-Za-z]|U1[B-Z0-9]{7}[A-Z])",
        "Ministero delle Infrastrutture: province, number, letter; U1 for duplicates",
        ("patente", "patente di guida", "licenza", "licenza di guida", "driving licence", "driver license", "license",
         "licence"),
        score=0.5,
    ),
    labelled(
        "it_identity_card",
        Kind.IT_IDENTITY_CARD,
        "an Italian identity card",
        r"(?:[A-Za-z]{2} ?\d{7}|\d{7}[A-Za-z]{2}|[A-Za-z]{2}\d{5}[A-Za-z]{2})",
        "Ministero dell'Interno: paper card, CIE 2.0 and CIE 3.0",
        ("carta d'identità", "carta d'identita", "carta identità", "carta di identità", "cie", "identità elettronica",
         "documento d'identità", "documento di riconoscimento", "italian identity card"),
        score=0.5,
    ),
    labelled(
        "it_passport",
        Kind.PASSPORT,
        "an Italian passport number",
        r"[A-Za-z]{2}\d{7}",
        "Ministero degli Affari Esteri: two letters and seven digits",
        ("passaporto", "passport", "passaporto n", "numero passaporto"),
        score=0.5,
    ),
    labelled(
        "it_vat",
        Kind.EU_VAT,
        "an Italian VAT number",
        r"\d{11}",
        "D.P.R. 633/1972 art. 35; Luhn",
        ("partita iva", "p. iva", "p.iva", "piva", "iva", "vat"),
        check=valid(iva),
        check_name="iva_luhn",
        score=0.6,
    ),
)  # fmt: skip
