"""Numbers that Sweden, Denmark, Finland and Norway give to people: a date of birth and a few digits each."""

from __future__ import annotations

from typing import Final

from stdnum.dk import cpr
from stdnum.fi import hetu
from stdnum.no import fodselsnummer
from stdnum.se import personnummer

from discovery.detection.recogniser import PatternRecogniser
from discovery.detection.recognisers.checks import valid
from discovery.detection.validators import luhn
from discovery.documents import Kind

_MONTH = r"(?:0[1-9]|1[0-2])"
_DAY = r"(?:0[1-9]|[12]\d|3[01])"

RECOGNISERS: Final = (
    PatternRecogniser(
        name="se_personnummer",
        kind=Kind.SE_PERSONNUMMER,
        what="a Swedish personal identity number",
        pattern=rf"(?<![\w+.-])(?:18|19|20)?\d{{2}}{_MONTH}(?:0[1-9]|[1278]\d|[369][01])[+-]\d{{4}}(?![\w-]|\.\d)",
        score=0.75,
        source="Folkbokföringslagen 18 §; Luhn over the last ten digits",
        check=lambda value: bool(personnummer.is_valid(value.replace(" ", ""))),
        check_name="luhn",
        context=(
            "personnummer",
            "personnr",
            "samordningsnummer",
            "pnr",
            "swedish personal",
            "swedish id",
            "personal identity",
        ),
        against=("order", "invoice", "part", "phone", "tel", "fax"),
        mistyped_score=0.45,
    ),
    PatternRecogniser(
        name="se_personnummer_plain",
        kind=Kind.SE_PERSONNUMMER,
        what="a Swedish personal identity number",
        pattern=rf"(?<![0-9A-Z_+.-])(?:18|19|20)?\d{{2}}{_MONTH}{_DAY}\d{{4}}(?![\w-]|\.\d)",
        score=0.5,
        source="Folkbokföringslagen 18 §; Luhn",
        check=lambda value: bool(personnummer.is_valid(value)),
        check_name="luhn",
        context=(
            "personnummer",
            "personnr",
            "samordningsnummer",
            "pnr",
            "swedish personal",
            "swedish id",
            "personal identity",
        ),
        context_required=True,
        mistyped_score=0.4,
    ),
    PatternRecogniser(
        name="dk_cpr",
        kind=Kind.DK_CPR,
        what="a Danish CPR number",
        pattern=rf"(?<![\w+.-]){_DAY}{_MONTH}\d{{2}}[ -]?\d{{4}}(?![\w-]|\.\d)",
        score=0.5,
        source="CPR-loven; a date of birth and four digits (modulo 11 is no longer given to all)",
        check=lambda value: bool(cpr.is_valid(value)),
        check_name="cpr_date",
        context=("cpr", "cpr-nummer", "cpr-nr", "personnummer", "cpr nr", "danish personal"),
        context_required=True,
    ),
    PatternRecogniser(
        name="fi_hetu",
        kind=Kind.FI_HETU,
        what="a Finnish personal identity code",
        pattern=rf"(?<![0-9A-Z_-]){_DAY}{_MONTH}\d{{2}}[-+ABCDEFUVWXY]\d{{3}}[0-9A-FHJ-NPR-Y](?![\w-])",
        score=0.85,
        source="Digital and Population Data Services Agency; remainder modulo 31",
        check=lambda value: bool(hetu.is_valid(value, allow_temporary=True)),
        check_name="hetu_mod31",
        context=("hetu", "henkilötunnus", "personbeteckning", "finnish personal"),
        mistyped_score=0.5,
    ),
    PatternRecogniser(
        name="no_fodselsnummer",
        kind=Kind.NO_FODSELSNUMMER,
        what="a Norwegian birth number",
        pattern=r"(?<![\w+.-])(?:0[1-9]|[1-6]\d|7[01])(?:0[1-9]|1[0-2]|[458]\d)\d{2} ?\d{5}(?![\w-]|\.\d)",
        score=0.5,
        source="Folkeregisterforskriften; two check digits modulo 11",
        check=valid(fodselsnummer),
        check_name="no_mod11",
        context=("fødselsnummer", "fodselsnummer", "fnr", "personnummer", "d-nummer", "norwegian"),
        context_required=True,
        mistyped_score=0.45,
    ),
    PatternRecogniser(
        name="se_company_grouped",
        kind=Kind.COMPANY_NUMBER,
        what="a Swedish organisation number",
        pattern=r"(?<![\w+.-])\d{2}[2-9]\d{3}-\d{4}(?![\w-]|\.\d)",
        score=0.45,
        source="Lag 1974:174; Luhn, the third digit not below two",
        check=luhn,
        check_name="luhn",
        context=("organisationsnummer", "orgnr", "orgnummer", "org.nr", "företag", "company"),
        against=("order", "invoice", "part", "phone", "tel", "fax"),
    ),
)
