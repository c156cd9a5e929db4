"""A clock whose hand the test moves: everything of ours reads dsar.foundation.clock, and so this."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from dsar.foundation import clock

UTC = dt.UTC


class Hand:
    """The hand of the clock; `at` is what everybody reads."""

    def __init__(self, at: dt.datetime) -> None:
        self.at = at

    def on(self, *, days: float = 0, hours: float = 0) -> None:
        self.at += dt.timedelta(days=days, hours=hours)

    def to(self, at: dt.datetime) -> None:
        self.at = at


@contextmanager
def hand(at: dt.datetime) -> Iterator[Hand]:
    """The clock in the hand of the test, as long as the block lasts."""
    real, held = clock.now, Hand(at)
    clock.now = lambda: held.at
    try:
        yield held
    finally:
        clock.now = real
