"""Sealed fields, files and uploads: unreadable elsewhere, refused when changed, gone with their key."""

import datetime as dt

import pytest
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import connection

from dsar.cases.models import CasePerson, Note
from dsar.cases.services import write_note
from dsar.foundation import cipher, keys, storage
from dsar.foundation.errors import IntegrityBroken, KeyDestroyed
from dsar.foundation.models import KeyCheck
from tests.world import make_case


@pytest.fixture
def note(world):
    return write_note(case=make_case(world), text="The canary sings at noon", actor=world.handler)


def test_a_sealed_text_comes_back_and_lies_in_the_database_unreadable(note):
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM dsar_note")
        stored = bytes(cursor.fetchone()[0])

    assert Note.objects.get().text == "The canary sings at noon"
    assert b"canary" not in stored


def test_a_ciphertext_moved_to_another_row_does_not_open(world, note):
    other = write_note(case=note.case, text="Another", actor=world.handler)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE dsar_note SET text = (SELECT text FROM dsar_note WHERE id = %s) WHERE id = %s",
            [_raw(note.pk), _raw(other.pk)],
        )

    with pytest.raises(IntegrityBroken):
        _ = Note.objects.get(pk=other.pk).text


def test_destroying_the_key_erases(note):
    keys.destroy_data_key(note.case.key_id)

    with pytest.raises(KeyDestroyed):
        _ = Note.objects.get().text


@pytest.mark.parametrize(
    "query",
    [
        lambda: Note.objects.filter(text="The canary sings at noon").count(),
        lambda: Note.objects.filter(text__contains="canary").count(),
        lambda: Note.objects.update(text="plain"),
        lambda: CasePerson.objects.filter(details={"name": "x"}).count(),
    ],
)
def test_looking_up_or_updating_a_sealed_field_is_refused_rather_than_silently_empty(note, query):
    with pytest.raises(FieldError, match="sealed"):
        query()


@pytest.mark.parametrize("size", [0, 1, storage.CHUNK - 1, storage.CHUNK, storage.CHUNK + 1, 3 * storage.CHUNK])
def test_a_file_comes_back_whole(note, size):
    content = bytes(index % 251 for index in range(1000)) * (size // 1000 + 1)

    row = storage.store(content[:size], key_id=note.case.key_id, name="a.bin", media_type="application/octet-stream")

    assert storage.read(row) == content[:size]
    assert row.size == size


@pytest.mark.parametrize(
    "damage",
    [
        lambda stored: stored[:-1],
        lambda stored: stored[: len(stored) // 2],
        lambda stored: stored[: storage.CHUNK + 29],
        lambda stored: stored[storage.CHUNK + 29 :] + stored[: storage.CHUNK + 29],
        lambda stored: stored[:40] + bytes([stored[40] ^ 1]) + stored[41:],
        lambda stored: b"",
    ],
)
def test_a_damaged_file_is_refused(note, damage):
    row = storage.store(b"x" * (storage.CHUNK * 2 + 5), key_id=note.case.key_id, name="a", media_type="text/plain")
    path = storage.path_of(row.pk)
    path.write_bytes(damage(path.read_bytes()))

    with pytest.raises(IntegrityBroken):
        storage.read(row)


def test_the_wrong_key_refuses_to_start(db, settings):
    keys.check_key()
    KeyCheck.objects.update(fingerprint=b"0" * 16)

    with pytest.raises(ImproperlyConfigured, match="not the key"):
        keys.check_key()


def test_a_known_example_key_is_refused(settings):
    settings.DSAR_KEY = next(iter(keys.KNOWN_EXAMPLES))
    keys.key_encryption_key.cache_clear()
    try:
        with pytest.raises(ImproperlyConfigured, match="example"):
            keys.key_encryption_key()
    finally:
        keys.key_encryption_key.cache_clear()


def test_production_makes_no_key(settings, tmp_path):
    settings.DSAR_MAKE_KEYS, settings.DSAR_KEY, settings.DSAR_KEY_FILE = False, "", tmp_path / "absent"
    keys.key_encryption_key.cache_clear()
    try:
        with pytest.raises(ImproperlyConfigured, match="DSAR_KEY_FILE"):
            keys.key_encryption_key()
    finally:
        keys.key_encryption_key.cache_clear()


def test_the_demo_key_is_readable_by_its_owner_only(settings, tmp_path):
    settings.DSAR_MAKE_KEYS, settings.DSAR_KEY, settings.DSAR_KEY_FILE = True, "", tmp_path / "keys" / "kek"
    keys.key_encryption_key.cache_clear()
    try:
        keys.key_encryption_key()
    finally:
        keys.key_encryption_key.cache_clear()

    assert settings.DSAR_KEY_FILE.stat().st_mode & 0o777 == 0o400


def test_two_uses_of_a_key_never_share_one():
    key = cipher.new_key()

    assert len({cipher.derive(key, use) for use in ("fields", "files", "wrap", "index", "check", "links")}) == 6


def _raw(pk):
    return pk.hex if connection.vendor == "sqlite" else pk


def test_today_is_the_controllers_date():
    from dsar.foundation import clock

    assert abs((clock.today("Pacific/Apia") - dt.date.today()).days) <= 1
