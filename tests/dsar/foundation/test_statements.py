"""Statements planned once: lists, a session that was cut, a pooler that forgets what was prepared."""

from pathlib import Path

import pytest
from django.db import DatabaseError, connection
from django.db.backends.postgresql.base import DatabaseWrapper

from dsar.config.settings.database import database
from dsar.foundation import statements
from dsar.foundation.statements import Statement

NUMBERS = Statement(
    "numbers_below", "SELECT n FROM generate_series(1, 9) n WHERE n < $2 AND n = ANY($1)", ("int[]", "int")
)
KEPT = "SELECT count(*) FROM pg_prepared_statements WHERE name = 'numbers_below'"


@pytest.fixture
def postgres(postgres_server, monkeypatch, django_db_blocker):
    """A connection of our own to a real PostgreSQL in the place of the tests' database."""
    folder = postgres_server.dsn.rpartition("host=")[2]
    given = {**connection.settings_dict, "ENGINE": "django.db.backends.postgresql", "NAME": "postgres", "USER": "dsar"}
    wrapper = DatabaseWrapper({**given, "HOST": folder, "OPTIONS": {}}, alias="other")
    monkeypatch.setattr(statements, "connection", wrapper)
    monkeypatch.setattr(statements, "_poolers", [])
    with django_db_blocker.unblock():
        yield wrapper
        wrapper.close()


def told(wrapper, sql):
    with wrapper.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


@pytest.mark.postgres
def test_a_statement_is_planned_once_for_a_connection(postgres):
    answers = [NUMBERS.rows([[2, 4, 8], below]) for below in (5, 9)]

    assert answers == [[(2,), (4,)], [(2,), (4,), (8,)]]
    assert told(postgres, KEPT) == 1


@pytest.mark.postgres
def test_no_setting_is_left_on_a_connection_that_a_pooler_hands_on(postgres):
    before = told(postgres, "SHOW plan_cache_mode")
    NUMBERS.rows([[1], 5])

    assert (before, told(postgres, "SHOW plan_cache_mode")) == ("auto", "auto")


@pytest.mark.postgres
def test_a_connection_of_ours_begins_with_plans_that_are_made_once(postgres_server, django_db_blocker, monkeypatch):
    folder = postgres_server.dsn.rpartition("host=")[2]
    monkeypatch.setenv("DSAR_DATABASE_URL", f"postgresql://dsar@/postgres?host={folder}")
    given = connection.settings_dict | database(Path())
    with django_db_blocker.unblock():
        wrapper = DatabaseWrapper(given, alias="ours")
        found = told(wrapper, "SHOW plan_cache_mode")
        wrapper.close()

    assert found == "force_generic_plan"


@pytest.mark.postgres
def test_a_session_that_was_cut_is_told_and_the_next_question_gets_a_new_one(postgres):
    NUMBERS.rows([[1], 5])
    cutter = postgres.copy()
    told(cutter, f"SELECT pg_terminate_backend({told(postgres, 'SELECT pg_backend_pid()')})")
    cutter.close()

    with pytest.raises(DatabaseError):
        NUMBERS.rows([[1], 5])

    assert postgres.connection is None
    assert NUMBERS.rows([[1], 5]) == [(1,)]


@pytest.mark.postgres
def test_behind_a_pooler_that_forgets_statements_are_asked_plainly(postgres):
    NUMBERS.rows([[1], 5])
    with postgres.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")

    with pytest.raises(DatabaseError):
        NUMBERS.rows([[1], 5])

    assert NUMBERS.rows([[1, 3], 5]) == [(1,), (3,)]
    assert told(postgres, KEPT) == 0


def test_elsewhere_a_list_becomes_marks_in_the_order_of_the_text(db):
    one = Statement(
        "each_below", "SELECT value FROM json_each('[1, 2, 3]') WHERE value < $2 AND value = ANY($1)", ("int[]", "int")
    )

    assert one.rows([[1, 3], 3]) == [(1,)]
