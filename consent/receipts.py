"""Receipts: one entry of the ledger as signed JSON that anybody can verify with the public key (Ed25519, RFC 8032).

The receipt holds no identifier: the subject's id and what was said, under which wording (its SHA-256), when and how.
"""

import base64
import json
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from consent.ledger_models import LedgerEntry
from dsar.foundation.keys import installation_key

VERSION = "dsar-desk consent receipt v1"


def receipt_of(entry: LedgerEntry, *, controller: str) -> dict[str, Any]:
    """The signed receipt: `receipt` is what is signed, as canonical JSON; `signature` and `public_key` in base64."""
    body = {"version": VERSION, "controller": controller, **facts_of(entry)}
    return {
        "receipt": body,
        "algorithm": "Ed25519",
        "public_key": public_key(),
        "signature": base64.b64encode(_private_key().sign(canonical(body))).decode(),
    }


def facts_of(entry: LedgerEntry) -> dict[str, Any]:
    """An entry as plain JSON values, without an identifier and without evidence."""
    text = entry.text
    return {
        "entry": str(entry.uid),
        "number": entry.seq,
        "subject": str(entry.subject_id),
        "purpose": entry.purpose.code if entry.purpose else None,
        "purpose_kind": entry.purpose.kind if entry.purpose else None,
        "explicit": bool(entry.purpose and entry.purpose.is_special_category),
        "act": entry.act,
        "method": entry.method,
        "channel": entry.channel,
        "at": entry.at.isoformat(),
        "recorded_at": entry.recorded_at.isoformat(),
        "expires_at": entry.expires_at.isoformat() if entry.expires_at else None,
        "wording": entry.wording_number or None,
        "language": text.language if text else None,
        "title": text.title if text else None,
        "text": text.text if text else None,
        "wording_sha256": text.sha256 if text else None,
        "undoes": entry.undoes.seq if entry.undoes else None,
        "source": entry.source,
    }


def canonical(body: Mapping[str, Any]) -> bytes:
    """The bytes that are signed: JSON with sorted keys, no blanks, UTF-8."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def is_genuine(receipt: Mapping[str, Any]) -> bool:
    """Whether this installation signed exactly this; never raises."""
    try:
        given = base64.b64decode(str(receipt["signature"]), validate=True)
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key()))
        key.verify(given, canonical(receipt["receipt"]))
    except (InvalidSignature, KeyError, TypeError, ValueError):
        return False
    return True


def sign(content: bytes) -> str:
    """The signature of a file of a proof pack, base64."""
    return base64.b64encode(_private_key().sign(content)).decode()


def public_key() -> str:
    """The key with which anybody verifies, base64."""
    return base64.b64encode(_private_key().public_key().public_bytes_raw()).decode()


def _private_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(installation_key("receipts"))
