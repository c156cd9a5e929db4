"""What the ledger tells whoever listens, inside its own transaction: if a listener fails, the act fails."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.dispatch import Signal

told = Signal()  # sent with `event`, a LedgerEvent


class ActorLike(Protocol):
    """Who acts: anything with a primary key."""

    pk: Any


@dataclass(frozen=True, slots=True)
class LedgerEvent:
    """An act on the ledger, for the audit chain.

    Attributes:
        code: "consent.recorded", "consent.purpose_added", …
        actor: who works here and did it; None otherwise.
        actor_kind: "user", "requester" (the person themselves), "public", "system".
        about: the row it is about.
        facts: nothing personal.
    """

    code: str
    actor: ActorLike | None
    actor_kind: str
    about: Any
    facts: Mapping[str, Any] = field(default_factory=dict)


def record(
    code: str, *, actor: ActorLike | None, about: Any, actor_kind: str = "user", facts: Mapping[str, Any] | None = None
) -> None:
    """Announce an act; call it inside the act's transaction."""
    event = LedgerEvent(code, actor, actor_kind if actor is None else "user", about, facts or {})
    told.send(sender=LedgerEvent, event=event)
