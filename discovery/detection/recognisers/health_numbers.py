"""Numbers of insured people and of those who treat them, in the United States and behind their labels anywhere."""

from __future__ import annotations

from typing import Final

from discovery.detection.national_checks import dea, npi
from discovery.detection.recogniser import PatternRecogniser
from discovery.detection.recognisers.checks import labelled, shaped
from discovery.documents import Kind

_NUMBER: Final = r"(?: ?(?:#|no\.?|number|id|nr\.?|n°))?(?: is)?[ \t]{0,2}:?[ \t]{0,2}"
_FIRST: Final = "[AC-HJKMNP-RT-Y]"
_EITHER: Final = "[AC-HJKMNP-RT-Y0-9]"

RECOGNISERS: Final = (
    shaped(
        "us_mbi",
        Kind.US_MBI,
        "a Medicare number (MBI)",
        rf"[1-9]{_FIRST}{_EITHER}\d-{_FIRST}{_EITHER}\d-{_FIRST}{{2}}\d{{2}}",
        "Centers for Medicare & Medicaid Services: eleven signs without S, L, O, I, B and Z",
        ("medicare", "mbi", "beneficiary", "cms", "hicn"),
        score=0.75,
    ),
    shaped(
        "us_mbi_plain",
        Kind.US_MBI,
        "a Medicare number (MBI)",
        rf"[1-9]{_FIRST}{_EITHER}\d{_FIRST}{_EITHER}\d{_FIRST}{{2}}\d{{2}}",
        "Centers for Medicare & Medicaid Services: eleven signs without S, L, O, I, B and Z",
        ("medicare", "mbi", "beneficiary", "cms", "hicn", "patient"),
        score=0.55,
        against=("part", "order", "serial", "sku", "vin"),
    ),
    labelled(
        "us_npi",
        Kind.US_NPI,
        "a provider number (NPI)",
        r"1\d{3}(?P<by>[ -]?)\d{3}(?P=by)\d{3}",
        "45 CFR 162.406; Luhn behind 80840; all that are given out begin with 1",
        ("npi", "national provider", "provider", "provider id", "provider identifier", "physician", "prescriber"),
        check=npi,
        check_name="luhn",
        score=0.6,
    ),
    labelled(
        "us_dea",
        Kind.MEDICAL_LICENSE,
        "a DEA registration",
        r"[A-HJ-MPR-UXa-hj-mpr-ux][A-Za-z9]\d{7}",
        "US Drug Enforcement Administration, Diversion Control; check digit",
        ("dea", "prescriber", "controlled substance"),
        check=dea,
        check_name="dea_mod10",
        score=0.7,
    ),
    PatternRecogniser(
        name="medical_license",
        kind=Kind.MEDICAL_LICENSE,
        what="the licence of a doctor behind its label",
        pattern=r"(?i)(?<![a-z])(?:medical licen[cs]e|gmc|physician licen[cs]e|nmc pin"
        r"|dea(?: (?:number|no|registration))?|approbation|rpps|adeli)(?: ?(?:number|no|nr|n°|#))?\.?(?: is)?"
        r"[ \t]{0,2}[:#]?[ \t]{0,2}(?P<value>(?=[A-Z0-9-]{0,9}\d)[A-Z]{0,3}-?\d{5,11}[A-Z]?)(?![\w-])",
        score=0.65,
        source="the label; GMC seven digits, RPPS eleven, state boards of the US a letter and digits",
        trigger=r"(?i)\b(?:medical licen[cs]e|physician licen[cs]e|gmc|nmc pin|dea|approbation|rpps|adeli)\b",
    ),
    PatternRecogniser(
        name="health_insurance_number",
        kind=Kind.HEALTH_INSURANCE_NUMBER,
        what="a number of a health insurer behind its label",
        pattern=r"(?i)(?<![a-z])(?:(?:health|medical) insurance (?:member )?(?:id|number|no|card|policy)"
        r"|insurance (?:member )?(?:id|card)"
        r"|health plan (?:id|number)|(?:health )?plan member id|insurance subscriber id|ehic|carte vitale"
        r"|numéro d'assuré|versichertennummer|krankenversicherungsnummer)(?: ?(?:number|no|nr|n°|#|id))?\.?(?: is)?"
        r"[ \t]{0,2}[:#]?[ \t]{0,2}(?P<value>(?=[A-Z0-9-]{0,11}\d)[A-Z]{0,5}-?[A-Z0-9]{0,3}-?\d{4,14}"
        r"[A-Z0-9-]{0,4})(?![\w-])",
        score=0.8,
        source="the label of the insurer's card",
        trigger=r"(?i)insurance (?:member|id|number|no|card|policy|subscriber)|health plan|plan member|ehic"
        r"|carte vitale|assuré|versichertennummer|krankenversicherungsnummer",
    ),
    PatternRecogniser(
        name="prior_authorisation",
        kind=Kind.HEALTH_INSURANCE_NUMBER,
        what="the number of a health insurer's authorisation",
        pattern=rf"(?i)(?<![a-z])(?:prior auth(?:ori[sz]ation)?|pre-?auth(?:ori[sz]ation)?){_NUMBER}"
        r"(?P<value>(?:PA-?)?\d{6,12})(?![\w-])",
        score=0.7,
        source="the label; American Medical Association, prior authorisation",
        trigger=r"(?i)prior auth|pre-?auth",
    ),
    PatternRecogniser(
        name="prescription_number",
        kind=Kind.MEDICAL_RECORD_NUMBER,
        what="the number of a prescription",
        pattern=rf"(?i)(?<![a-z])(?:prescription|rx|rezept|ordonnance){_NUMBER}(?P<value>(?:RX-?)?\d{{6,12}})(?![\w-])",
        score=0.7,
        source="the label of a pharmacy",
        trigger=r"(?i)prescription|\brx|rezept|ordonnance",
    ),
    PatternRecogniser(
        name="referral_number",
        kind=Kind.MEDICAL_RECORD_NUMBER,
        what="the number of a referral",
        pattern=rf"(?i)(?<![a-z])(?:referral|überweisung){_NUMBER}(?P<value>(?:(?:REF|INF)-)?\d{{6,12}})(?![\w-])",
        score=0.65,
        source="the label of a referral to another doctor",
        trigger=r"(?i)referral|überweisung",
    ),
    PatternRecogniser(
        name="healthcare_prefixed",
        kind=Kind.HEALTH_INSURANCE_NUMBER,
        what="a number of health care by its prefix",
        pattern=r"(?<![\w-])(?:PA|RX)-?\d{6,12}(?![\w-])",
        score=0.3,
        source="the prefixes PA and RX beside a word of health care",
        context=("authorization", "authorisation", "auth", "approval", "prescription", "pharmacy", "rx", "patient"),
        context_required=True,
    ),
    labelled(
        "us_ein",
        Kind.TAX_NUMBER,
        "a US employer number (EIN)",
        r"(?:0[1-6]|1[0-6]|2[0-7]|3\d|4[0-8]|5\d|6[0-8]|7[1-7]|8[0-8]|9[0-589])-\d{7}",
        "IRS: the prefix of a campus and seven digits",
        ("ein", "tax id", "tin", "employer identification", "fein", "federal tax", "tax identification"),
        score=0.55,
    ),
)
