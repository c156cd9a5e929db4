"""A hold and a sweep, two orders and two workers, at the same moment. On PostgreSQL, with threads."""

import pytest

from benchmarks.races import run_race


@pytest.mark.postgres
def test_a_hold_is_never_overtaken_and_a_step_is_done_once(postgres_server):
    name = "retention: hold/sweep, order/order, work/work"

    told = run_race(name, 5, postgres_server.create_database("race_retention"))

    assert told.rounds == 5
    assert told.wrong == []
