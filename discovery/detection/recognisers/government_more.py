"""Identity numbers of further states: each has its own check digit, and is known by its name beside it."""

from __future__ import annotations

from types import ModuleType
from typing import Final

from stdnum.bg import egn
from stdnum.br import cpf
from stdnum.cn import ric
from stdnum.cz import rc
from stdnum.ee import ik
from stdnum.gr import amka
from stdnum.hr import oib
from stdnum.hu import anum
from stdnum.il import idnr as il_idnr
from stdnum.is_ import kennitala
from stdnum.lt import asmens
from stdnum.mx import curp, rfc
from stdnum.my import nric as my_nric
from stdnum.nz import ird
from stdnum.ro import cnp
from stdnum.se import orgnr
from stdnum.si import emso

from discovery.detection.national_checks import latvian_code
from discovery.detection.recogniser import PatternRecogniser
from discovery.detection.recognisers.checks import Check, labelled, valid
from discovery.documents import Kind

_Row = tuple[str, Kind, str, str, str, tuple[str, ...], ModuleType | Check]

_ROWS: Final[tuple[_Row, ...]] = (
    (
        "lv_personas_kods",
        Kind.NATIONAL_ID,
        "a Latvian personas kods",
        r"\d{6}-?\d{5}",
        "Iedzīvotāju reģistra likums; modulo 11",
        ("personas kods", "personas koda", "p.k.", "latvian personal"),
        latvian_code,
    ),
    (
        "ee_isikukood",
        Kind.NATIONAL_ID,
        "an Estonian isikukood",
        r"[1-8]\d{10}",
        "EVS 585:2007",
        ("isikukood", "isikukoodi", "estonian personal"),
        ik,
    ),
    (
        "lt_asmens_kodas",
        Kind.NATIONAL_ID,
        "a Lithuanian asmens kodas",
        r"[1-6]\d{10}",
        "Gyventojų registro įstatymas",
        ("asmens kodas", "asmens kodo", "a.k.", "lithuanian personal"),
        asmens,
    ),
    (
        "cz_rodne_cislo",
        Kind.NATIONAL_ID,
        "a Czech or Slovak birth number",
        r"\d{6}/?\d{3,4}",
        "zákon č. 133/2000 Sb.; modulo 11",
        ("rodné číslo", "rodne cislo", "rodného čísla", "r.č.", "birth number"),
        rc,
    ),
    (
        "ro_cnp",
        Kind.NATIONAL_ID,
        "a Romanian CNP",
        r"[1-9]\d{12}",
        "Legea 105/1996; weights 279146358279",
        ("cnp", "cod numeric personal", "codul numeric"),
        cnp,
    ),
    (
        "bg_egn",
        Kind.NATIONAL_ID,
        "a Bulgarian EGN",
        r"\d{10}",
        "Закон за гражданската регистрация; modulo 11",
        ("egn", "егн", "единен граждански номер"),
        egn,
    ),
    (
        "hr_oib",
        Kind.NATIONAL_ID,
        "a Croatian OIB",
        r"\d{11}",
        "Zakon o osobnom identifikacijskom broju; ISO 7064",
        ("oib", "osobni identifikacijski broj"),
        oib,
    ),
    (
        "si_emso",
        Kind.NATIONAL_ID,
        "a Slovene EMŠO",
        r"\d{13}",
        "Zakon o centralnem registru prebivalstva; modulo 11",
        ("emšo", "emso", "jmbg"),
        emso,
    ),
    (
        "gr_amka",
        Kind.NATIONAL_ID,
        "a Greek AMKA",
        r"\d{11}",
        "Law 3655/2008 art. 153; Luhn",
        ("amka", "αμκα"),
        amka,
    ),
    (
        "is_kennitala",
        Kind.NATIONAL_ID,
        "an Icelandic kennitala",
        r"\d{6}-?\d{4}",
        "Lög nr. 54/1962; modulo 11",
        ("kennitala", "kennitölu", "icelandic id"),
        kennitala,
    ),
    (
        "hu_adoszam",
        Kind.TAX_NUMBER,
        "a Hungarian tax number",
        r"\d{8}-?\d-?\d{2}",
        "Art. 2003. évi XCII. törvény",
        ("adószám", "adoszam", "adószáma"),
        lambda value: bool(anum.is_valid(value.replace("-", "")[:8])),
    ),
    (
        "br_cpf",
        Kind.NATIONAL_ID,
        "a Brazilian CPF",
        r"\d{3}\.?\d{3}\.?\d{3}-?\d{2}",
        "Receita Federal; two check digits",
        ("cpf", "cadastro de pessoas"),
        cpf,
    ),
    (
        "mx_curp",
        Kind.NATIONAL_ID,
        "a Mexican CURP",
        r"[A-Z]{4}\d{6}[HM][A-Z]{5}[A-Z0-9]\d",
        "Ley General de Población art. 91",
        ("curp", "clave única"),
        curp,
    ),
    (
        "mx_rfc",
        Kind.TAX_NUMBER,
        "a Mexican RFC",
        r"[A-ZÑ&]{3,4}\d{6}[A-Z0-9]{3}",
        "Código Fiscal de la Federación art. 27",
        ("rfc", "registro federal"),
        rfc,
    ),
    (
        "il_id",
        Kind.NATIONAL_ID,
        "an Israeli identity number",
        r"\d{8,9}",
        "Population Registry Law; Luhn",
        ("teudat zehut", "תעודת זהות", "israeli id"),
        il_idnr,
    ),
    (
        "cn_ric",
        Kind.NATIONAL_ID,
        "a Chinese identity number",
        r"[1-9]\d{16}[0-9Xx]",
        "GB 11643-1999; ISO 7064",
        ("身份证", "居民身份证", "chinese id", "resident identity"),
        ric,
    ),
    (
        "my_nric",
        Kind.NATIONAL_ID,
        "a Malaysian MyKad number",
        r"\d{6}-?\d{2}-?\d{4}",
        "National Registration Regulations 1990",
        ("mykad", "nric", "kad pengenalan", "malaysian ic"),
        my_nric,
    ),
    (
        "nz_ird",
        Kind.TAX_NUMBER,
        "a New Zealand IRD number",
        r"\d{2,3}[ -]?\d{3}[ -]?\d{3}",
        "Inland Revenue; modulo 11",
        ("ird", "ird number", "inland revenue"),
        ird,
    ),
    (
        "se_company",
        Kind.COMPANY_NUMBER,
        "a Swedish organisation number",
        r"\d{2}[2-9]\d{3}-?\d{4}",
        "Lag 1974:174; Luhn",
        ("organisationsnummer", "orgnr", "org.nr", "org nr", "företagsnummer"),
        orgnr,
    ),
)


def _recogniser(row: _Row) -> PatternRecogniser:
    name, kind, what, shape, source, words, rule = row
    check = valid(rule) if isinstance(rule, ModuleType) else rule
    return labelled(name, kind, what, shape, source, words, check=check, check_name=name, score=0.55)


RECOGNISERS: Final = tuple(map(_recogniser, _ROWS))
