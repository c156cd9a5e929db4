"""The certificate of an erasure: canonical JSON, signed (Ed25519), without content of the person."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from dsar.foundation.keys import installation_key

ORIGIN = b"dsar-desk erasure certificate v1\n"


def canonical(body: Mapping[str, Any]) -> bytes:
    """The bytes that are signed: sorted keys, no spaces, UTF-8 (RFC 8785 for what a certificate holds)."""
    return json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def sign(content: bytes) -> str:
    """The signature over a content, base64."""
    return base64.b64encode(_private_key().sign(ORIGIN + content)).decode()


def is_signed(content: bytes, signature: str, public_key: str = "") -> bool:
    """Whether the signature is ours, or that of the public key given (base64)."""
    try:
        raw = base64.b64decode(public_key, validate=True) if public_key else None
        key = Ed25519PublicKey.from_public_bytes(raw) if raw else _private_key().public_key()
        key.verify(base64.b64decode(signature, validate=True), ORIGIN + content)
    except (InvalidSignature, ValueError):
        return False
    return True


def public_key() -> str:
    """The key with which anybody verifies a certificate, base64: the one of the audit chain's checkpoints."""
    return base64.b64encode(_private_key().public_key().public_bytes_raw()).decode()


def _private_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(installation_key("checkpoints"))
