"""The catalogue holds what the law says, and nothing twice."""

import pytest

from dsar.deadlines.rulesets import regime_ids
from dsar.review import exemptions


def test_every_id_stands_once():
    ids = [row.id for row in exemptions.all_exemptions()]

    assert len(ids) == len(set(ids))
    assert len(ids) >= 70


@pytest.mark.parametrize("row", exemptions.all_exemptions(), ids=lambda row: row.id)
def test_a_row_has_basis_action_and_test(row):
    assert row.label
    assert any(sign.isdigit() for sign in row.basis) or "national provision" in row.basis
    assert row.actions
    assert set(row.actions) <= {"redact", "withhold"}
    assert row.test
    assert all(question.endswith("?") for question in row.test)
    assert row.regime in regime_ids()
    assert row.told or row.may_deny


@pytest.mark.parametrize(
    "key, paragraph",
    [
        ("third_party_data", "para 16"),
        ("legal_professional_privilege", "para 19"),
        ("trade_secrets", "Art. 15(4)"),
        ("crime_prevention", "para 2(1)(a)"),
        ("management_forecasting", "para 22"),
        ("negotiations", "para 23"),
        ("regulatory_function", "para 7"),
    ],
)
def test_the_seven_stand_under_their_right_paragraphs(key, paragraph):
    in_the_uk, in_the_eu = exemptions.SEVEN[key]

    assert paragraph in exemptions.find(in_the_uk).basis
    assert "GDPR Art." in exemptions.find(in_the_eu).basis


def test_paragraphs_20_and_24_are_what_the_statute_says():
    assert "para 20" in exemptions.find("uk.self_incrim").basis
    assert "para 24" in exemptions.find("uk.reference").basis


def test_a_recital_is_no_legal_basis():
    assert not [row.id for row in exemptions.all_exemptions() if row.basis.startswith("Recital")]


def test_national_rows_show_only_in_their_country():
    in_germany = {row.id for row in exemptions.for_regime("EU", "DE")}
    anywhere = {row.id for row in exemptions.for_regime("EU")}

    assert "de.secrecy" in in_germany
    assert "ie.s162" not in in_germany
    assert not [key for key in anywhere if not key.startswith("eu.")]


def test_uk_law_offers_no_eu_rows():
    assert {row.regime for row in exemptions.for_regime("UK", "GB")} == {"UK"}
