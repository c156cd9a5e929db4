"""What Art. 20 covers, by table."""

import pytest

from dsar.rights.portability.rules import (
    Basis,
    Origin,
    bases_of,
    proposed_basis,
    proposed_document_origin,
    proposed_origin,
    why_not,
)


@pytest.mark.parametrize(
    ("words", "basis"),
    [
        ("Contract (Art. 6(1)(b))", Basis.CONTRACT),
        ("Consent (Art. 6(1)(a))", Basis.CONSENT),
        ("Explicit consent (Art. 9 (2) (a))", Basis.EXPLICIT_CONSENT),
        ("Legal obligation (Art. 6(1)(c)); contract (Art. 6(1)(b))", Basis.CONTRACT),
        ("Legitimate interest in preventing fraud (Art. 6(1)(f))", Basis.OTHER),
        ("Legal obligation (Art. 6(1)(c))", Basis.OTHER),
        ("Public task (Art. 6(1)(e))", Basis.OTHER),
        ("Employment law (Art. 9(2)(b))", Basis.OTHER),
        ("Einwilligung", Basis.CONSENT),
        ("Vertrag mit der Kundin", Basis.CONTRACT),
        ("contrat", Basis.CONTRACT),
        ("b", Basis.CONTRACT),
        ("f", Basis.OTHER),
        ("", Basis.OTHER),
    ],
)
def test_only_consent_and_contract_are_covered(words, basis):
    found = proposed_basis(words)

    assert found == basis
    assert bool(why_not(words)) == (basis == Basis.OTHER)


def test_each_basis_of_an_entry_says_whether_it_is_covered():
    lines = bases_of("Contract (Art. 6(1)(b)); legal obligation to keep accounts (Art. 6(1)(c))")

    assert [(line.article, line.qualifies) for line in lines] == [("Art. 6(1)(b)", True), ("Art. 6(1)(c)", False)]


@pytest.mark.parametrize(
    ("column", "origin"),
    [
        ("email", Origin.PROVIDED), ("first_name", Origin.PROVIDED), ("ShippingAddress", Origin.PROVIDED),
        ("quantity", Origin.PROVIDED), ("review_text", Origin.PROVIDED), ("order_date", Origin.PROVIDED),
        ("last_login_at", Origin.OBSERVED), ("ip_address_of_session", Origin.PROVIDED), ("heart_rate", Origin.OBSERVED),
        ("search_terms", Origin.OBSERVED), ("latitude", Origin.OBSERVED), ("created_at", Origin.OBSERVED),
        ("risk_score", Origin.DERIVED), ("customer_segment", Origin.DERIVED), ("predictedChurn", Origin.DERIVED),
        ("id", Origin.DERIVED), ("customer_id", Origin.DERIVED), ("internal_note", Origin.DERIVED),
        ("updated_at", Origin.DERIVED), ("password_hash", Origin.DERIVED), ("xq7", Origin.DERIVED),
    ],
)  # fmt: skip
def test_the_origin_of_a_column_is_proposed_by_its_name(column, origin):
    proposed = proposed_origin(column)

    assert proposed.origin == origin
    assert proposed.why
    assert proposed.is_secret == ("password" in column)


def test_where_the_name_says_nothing_the_register_does():
    assert proposed_origin("xq7", source_of_data="The customer, when ordering").origin == Origin.PROVIDED
    assert proposed_origin("xq7", source_of_data="A credit agency").origin == Origin.DERIVED


def test_documents_are_ours_unless_the_folder_says_otherwise():
    assert proposed_document_origin("files/uploads").origin == Origin.PROVIDED
    assert proposed_document_origin("files/hr").origin == Origin.DERIVED
