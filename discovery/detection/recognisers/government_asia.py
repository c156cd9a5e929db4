"""Numbers that Thailand, Turkey and the Philippines give to people."""

from __future__ import annotations

from typing import Final

from discovery.detection.national_checks import philippine_tin, thai, turkish_id
from discovery.detection.recognisers.checks import labelled, shaped
from discovery.documents import Kind

_TIN_WORDS: Final = ("tin", "taxpayer identification", "bir", "tax id", "taxpayer", "revenue district")

RECOGNISERS: Final = (
    labelled(
        "th_tnin",
        Kind.TH_TNIN,
        "a Thai identification number",
        r"[1-9](?:\d{12}|-\d{4}-\d{5}-\d{2}-\d)",
        "Department of Provincial Administration; modulo 11",
        ("thai id", "thai national id", "tnin", "เลขประจำตัวประชาชน", "เลขบัตรประชาชน", "thai", "thailand"),
        check=thai,
        check_name="th_mod11",
        score=0.6,
    ),
    shaped(
        "tr_national_id",
        Kind.TR_NATIONAL_ID,
        "a Turkish identity number",
        r"[1-9]\d{10}",
        "Nüfus Hizmetleri Kanunu; two check digits",
        ("kimlik", "tc kimlik", "t.c. kimlik", "tckn", "tc no", "nüfus", "turkish id"),
        check=turkish_id,
        check_name="tckn",
        score=0.5,
        against=("order", "invoice", "tracking", "phone", "tel"),
    ),
    labelled(
        "ph_tin",
        Kind.TAX_NUMBER,
        "a Philippine tax number",
        r"\d{3}(?P<by>-?)\d{3}(?P=by)\d{3}(?:(?P=by)\d{3})?",
        "Bureau of Internal Revenue; modulo 11",
        _TIN_WORDS,
        check=philippine_tin,
        check_name="ph_tin_mod11",
        score=0.55,
    ),
    shaped(
        "ph_tin_grouped",
        Kind.TAX_NUMBER,
        "a Philippine tax number",
        r"\d{3}-\d{3}-\d{3}-\d{3}",
        "Bureau of Internal Revenue; modulo 11, and a branch",
        _TIN_WORDS,
        check=philippine_tin,
        check_name="ph_tin_mod11",
        score=0.45,
        against=("order", "invoice", "part", "serial"),
    ),
    shaped(
        "ph_umid",
        Kind.PH_UMID,
        "a Philippine UMID number",
        r"\d{4}-\d{7}-\d",
        "Executive Order 420: common reference number, 4-7-1",
        ("umid", "crn", "common reference number", "sss", "gsis", "philhealth", "pag-ibig"),
        score=0.6,
        against=("order", "invoice", "part"),
    ),
    labelled(
        "ph_umid_plain",
        Kind.PH_UMID,
        "a Philippine UMID number",
        r"\d{12}",
        "Executive Order 420: twelve digits behind the label",
        ("umid", "crn", "common reference number", "gsis", "philhealth", "pag-ibig"),
        score=0.45,
    ),
)
