"""No test begins just before midnight: one that begins on one day and ends on the next would count from two todays.

The product asks for today whenever it needs it, and so must a test; but between the two questions midnight can lie. A
run waits those seconds out, once for each midnight that it meets.
"""

import datetime as dt
import time
from zoneinfo import ZoneInfo

import pytest

# Where the controllers and the people of the tests are; Paris, Madrid and Stockholm have the midnight of Berlin.
ZONES = tuple(map(ZoneInfo, ("UTC", "Europe/London", "Europe/Berlin")))
LONGEST_UNIT = 10  # seconds, with room to spare on a slow machine
LONGEST_JOURNEY = 60


def seconds_left(now: dt.datetime) -> float:
    """How long today still lasts in the zone where it ends first."""
    return min(_left(now.astimezone(zone)) for zone in ZONES)


def _left(local: dt.datetime) -> float:
    passed = dt.timedelta(hours=local.hour, minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
    return (dt.timedelta(days=1) - passed).total_seconds()


def room_of(item: pytest.Item) -> float:
    """How much of the day a test must have before it, in seconds."""
    return LONGEST_JOURNEY if item.get_closest_marker("journey") else LONGEST_UNIT


def wait_for_room(item: pytest.Item) -> None:
    """Let the day end first if the test could outlast it."""
    left = seconds_left(dt.datetime.now(dt.UTC))
    if left <= room_of(item):
        time.sleep(left)
