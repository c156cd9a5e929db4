"""Signed checkpoints: the head of the chain, written outside the database daily and at every release.

Whoever truncates the chain and rewrites its head cannot rewrite the checkpoints that have left the machine.
"""

import base64
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.db import transaction

from dsar.audit import catalogue
from dsar.audit.models import AuditHead
from dsar.audit.services import ActorLike, record
from dsar.foundation import clock
from dsar.foundation.keys import installation_key

ORIGIN = "dsar-desk audit chain v1"

catalogue.declare(audit_checkpoint="Checkpoint of the audit chain exported")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A head that was signed: entries so far, hash of the last one, when."""

    seq: int
    digest: str
    at: str
    signature_is_valid: bool


def export_checkpoint(*, actor: ActorLike | None = None) -> Path:
    """Record the act, sign the new head and write it to DSAR_CHECKPOINT_DIR; returns the file."""
    with transaction.atomic():
        record("audit.checkpoint", actor=actor, actor_kind="user" if actor else "system")
        head = AuditHead.objects.get(pk=1)
    body = f"{ORIGIN}\n{head.seq}\n{bytes(head.digest).hex()}\n{clock.now().isoformat()}\n"
    signature = base64.b64encode(_private_key().sign(body.encode())).decode()
    folder = Path(settings.DSAR_CHECKPOINT_DIR)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{head.seq:012d}.txt"
    temporary = path.with_suffix(".part")
    temporary.write_text(f"{body}\n{signature}\n", encoding="utf-8")
    temporary.replace(path)
    return path


def read_checkpoints(folder: Path) -> list[Checkpoint]:
    """The checkpoints of a folder in order of their number; one that cannot be read counts as badly signed."""
    return [_read(path) for path in sorted(folder.glob("*.txt"))]


def public_key() -> str:
    """The key that auditors verify checkpoints with, base64."""
    return base64.b64encode(_private_key().public_key().public_bytes_raw()).decode()


def _read(path: Path) -> Checkpoint:
    body, _, signature = path.read_text(encoding="utf-8").partition("\n\n")
    lines = body.split("\n")
    number = int(path.stem) if path.stem.isdigit() else 0
    if len(lines) != 4 or lines[0] != ORIGIN or not lines[1].isdigit():
        return Checkpoint(number, "", "", signature_is_valid=False)
    valid = _is_signed(f"{body}\n".encode(), signature.strip(), _private_key().public_key())
    return Checkpoint(int(lines[1]), lines[2], lines[3], signature_is_valid=valid)


def _is_signed(body: bytes, signature: str, key: Ed25519PublicKey) -> bool:
    try:
        key.verify(base64.b64decode(signature), body)
    except (InvalidSignature, ValueError):
        return False
    return True


def _private_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(installation_key("checkpoints"))
