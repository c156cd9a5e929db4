"""Two hundred guesses at once, and the same right code twice at the same moment. On PostgreSQL, with threads."""

import pytest

from benchmarks.races import Told, run_race

pytestmark = pytest.mark.slow(20)


@pytest.mark.postgres
@pytest.mark.parametrize("name, rounds", [("status page: code/code", 8), ("status page: 200 guesses", 1)])
def test_a_code_opens_the_door_once_and_is_compared_five_times(postgres_server, name, rounds):
    address = postgres_server.create_database(f"portal_codes_{rounds}")

    assert run_race(name, rounds, address) == Told(rounds, [])
