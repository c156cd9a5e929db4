"""Acts on the vault of tokens: opening one, keeping values behind tokens, erasing."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace

from django.db import transaction

from discovery.detection.anonymising import Anonymised, Form, Numbering, Policy, Vault
from discovery.detection.anonymising.forms import plain, pseudonym
from discovery.documents import Kind
from dsar.access.models import User
from dsar.access.rules import Act
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.cases.models import Case
from dsar.foundation import cipher, clock
from dsar.foundation.errors import Conflict, NotPermitted, RuleRefused
from dsar.foundation.keys import create_data_key, data_key, destroy_data_key, installation_key
from dsar.pii.token_rules import new_token, tokens_in
from dsar.pii.vault_models import TokenVault, VaultEntry, VaultPseudonym

LONGEST_LIFE = dt.timedelta(days=366)
# Passwords and keys are changed, not kept: nobody needs them back from a vault.
NEVER_KEPT = frozenset({Kind.SECRET})

catalogue.declare(
    vault_opened="Vault for tokens opened, until {until}",
    vault_tokens_kept="{count|value|values} put behind tokens ({kinds})",
    vault_erased="Vault for tokens erased: {count|value|values} can never be read again",
)


@transaction.atomic
def open_vault(*, name: str, expires_on: dt.date, actor: User) -> TokenVault:
    """A vault with a key of its own that is destroyed on a day, at most a year from now."""
    demand(actor, Act.KEEP_TOKENS)
    today = clock.today("UTC")
    if not today < expires_on <= today + LONGEST_LIFE:
        message = "The vault must end after today and within a year."
        raise RuleRefused(message, code="vault_end", fields={"expires_on": message})
    vault = TokenVault.objects.create(
        name=name, key=create_data_key(), made_by=actor, made_at=clock.now(), expires_on=expires_on
    )
    record("vault.opened", actor=actor, about=vault, facts={"until": expires_on})
    return vault


@transaction.atomic
def vault_of_case(*, case: Case, actor: User) -> TokenVault:
    """The vault of a case, made when it is first asked for; it lives and dies with the key of the case."""
    demand(actor, Act.KEEP_TOKENS)
    vault, made = TokenVault.objects.get_or_create(
        case=case, defaults={"name": case.reference, "key_id": case.key_id, "made_by": actor, "made_at": clock.now()}
    )
    if made:
        record("vault.opened", actor=actor, case=case, about=vault, facts={"until": case.reference})
    return vault


class VaultOfHouse(Vault, Numbering):
    """Tokens and pseudonyms of one vault; keeps what is new until `keep_used` stores it."""

    def __init__(self, vault: TokenVault) -> None:
        self.vault = vault
        self.key = data_key(vault.key_id, "index")
        self._checks = installation_key("index")
        self._new: dict[tuple[str, bytes], VaultEntry] = {}

    def token_for(self, kind: Kind, value: str) -> str:
        """The token of a value, the same again in this vault."""
        known = (kind.value, cipher.digest(self.key, f"token|{kind.value}", value))
        if known not in self._new:
            stored = VaultEntry.objects.filter(vault=self.vault, kind=known[0], digest=known[1]).first()
            self._new[known] = stored or VaultEntry(
                vault=self.vault,
                kind=known[0],
                digest=known[1],
                token=new_token(kind.value, self._checks),
                value=value,
                made_at=clock.now(),
            )
        return self._new[known].token

    def name_for(self, kind: Kind, value: str) -> str:
        """The pseudonym of a value; another spelling of the same value gets the same."""
        digest = cipher.digest(self.key, f"pseudonym|{kind.value}", plain(kind, value))
        named = VaultPseudonym.objects.filter(vault=self.vault, kind=kind.value, digest=digest).first()
        if named is None:
            last = VaultPseudonym.objects.filter(vault=self.vault, kind=kind.value).order_by("-number").first()
            number = 1 + (last.number if last else 0)
            named = VaultPseudonym.objects.create(vault=self.vault, kind=kind.value, digest=digest, number=number)
        return pseudonym(kind, named.number)

    def keep_used(self, texts: Iterable[str]) -> list[VaultEntry]:
        """Store the new tokens that stand in one of the texts, and no value whose token was not used."""
        used = {found.name for text in texts for found in tokens_in(text, self._checks)}
        fresh = [entry for entry in self._new.values() if entry._state.adding and entry.token in used]
        for entry in fresh:
            entry.save(force_insert=True)
        return fresh


def with_vault(policy: Policy, house: VaultOfHouse) -> Policy:
    """The policy with the tokens, pseudonyms and hash key of a vault; what is never kept gets a label, not a token."""
    labelled = {kind: Form.LABEL for kind in NEVER_KEPT if policy.form_of(kind) is Form.TOKEN}
    return replace(policy, by_kind={**policy.by_kind, **labelled}, key=house.key, pseudonyms=house, vault=house)


@transaction.atomic
def anonymise_into(
    *, vault: TokenVault, anonymise: Callable[[VaultOfHouse], list[Anonymised]], actor: User
) -> list[Anonymised]:
    """What `anonymise` makes with the tokens, pseudonyms and hash key of a vault; new values are kept and counted.

    Raises:
        Conflict: the vault was erased.
        NotPermitted: the actor may not keep tokens, and tokens were made.
    """
    locked = TokenVault.objects.select_for_update().select_related("key").get(pk=vault.pk)
    if locked.erased_at is not None:
        message = "This vault was erased. Open another one."
        raise Conflict(message, code="vault_erased")
    house = VaultOfHouse(locked)
    made = anonymise(house)
    if any(one.form is Form.TOKEN for done in made for one in done.replacements):
        demand(actor, Act.KEEP_TOKENS)
    fresh = house.keep_used(done.text for done in made)
    if fresh:
        facts = {"count": len(fresh), "kinds": kinds_in_words(Counter(entry.kind for entry in fresh))}
        record("vault.tokens_kept", actor=actor, case=locked.case, about=locked, facts=facts)
    return made


@transaction.atomic
def erase_vault(*, vault: TokenVault, actor: User | None) -> int:
    """Erase a vault for good and return how many values are gone; its own key is destroyed, a case's stays."""
    if actor is not None:
        demand(actor, Act.KEEP_TOKENS)
    if not TokenVault.objects.filter(pk=vault.pk, erased_at__isnull=True).update(erased_at=clock.now()):
        return 0
    count = VaultEntry.objects.filter(vault=vault).count()
    VaultEntry.objects.filter(vault=vault).delete()
    VaultPseudonym.objects.filter(vault=vault).delete()
    if vault.case_id is None:
        destroy_data_key(vault.key_id)
    record("vault.erased", actor=actor, case=vault.case, about=vault, facts={"count": count})
    return count


def erase_expired() -> int:
    """Erase the vaults whose day has come; the number of vaults."""
    due = TokenVault.objects.filter(erased_at__isnull=True, expires_on__lte=clock.today("UTC"))
    for vault in due:
        erase_vault(vault=vault, actor=None)
    return len(due)


def kinds_in_words(counts: Counter[str]) -> str:
    """Counts by kind for the chain: "iban 2, person 1"."""
    return ", ".join(f"{kind} {count}" for kind, count in sorted(counts.items()))


def demand(actor: User, act: Act) -> None:
    """Refuse somebody whose role does not open the act.

    Raises:
        NotPermitted: always then.
    """
    if not actor.may(act):
        message = "Your role does not open the vault of tokens in this way. Ask the DPO."
        raise NotPermitted(message)
