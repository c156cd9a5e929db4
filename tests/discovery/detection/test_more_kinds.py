"""Kinds one by one: what is found, and what only looks like it. Numbers come from the issuers' examples or stdnum's."""

import pytest

from discovery.detection import Options, detect
from discovery.documents import Kind

RULES = Options(names="none")
FOUND = [
    ("Rijksregisternummer: 85.07.30-033.28", Kind.BE_NATIONAL_NUMBER, "85.07.30-033.28"),
    ("numéro national 85073003328", Kind.BE_NATIONAL_NUMBER, "85073003328"),
    ("SV-Nummer 1237 010180", Kind.AT_SOCIAL_SECURITY, "1237 010180"),
    ("AHV-Nr. 756.9217.0769.85", Kind.CH_AHV, "756.9217.0769.85"),
    ("ihre Nummer ist 756.9217.0769.85", Kind.CH_AHV, "756.9217.0769.85"),
    ("Personnummer 880320-0016", Kind.SE_PERSONNUMMER, "880320-0016"),
    ("personnummer: 198803200016", Kind.SE_PERSONNUMMER, "198803200016"),
    ("CPR-nr. 211062-5629", Kind.DK_CPR, "211062-5629"),
    ("Hetu 131052-308T", Kind.FI_HETU, "131052-308T"),
    ("fødselsnummer 15108695088", Kind.NO_FODSELSNUMMER, "15108695088"),
    ("NIF (contribuinte): 501 442 600", Kind.PT_NIF, "501 442 600"),
    ("Cartão de Cidadão 00000000 0 ZZ4", Kind.PT_CITIZEN_CARD, "00000000 0 ZZ4"),
    ("carte nationale d'identité 880692310285", Kind.FR_IDENTITY_CARD, "880692310285"),
    ("CNI n° T22000129", Kind.FR_IDENTITY_CARD, None),
    ("IMEI 49-015420-323751-8", Kind.DEVICE_ID, "49-015420-323751-8"),
    ("device_id=6f1c2d3e-8a4b-4c5d-9e0f-1a2b3c4d5e6f", Kind.DEVICE_ID, "6f1c2d3e-8a4b-4c5d-9e0f-1a2b3c4d5e6f"),
    ("_ga=GA1.2.1033501218.1368477899;", Kind.DEVICE_ID, "GA1.2.1033501218.1368477899"),
    ("see linkedin.com/in/ana-lindqvist for her CV", Kind.SOCIAL_HANDLE, "ana-lindqvist"),
    ("Follow me on Instagram: @ana.lindqvist!", Kind.SOCIAL_HANDLE, "@ana.lindqvist"),
    ("vehicle registration AB12 CDE", Kind.NUMBER_PLATE, "AB12 CDE"),
    ("Kennzeichen M-AB 1234", Kind.NUMBER_PLATE, "M-AB 1234"),
    ("véhicule immatriculé AB-123-CD", Kind.NUMBER_PLATE, "AB-123-CD"),
    ("She is a 43-year-old teacher", Kind.AGE, "43-year-old"),
    ("Age: 37", Kind.AGE, "37"),
    ("âgée de 61 ans, elle", Kind.AGE, "61 ans"),
    ("Gender: female", Kind.GENDER, "female"),
    ("Geschlecht: weiblich", Kind.GENDER, "weiblich"),
    ("Nationality: Portuguese", Kind.NATIONALITY, "Portuguese"),
    ("a Canadian citizen since 2004", Kind.NATIONALITY, "Canadian"),
    ("Her fingerprints were taken", Kind.BIOMETRIC, "fingerprints"),
    ("He is a practising Catholic", Kind.RELIGION, "Catholic"),
    ("Sie ist evangelisch", Kind.RELIGION, "evangelisch"),
    ("She is a member of the Labour Party", Kind.POLITICAL_OPINION, "member of the Labour Party"),
    ("he pays his union dues", Kind.TRADE_UNION, "union dues"),
    ("Gewerkschaftsmitglied ist Herr Beck", Kind.TRADE_UNION, "Gewerkschaftsmitglied"),
    ("her sexual orientation was discussed", Kind.SEXUAL_LIFE, "sexual orientation"),
    ("his ethnic origin is recorded", Kind.ETHNIC_ORIGIN, "ethnic origin"),
    ("he was convicted of theft", Kind.CRIMINAL, "convicted of"),
    ("Diagnosis: F32.1", Kind.HEALTH, "F32.1"),
    ("she takes sertraline 50 mg daily", Kind.HEALTH, "sertraline 50 mg"),
    ("paid by card **** **** **** 4242", Kind.CREDIT_CARD, "**** **** **** 4242"),
    ("XXXX-XXXX-XXXX-1881", Kind.CREDIT_CARD, "XXXX-XXXX-XXXX-1881"),
]
NOT_FOUND = [
    ("order 85.07.30-033.28 shipped", Kind.BE_NATIONAL_NUMBER),
    ("Rijksregisternummer 85.07.30-033.29x", Kind.BE_NATIONAL_NUMBER),
    ("room 1237 010180", Kind.AT_SOCIAL_SECURITY),
    ("757.9217.0769.85", Kind.CH_AHV),
    ("880320-0017", Kind.SE_PERSONNUMMER),
    ("call 211062-5629", Kind.DK_CPR),
    ("131052-308U", Kind.FI_HETU),
    ("15108695088 units", Kind.NO_FODSELSNUMMER),
    ("invoice 501 442 600", Kind.PT_NIF),
    ("build 880692310285", Kind.FR_IDENTITY_CARD),
    ("commit 6f1c2d3e-8a4b-4c5d-9e0f-1a2b3c4d5e6f", Kind.DEVICE_ID),
    ("npm install @angular/core", Kind.SOCIAL_HANDLE),
    ("write to ana@example.org", Kind.SOCIAL_HANDLE),
    ("part AB12 CDE of the catalogue", Kind.NUMBER_PLATE),
    ("the company is 43 years old", Kind.AGE),
    ("page: 37", Kind.AGE),
    ("stage 3 of the project", Kind.AGE),
    ("sexual health leaflet: f", Kind.GENDER),
    ("Canadian dollars", Kind.NATIONALITY),
    ("the fingerprint of the certificate", Kind.BIOMETRIC),
    ("Catholic University of Lille", Kind.RELIGION),
    ("Green Party conference", Kind.POLITICAL_OPINION),
    ("European Union membership of states", Kind.TRADE_UNION),
    ("Grid square F32.1", Kind.HEALTH),
    ("**** important ****", Kind.CREDIT_CARD),
]


@pytest.mark.parametrize(("text", "kind", "value"), FOUND, ids=lambda one: str(one)[:40])
def test_it_is_found(text, kind, value):
    found = {text[one.start : one.end] for one in detect(text, options=RULES) if one.kind is kind}

    assert found
    assert value is None or value in found


@pytest.mark.parametrize(("text", "kind"), NOT_FOUND, ids=lambda one: str(one)[:40])
def test_what_only_looks_like_it_is_not_found(text, kind):
    assert not [text[one.start : one.end] for one in detect(text, options=RULES) if one.kind is kind]


def test_special_categories_stay_below_what_is_certain():
    for text, kind, _value in FOUND:
        if kind in {Kind.RELIGION, Kind.POLITICAL_OPINION, Kind.TRADE_UNION, Kind.SEXUAL_LIFE, Kind.ETHNIC_ORIGIN}:
            scores = [one.score for one in detect(text, options=RULES) if one.kind is kind]
            assert max(scores) < 0.95, text
