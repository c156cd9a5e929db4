"""Calling somebody else's interface without handing over personal data: stand-ins go out, values come back.

    with_model = Exchange()
    answer = call(with_model.outgoing({"prompt": "Write to ana@example.org"}))
    shown = with_model.incoming(answer)

What goes out holds stand-ins, equal for equal values; what comes back is read as well: personal data in it that we did
not send are replaced by labels, and our stand-ins by the values they stand for. The values live in this object only.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from discovery.detection.anonymising.forms import TOKEN_PATTERN, Form, spelt
from discovery.detection.anonymising.policy import Policy
from discovery.detection.engine import Options
from discovery.detection.sanitising import as_shipped, sanitise_payload
from discovery.documents import Kind

# Dates and names of organisations are mostly what the question is about.
KEPT: Final = frozenset({Kind.DATE_TIME, Kind.URL, Kind.BIC, Kind.ORGANISATION})
_LETTERS: Final = 12
_DEPTH: Final = 32


@dataclass(slots=True)
class _Held:
    """A vault in memory; secrets get a token that leads nowhere."""

    tokens: dict[tuple[str, str], str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)

    def token_for(self, kind: Kind, value: str) -> str:
        known = (kind.value, value)
        if known not in self.tokens:
            self.tokens[known] = spelt(secrets.token_hex(_LETTERS // 2))
            self.values[self.tokens[known]] = value
        return self.tokens[known]


class Exchange:
    """One conversation with somebody else's interface; use a new one for each person or case.

    Args:
        kept: kinds that go out and come back as they are.
        options: kinds and thresholds of one's own; the shipped rules where None.
    """

    def __init__(self, kept: frozenset[Kind] = KEPT, options: Options | None = None) -> None:
        self._options = options or as_shipped()
        self._held = _Held()
        self._out = Policy(form=Form.TOKEN, by_kind={Kind.SECRET: Form.LABEL}, kept=kept, vault=self._held)
        self._back = Policy(form=Form.LABEL, kept=kept)

    def outgoing(self, payload: Any) -> Any:
        """A copy of a JSON-like value to send: stand-ins for personal data, labels for secrets."""
        return sanitise_payload(payload, self._out, depth=_DEPTH, options=self._options)

    def incoming(self, payload: Any) -> Any:
        """A copy of what came back: labels for personal data that are new, our values for our stand-ins."""
        return self._restored(sanitise_payload(payload, self._back, depth=_DEPTH, options=self._options))

    def _restored(self, payload: Any) -> Any:
        if isinstance(payload, str):
            return TOKEN_PATTERN.sub(lambda hit: self._held.values.get(hit[2], hit[0]), payload)
        if isinstance(payload, Mapping):
            return {self._restored(key): self._restored(value) for key, value in payload.items()}
        return [self._restored(one) for one in payload] if isinstance(payload, list) else payload
