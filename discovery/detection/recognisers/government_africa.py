"""Numbers that South Africa and Nigeria give to people and firms."""

from __future__ import annotations

from typing import Final

from discovery.detection.national_checks import nigerian_nin, south_african_id
from discovery.detection.recognisers.checks import DAY, MONTH, labelled, shaped
from discovery.documents import Kind

RECOGNISERS: Final = (
    shaped(
        "za_id",
        Kind.ZA_ID,
        "a South African identity number",
        rf"\d{{2}}{MONTH}{DAY} ?\d{{4}} ?[0-2][89]\d",
        "Identification Act 68 of 1997; date of birth and Luhn",
        ("identity number", "id number", "south african id", "rsa id", "smart id", "said", "id no", "sa id"),
        check=south_african_id,
        check_name="luhn",
        score=0.7,
    ),
    labelled(
        "za_tax_number",
        Kind.TAX_NUMBER,
        "a South African tax number",
        r"[01239]\d{9}",
        "South African Revenue Service: ten digits that begin with 0, 1, 2, 3 or 9",
        ("sars", "tax reference", "income tax", "tax number", "taxpayer"),
        score=0.45,
    ),
    labelled(
        "za_vat",
        Kind.TAX_NUMBER,
        "a South African VAT number",
        r"4\d{9}",
        "South African Revenue Service: ten digits that begin with 4",
        ("vat", "sars", "value added tax", "tax invoice"),
        score=0.45,
    ),
    labelled(
        "za_company",
        Kind.COMPANY_NUMBER,
        "a South African company number",
        r"(?:(?:19|20)\d{2}/\d{6}/\d{2}|(?:CK|K|T|W|B|M|N|NR)(?:19|20)\d{2}/\d{6})",
        "Companies and Intellectual Property Commission: year, number, type",
        ("cipc", "company registration", "registration number", "reg no", "company reg", "close corporation"),
        score=0.55,
    ),
    labelled(
        "za_driver_license",
        Kind.DRIVER_LICENSE,
        "a South African driving licence",
        r"(?=\d{6,10}[A-Z0-9]{0,4}[A-Z])\d{6,10}[A-Z0-9]{2,5}",
        "eNaTIS: six to ten digits and two to five letters or digits",
        ("licence", "license", "enatis", "natis"),
        score=0.45,
    ),
    labelled(
        "za_traffic_register",
        Kind.NATIONAL_ID,
        "a South African traffic register number",
        r"\d{13}",
        "National Road Traffic Act 93 of 1996: for people without an identity number",
        ("traffic register", "trn", "enatis", "natis"),
        score=0.45,
    ),
    labelled(
        "ng_nin",
        Kind.NG_NIN,
        "a Nigerian identification number",
        r"\d{11}",
        "National Identity Management Commission; Verhoeff's check digit",
        ("nin", "national identification number", "national identity number", "nimc", "nigeria", "nigerian"),
        check=nigerian_nin,
        check_name="verhoeff",
        score=0.55,
    ),
)
