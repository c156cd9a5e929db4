"""What a sweep did, as a signed record: canonical JSON without content of anybody (GDPR Art. 5(2))."""

import base64
import json
from collections import Counter
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from dsar.foundation.keys import installation_key
from dsar.retention.models import StepOutcome, Sweep

ORIGIN = b"dsar-desk retention sweep v1\n"


def body_of(sweep: Sweep, rules: dict[str, Any]) -> bytes:
    """The bytes of the record: rules by version, what was done, kept or asked, by category and by case."""
    steps = list(sweep.steps.order_by("place", "reference", "category"))
    counts: dict[str, Counter[str]] = {}
    for step in steps:
        counts.setdefault(step.category, Counter())[step.outcome or step.state] += 1
    body = {
        "sweep": str(sweep.pk),
        "ordered_at": sweep.ordered_at.isoformat(),
        "ordered_by": str(sweep.ordered_by_id or "schedule"),
        "ended_at": sweep.ended_at.isoformat() if sweep.ended_at else None,
        "rules": rules,
        "counts": {category: dict(sorted(found.items())) for category, found in sorted(counts.items())},
        "steps": [
            {
                "category": step.category,
                "action": step.action,
                "reference": step.reference,
                "due_on": step.due_on.isoformat() if step.due_on else None,
                "outcome": step.outcome or step.state,
                "because": step.because or step.failure,
                "things": step.counts,
                "at": step.done_at.isoformat() if step.done_at else None,
            }
            for step in steps
            if step.outcome != StepOutcome.GONE
        ],
    }
    return json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def sign(content: bytes) -> str:
    """The signature over a record, base64: by the key of the audit chain's checkpoints."""
    return base64.b64encode(_private_key().sign(ORIGIN + content)).decode()


def is_signed(content: bytes, signature: str) -> bool:
    """Whether the record is the one that was signed here."""
    try:
        _private_key().public_key().verify(base64.b64decode(signature, validate=True), ORIGIN + content)
    except (InvalidSignature, ValueError):
        return False
    return True


def _private_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(installation_key("checkpoints"))
