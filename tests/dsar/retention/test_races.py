"""A hold and a sweep, two workers and one sweep, at the same moment. On PostgreSQL, with threads."""

import pytest

from benchmarks.races import run_race


@pytest.mark.postgres
@pytest.mark.parametrize("name", ["hold/sweep", "sweep of retention, twice"])
def test_a_hold_is_never_overtaken_and_a_step_is_done_once(postgres_server, name):
    database = postgres_server.create_database("race_hold" if name.startswith("hold") else "race_retention")
    told = run_race(name, 5, database)

    assert told.rounds == 5
    assert told.wrong == []
