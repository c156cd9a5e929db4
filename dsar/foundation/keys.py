"""The keys of the installation: one key-encryption key (KEK) wraps one data key per case. Destroying a data key erases.

The KEK is 32 bytes in base64, given by DSAR_KEY / DSAR_KEY_FILE; only the demo makes one. A check value in the database
tells a wrong key at the start, before anything is written with it.
"""

import base64
import binascii
import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from dsar.foundation import cipher, clock
from dsar.foundation.errors import KeyDestroyed
from dsar.foundation.models import DataKey, KeyCheck

KNOWN_EXAMPLES = {base64.b64encode(bytes([value]) * cipher.KEY_BYTES).decode() for value in (0, 1, 65, 97, 255)}

_at_hand: ContextVar[Mapping[UUID, bytes] | None] = ContextVar("data_keys_at_hand", default=None)


@lru_cache(maxsize=1)
def key_encryption_key() -> bytes:
    """The KEK.

    Raises:
        ImproperlyConfigured: it is missing, malformed, or an example.
    """
    given = settings.DSAR_KEY or _from_file(settings.DSAR_KEY_FILE)
    if given in KNOWN_EXAMPLES:
        message = "DSAR_KEY is a known example; make a key of your own: head -c 32 /dev/urandom | base64"
        raise ImproperlyConfigured(message)
    try:
        key = base64.b64decode(given, validate=True)
    except binascii.Error as error:
        message = "DSAR_KEY must be base64"
        raise ImproperlyConfigured(message) from error
    if len(key) != cipher.KEY_BYTES:
        message = "DSAR_KEY must be 32 bytes in base64"
        raise ImproperlyConfigured(message)
    return key


def check_key() -> None:
    """Refuse a key that is not the one this database was written with; remember it on the first start.

    Raises:
        ImproperlyConfigured: the database was written with another key.
    """
    fingerprint = cipher.digest(cipher.derive(key_encryption_key(), "check"), "kek", "check")
    with transaction.atomic():
        stored, created = KeyCheck.objects.get_or_create(pk=1, defaults={"fingerprint": fingerprint})
    if not created and bytes(stored.fingerprint) != fingerprint:
        message = "DSAR_KEY is not the key that this database was written with"
        raise ImproperlyConfigured(message)


def create_data_key() -> DataKey:
    """A new data key, wrapped and stored; part of the caller's transaction."""
    row = DataKey(created_at=clock.now())
    row.wrapped = cipher.seal(_wrapping_key(), cipher.new_key(), _place(row.pk))
    row.save(force_insert=True)
    return row


def data_key(key_id: UUID, use: cipher.Use) -> bytes:
    """The data key of that row, derived for one use.

    Raises:
        KeyDestroyed: it was destroyed; what it sealed is erased.
    """
    held = (_at_hand.get() or {}).get(key_id)
    if held is not None:
        return _unwrapped(held, key_id, use)
    row = DataKey.objects.filter(pk=key_id).only("wrapped").first()
    if row is None or row.wrapped is None:
        message = "The key of this record was destroyed; its content is erased."
        raise KeyDestroyed(message)
    return _unwrapped(bytes(row.wrapped), key_id, use)


@contextmanager
def keys_at_hand(key_ids: Iterable[UUID]) -> Iterator[None]:
    """Read the wrapped keys of a list in one query instead of one a value; they are held only inside the block.

    None that a block around this one holds is read again.
    """
    missing = set(key_ids) - (_at_hand.get() or {}).keys()
    found = DataKey.objects.filter(pk__in=missing, wrapped__isnull=False) if missing else DataKey.objects.none()
    rows = found.values_list("pk", "wrapped")
    with _held({pk: bytes(wrapped) for pk, wrapped in rows if wrapped}):
        yield


@contextmanager
def keys_given(rows: Iterable[DataKey]) -> Iterator[None]:
    """Like keys_at_hand, for rows that were read along with what they seal: no query at all."""
    with _held({row.pk: bytes(row.wrapped) for row in rows if row.wrapped}):
        yield


@contextmanager
def _held(wrapped: Mapping[UUID, bytes]) -> Iterator[None]:
    token = _at_hand.set({**(_at_hand.get() or {}), **wrapped})
    try:
        yield
    finally:
        _at_hand.reset(token)


def destroy_data_key(key_id: UUID) -> None:
    """Crypto-shredding: overwrite the wrapped key; everything sealed under it can never be read again."""
    DataKey.objects.filter(pk=key_id).update(wrapped=None, destroyed_at=clock.now())
    _unwrapped.cache_clear()


def installation_key(use: cipher.Use) -> bytes:
    """A key of the installation for look-ups and links that no single case owns."""
    return _derived(key_encryption_key(), use)


@lru_cache(maxsize=16)
def _derived(key: bytes, use: cipher.Use) -> bytes:
    """Derived once: every look-up through the blind index and every token asks for it."""
    return cipher.derive(key, use)


@lru_cache(maxsize=2048)
def _unwrapped(wrapped: bytes, key_id: UUID, use: cipher.Use) -> bytes:
    return cipher.derive(cipher.unseal(_wrapping_key(), wrapped, _place(key_id)), use)


def _wrapping_key() -> bytes:
    return cipher.derive(key_encryption_key(), "wrap")


def _place(key_id: UUID) -> bytes:
    return f"v1|data_key|{key_id}".encode()


def _from_file(path: Path) -> str:
    if not path.exists() and settings.DSAR_MAKE_KEYS:
        _make(path)
    try:
        return path.read_text(encoding="ascii").strip()
    except OSError as error:
        message = f"The key file cannot be read: {error.strerror}. Set DSAR_KEY_FILE (see docs/deploy.md)."
        raise ImproperlyConfigured(message) from error


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    temporary.write_text(base64.b64encode(cipher.new_key()).decode(), encoding="ascii")
    temporary.chmod(0o400)
    try:
        path.hardlink_to(temporary)  # the first of two starters wins
    except FileExistsError:
        pass
    temporary.unlink()
