"""Keyed digests: equal things are equal, nothing else shows, and they die with the key."""

from __future__ import annotations

from uuid import UUID

from dsar.foundation import cipher
from dsar.foundation.keys import data_key


def keyed(key_id: UUID, kind: str, text: str) -> bytes:
    """16 bytes that stand for a text under this key."""
    return cipher.digest(data_key(key_id, "index"), kind, text)


def identifier_digest(key_id: UUID, identifier: str) -> bytes:
    """The digest of one of the profile's identifiers, as findings carry it."""
    return keyed(key_id, "identifier", identifier)
