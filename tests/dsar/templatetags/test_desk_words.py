"""Dates, sizes and counts as screens say them."""

import datetime as dt

import pytest
from django.utils import timezone, translation

from dsar.foundation import clock
from dsar.templatetags.desk_words import (
    count_words,
    date_words,
    distance_words,
    short_date,
    size_words,
    when_words,
)

NOON = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _stopped(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)
    with translation.override("en-gb"), timezone.override("Europe/London"):
        yield


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (dt.date(2026, 11, 22), "today"),
        (dt.date(2026, 11, 23), "tomorrow"),
        (dt.date(2026, 11, 21), "yesterday"),
        (dt.date(2026, 12, 1), "in 9 days"),
        (dt.date(2026, 11, 19), "3 days ago"),
        (None, ""),
    ],
)
def test_a_distance_is_counted_in_days(day, words):
    assert distance_words(day) == words


def test_a_date_is_written_in_full():
    assert date_words(dt.date(2026, 12, 1)) == "1 December 2026"
    assert short_date(dt.date(2026, 12, 1)) == "1 Dec"
    assert date_words(None) == "—"


def test_a_date_is_written_in_the_language_of_the_page():
    with translation.override("de"):
        assert date_words(dt.date(2026, 12, 1)) == "1. Dezember 2026"
    with translation.override("fr"):
        assert date_words(dt.date(2026, 12, 1)) == "1 décembre 2026"


def test_the_date_of_an_instant_is_that_of_the_zone_of_the_reader():
    late_in_utc = dt.datetime(2026, 6, 30, 23, 30, tzinfo=dt.UTC)

    words = date_words(late_in_utc)

    assert words == "1 July 2026"


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (NOON - dt.timedelta(hours=3), "Today, 09:00"),
        (NOON - dt.timedelta(hours=20), "Yesterday, 16:00"),
        (NOON - dt.timedelta(days=19), "3 November 2026, 12:00"),
        (None, "—"),
    ],
)
def test_an_instant_is_said_as_people_say_it(at, words):
    assert when_words(at) == words


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "0 B"), (812, "812 B"), (14_400, "14 kB"), (3_400_000, "3.4 MB"), (184_000_000, "184 MB"), (None, "—")],
)
def test_a_size_has_one_unit(size, words):
    assert size_words(size) == words


def test_thousands_stand_apart():
    assert count_words(1092) == "1,092"
    assert count_words(None) == "—"
