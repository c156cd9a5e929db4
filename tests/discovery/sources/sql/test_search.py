import hashlib
import json
import re

import pytest

from discovery.documents import CoverageState, Decision, SubjectProfile
from discovery.sources.sql import search_database
from tests.discovery.sources.sql import shop

ALMA = SubjectProfile.from_json(shop.SUBJECT)


def places(rows, decision, table):
    return sorted(tuple(row.key.values()) for row in rows if row.match.decision is decision and row.table == table)


@pytest.fixture
def found(sqlite):
    return search_database(sqlite(shop.script()), ALMA)


def one(rows, table, **key):
    return next(row for row in rows if row.table == table and dict(row.key) == key)


def test_everything_that_hangs_on_the_subject_is_confirmed_and_nothing_else(found):
    rows, _coverage = found

    confirmed = {
        table: places(rows, Decision.CONFIRMED, table)
        for table in {row.table for row in rows if row.match.decision is Decision.CONFIRMED}
    }
    assert confirmed == {
        "customer": [(7,)],
        "address": [(7,)],
        "account": [(7,)],
        "orders": [(70,), (71,), (72,)],
        "order_line": [(o, n) for o in (70, 71, 72) for n in (1, 2)],
        "customer_tag": [(7, 2)],
        "ticket": [(7,), (902,)],
        'Mailing "List"': [(1,)],
    }


def test_a_namesake_and_a_relative_in_the_same_mailbox_wait_for_a_person(found):
    rows, _coverage = found

    assert (one(rows, "customer", id=8).match.decision, one(rows, "customer", id=8).match.reason) == (
        "review",
        "homonym",
    )
    assert (one(rows, "customer", id=9).match.decision, one(rows, "customer", id=9).match.reason) == (
        "review",
        "family_mailbox",
    )
    assert not [row for row in rows if row.table == "orders" and row.values.get("customer_id") in (8, 9)]


def test_shared_rows_are_context_and_lead_nowhere(found):
    rows, _coverage = found

    assert {row.table for row in rows if row.match.decision is Decision.CONTEXT} == {
        "country",
        "product",
        "tag",
        "staff",
    }
    assert one(rows, "staff", staff_id=2).match.reason == "other_person"


def test_the_path_says_the_way_in_words(found):
    rows, _coverage = found

    line = one(rows, "order_line", order_id=70, line_no=1)
    assert line.path == "customer.email = the subject's e-mail → orders.customer_id → order_line.order_id"
    assert one(rows, "customer", id=7).matched_columns == ("email", "phone", "first_name", "last_name")


def test_texts_confirm_by_identifier_and_ask_where_only_a_name_or_another_persons_row(found):
    rows, _coverage = found

    assert one(rows, "ticket", id=900).match.reason == "name_in_text"
    assert one(rows, "ticket", id=901).match.reason == "other_persons_row"
    assert not [row for row in rows if row.table == "ticket" and row.key["id"] == 903]
    hit = one(rows, "ticket", id=902)
    text = hit.values["body"]
    assert {text[span.start : span.end] for span in hit.match.spans} == {"ALMA.FERREIRA@example.org", "(020) 7946-0123"}


def test_staff_gets_one_item_for_all_the_orders_handled(sqlite):
    url = sqlite(shop.script())

    rows, _coverage = search_database(url, SubjectProfile(names=("Rita Vogel",), emails=("rita@example.com",)))

    assert [(row.table, row.key) for row in rows if row.match.decision is Decision.CONFIRMED] == [
        ("staff", {"staff_id": 1})
    ]
    group = one(rows, "orders", staff_id=1)
    assert (group.match.reason, group.values["row_count"], len(group.values["sample_keys"])) == ("acted_on", 120, 5)
    assert one(rows, "customer", support_rep_id=1).match.reason == "other_person"


def test_coverage_names_every_table_and_what_was_not_read(found):
    _rows, coverage = found

    states = {entry.locator.parts["table"]: (entry.state, entry.reason) for entry in coverage}
    assert states["customer_list"] == (CoverageState.SKIPPED, "view")
    assert states["account"] == (CoverageState.PARTIAL, "binary_not_read")
    assert states["orders"] == (CoverageState.COMPLETE, "")
    assert len(states) == 13
    assert "no_stable_key" in next(e.notes for e in coverage if e.locator.parts["table"] == 'Mailing "List"')
    assert "opaque_column:password_hash" in next(e.notes for e in coverage if e.locator.parts["table"] == "account")


