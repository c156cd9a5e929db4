"""What erasures tell whoever listens, inside their own transaction: if a listener fails, the act fails."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.dispatch import Signal


@dataclass(frozen=True, slots=True)
class ErasureChanged:
    """Something happened to an erasure.

    Attributes:
        what: "ordered", "rehearsed", "rehearsal_failed", "answered", "proposed", "approved", "sent_back", "started",
            "differs", "confirmed", "repeated", "partial", "finished", "cancelled".
        actor_id: who did it; None for the product itself.
        facts: figures and codes without content.
    """

    run_id: UUID
    order_id: UUID
    actor_id: UUID | None
    what: str
    facts: Mapping[str, object] = field(default_factory=dict)


erasure_changed = Signal()


@dataclass(frozen=True, slots=True)
class SuppressionChanged:
    """Something happened to the suppression list: "entered", "lifted", "restored"; figures only."""

    what: str
    actor_id: UUID | None = None
    facts: Mapping[str, object] = field(default_factory=dict)


suppression_changed = Signal()
