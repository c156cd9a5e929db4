import sqlite3

import pytest

from discovery.documents import Decision, SubjectProfile
from discovery.sources.sql import connect, search_database
from discovery.sources.sql.schema import ForeignKey, TableName

ADA = SubjectProfile(names=("Ada Byrne",), emails=("ada@example.org",))


def test_keys_are_read_as_the_catalogue_means_them(sqlite):
    url = sqlite("""
        CREATE TABLE Parent (A INTEGER, B TEXT, PRIMARY KEY (B, A));
        CREATE TABLE child (x TEXT, y INTEGER, z INTEGER UNIQUE, FOREIGN KEY (X, y) REFERENCES parent);
        CREATE TABLE slim (code TEXT PRIMARY KEY, note TEXT) WITHOUT ROWID;
        CREATE TABLE odd (rowid TEXT, v TEXT);
    """)

    with connect(url) as database:
        inventory = database.read_inventory()

    tables = {table.name.name: table for table in inventory.tables}
    assert tables["Parent"].primary_key == ("B", "A")
    assert tables["child"].foreign_keys == (ForeignKey(("x", "y"), TableName(None, "Parent"), ("B", "A")),)
    assert tables["child"].unique == (("z",),)
    assert (tables["child"].key, tables["child"].notes) == (("rowid",), ("no_stable_key",))
    assert tables["slim"].walk_key == ("code",)
    assert tables["odd"].key == ("_rowid_",)


@pytest.mark.parametrize(
    "table, values, key",
    [
        ("t (id INTEGER PRIMARY KEY, body TEXT)", "(5, 'mail ada@example.org')", {"id": 5}),
        ("t (code TEXT PRIMARY KEY, body TEXT) WITHOUT ROWID", "('k1', 'mail ada@example.org')", {"code": "k1"}),
        (
            "t (a TEXT, b INTEGER, body TEXT, PRIMARY KEY (a, b))",
            "(NULL, 2, 'mail ada@example.org')",
            {"a": None, "b": 2},
        ),
        ("t (rowid TEXT, body TEXT)", "('x', 'mail ada@example.org')", {"_rowid_": 1}),
        ("t (body)", "('mail ada@example.org')", {"rowid": 1}),
    ],
)
def test_a_row_is_found_and_named_whatever_its_key(sqlite, table, values, key):
    url = sqlite(f"CREATE TABLE {table}; INSERT INTO t VALUES {values};")

    rows, _coverage = search_database(url, ADA)

    assert [(dict(row.key), row.match.decision) for row in rows] == [(key, Decision.CONFIRMED)]


def test_a_full_text_table_is_read_and_its_shadows_are_listed(sqlite):
    url = sqlite("CREATE VIRTUAL TABLE mail USING fts5(body); INSERT INTO mail VALUES ('from ada@example.org');")

    rows, coverage = search_database(url, ADA)

    assert [(row.table, dict(row.key)) for row in rows] == [("mail", {"rowid": 1})]
    assert {e.reason for e in coverage if str(e.locator.parts["table"]).startswith("mail_")} == {"shadow"}


def test_bytes_that_are_no_text_and_values_of_the_wrong_type_end_nothing(sqlite):
    url = sqlite("""
        CREATE TABLE person (id INTEGER PRIMARY KEY, email TEXT, born DATE, n INTEGER);
        INSERT INTO person VALUES (1, CAST(x'ff6164' AS TEXT), 'never', 'seven'), (2, 'ada@example.org', 12, 9e999);
    """)

    rows, _coverage = search_database(url, ADA)

    assert [(dict(row.key), row.values["n"]) for row in rows] == [({"id": 2}, "inf")]


def test_a_database_in_use_by_a_writer_is_read_without_disturbing_it(tmp_path):
    path = tmp_path / "busy.db"
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("PRAGMA journal_mode=WAL")
    writer.execute("CREATE TABLE person (id INTEGER PRIMARY KEY, email TEXT)")
    writer.execute("INSERT INTO person VALUES (1, 'ada@example.org')")
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("INSERT INTO person VALUES (2, 'ada@example.org')")

    rows, _coverage = search_database(str(path), ADA)
    writer.execute("COMMIT")
    writer.close()

    assert [dict(row.key) for row in rows] == [{"id": 1}]