def test_rows_are_json_safe(found):
    rows, _coverage = found

    assert json.dumps([[row.locator.as_json(), dict(row.values)] for row in rows])
    assert one(rows, "account", user_no=7).values["avatar"] == {
        "bytes": 4, "sha256": hashlib.sha256(b"\x89PNG").hexdigest()
    }  # fmt: skip


def test_without_declared_keys_the_likely_ones_lead_to_the_same_rows(sqlite):
    bare = re.sub(r" REFERENCES \w+\(\w+\)", "", shop.SCHEMA) + shop.rows()

    rows, _coverage = search_database(sqlite(bare), ALMA)

    assert places(rows, Decision.CONFIRMED, "orders") == [(70,), (71,), (72,)]
    assert len(places(rows, Decision.CONFIRMED, "order_line")) == 6
    assert places(rows, Decision.CONFIRMED, "customer_tag") == [(7, 2)]
    assert places(rows, Decision.CONFIRMED, "customer") == [(7,)]


def test_a_shared_address_is_not_taken_for_the_subjects_own(sqlite):
    person = SubjectProfile(emails=("person12@example.org",))

    rows, _coverage = search_database(sqlite(shop.script()), person)

    assert one(rows, "address", id=11).match.decision is Decision.CONTEXT
    assert places(rows, Decision.CONFIRMED, "customer") == [(12,)]


def test_a_number_is_looked_for_only_where_that_number_stands(sqlite):
    person = SubjectProfile(identifiers=(("customer number", "15"),))

    rows, _coverage = search_database(sqlite(shop.script()), person)

    assert places(rows, Decision.CONFIRMED, "customer") == [(15,)]
    assert places(rows, Decision.CONFIRMED, "orders") == [(150,), (151,), (152,)]
    assert places(rows, Decision.CONFIRMED, "ticket") == [(15,)]


@pytest.mark.parametrize(
    "births, decision", [(("1958-03-09",), "confirmed"), (("1931-01-01",), "excluded"), ((), "review")]
)
def test_a_date_of_birth_settles_a_mere_name(sqlite, births, decision):
    person = SubjectProfile(names=("Alma Ferreira",), dates_of_birth=births)

    rows, _coverage = search_database(sqlite(shop.script()), person)

    assert one(rows, "customer", id=8).match.decision == decision


def test_a_second_address_in_the_subjects_own_row_finds_rows_that_have_no_key(sqlite):
    url = sqlite("""
        CREATE TABLE person (id INTEGER PRIMARY KEY, full_name TEXT, email TEXT, phone TEXT);
        CREATE TABLE person_email (id INTEGER PRIMARY KEY, person_id INTEGER REFERENCES person(id), email TEXT);
        CREATE TABLE login (at TEXT, email TEXT);
        INSERT INTO person VALUES (1,'Ada Byrne','ada@example.org','+44 20 7946 0001'),(2,'Bo Dunn','bo@example.org','+44 20 7946 0002');
        INSERT INTO person_email VALUES (1,1,'ada@example.com'),(2,2,'bo@example.com');
        INSERT INTO login VALUES ('2025-01-01','ada@example.com'),('2025-01-02','bo@example.com');
    """)

    rows, _coverage = search_database(url, SubjectProfile(names=("Ada Byrne",), emails=("ada@example.org",)))

    assert places(rows, Decision.CONFIRMED, "person_email") == [(1,)]
    assert places(rows, Decision.CONFIRMED, "login") == [(1,)]


def test_a_seed_in_a_satellite_leads_up_to_its_person(sqlite):
    url = sqlite("""
        CREATE TABLE person (id INTEGER PRIMARY KEY, first_name TEXT, last_name TEXT);
        CREATE TABLE person_email (id INTEGER PRIMARY KEY, person_id INTEGER REFERENCES person(id), email TEXT);
        CREATE TABLE visit (id INTEGER PRIMARY KEY, person_id INTEGER REFERENCES person(id), day TEXT);
        INSERT INTO person VALUES (1,'Ada','Byrne'),(2,'Bo','Dunn');
        INSERT INTO person_email VALUES (1,1,'ada@example.com'),(2,2,'bo@example.com');
        INSERT INTO visit VALUES (1,1,'2025-01-01'),(2,2,'2025-01-02');
    """)

    rows, _coverage = search_database(url, SubjectProfile(emails=("ada@example.com",)))

    assert places(rows, Decision.CONFIRMED, "person") == [(1,)]
    assert places(rows, Decision.CONFIRMED, "visit") == [(1,)]


