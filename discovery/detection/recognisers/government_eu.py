"""Numbers that member states of the European Union give to people, and driving licences of any country."""

from __future__ import annotations

from typing import Final

from stdnum.es import cif
from stdnum.fr import nir
from stdnum.ie import pps
from stdnum.it import codicefiscale
from stdnum.nl import bsn
from stdnum.pl import pesel

from discovery.detection.national_checks import german_tax_id, spanish_letter
from discovery.detection.recogniser import PatternRecogniser
from discovery.detection.recognisers.checks import valid
from discovery.detection.validators import compact
from discovery.documents import Kind


def _spanish(value: str) -> bool:
    return spanish_letter(value) or bool(cif.is_valid(compact(value)))


_GERMAN_CARD: Final = (
    "personalausweis", "ausweis", "ausweisnummer", "personalausweisnummer", "ausweisnr", "personalausweisnr",
    "ausweis-nr", "personalausweis-nr", "identity card", "id card",
)  # fmt: skip

RECOGNISERS: Final = (
    PatternRecogniser(
        name="de_tax_id",
        kind=Kind.DE_TAX_ID,
        what="a German tax number (IdNr.)",
        pattern=r"(?<![\w+.-])[1-9]\d \d{3} \d{3} \d{3}(?![\w-]|\.\d)",
        score=0.5,
        source="Abgabenordnung § 139b; ISO 7064 MOD 11,10",
        check=german_tax_id,
        check_name="de_idnr",
        context=(
            "steuer-id",
            "steuer-idnr",
            "steueridentifikationsnummer",
            "idnr",
            "id-nr",
            "steuernummer",
            "tax id",
            "tin",
            "steuerliche identifikationsnummer",
        ),
        mistyped_score=0.45,
    ),
    PatternRecogniser(
        name="de_tax_id_plain",
        kind=Kind.DE_TAX_ID,
        what="a German tax number (IdNr.)",
        pattern=r"(?<![\w+.-])[1-9]\d{10}(?![\w-]|\.\d)",
        score=0.5,
        source="Abgabenordnung § 139b; ISO 7064 MOD 11,10",
        check=german_tax_id,
        check_name="de_idnr",
        context=(
            "steuer-id",
            "steuer-idnr",
            "steueridentifikationsnummer",
            "idnr",
            "id-nr",
            "steuernummer",
            "tax id",
            "tin",
            "steuerliche identifikationsnummer",
        ),
        context_required=True,
        mistyped_score=0.45,
    ),
    PatternRecogniser(
        name="de_id_card",
        kind=Kind.DE_ID_CARD,
        what="a German identity card number",
        pattern=r"(?<![\w-])[CFGHJKLMNPRTVWXYZ][CFGHJKLMNPRTVWXYZ0-9]{8}\d?(?:D)?(?![\w-])",
        score=0.4,
        source="Personalausweisverordnung; ICAO Doc 9303 check digit where it is given",
        check=lambda value: any(sign.isdigit() for sign in value),
        context=_GERMAN_CARD,
        context_required=True,
    ),
    PatternRecogniser(
        name="fr_nir",
        kind=Kind.FR_NIR,
        what="a French social security number",
        pattern=r"(?<![\w+.-])[1-478] ?\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\d) ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3}"
        r" ?\d{2}(?![\w-]|\.\d)",
        score=0.8,
        source="INSEE; key modulo 97",
        check=valid(nir),
        check_name="nir_mod97",
        context=("nir", "sécurité sociale", "securite sociale", "numéro de sécu", "insee", "sécu"),
        mistyped_score=0.5,
    ),
    PatternRecogniser(
        name="es_nif",
        kind=Kind.ES_NIF,
        what="a Spanish DNI, NIF or NIE",
        pattern=r"(?<![\w-])(?:\d{8}|\d{2}\.\d{3}\.\d{3}|[XYZKLM][ -]?\d{7})[ -]?[A-Z](?![\w-])",
        score=0.8,
        source="Real Decreto 1553/2005; letter by modulo 23",
        check=_spanish,
        check_name="nif_mod23",
        context=("dni", "nif", "nie", "documento nacional"),
        mistyped_score=0.5,
    ),
    PatternRecogniser(
        name="es_nif_plain",
        kind=Kind.ES_NIF,
        what="a Spanish DNI",
        pattern=r"(?<![\w-])\d{7}[ -]?[A-Z](?![\w-])",
        score=0.5,
        source="Real Decreto 1553/2005: a DNI written without its leading zero",
        check=spanish_letter,
        check_name="nif_mod23",
        context=("dni", "nif", "documento nacional"),
        context_required=True,
    ),
    PatternRecogniser(
        name="it_codice_fiscale",
        kind=Kind.IT_CODICE_FISCALE,
        what="an Italian tax code",
        pattern=r"(?i)(?<!\w)[A-Z]{6} ?[0-9LMNP-V]{2} ?[ABCDEHLMPRST] ?[0-9LMNP-V]{2} ?[A-Z][0-9LMNP-V]{3}"
        r" ?[A-Z](?!\w)",
        score=0.9,
        source="D.M. 23 December 1976; check letter",
        check=valid(codicefiscale),
        check_name="codice_fiscale",
        context=("codice fiscale", "c.f.", "cf"),
        mistyped_score=0.55,
    ),
    PatternRecogniser(
        name="it_codice_fiscale_mistyped",
        kind=Kind.IT_CODICE_FISCALE,
        what="an Italian tax code whose check letter is wrong",
        pattern=r"(?<!\w)[A-Z]{6}[0-9LMNP-V]{2}[ABCDEHLMPRST](?:[04][1-9]|[1256]\d|[37][01])[A-Z]\d{3}[A-Z](?!\w)",
        score=0.45,
        source="D.M. 23 December 1976: name, year, month, day, place; no other number has this shape",
        context=("codice fiscale", "c.f.", "cf"),
    ),
    PatternRecogniser(
        name="nl_bsn",
        kind=Kind.NL_BSN,
        what="a Dutch BSN",
        pattern=r"(?<![\w+.-])(?:\d{9}|\d{4}[. ]\d{2}[. ]\d{3}|\d{3}[. -]\d{3}[. -]\d{3})(?![\w-]|\.\d)",
        score=0.5,
        source="Wet algemene bepalingen burgerservicenummer; elfproef",
        check=valid(bsn),
        check_name="elfproef",
        context=("bsn", "burgerservicenummer", "sofinummer", "sofi", "citizen service number"),
        context_required=True,
        mistyped_score=0.45,
    ),
    PatternRecogniser(
        name="pl_pesel",
        kind=Kind.PL_PESEL,
        what="a Polish PESEL",
        pattern=r"(?<![\w+.-])\d{11}(?![\w-]|\.\d)",
        score=0.45,
        source="PESEL register; weights 1-3-7-9",
        check=valid(pesel),
        check_name="pesel",
        context=("pesel", "nr pesel", "numer pesel"),
        context_required=True,
        mistyped_score=0.45,
    ),
    PatternRecogniser(
        name="ie_pps",
        kind=Kind.IE_PPS,
        what="an Irish PPS number",
        pattern=r"(?<![\w-])\d{7} ?[A-W] ?[ABHWTX]?(?![\w-])",
        score=0.65,
        source="Department of Social Protection; modulus 23",
        check=valid(pps),
        check_name="pps_mod23",
        context=("pps", "ppsn", "pps number", "personal public service"),
        mistyped_score=0.5,
    ),
    PatternRecogniser(
        name="driver_license",
        kind=Kind.DRIVER_LICENSE,
        what="a driving licence number",
        pattern=r"(?i)(?<![a-z])(?:driving licen[cs]e|driver'?s?'? licen[cs]e|führerschein(?:nummer|-nr)?"
        r"|permis de conduire|permis|rijbewijs(?:nummer)?|permiso de conducir|patente(?: di"
        r" guida)?)"
        r"(?: ?(?:number|no\.?|nr\.?|n°|#))?(?: is)?[ .:#]{1,3}(?P<value>[A-Z0-9]{0,3}\d[A-Z0-9-]{5,16})(?!\w)",
        score=0.65,
        source="Directive 2006/126/EC annex I field 5, behind the label",
        trigger=r"(?i)licen|führerschein|permis|rijbewijs|patente",
    ),
)
