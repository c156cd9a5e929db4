"""The hash chain, pure: each entry's bytes are hashed as stored together with the hash before it.

hash = SHA-256(0x01 || previous hash || body). The body is canonical JSON (sorted keys, no spaces, UTF-8) and holds ids
and kinds only; a personal payload is represented by a salted commitment, SHA-256(salt || payload), with salt and
payload sealed elsewhere, so that erasing them leaves the chain provable.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

GENESIS = bytes(32)
_LEAF = b"\x01"


@dataclass(frozen=True, slots=True)
class Row:
    """An entry as the database has it: `columns` repeats parts of the body for queries."""

    seq: int
    body: bytes
    previous: bytes
    digest: bytes
    columns: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Fault:
    """The first row that is not as written: its number and what is wrong with it."""

    seq: int
    reason: str


def canonical(value: Mapping[str, Any]) -> bytes:
    """The bytes of a JSON object that are hashed and stored."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def link(previous: bytes, body: bytes) -> bytes:
    """The 32-byte hash of an entry that follows `previous`."""
    return hashlib.sha256(_LEAF + previous + body).digest()


def commitment(salt: bytes, payload: bytes) -> str:
    """What the chain keeps of a personal payload, in hexadecimal."""
    return hashlib.sha256(salt + payload).hexdigest()


def faults(rows: Iterable[Row]) -> Iterator[Fault]:
    """What is wrong with a chain that should start at number 1; nothing where it is whole."""
    expected, previous = 1, GENESIS
    for row in rows:
        if row.seq != expected:
            yield Fault(expected, f"entry {expected} is missing; entry {row.seq} stands in its place")
            return
        reason = _reason(row, previous)
        if reason:
            yield Fault(row.seq, reason)
            return
        expected, previous = row.seq + 1, row.digest


def _reason(row: Row, previous: bytes) -> str:
    if row.previous != previous:
        return "it does not point to the entry before it"
    if link(previous, row.body) != row.digest:
        return "its content does not give its hash"
    try:
        body = json.loads(row.body)
    except ValueError:
        return "its content cannot be read"
    for name, value in row.columns.items():
        if body.get(name) != value:
            return f"its column '{name}' differs from its content"
    return ""
