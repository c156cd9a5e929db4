"""Sealing bytes: AES-256-GCM with associated data, keys derived for one use each. No Django.

A token is: version byte (1) · 12-byte nonce · ciphertext with tag. The associated data binds it to its place, so that a
token moved to another row, column or file does not open.
"""

import hashlib
import hmac
import os
from typing import Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

VERSION = b"\x01"
NONCE_BYTES = 12
KEY_BYTES = 32

Use = Literal["fields", "files", "wrap", "index", "check", "links", "checkpoints", "credentials", "receipts"]


class CannotOpen(Exception):
    """The token is not what was sealed here with this key."""


def new_key() -> bytes:
    """A fresh random key of 32 bytes."""
    return os.urandom(KEY_BYTES)


def derive(key: bytes, use: Use) -> bytes:
    """The key for one use, so that no two uses share one (HKDF, RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=f"dsar-desk|{use}".encode()).derive(key)


def seal(key: bytes, plain: bytes, place: bytes) -> bytes:
    """The token of `plain`, bound to `place`."""
    nonce = os.urandom(NONCE_BYTES)
    return VERSION + nonce + AESGCM(key).encrypt(nonce, plain, place)


def unseal(key: bytes, token: bytes, place: bytes) -> bytes:
    """What was sealed.

    Raises:
        CannotOpen: wrong key, wrong place, or changed bytes.
    """
    if token[:1] != VERSION or len(token) <= NONCE_BYTES + 1:
        raise CannotOpen
    try:
        return AESGCM(key).decrypt(token[1 : 1 + NONCE_BYTES], token[1 + NONCE_BYTES :], place)
    except InvalidTag as error:
        raise CannotOpen from error


def digest(key: bytes, kind: str, value: str) -> bytes:
    """16 bytes of HMAC-SHA256 over a kind and a value: equal values of one kind are equal, nothing else shows."""
    return hmac.new(key, f"{kind}\x00{value}".encode(), hashlib.sha256).digest()[:16]
