"""Reading the keys of a list at once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dsar.foundation.errors import KeyDestroyed
from dsar.foundation.keys import create_data_key, data_key, destroy_data_key, keys_at_hand

pytestmark = pytest.mark.django_db


def test_a_list_of_keys_costs_one_query():
    rows = [create_data_key() for _ in range(20)]

    with CaptureQueriesContext(connection) as seen, keys_at_hand([row.pk for row in rows]):
        opened = {data_key(row.pk, "fields") for row in rows}

    assert len(opened) == 20
    assert len(seen) == 1


def test_a_key_at_hand_is_the_key_that_is_stored():
    row = create_data_key()

    with keys_at_hand([row.pk]):
        held = data_key(row.pk, "fields")

    assert held == data_key(row.pk, "fields")


def test_a_destroyed_key_is_not_at_hand():
    row = create_data_key()
    destroy_data_key(row.pk)

    with keys_at_hand([row.pk]), pytest.raises(KeyDestroyed):
        data_key(row.pk, "fields")


def test_keys_are_let_go_after_the_block():
    row = create_data_key()
    with keys_at_hand([row.pk]):
        data_key(row.pk, "fields")
    destroy_data_key(row.pk)

    with pytest.raises(KeyDestroyed):
        data_key(row.pk, "fields")
