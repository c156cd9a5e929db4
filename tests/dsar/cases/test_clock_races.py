"""Two people turn the same clock at the same moment: one effect each. On PostgreSQL, with threads."""

import pytest

from benchmarks.races import RACES, run_race

pytestmark = pytest.mark.slow(20)

ROUNDS = 8  # python -m benchmarks.races runs a hundred of each


@pytest.mark.postgres
@pytest.mark.parametrize("name", ["extend/extend", "pause/resume"])
def test_two_at_once_have_one_effect_each(postgres_server, name):
    told = run_race(name, ROUNDS, postgres_server.create_database(f"race_{name.partition('/')[0]}"))

    assert told.rounds == ROUNDS
    assert not told.wrong


def test_every_race_has_its_function():
    assert set(RACES) >= {"extend/extend", "pause/resume", "approve/reject", "send/send", "code/code"}
