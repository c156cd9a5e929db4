"""What was read and what stands there now: an approval names the version it read, and another one is refused."""

import hashlib
import json
from typing import Any

from dsar.foundation.errors import Conflict, RuleRefused


def digest_of(read: Any) -> str:
    """SHA-256 in hex over what a person reads before an approval, as canonical JSON (sorted keys, no blanks)."""
    body = json.dumps(read, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(body.encode()).hexdigest()


def demand_same(read: str, stands: str, *, field: str = "version") -> None:
    """Refuse an approval of something else than what stands there.

    Args:
        read: version or digest that the approver names.
        stands: the same of what would be approved now.
        field: name of the input that carries it.

    Raises:
        RuleRefused: nothing is named ("version_needed").
        Conflict: another version stands there now ("stale").
    """
    if not read:
        message = "Name the version that you have read."
        raise RuleRefused(message, code="version_needed", fields={field: message})
    if read != stands:
        raise Conflict("It has changed since you read it. Read it again.", code="stale")
