"""What discovery tells whoever listens: one signal an event, each with a frozen dataclass as `event`.

Events of a scan are sent inside the transaction of the change: a receiver that raises undoes it. `item_found` is sent
before that transaction, because keeping content is slow; see there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.dispatch import Signal

from discovery.documents import Decision, TextBlock


@dataclass(frozen=True, slots=True)
class SourceListed:
    """Every unit of a source is known."""

    scan_id: UUID
    order_id: UUID
    source_ref: UUID
    units: int


@dataclass(frozen=True, slots=True)
class ScanChanged:
    """A scan was "ordered", asked to be "cancelled", or "resumed"."""

    scan_id: UUID
    order_id: UUID
    actor_id: UUID | None
    what: str


@dataclass(frozen=True, slots=True)
class ScanEnded:
    """A scan ended, finished or cancelled; `counts` are findings by decision."""

    scan_id: UUID
    order_id: UUID
    actor_id: UUID | None
    state: str
    counts: Mapping[str, int]
    failed: int


@dataclass(frozen=True, slots=True)
class FoundThing:
    """A document or a row as it was found, whole.

    Attributes:
        form: "document" or "row".
        group: the set it belongs to, nothing personal: "Web shop/orders", "Shared drive".
        blocks, content: of a document; `content` None for a file inside another file.
        values: of a row.
        reasons: list of {"identifier", "why", "reason", "score"}.
    """

    form: str
    group: str
    locator: Mapping[str, object] = field(repr=False)
    title: str = field(repr=False)
    decision: Decision
    reasons: Sequence[Mapping[str, object]] = field(repr=False)
    media_type: str = ""
    blocks: Sequence[TextBlock] = field(default=(), repr=False)
    content: bytes | None = field(default=None, repr=False)
    values: Mapping[str, object] = field(default_factory=dict, repr=False)
    page_count: int | None = None


@dataclass(frozen=True, slots=True)
class ItemFound:
    """Something was found in an item, and its content is at hand now and never again.

    A receiver stores what is slow to store and returns a `Keep`; its `commit` is called inside the transaction that
    records the findings, its `abandon` where that transaction did not happen.
    """

    scan_id: UUID
    order_id: UUID
    key_id: UUID
    item_id: UUID
    source_ref: UUID
    source_name: str
    things: tuple[FoundThing, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Keep:
    """How a receiver of `item_found` ends what it began. `commit` must be quick and give the same when called twice."""

    commit: Callable[[], None]
    abandon: Callable[[], None]


scan_changed = Signal()
source_listed = Signal()
item_found = Signal()
scan_ended = Signal()
