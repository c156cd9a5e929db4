"""A search whose processes are killed finds what an undisturbed one finds, and keeps nothing twice."""

import os

import pytest

from tests.journeys.killing import SOON, killed_run, make_sources, result_of, set_up, wait_for_end
from tests.services import ProductUnderTest

pytestmark = [pytest.mark.journey, pytest.mark.slow(130)]

KILLS = int(os.environ.get("DSAR_TEST_KILLS", "10"))
FILES = 160


@pytest.fixture
def sources(tmp_path):
    return make_sources(tmp_path, FILES)


def undisturbed(sources):
    with ProductUnderTest(environment=SOON) as product:
        set_up(product, sources)
        wait_for_end(product)
        return result_of(product), product.log.read_text(errors="replace")


def test_killed_workers_sandboxes_and_supervisors_lose_and_double_nothing(sources):
    expected, log = undisturbed(sources)
    assert len(expected["exhibits"]) == FILES // 2 + 11
    assert expected["ended"] == 1
    for word in ("Lindqvist", "ana@example.com", "letter-0"):
        assert word not in log

    with ProductUnderTest(environment=SOON) as product:
        set_up(product, sources)
        hit = killed_run(product, KILLS, seed=7)
        wait_for_end(product)
        result = result_of(product)

    assert hit == KILLS
    assert result == expected
