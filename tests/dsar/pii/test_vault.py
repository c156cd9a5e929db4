"""The vault of tokens: kept sealed, read back by permission with a record of each look-up, changed tokens refused."""

import datetime as dt
import re

import pytest

from discovery.detection import Options
from discovery.detection.anonymising import Form, Policy, anonymise
from dsar.audit.models import AuditEntry
from dsar.audit.selectors import history
from dsar.foundation import clock
from dsar.foundation.errors import Conflict, NotPermitted, RuleRefused
from dsar.foundation.keys import destroy_data_key
from dsar.pii.vault_models import TokenVault, VaultEntry, VaultPseudonym
from dsar.pii.vault_reading_services import TokensRefused, restore
from dsar.pii.vault_services import anonymise_into, erase_expired, erase_vault, open_vault, vault_of_case, with_vault
from tests.world import make_case

RULES = Options(names="rules")
TEXT = "Ana wrote from ana@example.org and from 192.0.2.7; answer ana@example.org, card 4242 4242 4242 4242."


@pytest.fixture
def vault(world):
    return open_vault(name="Survey", expires_on=clock.today("UTC") + dt.timedelta(days=30), actor=world.handler)


def tokenised(vault, actor, text=TEXT, form=Form.TOKEN):
    def work(house):
        return [anonymise(text, Policy(form=form, vault=house, pseudonyms=house, key=house.key), options=RULES)]

    return anonymise_into(vault=vault, anonymise=work, actor=actor)[0].text


def acts(*codes):
    return [(one.action, one.outcome) for one in AuditEntry.objects.filter(action__in=codes).order_by("seq")]


def test_values_become_tokens_and_come_back_exactly(world, vault):
    hidden = tokenised(vault, world.handler)

    shown = restore(text=f"Re: {hidden}", kinds=None, reason="The survey is answered", actor=world.dpo)

    assert "@" not in hidden
    assert "4242" not in hidden
    assert shown.text == f"Re: {TEXT}"
    assert dict(shown.counts) == {"credit_card": 1, "email_address": 2, "ip_address": 1}
    assert shown.left == 0


def test_the_database_holds_no_value_in_the_clear(world, vault):
    tokenised(vault, world.handler)

    raw = [bytes(row) for row in VaultEntry.objects.values_list("value", flat=True)]

    assert len(raw) == 3  # the address stands there once
    assert all(b"example" not in row and b"4242" not in row for row in raw)


def test_one_value_has_one_token_in_a_vault_and_another_in_the_next(world, vault):
    other = open_vault(name="Other", expires_on=clock.today("UTC") + dt.timedelta(days=1), actor=world.dpo)

    first, second, third = (tokenised(one, world.dpo) for one in (vault, vault, other))

    assert first == second
    assert first != third


def test_only_the_wanted_kinds_come_back(world, vault):
    hidden = tokenised(vault, world.handler)

    shown = restore(text=hidden, kinds={"email_address"}, reason="Only to write", actor=world.dpo)

    assert shown.text.count("ana@example.org") == 2
    assert "[[credit_card~" in shown.text
    assert shown.left == 2


@pytest.mark.parametrize("who", ["intake", "handler", "approver", "admin", "auditor", "stranger"])
def test_who_may_not_read_back_is_refused(world, vault, who):
    hidden = tokenised(vault, world.dpo)

    with pytest.raises(NotPermitted):
        restore(text=hidden, kinds=None, reason="Curious", actor=getattr(world, who))


@pytest.mark.parametrize("who", ["intake", "approver", "admin", "auditor"])
def test_who_may_not_keep_tokens_opens_no_vault_and_fills_none(world, vault, who):
    actor = getattr(world, who)

    with pytest.raises(NotPermitted):
        open_vault(name="x", expires_on=clock.today("UTC") + dt.timedelta(days=2), actor=actor)
    with pytest.raises(NotPermitted):
        tokenised(vault, actor)
    assert not VaultEntry.objects.exists()


def test_every_look_up_is_recorded_with_its_reason_sealed(world):
    case = make_case(world)
    vault = vault_of_case(case=case, actor=world.handler)
    hidden = tokenised(vault, world.handler)

    restore(text=hidden, kinds=None, reason="Asked by Ana Lindqvist", actor=world.dpo)

    assert acts("vault.opened", "vault.tokens_kept", "vault.read") == [
        ("vault.opened", "done"),
        ("vault.tokens_kept", "done"),
        ("vault.read", "done"),
    ]
    entry = AuditEntry.objects.get(action="vault.read")
    assert b"Ana" not in bytes(entry.body)
    assert any("Asked by Ana Lindqvist" in line.sentence for line in history(case.pk))


def changed_letter(text):
    at = text.index("~") + 5
    return text[:at] + ("b" if text[at] != "b" else "c") + text[at + 1 :]


