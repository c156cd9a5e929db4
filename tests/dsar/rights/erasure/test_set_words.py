"""Sets of a rehearsal in words; a table keeps its own name."""

import pytest
from django.utils import translation

from dsar.rights.erasure.reason_words import gap_words, place_words, stay_words
from dsar.rights.erasure.set_words import set_words


@pytest.mark.parametrize(
    ("name", "words"),
    [("files/csv", "CSV files"), ("mail/to", "Mail that was sent to the person"), ("public.orders", "public.orders"),
     ("other keys/zset", "Other keys: ranked sets"), ("session:{email}", "session:{email}"), ("objects/other", "Other objects"),
     ("a/b", "a/b")],
)  # fmt: skip
def test_a_set_is_told_in_words_and_a_table_by_its_own_name(name, words):
    assert set_words(name) == words


def test_the_certificate_tells_sets_in_the_language_of_the_person():
    with translation.override("de"):
        assert set_words("files/csv") == "CSV-Dateien"


@pytest.mark.parametrize(
    ("locator", "words"),
    [({"schema": None, "table": "t", "key": {"id": 3}}, "id 3"), ({"path": "a/b.csv"}, "a/b.csv"),
     ({"key": "a/b.json", "version": "v1"}, "a/b.json"), ({"key": "736573"}, ""), ({"message": "ab12"}, ""),
     ({"mandant": 7, "nr": [1, 2]}, "mandant 7")],
)  # fmt: skip
def test_where_a_thing_stands_is_told_as_far_as_people_can_read_it(locator, words):
    assert place_words(locator) == words


def test_why_something_was_not_read_or_stays_is_told_in_words():
    assert gap_words("no_stable_key") == "a row has no key by which it could be found again"
    assert stay_words("others") == "it is other people's"
    assert gap_words("some_new_word") == "some new word"
