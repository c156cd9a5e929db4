import json
from dataclasses import replace

import psycopg2
import pytest

from discovery.documents import CoverageState, Decision, SubjectProfile
from discovery.sources.sql import (
    Limits,
    TextHit,
    connect,
    merge_coverage,
    merge_rows,
    plan,
    read_survey,
    run_unit,
    search_database,
)
from tests.discovery.sources.sql import shop

ALMA = SubjectProfile.from_json(shop.SUBJECT)
SMALL = Limits(unit_rows=40, chunk_rows=7)


def as_set(rows):
    return {(json.dumps(row.locator.as_json(), sort_keys=True), row.match.decision, row.path) for row in rows}


def test_units_run_alone_twice_and_in_any_order_give_what_one_search_gives(sqlite):
    url = sqlite(shop.script())
    whole, whole_coverage = search_database(url, ALMA)

    with connect(url, limits=SMALL) as database:
        units = json.loads(json.dumps(plan(database)))
    results = []
    for unit in [*reversed(units), *units[:3]]:
        with connect(url, limits=SMALL) as database:
            results.append(run_unit(database, unit, ALMA))

    assert len([unit for unit in units if unit["table"] == "orders"]) == 5
    assert as_set(merge_rows(row for result in results for row in result.rows)) == as_set(whole)
    states = {str(e.locator.as_json()): e.state for e in merge_coverage(e for r in results for e in r.coverage)}
    assert states == {str(e.locator.as_json()): e.state for e in whole_coverage}


def test_a_table_that_went_after_planning_is_a_failed_entry(sqlite):
    url = sqlite("CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT);")
    unit = {"kind": "text", "schema": None, "table": "gone", "after": None, "upto": None}

    with connect(url) as database:
        result = run_unit(database, unit, ALMA)

    assert [(e.state, e.reason) for e in result.coverage] == [(CoverageState.FAILED, "table_gone")]


def test_another_matcher_may_be_handed_in(sqlite):
    url = sqlite("CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT); INSERT INTO note VALUES (1,'aka Blue Heron');")

    class Nickname:
        def find(self, text):
            at = text.find("Blue Heron")
            return [TextHit("nickname", "Blue Heron", at, at + 10, strong=True)] if at >= 0 else []

    rows, _coverage = search_database(url, SubjectProfile(), matcher=Nickname())

    assert [(dict(row.key), row.match.decision, row.match.identifier) for row in rows] == [
        ({"id": 1}, Decision.CONFIRMED, "nickname")
    ]


def test_the_caps_are_said_in_the_coverage(sqlite):
    url = sqlite(shop.script())
    tight = Limits(rows_per_group=2)

    rows, coverage = search_database(url, ALMA, limits=tight)

    group = next(row for row in rows if row.match.reason == "too_many_rows")
    assert (group.table, dict(group.key), group.values["row_count"]) == ("orders", {"customer_id": 7}, 3)
    entry = next(e for e in coverage if e.locator.parts["table"] == "orders")
    assert (entry.state, entry.reason) == (CoverageState.PARTIAL, "fan_out")


def test_the_fingerprint_changes_with_the_schema_and_not_with_the_rows(tmp_path, sqlite):
    with connect(sqlite(shop.script())) as database:
        inventory = read_survey(database).inventory

    fewer_rows = replace(inventory, tables=tuple(replace(t, row_count=0) for t in reversed(inventory.tables)))
    fewer_tables = replace(inventory, tables=inventory.tables[1:])
    assert fewer_rows.fingerprint == inventory.fingerprint
    assert fewer_tables.fingerprint != inventory.fingerprint


def test_very_large_tables_are_asked_by_exact_spelling_and_say_so(sqlite):
    url = sqlite(shop.script())

    rows, coverage = search_database(url, ALMA, limits=Limits(stream_rows=10))

    entry = next(e for e in coverage if e.locator.parts["table"] == "customer")
    assert (entry.state, entry.reason) == (CoverageState.PARTIAL, "exact_spellings_only")
    assert 9 in {row.key.get("id") for row in rows if row.table == "customer"}


@pytest.mark.postgres
def test_the_same_shop_in_postgresql_gives_the_same_rows(postgres, sqlite):
    url = postgres.create_database("shop")
    script = shop.script().replace("BLOB", "bytea").replace("x'89504e47'", r"'\x89504e47'")
    setup = psycopg2.connect(url)
    setup.cursor().execute(script.replace("BEGIN;", "").replace("COMMIT;", ""))
    setup.commit()
    setup.close()

    theirs, coverage = search_database(url, ALMA, limits=SMALL)
    ours, _ours = search_database(sqlite(shop.script()), ALMA)

    def keyed(rows):
        return {(r.table, str(dict(r.key)), r.match.decision) for r in rows if r.table != 'Mailing "List"'}

    assert keyed(theirs) == keyed(ours)
    listed = [row for row in theirs if row.table == 'Mailing "List"']
    assert [(dict(row.key), row.match.decision) for row in listed] == [({"ctid": "(0,1)"}, Decision.CONFIRMED)]
    assert ("public", "customer_list") in {(e.locator.parts["schema"], e.locator.parts["table"]) for e in coverage}


@pytest.mark.postgres
def test_what_the_role_may_not_read_is_skipped_and_ends_nothing(postgres):
    url = postgres.create_database("rights")
    setup = psycopg2.connect(url)
    setup.autocommit = True
    setup.cursor().execute("""
        CREATE TABLE person (id int PRIMARY KEY, full_name text, email text, salary int);
        CREATE TABLE secret (id int PRIMARY KEY, person_id int REFERENCES person(id), body text);
        CREATE TABLE half (id int PRIMARY KEY, person_id int REFERENCES person(id)) ;
        CREATE TABLE parted (id int, person_id int REFERENCES person(id), at date, body jsonb) PARTITION BY RANGE (at);
        CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
        INSERT INTO person VALUES (1,'Ada Byrne','ada@example.com',5);
        INSERT INTO secret VALUES (1,1,'ada@example.com'); INSERT INTO half VALUES (1,1);
        INSERT INTO parted VALUES (1,1,'2025-05-05','{"to": ["ada@example.com"]}');
        ALTER TABLE half ENABLE ROW LEVEL SECURITY;
        CREATE ROLE reader LOGIN; GRANT SELECT (id, full_name, email) ON person TO reader; GRANT SELECT ON parted, half TO reader;
    """)
    setup.close()

    rows, coverage = search_database(
        url.replace("dsar@", "reader@"), SubjectProfile(names=("Ada Byrne",), emails=("ada@example.com",))
    )

    states = {e.locator.parts["table"]: (e.state, e.reason) for e in coverage}
    assert states["secret"] == (CoverageState.SKIPPED, "permission_denied")
    assert states["person"] == (CoverageState.PARTIAL, "columns_denied")
    assert states["half"] == (CoverageState.PARTIAL, "row_security")
    assert "parted_1" not in states
    found = {row.table: row for row in rows}
    assert set(found) == {"person", "parted"}
    assert found["parted"].values["at"] == "2025-05-05"
    assert found["parted"].values["body"] == {"to": ["ada@example.com"]}
