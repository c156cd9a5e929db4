"""The pages that read a text: what they show, what they refuse, and that nothing is kept."""

import datetime as dt
import json

import pytest
from django.urls import reverse

from dsar.audit.models import AuditEntry
from dsar.foundation import clock
from dsar.pii import texts
from dsar.pii.models import DetectionRun
from dsar.pii.vault_models import TokenVault, VaultEntry
from dsar.pii.vault_services import open_vault
from tests.world import PASSWORD, make_case

TEXT = "Write to ana@example.org, card 4242 4242 4242 4242."
SCAN, REPORT = "dsar:pii-scan-text", "dsar:pii-report"
ANONYMISE, RESTORE = "dsar:pii-anonymise-text", "dsar:pii-restore"


@pytest.fixture(autouse=True)
def _nothing_is_remembered():
    texts.forget()
    yield
    texts.forget()


@pytest.fixture
def signed_in(client, world):
    """A browser in which somebody is signed in."""

    def sign_in(who):
        client.force_login(getattr(world, who))
        return client

    return sign_in


def scan(client, text, **more):
    kinds = more.pop("kinds", ["email_address", "credit_card", "person", "date_of_birth"])
    return client.post(reverse(SCAN), {"text": text, "sensitivity": "medium", "names": "rules", "kinds": kinds} | more)


def test_a_scan_marks_each_value_with_its_kind_in_words(signed_in):
    page = scan(signed_in("handler"), TEXT).content.decode()

    assert '<mark class="found found-critical" id="in-text-2"><bdi>4242 4242 4242 4242</bdi>' in page
    assert 'href="#line-2"' in page
    assert "2 Payment card number" in page
    assert "luhn passed" in page
    assert "High risk" in page or "Grave risk" in page
    assert "it was not stored" in page


def test_nothing_of_a_scanned_text_is_kept(signed_in, world):
    before = AuditEntry.objects.count()

    scan(signed_in("handler"), TEXT)

    assert AuditEntry.objects.count() == before
    run = DetectionRun.objects.get()
    assert (run.what, run.items, run.characters, run.kinds) == (
        "text",
        1,
        len(TEXT),
        {"credit_card": 1, "email_address": 1},
    )


def test_kinds_are_turned_off(signed_in):
    page = scan(signed_in("handler"), TEXT, kinds=["email_address"]).content.decode()

    assert "1 E-mail address" in page
    assert "Payment card number</td>" not in page
    assert 'id="in-text-2"' not in page


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script> ana@example.org", "\u202egro.elpmaxe@ana\u202c ana@example.org"]
)
def test_hostile_text_is_shown_as_text(signed_in, text):
    page = scan(signed_in("handler"), text).content.decode()

    shown = page[page.index('class="scanned"') : page.index("What was found, and why")]
    assert "<script>" not in shown
    assert "\u202e" not in shown
    assert ("U+202E" in shown) == ("\u202e" in text)


def test_a_text_without_finds_says_that_this_proves_nothing(signed_in):
    page = scan(signed_in("handler"), "The weather is fine").content.decode()

    assert "Nothing was found" in page
    assert "no proof" in page


@pytest.mark.parametrize(
    ("more", "field"),
    [({"text": ""}, "text"), ({"text": "x" * 100_001}, "text"), ({"kinds": []}, "kinds"), ({"names": "?"}, "names")],
)
def test_what_cannot_be_scanned_is_told_beside_the_field(signed_in, more, field):
    response = scan(signed_in("handler"), **({"text": TEXT} | more))

    assert response.status_code == 422
    assert field in response.context["form"].errors


@pytest.mark.parametrize("name", [SCAN, REPORT, ANONYMISE])
def test_an_auditor_opens_none_of_them(signed_in, name):
    assert signed_in("auditor").get(reverse(name)).status_code == 403


def test_a_text_is_anonymised_kind_by_kind(signed_in):
    body = {
        "text": TEXT, "sensitivity": "medium", "names": "rules", "form": "label",
        "kind-credit_card": "partial", "kind-email_address": "keep", "kind-nonsense": "mask",
    }  # fmt: skip

    page = signed_in("approver").post(reverse(ANONYMISE), body)

    assert page.context["done"].text == "Write to ana@example.org, card …4242."
    assert b'name="kind-credit_card"' in page.content


def test_tokens_are_offered_only_to_who_may_keep_them(signed_in, world):
    page = signed_in("approver").get(reverse(ANONYMISE)).content.decode()
    refused = signed_in("approver").post(
        reverse(ANONYMISE), {"text": TEXT, "sensitivity": "medium", "names": "rules", "form": "token"}
    )

    assert 'value="token"' not in page
    assert refused.status_code == 422


