"""Numbers that Germany gives to people, insured persons, doctors and firms, beside the tax number."""

from __future__ import annotations

from typing import Final

from discovery.detection.national_checks import german_doctor, german_health, german_pension
from discovery.detection.recogniser import PatternRecogniser
from discovery.detection.recognisers.checks import labelled, shaped
from discovery.detection.validators import icao_check
from discovery.documents import Kind

_ICAO: Final = r"[CFGHJKLMNPRTVWXYZ0-9]{7}\d"
_CARD_WORDS: Final = ("personalausweis", "ausweis", "ausweisnummer", "personalausweisnummer", "ausweis-nr", "npa",
                      "identity card", "id card")  # fmt: skip
_PASS_WORDS: Final = ("reisepass", "pass", "passnummer", "reisepassnummer", "pass-nr", "passport", "dokumentennummer")

RECOGNISERS: Final = (
    labelled(
        "de_id_card_checked",
        Kind.DE_ID_CARD,
        "a German identity card number",
        rf"(?=[A-Z0-9]{{0,8}}[A-Z][A-Z0-9]{{0,7}}\d)[LMNPRTVWXYZ]{_ICAO}",
        "Personalausweisverordnung; serial number with the check digit of ICAO Doc 9303",
        _CARD_WORDS,
        check=icao_check,
        check_name="icao_731",
        score=0.5,
        against=("part", "model", "order", "sku", "serial", "version", "invoice"),
    ),
    labelled(
        "de_passport_checked",
        Kind.PASSPORT,
        "a German passport number",
        rf"[CFGHJK]{_ICAO}",
        "Passverordnung; serial number with the check digit of ICAO Doc 9303",
        _PASS_WORDS,
        check=icao_check,
        check_name="icao_731",
        score=0.6,
    ),
    labelled(
        "de_id_card_old",
        Kind.DE_ID_CARD,
        "a German identity card number",
        r"T\d{8}",
        "Identity cards before November 2010: T and eight digits",
        _CARD_WORDS,
        score=0.5,
    ),
    shaped(
        "de_social_security",
        Kind.DE_SOCIAL_SECURITY,
        "a German pension insurance number",
        r"\d{2} ?(?:0[1-9]|[12]\d|3[01]|5[1-9]|[67]\d|8[01])(?:0[1-9]|1[0-2])\d{2} ?[A-Z] ?\d{3}",
        "SGB VI § 147, VKVV § 4; check digit",
        ("rentenversicherungsnummer", "sozialversicherungsnummer", "versicherungsnummer", "rvnr", "sv-nummer", "svnr",
         "rentenversicherung", "rv-nummer"),
        check=german_pension,
        check_name="vkvv",
        score=0.8,
    ),
    labelled(
        "de_health_insurance",
        Kind.HEALTH_INSURANCE_NUMBER,
        "a German health insurance number",
        r"[A-Z]\d{9}",
        "SGB V § 290; check digit",
        ("krankenversichertennummer", "krankenversicherungsnummer", "versichertennummer", "kvnr", "krankenkasse",
         "gesundheitskarte", "egk", "krankenversicherung", "versicherten-nr"),
        check=german_health,
        check_name="kvnr",
        score=0.5,
        against=("application", "ircc", "order", "part", "sku", "invoice", "serial"),
    ),
    labelled(
        "de_doctor",
        Kind.MEDICAL_LICENSE,
        "the number of a German doctor",
        r"\d{9}",
        "SGB V § 75 (7), KBV; weights 4 and 9",
        ("arztnummer", "lanr", "arzt-nr", "arzt-nummer", "vertragsarzt"),
        check=german_doctor,
        check_name="lanr_mod10",
        score=0.6,
    ),
    labelled(
        "de_practice",
        Kind.MEDICAL_LICENSE,
        "the number of a German practice",
        r"(?:0[1-3]|17|20|35|38|46|5[12]|7[1-48]|8[38]|9[38])\d{7}",
        "SGB V § 75 (7), KBV: the region's code and seven digits",
        ("betriebsstättennummer", "betriebsstätten-nummer", "bsnr", "betriebsstätte", "praxisnummer"),
        score=0.5,
    ),
    labelled(
        "de_tax_number",
        Kind.TAX_NUMBER,
        "a German tax number (Steuernummer)",
        r"(?:\d{2,3}/\d{3,4}/\d{4,5}|(?:0[1-9]|1[0-6])\d{11})",
        "AO § 139a; the forms of the states, and ELSTER's thirteen digits",
        ("steuernummer", "steuer-nr", "st.-nr", "st-nr", "finanzamt", "stnr", "steuerbescheid"),
        score=0.5,
    ),
    labelled(
        "de_tax_number_plain",
        Kind.TAX_NUMBER,
        "a German tax number (Steuernummer)",
        r"\d{10,11}",
        "AO § 139a; the forms of the states without strokes",
        ("steuernummer", "steuer-nr", "st.-nr", "st-nr", "finanzamt", "stnr"),
        score=0.45,
    ),
    labelled(
        "de_plz",
        Kind.POSTCODE,
        "a German postcode",
        r"(?!01000|99999)(?:0[1-9]\d{3}|[1-9]\d{4})",
        "Deutsche Post: 01001 to 99998",
        ("plz", "postleitzahl", "postanschrift", "wohnort", "wohnanschrift"),
        score=0.4,
    ),
    PatternRecogniser(
        name="de_vat",
        kind=Kind.EU_VAT,
        what="a German VAT number",
        pattern=r"(?<![\w-])(?:DE|de)[ .-]?\d{3}[ .-]?\d{3}[ .-]?\d{3}(?![\w-]|[.,]?\d)",
        score=0.5,
        source="UStG § 27a: DE and nine digits; the rule of the last digit is not published",
        context=("ust-idnr", "ust-id", "umsatzsteuer", "umsatzsteuer-identifikationsnummer", "vat", "rechnung"),
        trigger=r"(?i)\bDE[ .-]?\d{3}",
    ),
    PatternRecogniser(
        name="de_company",
        kind=Kind.COMPANY_NUMBER,
        what="a number of the German commercial register",
        pattern=r"(?<![\w-])(?:HR[AB]|hr[ab])(?:[ -]?(?:Nr|nr)\.?)? {0,3}\d{1,6}(?![\w]|-\d|[.,]\d)",
        score=0.75,
        source="HGB § 9: HRA for sole traders and partnerships, HRB for companies",
        trigger=r"(?i)\bhr[ab]",
    ),
    labelled(
        "de_driver_license",
        Kind.DRIVER_LICENSE,
        "a German driving licence",
        r"(?:[A-Z][A-Z0-9]\d{2}[A-Z0-9]{6}\d|[A-Z]{2}\d{8}[A-Z0-9])",
        "FeV annex 8; authority, number, check, copy",
        ("führerschein", "führerscheinnummer", "führerschein-nr", "fahrerlaubnis", "fahrerlaubnisnummer",
         "driving licence"),
        score=0.5,
    ),
)  # fmt: skip
