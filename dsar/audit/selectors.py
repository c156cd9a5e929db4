"""Reading the chain as a history in words."""

import datetime as dt
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from dsar.audit import catalogue
from dsar.audit.models import AuditEntry, AuditPayload
from dsar.foundation.errors import KeyDestroyed


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One act, told: `values` are facts and payload together, for those who may see them."""

    seq: int
    at: dt.datetime
    actor_kind: str
    actor_id: UUID | None
    action: str
    sentence: str
    outcome: str
    values: Mapping[str, Any]


def history(case_id: UUID, *, newest_first: bool = True, limit: int | None = None) -> list[HistoryLine]:
    """The acts of a case in words."""
    entries = AuditEntry.objects.filter(case_id=case_id).order_by("-seq" if newest_first else "seq")
    return tell(entries[:limit] if limit else entries)


def tell(entries: Iterable[AuditEntry], *, only_cases: Collection[UUID] | None = None) -> list[HistoryLine]:
    """Entries as lines of history; an erased payload reads as "…".

    With `only_cases`, payloads of other cases are left sealed and read as "…" too.
    """
    listed = list(entries)
    opened = [entry.seq for entry in listed if only_cases is None or entry.case_id in only_cases]
    payloads = {payload.seq: payload for payload in AuditPayload.objects.filter(seq__in=opened)}
    return [_line(entry, payloads.get(entry.seq)) for entry in listed]


def _line(entry: AuditEntry, payload: AuditPayload | None) -> HistoryLine:
    values = dict(json.loads(bytes(entry.body))["facts"]) | _content(payload)
    return HistoryLine(
        seq=entry.seq,
        at=entry.at,
        actor_kind=entry.actor_kind,
        actor_id=entry.actor_id,
        action=entry.action,
        sentence=catalogue.sentence(entry.action, values),
        outcome=entry.outcome,
        values=values,
    )


def _content(payload: AuditPayload | None) -> dict[str, Any]:
    if payload is None:
        return {}
    try:
        return dict(payload.content)
    except KeyDestroyed:
        return {}