def test_tokens_without_a_vault_are_asked_for_one(signed_in):
    response = signed_in("handler").post(
        reverse(ANONYMISE), {"text": TEXT, "sensitivity": "medium", "names": "rules", "form": "token"}
    )

    assert response.status_code == 422
    assert "vault" in response.context["form"].errors
    assert TEXT in response.content.decode()


def test_the_way_of_a_token_there_and_back_with_password_and_reason(signed_in, world):
    vault = open_vault(name="Survey", expires_on=clock.today("UTC") + dt.timedelta(days=9), actor=world.dpo)
    client = signed_in("dpo")
    done = client.post(
        reverse(ANONYMISE),
        {"text": TEXT, "sensitivity": "medium", "names": "rules", "form": "token", "vault": vault.pk},
    )
    hidden = done.context["done"].text

    first = client.get(reverse(RESTORE))
    client.post(reverse("dsar:reauthenticate"), {"password": PASSWORD, "next": reverse(RESTORE)})
    without = client.post(reverse(RESTORE), {"text": hidden, "reason": ""})
    shown = client.post(reverse(RESTORE), {"text": hidden, "reason": "Survey", "kinds": ["email_address"]})

    assert first.status_code == 302
    assert "password-again" in first["Location"]
    assert without.status_code == 422
    assert "ana@example.org, card [[credit_card~" in shown.context["shown"].text
    entry = AuditEntry.objects.get(action="vault.read")
    assert json.loads(bytes(entry.body))["facts"] == {"count": 1, "kinds": "email_address 1"}


def test_a_changed_token_is_told_on_the_page_and_the_text_stays(signed_in, world):
    client = signed_in("dpo")
    client.post(reverse("dsar:reauthenticate"), {"password": PASSWORD, "next": "/"})

    page = client.post(reverse(RESTORE), {"text": "[[person~abcdefgh]]", "reason": "Survey"})

    assert page.status_code == 422
    assert "Changed since they were made: token 1" in page.content.decode()
    assert "[[person~abcdefgh]]" in page.content.decode()


def test_a_foreign_case_is_no_vault(signed_in, world):
    case = make_case(world)
    body = {"text": TEXT, "sensitivity": "medium", "names": "rules", "form": "token", "case": case.reference}

    response = signed_in("stranger").post(reverse(ANONYMISE), body)

    assert response.status_code == 422
    assert not TokenVault.objects.exists()


def test_a_vault_is_opened_listed_and_erased_after_a_question(signed_in, world):
    client = signed_in("handler")
    ends = clock.today("UTC") + dt.timedelta(days=9)

    client.post(reverse("dsar:vaults"), {"name": "Survey of spring", "expires_on": ends.isoformat()})
    vault = TokenVault.objects.get()
    page = client.get(reverse("dsar:vaults")).content.decode()
    asked = client.get(reverse("dsar:vault-erase", args=[vault.pk]))
    client.post(reverse("dsar:vault-erase", args=[vault.pk]))

    vault.refresh_from_db()
    assert "Survey of spring" in page
    assert asked.status_code == 200
    assert vault.erased_at is not None
    assert "Survey of spring" not in client.get(reverse("dsar:vaults")).content.decode()


def test_a_vault_that_ends_too_late_is_refused_beside_the_field(signed_in):
    response = signed_in("handler").post(reverse("dsar:vaults"), {"name": "x", "expires_on": "2099-01-01"})

    assert response.status_code == 422
    assert "expires_on" in response.context["form"].errors


def test_the_vault_of_a_foreign_case_is_neither_listed_nor_erased(signed_in, world):
    from dsar.pii.vault_services import vault_of_case

    vault = vault_of_case(case=make_case(world), actor=world.handler)
    client = signed_in("stranger")

    assert vault.name not in client.get(reverse("dsar:vaults")).content.decode()
    assert client.post(reverse("dsar:vault-erase", args=[vault.pk])).status_code == 404


def test_a_report_can_be_printed_and_holds_no_value(signed_in):
    body = {
        "text": TEXT, "sensitivity": "medium", "names": "rules", "frameworks": ["gdpr", "ccpa"], "was_disclosed": "yes",
    }  # fmt: skip

    page = signed_in("intake").post(reverse(REPORT), body).content.decode()

    report = page[page.index("Report of") : page.index("Another report")]
    assert "data-print" in report
    assert "Art. 33" in report
    assert "§ 1798.100" in report
    assert "4242" not in report
    assert "presence of personal data is not a violation" in report
    assert not VaultEntry.objects.exists()