def test_an_answer_by_somebody_else_to_the_subjects_post_is_not_confirmed(sqlite):
    url = sqlite("""
        CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, display_name TEXT);
        CREATE TABLE post (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users(id), title TEXT);
        CREATE TABLE comment (id INTEGER PRIMARY KEY, post_id INTEGER REFERENCES post(id), user_id INTEGER REFERENCES users(id), t TEXT);
        INSERT INTO users VALUES (1,'ada@example.com','Ada Byrne'),(2,'bo@example.com','Bo Dunn'),(3,'cy@example.com','Cy Eck');
        INSERT INTO post VALUES (1,1,'mine'),(2,2,'theirs');
        INSERT INTO comment VALUES (1,1,1,'own'),(2,1,2,'answer'),(3,2,1,'elsewhere'),(4,2,3,'far');
    """)

    rows, _coverage = search_database(url, SubjectProfile(names=("Ada Byrne",), emails=("ada@example.com",)))

    assert places(rows, Decision.CONFIRMED, "comment") == [(1,), (3,)]
    assert one(rows, "comment", id=2).match.reason == "other_person"
    assert not [row for row in rows if row.table == "comment" and row.key["id"] == 4]


def test_of_many_who_bear_the_name_none_is_followed(sqlite):
    people = ",".join(f"({n},'Ada','Byrne')" for n in range(1, 6))
    url = sqlite(f"""
        CREATE TABLE person (id INTEGER PRIMARY KEY, first_name TEXT, last_name TEXT);
        CREATE TABLE visit (id INTEGER PRIMARY KEY, person_id INTEGER REFERENCES person(id), day TEXT);
        INSERT INTO person VALUES {people}; INSERT INTO visit SELECT id, id, '2025-01-01' FROM person;
    """)

    rows, _coverage = search_database(url, SubjectProfile(names=("Ada Byrne",)))

    assert {(row.table, row.match.reason) for row in rows} == {("person", "name_only")}


def test_the_one_who_bears_the_name_is_followed_for_review(sqlite):
    url = sqlite(shop.script())

    rows, _coverage = search_database(url, SubjectProfile(names=("Rita Vogel",)))

    assert one(rows, "staff", staff_id=1).match.reason == "name_only"
    assert not [row for row in rows if row.match.decision is Decision.CONFIRMED]
    assert one(rows, "orders", staff_id=1).match.reason == "acted_on"


def test_products_of_a_supplier_do_not_lead_to_the_orders_of_others(sqlite):
    lines = ",".join(f"({n},{1 + n % 4})" for n in range(1, 41))
    url = sqlite(f"""
        CREATE TABLE customers (id INTEGER PRIMARY KEY, first_name TEXT, last_name TEXT, email TEXT);
        CREATE TABLE suppliers (id INTEGER PRIMARY KEY, contact_name TEXT, phone TEXT, email TEXT);
        CREATE TABLE products (id INTEGER PRIMARY KEY, supplier_id INTEGER REFERENCES suppliers(id));
        CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customers(id));
        CREATE TABLE order_details (order_id INTEGER REFERENCES orders(id), product_id INTEGER REFERENCES products(id));
        INSERT INTO suppliers VALUES (1,'Ada Byrne','+44 20 7946 0001','ada@example.org'),(2,'Bo Dunn','+44 20 7946 0002','bo@example.org');
        INSERT INTO products VALUES (1,1),(2,1),(3,2),(4,2);
        INSERT INTO customers VALUES (1,'Cy','Eck','cy@example.org'),(2,'Di','Fox','di@example.org');
        INSERT INTO orders SELECT value, 1 + value % 2 FROM json_each('[{",".join(str(n) for n in range(1, 41))}]');
        INSERT INTO order_details VALUES {lines};
    """)

    rows, _coverage = search_database(url, SubjectProfile(names=("Ada Byrne",), emails=("ada@example.org",)))

    assert places(rows, Decision.CONFIRMED, "order_details") == []
    assert [row.match.reason for row in rows if row.table == "order_details"] == ["acted_on"]
    assert not [row for row in rows if row.table in ("orders", "customers")]
