"""The search over Redis and PostgreSQL, killed twice: everything found once."""

import pytest

from tests.journeys.killing import SOON, killed_run, make_sources, result_of, set_up, wait_for_end
from tests.postgres import PostgresServer
from tests.services import ProductUnderTest, RedisServer

pytestmark = [pytest.mark.journey, pytest.mark.slow(73)]

FILES = 160


@pytest.fixture
def sources(tmp_path):
    return make_sources(tmp_path, FILES)


@pytest.mark.postgres
def test_the_same_search_over_redis_and_postgresql(sources):
    with PostgresServer() as postgres, RedisServer() as redis:
        over = {"database_url": postgres.create_database("desk"), "broker_url": redis.url, "environment": SOON}
        with ProductUnderTest(**over) as product:
            set_up(product, sources)
            killed_run(product, 2, seed=3)
            wait_for_end(product)
            result = result_of(product)

    assert len(result["exhibits"]) == FILES // 2 + 11
    assert len({exhibit[0] for exhibit in result["exhibits"]}) == len(result["exhibits"])
    assert result["ended"] == 1
