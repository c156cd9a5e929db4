"""Adding to the audit chain. Call `record` inside the act's transaction: if the record fails, the act failed."""

import secrets
from collections.abc import Iterable, Mapping
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import translation

from dsar.audit import catalogue, chain
from dsar.audit.models import AuditEntry, AuditHead, AuditPayload
from dsar.foundation import clock
from dsar.foundation.errors import DsarError


class CaseLike(Protocol):
    """What the chain needs of a case."""

    pk: Any
    key_id: Any


class ActorLike(Protocol):
    """Who acts: a user, or anything with a primary key."""

    pk: Any


def record(
    action: str,
    *,
    actor: ActorLike | None,
    actor_kind: str = "user",
    case: CaseLike | None = None,
    about: Any = None,
    facts: Mapping[str, Any] | None = None,
    payload: Mapping[str, Any] | None = None,
    outcome: str = "done",
) -> AuditEntry:
    """Add an entry to the chain and return it.

    Args:
        action: a declared act, such as "case.registered".
        actor: who acts; None for the system or the public.
        actor_kind: "user", or where there is no user "system", "requester", "public".
        case: the case it belongs to; needed where there is a payload.
        about: the model instance acted upon, where it is not the case.
        facts: ids, kinds, dates, counts: stays for ever, so nothing personal.
        payload: names, reasons, addresses: sealed under the case's key, kept only as a commitment in the chain.
        outcome: "done", "refused" or "failed".

    Raises:
        DsarError: the act is not declared, or a payload has no case to be sealed under.
    """
    _demand_declared(action)
    with transaction.atomic():
        head = _locked_head()
        sealed, commitment = _sealed_payload(head.seq + 1, case, payload)
        entry = _entry(head, action, actor, actor_kind, case, about, outcome, commitment, facts or {})
        entry.save(force_insert=True)
        if sealed is not None:
            sealed.save(force_insert=True)
        head.seq, head.digest = entry.seq, entry.digest
        head.save(update_fields=["seq", "digest"])
    return entry


def record_each(action: str, *, actor: ActorLike, cases: Iterable[tuple[CaseLike, Mapping[str, Any]]]) -> int:
    """One entry for each case with its facts: as by `record`, under one lock of the head. How many they are.

    Args:
        action: a declared act that has no personal payload.
        actor: who acts.
        cases: the cases and the facts of each, in the order of the chain.

    Raises:
        DsarError: the act is not declared.
    """
    _demand_declared(action)
    count = 0
    with transaction.atomic():
        head = _locked_head()
        for case, facts in cases:
            entry = _entry(head, action, actor, "user", case, None, "done", "", facts)
            entry.save_base(raw=True, force_insert=True)
            head.seq, head.digest = entry.seq, entry.digest
            AuditHead.objects.filter(pk=head.pk).update(seq=head.seq, digest=head.digest)
            count += 1
    return count


def _demand_declared(action: str) -> None:
    if not catalogue.is_declared(action):
        message = f"The act {action} is not declared in the audit catalogue."
        raise DsarError(message, code="undeclared_act")


def _locked_head() -> AuditHead:
    head = AuditHead.objects.select_for_update().filter(pk=1).first()
    if head is None:
        AuditHead.objects.get_or_create(pk=1, defaults={"digest": chain.GENESIS})
        head = AuditHead.objects.select_for_update().get(pk=1)
    return head


def _sealed_payload(
    seq: int, case: CaseLike | None, payload: Mapping[str, Any] | None
) -> tuple[AuditPayload | None, str]:
    if not payload:
        return None, ""
    if case is None:
        message = "A personal payload needs a case whose key seals it."
        raise DsarError(message, code="payload_without_case")
    salt = secrets.token_hex(16)
    content = {name: _plain(value) for name, value in payload.items()}
    commitment = chain.commitment(salt.encode(), chain.canonical(content))
    return AuditPayload(seq=seq, key_id=case.key_id, salt=salt, content=content), commitment


def _entry(
    head: AuditHead,
    action: str,
    actor: ActorLike | None,
    actor_kind: str,
    case: CaseLike | None,
    about: Any,
    outcome: str,
    commitment: str,
    facts: Mapping[str, Any],
) -> AuditEntry:
    entry = AuditEntry(
        seq=head.seq + 1,
        at=clock.now(),
        actor_kind=actor_kind if actor is not None or actor_kind != "user" else "system",
        actor_id=actor.pk if actor is not None else None,
        action=action,
        outcome=outcome,
        case_id=case.pk if case is not None else None,
        object_type=type(about).__name__ if about is not None else "",
        object_id=str(about.pk) if about is not None else "",
        commitment=commitment,
        previous=bytes(head.digest),
    )
    entry.body = chain.canonical(columns(entry) | {"facts": {name: _plain(value) for name, value in facts.items()}})
    entry.digest = chain.link(bytes(head.digest), entry.body)
    return entry


def columns(entry: AuditEntry) -> dict[str, Any]:
    """The columns of an entry as the body repeats them."""
    return {
        "seq": entry.seq,
        "at": entry.at.isoformat(),
        "actor_kind": entry.actor_kind,
        "actor_id": _text(entry.actor_id),
        "action": entry.action,
        "outcome": entry.outcome,
        "case_id": _text(entry.case_id),
        "object_type": entry.object_type,
        "object_id": entry.object_id,
        "commitment": entry.commitment,
    }


def _text(value: UUID | None) -> str:
    return "" if value is None else str(value)


def _plain(value: Any) -> Any:
    """A JSON value: numbers, booleans and lists as they are, everything else as text.

    Words that translate themselves are kept in the language of the house, whoever acts.
    """
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, list | tuple):
        return [_plain(entry) for entry in value]
    if isinstance(value, Mapping):
        return {str(name): _plain(entry) for name, entry in value.items()}
    with translation.override(settings.LANGUAGE_CODE):
        return str(value)
