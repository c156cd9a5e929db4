"""The run of the tests itself: it may begin at any hour, and midnight may come while it runs."""

import datetime as dt
from types import SimpleNamespace

import pytest

from tests import midnight


@pytest.mark.parametrize(
    "now, left",
    [
        ("2026-11-22T23:59:55+00:00", 5),  # London and UTC
        ("2026-11-22T22:59:57.5+00:00", 2.5),  # Berlin
        ("2027-07-01T21:59:59+00:00", 1),  # Berlin in summer
        ("2027-07-01T22:30:00+00:00", 1800),  # London in summer comes before UTC
        ("2026-11-22T00:00:00+00:00", 23 * 3600),
    ],
)
def test_the_day_that_ends_first_counts(now, left):
    assert midnight.seconds_left(dt.datetime.fromisoformat(now)) == left


def test_a_test_that_midnight_could_meet_waits_for_the_new_day(monkeypatch):
    waited = []
    monkeypatch.setattr(midnight.time, "sleep", waited.append)

    for left, is_journey in [(3, False), (11, False), (50, True), (61, True)]:
        item = SimpleNamespace(get_closest_marker=lambda name, found=is_journey: found)
        monkeypatch.setattr(midnight, "seconds_left", lambda now, left=left: left)
        midnight.wait_for_room(item)

    assert waited == [3, 50]
