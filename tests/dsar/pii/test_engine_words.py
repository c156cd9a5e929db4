"""The stamp of the engine in words: people read no "own kinds 0"."""

import pytest

from dsar.pii.steering import version_now
from dsar.templatetags.desk_pii import engine_words


@pytest.mark.parametrize(
    ("stamp", "words"),
    [
        (
            "engine 1a2b3c4d, names by rules, own kinds 0, thresholds 0",
            "engine 1a2b3c4d, names by rules alone, no kinds of our own, thresholds as shipped",
        ),
        (
            "engine 1a2b3c4d, names by model-3.8.0, own kinds 4, thresholds 2",
            "engine 1a2b3c4d, names by the model model-3.8.0, our own kinds as of change 4, our thresholds, version 2",
        ),
        ("engine 1a2b3c4d, names by network, as shipped", "engine 1a2b3c4d, names by network, as shipped"),
    ],
)
def test_a_stamp_is_told_in_words(stamp, words):
    assert engine_words(stamp) == words


def test_the_stamp_of_today_is_one_that_is_known(db):
    assert "no kinds of our own" in engine_words(version_now())