@pytest.mark.parametrize(
    "spoil",
    [
        changed_letter,
        lambda text: text.replace("[[ip_address~", "[[person~"),
        lambda text: re.sub(r"\[\[ip_address~\w+", "[[ip_address~abcde", text),
        lambda text: re.sub(r"~(\w)(\w+)\]\]", r"~\2\1]]", text, count=1),
    ],
    ids=["a letter", "the kind", "cut short", "turned round"],
)
def test_a_changed_token_is_refused_and_nothing_comes_back(world, vault, spoil):
    hidden = spoil(tokenised(vault, world.handler))

    with pytest.raises(TokensRefused) as refused:
        restore(text=hidden, kinds=None, reason="The survey", actor=world.dpo)

    assert "Changed since they were made: token" in refused.value.message
    assert "example.org" not in refused.value.message
    assert acts("vault.read", "vault.read_refused") == [("vault.read_refused", "refused")]


def test_a_true_token_of_nowhere_is_unknown(world, vault):
    hidden = tokenised(vault, world.handler)
    VaultEntry.objects.all().delete()

    with pytest.raises(TokensRefused, match="Erased, or in a vault that you may not read: token 1, 2, 3, 4"):
        restore(text=hidden, kinds=None, reason="The survey", actor=world.dpo)


def test_tokens_of_a_foreign_case_are_as_unknown_as_erased_ones(world):
    case = make_case(world)
    hidden = tokenised(vault_of_case(case=case, actor=world.handler), world.handler)
    for grant in (case.caseteampermission_set, case.caseuserpermission_set):
        grant.all().delete()

    with pytest.raises(TokensRefused, match="Erased, or in a vault that you may not read"):
        restore(text=hidden, kinds=None, reason="Curious", actor=world.dpo)


def test_destroying_the_key_of_the_case_erases_its_tokens(world):
    case = make_case(world)
    hidden = tokenised(vault_of_case(case=case, actor=world.handler), world.handler)
    destroy_data_key(case.key_id)

    with pytest.raises(TokensRefused, match="Erased"):
        restore(text=hidden, kinds=None, reason="Too late", actor=world.dpo)


def test_an_erased_vault_gives_nothing_back_and_takes_nothing(world, vault):
    hidden = tokenised(vault, world.handler)

    assert erase_vault(vault=vault, actor=world.handler) == 3
    assert erase_vault(vault=vault, actor=world.handler) == 0

    vault.refresh_from_db()
    assert vault.key.wrapped is None
    with pytest.raises(TokensRefused, match="Erased"):
        restore(text=hidden, kinds=None, reason="Too late", actor=world.dpo)
    with pytest.raises(Conflict):
        tokenised(vault, world.handler)
    assert acts("vault.erased") == [("vault.erased", "done")]


def test_vaults_end_on_their_day_by_themselves(world, vault):
    tokenised(vault, world.handler)

    assert erase_expired() == 0
    TokenVault.objects.update(expires_on=clock.today("UTC"))
    assert erase_expired() == 1
    assert erase_expired() == 0
    assert not VaultEntry.objects.exists()
    assert AuditEntry.objects.get(action="vault.erased").actor_kind == "system"


def test_pseudonyms_stay_the_same_over_the_texts_of_a_case(world):
    vault = vault_of_case(case=make_case(world), actor=world.handler)

    first = tokenised(vault, world.handler, "from ana@example.org", Form.PSEUDONYM)
    second = tokenised(vault, world.handler, "bo@example.org to ANA@example.org", Form.PSEUDONYM)

    assert (first, second) == ("from EMAIL_ADDRESS_1", "EMAIL_ADDRESS_2 to EMAIL_ADDRESS_1")
    assert VaultPseudonym.objects.count() == 2
    assert not VaultEntry.objects.exists()


def test_passwords_are_never_kept(world, vault):
    def work(house):
        text = "password: Tr0ub4dor&3 of ana@example.org"
        return [anonymise(text, with_vault(Policy(form=Form.TOKEN), house), options=RULES)]

    hidden = anonymise_into(vault=vault, anonymise=work, actor=world.handler)[0].text

    assert "[SECRET]" in hidden
    assert [entry.kind for entry in VaultEntry.objects.all()] == ["email_address"]


def test_hashes_correlate_within_a_vault_and_not_between_two(world, vault):
    case_vault = vault_of_case(case=make_case(world), actor=world.handler)

    one, again = (tokenised(vault, world.handler, "192.0.2.7", Form.HASH) for _ in range(2))
    other = tokenised(case_vault, world.handler, "192.0.2.7", Form.HASH)

    assert one == again
    assert one != other


@pytest.mark.parametrize(
    ("text", "reason", "code"), [("no token here", "why", "no_token"), ("[[person~abc]]", " ", "reason_missing")]
)
def test_what_cannot_be_asked_is_refused(world, text, reason, code):
    with pytest.raises(RuleRefused) as refused:
        restore(text=text, kinds=None, reason=reason, actor=world.dpo)

    assert refused.value.code == code


@pytest.mark.parametrize("days", [0, -1, 400])
def test_a_vault_ends_within_a_year(world, days):
    with pytest.raises(RuleRefused):
        open_vault(name="x", expires_on=clock.today("UTC") + dt.timedelta(days=days), actor=world.dpo)
