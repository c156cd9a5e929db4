import sqlite3
from pathlib import Path

import psycopg2
import pytest

from discovery.sources.sql import Limits, QueryFailed, SqlSourceError, connect, try_connection
from discovery.sources.sql.schema import TableName

SECRET = "pw-canary-4711"


def test_a_write_to_sqlite_fails_in_every_way(sqlite):
    url = sqlite("CREATE TABLE canary (x); INSERT INTO canary VALUES (1);")

    with connect(url) as database:
        for statement in (
            "DELETE FROM canary",
            "DROP TABLE canary",
            "PRAGMA query_only=OFF",
            "ATTACH DATABASE ':memory:' AS other",
            "CREATE TEMP TABLE t (x)",
            "UPDATE sqlite_master SET sql = ''",
        ):
            with pytest.raises(QueryFailed):
                database.rows(statement)
        left = database.rows("SELECT count(*) FROM canary")

    assert left == [(1,)]


def test_a_statement_that_runs_away_is_stopped(sqlite):
    url = sqlite("CREATE TABLE t (x);")
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"

    with connect(url, limits=Limits(statement_seconds=0.2)) as database, pytest.raises(QueryFailed) as caught:
        database.rows(endless)

    assert caught.value.code == "timed_out"


@pytest.mark.parametrize("form", ["{path}", "sqlite:///{path}", "sqlite:////{bare}", "sqlite:///{bare}"])
def test_a_file_is_opened_by_path_and_by_address(tmp_path: Path, form: str):
    path = tmp_path / "plain.sqlite"
    sqlite3.connect(path).close()

    with connect(form.format(path=path, bare=str(path).lstrip("/"))) as database:
        assert database.rows("SELECT 1") == [(1,)]


@pytest.mark.parametrize(
    "url, code",
    [
        ("sqlite:////nowhere/at/all.sqlite", "missing_file"),
        ("mysql://someone@example.org/x", "bad_url"),
        ("/etc/passwd", "bad_url"),
        ("postgresql://u@h/x?options=-c%20default_transaction_read_only%3Doff", "bad_url"),
        ("postgresql://u:p@[bad/x", "bad_url"),
        (f"postgresql://someone:{SECRET}@/x?host=/nowhere", "unreachable"),
    ],
)
def test_a_bad_address_is_refused_without_being_repeated(url, code):
    with pytest.raises(SqlSourceError) as caught:
        connect(url, secret=SECRET)

    assert caught.value.code == code
    assert SECRET not in repr(caught.value) + str(caught.value) + str(caught.value.__cause__)
    assert "example.org" not in str(caught.value)


def test_a_damaged_file_is_a_named_error(tmp_path: Path):
    path = tmp_path / "broken.db"
    path.write_bytes(b"not a database at all" * 100)

    report = try_connection(str(path))

    assert not report.ok
    assert "not a SQLite database" in report.message


def test_the_trial_of_a_connection_says_what_it_saw(sqlite):
    url = sqlite("CREATE TABLE a (x); CREATE TABLE b (x);")

    report = try_connection(url)

    assert report.ok
    assert report.message == "Connected; a write was refused. 2 tables can be read."


@pytest.mark.postgres
def test_a_write_to_postgresql_fails_even_for_a_superuser(postgres):
    url = postgres.create_database("writes")

    with connect(url) as database:
        for statement in (
            "CREATE TABLE public.t (x int)",
            "ALTER ROLE dsar SET work_mem = 1",
            "COMMENT ON SCHEMA public IS NULL",
        ):
            with pytest.raises(QueryFailed):
                database.rows(statement)
        assert database.rows("SELECT 1") == [(1,)]
        assert "writes" not in repr(database)

    assert "a user that may only read" in try_connection(url).message


@pytest.mark.postgres
def test_postgresql_stops_a_statement_and_survives_a_cut_connection(postgres):
    url = postgres.create_database("cuts")

    with connect(url, limits=Limits(statement_seconds=0.3)) as database:
        with pytest.raises(QueryFailed) as caught:
            database.rows("SELECT pg_sleep(5)")
        other = psycopg2.connect(url)
        other.autocommit = True
        other.cursor().execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'dsar-desk' AND datname = 'cuts'"
        )
        other.close()
        again = database.rows("SELECT 2")

    assert caught.value.code == "timed_out"
    assert again == [(2,)]


@pytest.mark.postgres
def test_identifiers_with_every_odd_sign_are_only_ever_names(postgres):
    url = postgres.create_database("odd")
    evil = 'x" UNION SELECT 1; DROP TABLE canary; -- %s %% \n 💥 ?'
    quoted = '"' + evil.replace('"', '""') + '"'
    setup = psycopg2.connect(url)
    setup.autocommit = True
    setup.cursor().execute(f"CREATE SCHEMA {quoted}; CREATE TABLE canary (id int)".replace("%", "%"))
    setup.cursor().execute(f"CREATE TABLE {quoted}.{quoted} ({quoted} text primary key, email text)")
    setup.close()

    with connect(url) as database:
        inventory = database.read_inventory()
        table = inventory.table(TableName(evil, evil))
        assert table is not None
        assert database.rows(f"SELECT {database.columns(table, table.key)} FROM {database.source(table.name)}") == []
        assert inventory.table(TableName("public", "canary")) is not None
