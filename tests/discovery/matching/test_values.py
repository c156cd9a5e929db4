import datetime

import pytest

from discovery.documents import Decision, SubjectProfile
from discovery.matching import match_value, variants

PROFILE = SubjectProfile(
    names=("Luís Gonçalves", "Müller, Jürgen"),
    emails=("LuisG@Example.org",),
    phones=("+44 7700 900123",),
    addresses=("12 Harbour Road, Bristol BS1 4QA",),
    dates_of_birth=("1985-03-12",),
    identifiers=(("customer number", "59"), ("iban", "GB82 WEST 1234 5698 7654 32")),
)


@pytest.mark.parametrize(
    "semantics, value, decision",
    [
        ("email", "luisg@EXAMPLE.org", Decision.CONFIRMED),
        ("email", "luisg+x@example.org", Decision.CONFIRMED),
        ("email", "xluisg@example.org", None),
        ("phone", "07700 900 123", Decision.CONFIRMED),
        ("phone", "07700 900 124", None),
        ("phone", "123", None),
        ("full_name", "LUIS GONCALVES", Decision.REVIEW),
        ("full_name", "Juergen Mueller", Decision.REVIEW),
        ("full_name", "Luis Gonzales", None),
        ("given_name", "Luis", Decision.REVIEW),
        ("surname", "Mueller", Decision.REVIEW),
        ("surname", "Luis", None),
        ("date_of_birth", datetime.date(1985, 3, 12), Decision.REVIEW),
        ("date_of_birth", "12/03/1985", Decision.REVIEW),
        ("date_of_birth", "1985-04-12", None),
        ("postcode", "bs14qa", Decision.REVIEW),
        ("customer_id", 59, Decision.CONFIRMED),
        ("payment_id", 59, None),
        ("iban", "GB82WEST12345698765432", Decision.CONFIRMED),
        ("customer number", "", None),
    ],
)
def test_a_value_is_judged_by_what_its_column_holds(semantics, value, decision):
    match = match_value(semantics, value, PROFILE)

    assert (match.decision if match else None) == decision


def test_variants_hold_the_spellings_a_database_may_have():
    forms = variants(PROFILE)

    assert {"LuisG@Example.org", "luisg@example.org", "LuisG@example.org"} <= set(forms.emails)
    assert {"+447700900123", "07700 900123", "07700900123", "00447700900123"} <= set(forms.phones)
    assert forms.phone_digits == ("700900123",)
    assert {"Luís Gonçalves", "Luis Goncalves", "Goncalves, Luis", "Jürgen Müller", "Juergen Mueller"} <= set(
        forms.names
    )
    assert {"Luís", "Luis", "Jürgen", "Juergen"} <= set(forms.given_names)
    assert {"Gonçalves", "Goncalves", "Müller", "Mueller"} <= set(forms.surnames)
    assert {"1985-03-12", "12/03/1985"} <= set(forms.dates_of_birth)
    assert {"BS1 4QA", "BS14QA"} <= set(forms.postcodes)
    assert ("iban", "GB82WEST12345698765432") in forms.identifiers


def test_an_empty_profile_has_no_variants():
    forms = variants(SubjectProfile())

    assert not any(getattr(forms, name) for name in forms.__slots__)
