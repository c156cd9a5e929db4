"""Reading back what tokens stand for: permission, reason, every look-up recorded, changed tokens refused."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.services import CaseLike, record
from dsar.cases.models import Case
from dsar.foundation.errors import KeyDestroyed, RuleRefused
from dsar.foundation.keys import installation_key
from dsar.pii.token_rules import FoundToken, tokens_in
from dsar.pii.vault_models import TokenVault, VaultEntry
from dsar.pii.vault_services import demand, kinds_in_words

catalogue.declare(
    vault_read="{count|token|tokens} read back ({kinds}) for: {reason}",
    vault_read_refused="Reading back tokens was refused: {changed} changed, {unknown} unknown; asked for: {reason}",
)


@dataclass(slots=True)
class _SealedHere:
    """Lets the chain seal a payload under a vault's own key; there is no case."""

    key_id: UUID
    pk: Any = None


@dataclass(frozen=True, slots=True)
class Restored:
    """A text with values in the place of tokens: how many by kind, and how many tokens were left as they are."""

    text: str
    counts: tuple[tuple[str, int], ...]
    left: int


class TokensRefused(RuleRefused):
    """At least one token was changed, or leads nowhere that the actor may read; nothing was restored."""

    code = "tokens_refused"


def restore(*, text: str, kinds: Collection[str] | None, reason: str, actor: User) -> Restored:
    """The text with values in the place of its tokens; only of these kinds, or of all where None.

    All or nothing: where one token was changed or is unknown nothing is given, and the attempt is recorded.

    Raises:
        NotPermitted: the actor may not read tokens back.
        TokensRefused: see there; `fields["text"]` says which tokens, by their place among all.
        RuleRefused: the text has no token, or there is no reason.
    """
    demand(actor, Act.RESTORE_TOKENS)
    if not reason.strip():
        message = "Say what the values are needed for."
        raise RuleRefused(message, code="reason_missing", fields={"reason": message})
    found = tokens_in(text, installation_key("index"))
    if not found:
        message = "There is no token in this text."
        raise RuleRefused(message, code="no_token", fields={"text": message})
    wanted = [one for one in found if kinds is None or one.kind in kinds]
    entries = _readable([one.name for one in wanted if one.is_true], actor)
    changed = [place for place, one in enumerate(found, 1) if one in wanted and not one.is_true]
    unknown = [place for place, one in enumerate(found, 1) if one in wanted and one.is_true and one.name not in entries]
    if changed or unknown:
        _record_refusal(entries.values(), changed, unknown, reason, actor)
        raise TokensRefused(_refusal(changed, unknown), fields={"text": _refusal(changed, unknown)})
    return _give(text, found, {name: str(entry.value) for name, entry in entries.items()}, entries, reason, actor)


@transaction.atomic
def _give(
    text: str,
    found: list[FoundToken],
    values: dict[str, str],
    entries: dict[str, VaultEntry],
    reason: str,
    actor: User,
) -> Restored:
    pieces, at = [], 0
    counts: Counter[str] = Counter()
    for one in found:
        if one.name in values:
            pieces += [text[at : one.start], values[one.name]]
            at = one.end
            counts[one.kind] += 1
    for vault, own in _by_vault(entries.values()).items():
        read = Counter(one.kind for one in found if one.name in own)
        _record(vault, "vault.read", {"count": sum(read.values()), "kinds": kinds_in_words(read)}, reason, actor)
    left = len(found) - sum(counts.values())
    return Restored("".join([*pieces, text[at:]]), tuple(sorted(counts.items())), left)


@transaction.atomic
def _record_refusal(
    entries: Iterable[VaultEntry], changed: list[int], unknown: list[int], reason: str, actor: User
) -> None:
    facts = {"changed": len(changed), "unknown": len(unknown)}
    vaults = list(_by_vault(entries))
    for vault in vaults:
        _record(vault, "vault.read_refused", facts, reason, actor, outcome="refused")
    if not vaults:  # no key to seal the reason under: it is left out
        record("vault.read_refused", actor=actor, facts=facts, outcome="refused")


def _record(
    vault: TokenVault, code: str, facts: dict[str, Any], reason: str, actor: User, *, outcome: str = "done"
) -> None:
    keeper: CaseLike = vault.case or _SealedHere(vault.key_id)
    record(code, actor=actor, case=keeper, about=vault, facts=facts, payload={"reason": reason}, outcome=outcome)


def _readable(names: Collection[str], actor: User) -> dict[str, VaultEntry]:
    """The entries of these tokens in vaults that the actor may read, by token; those whose key is gone are left out."""
    entries = VaultEntry.objects.filter(token__in=names, vault__erased_at__isnull=True).select_related("vault__case")
    visible = set(Case.objects.visible_to(actor).values_list("pk", flat=True)) if entries else set()
    kept = {}
    for entry in entries:
        if entry.vault.case_id is None or entry.vault.case_id in visible:
            try:
                str(entry.value)
            except KeyDestroyed:
                continue
            kept[entry.token] = entry
    return kept


def _by_vault(entries: Iterable[VaultEntry]) -> dict[TokenVault, set[str]]:
    grouped: dict[TokenVault, set[str]] = {}
    for entry in entries:
        grouped.setdefault(entry.vault, set()).add(entry.token)
    return grouped


def _refusal(changed: list[int], unknown: list[int]) -> str:
    parts = []
    if changed:
        parts.append(f"Changed since they were made: token {_numbers(changed)}.")
    if unknown:
        parts.append(f"Erased, or in a vault that you may not read: token {_numbers(unknown)}.")
    return " ".join([*parts, "Nothing was restored."])


def _numbers(places: list[int]) -> str:
    shown = ", ".join(str(place) for place in places[:10])
    return f"{shown} and {len(places) - 10} more" if len(places) > 10 else shown
