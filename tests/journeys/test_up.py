"""The installation as it runs: one command, real processes, killed and stopped."""

import time

import pytest

from tests.services import ProductUnderTest, RedisServer

pytestmark = [pytest.mark.journey, pytest.mark.slow(60)]

PROGRAMS = ("web", "worker", "beat")


def until(condition, within=30):
    """What the condition gives once it is true."""
    end = time.monotonic() + within
    while not (result := condition()):
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.2)
    return result


def test_killed_programs_come_back_and_term_leaves_nothing():
    with ProductUnderTest(workers=2) as product:
        until(lambda: len(product.pids("worker")) == 3)  # itself and its two
        first = {program: until(lambda program=program: product.pids(program)) for program in PROGRAMS}

        killed = product.kill("worker")

        assert set(killed) == set(first["worker"])
        fresh = until(lambda: product.pids("worker"))
        assert not set(fresh) & set(killed)
        product.kill("web")
        until(lambda: product.pids("web"))
        product.wait_until_answering()
        product.terminate()
        assert product.pids() == []


def test_a_killed_supervisor_leaves_no_orphans_and_starts_again():
    with ProductUnderTest() as product:
        orphans = until(lambda: len(product.pids("worker")) > 1 and product.pids())

        product.kill("supervisor")
        product.start()

        # The kernel tells them to leave at once; on a busy machine the new supervisor may be there before they are gone.
        until(lambda: not set(product.pids()) & set(orphans))
        assert until(lambda: product.pids("worker"))


def test_a_message_reaches_a_worker_through_redis():
    with RedisServer() as redis, ProductUnderTest(broker_url=redis.url) as product:
        product.python("from dsar.config.celery import app\napp.send_task('dsar.tests.unknown', args=['4f2c'])\n")

        # The worker has no such task and says so: the message arrived, and the log tells its name but not its arguments.
        until(lambda: "Received unregistered task" in product.log.read_text())
        assert "4f2c" not in product.log.read_text()
