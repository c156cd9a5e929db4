import subprocess
from collections import Counter

import pytest

from discovery.documents import Decision, SubjectProfile
from discovery.sources.sql import search_database
from tests.conftest import corpus_dir


@pytest.fixture(scope="module")
def corpus():
    folder = corpus_dir() / "db"
    if not folder.is_dir():
        pytest.skip("the corpus folder is absent")
    return folder


@pytest.fixture(scope="module")
def pagila(corpus, postgres):
    url = postgres.create_database("pagila")
    for name in ("pagila_schema.sql", "pagila_data.sql"):
        with (corpus / name).open("rb") as script:
            subprocess.run(["psql", "-q", "-d", url], stdin=script, capture_output=True, check=True)
    return url


def tally(rows, decision):
    return dict(Counter(row.table.lower().replace("_", "") for row in rows if row.match.decision is decision))


@pytest.mark.needs_corpus
def test_a_customer_of_chinook_is_found_with_invoices_and_nothing_of_others(corpus):
    subject = SubjectProfile(names=("Luís Gonçalves",), emails=("luisg@embraer.com.br",))

    rows, _coverage = search_database(f"sqlite:///{corpus / 'chinook.sqlite'}", subject)

    confirmed = [row for row in rows if row.match.decision is Decision.CONFIRMED]
    assert tally(rows, Decision.CONFIRMED) == {"customer": 1, "invoice": 7, "invoiceline": 38}
    assert {row.values["CustomerId"] for row in confirmed if row.table in ("Customer", "Invoice")} == {1}
    assert {row.key["InvoiceId"] for row in confirmed if row.table == "Invoice"} == {98, 121, 143, 195, 316, 327, 382}
    assert [row.match.decision for row in rows if row.table == "Employee"] == [Decision.CONTEXT]
    assert {row.match.decision for row in rows if row.table == "Track"} == {Decision.CONTEXT}


@pytest.mark.needs_corpus
@pytest.mark.postgres
def test_a_customer_of_pagila_is_found_through_inherited_tables(pagila):
    subject = SubjectProfile(names=("Mary Smith",), emails=("mary.smith@sakilacustomer.org",))

    rows, _coverage = search_database(pagila, subject)

    assert tally(rows, Decision.CONFIRMED) == {"customer": 1, "address": 1, "rental": 32, "payment": 32}
    assert tally(rows, Decision.REVIEW) == {}


@pytest.mark.needs_corpus
@pytest.mark.postgres
def test_what_a_member_of_staff_handled_is_a_few_items_for_a_person(pagila):
    subject = SubjectProfile(names=("Mike Hillyer",), emails=("mike.hillyer@sakilastaff.com",))

    rows, _coverage = search_database(pagila, subject)

    assert tally(rows, Decision.CONFIRMED) == {"staff": 1, "address": 1, "store": 1}
    assert tally(rows, Decision.REVIEW) == {"rental": 1, "payment": 1, "customer": 1, "inventory": 1}
    rental = next(row for row in rows if row.table == "rental")
    assert rental.values["row_count"] == 8040
