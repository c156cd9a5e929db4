"""The public door: the code, the list, the download, and nothing for anybody else."""

import html
import io
import logging
import re
import time
import zipfile

import pytest
from django.test import Client
from django.urls import reverse

from dsar.audit.models import AuditEntry, AuditPayload
from dsar.cases.models import Case
from dsar.delivery import rules, services
from dsar.delivery.models import Delivery, DeliveryState
from dsar.delivery.services import release_package
from dsar.intake import budget
from tests.dsar.delivery.packages import FILES, ready_case
from tests.dsar.delivery.test_link import newest_token, other_code


@pytest.fixture
def case(world):
    """A case that is ready to send."""
    return ready_case(world)


@pytest.fixture
def released(case, world):
    """Its release by link."""
    return release_package(case=case, actor=world.handler, channel="portal")


@pytest.fixture
def link(released):
    """The address in the letter."""
    return reverse("dsar:portal-collect", args=[newest_token()])


def inside(client, link, code):
    """Through the door with the code."""
    answer = client.post(link, {"code": code})
    assert answer.status_code == 302
    return client.get(link)


def text(answer):
    return html.unescape(answer.content.decode())


def without_tokens(answer):
    """A page without what is new in every answer, and without its own address."""
    return re.sub(
        r"/collect/[\w-]+/",
        "/collect/…/",
        re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"|X-CSRFToken[^>]*', "", text(answer)),
    )


def test_the_walk_from_link_to_archive(client, link, released):
    asked = client.get(link)
    listed = inside(client, link, released.code)
    answer = client.get(f"{link}file/")

    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    assert "Your code" in text(asked)
    assert "The cover" in text(listed)
    assert archive.read("cover_letter.pdf") == FILES["cover_letter.pdf"]
    assert answer["Content-Disposition"] == 'attachment; filename="response.zip"'
    assert Delivery.objects.get().state == DeliveryState.COLLECTED


def test_the_answers_are_kept_nowhere_and_name_no_referrer(client, link, released):
    asked = client.get(link)
    listed = inside(client, link, released.code)
    given = client.get(f"{link}file/")

    assert [answer["Cache-Control"] for answer in (asked, listed, given)] == ["no-store"] * 3
    assert [answer["Referrer-Policy"] for answer in (listed, given)] == ["no-referrer"] * 2
    assert asked["Referrer-Policy"] == "same-origin"
    b"".join(given.streaming_content)


def test_the_pass_is_bound_to_the_path_and_to_scripts_it_is_hidden(client, link, released):
    client.post(link, {"code": released.code})

    cookie = client.cookies["collect_pass"]
    assert cookie["path"] == link
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert cookie["max-age"] == rules.PASS_LASTS.total_seconds()
    assert newest_token() not in cookie.value
    assert released.code not in cookie.value


@pytest.mark.parametrize("state", ["unknown", "expired", "revoked", "used up"])
def test_every_closed_link_looks_like_a_wrong_code(client, link, released, world, state):
    wrong = without_tokens(client.post(link, {"code": other_code(released.code)}))
    plain = without_tokens(client.get(link))
    if state == "expired":
        Delivery.objects.update(expires_at=released.delivery.released_at)
    elif state == "revoked":
        services.revoke_link(delivery=released.delivery, reason="Astray", actor=world.handler)
    elif state == "used up":
        Delivery.objects.update(tries=5)
    asked = reverse("dsar:portal-collect", args=["y" * 32]) if state == "unknown" else link

    answer = client.post(asked, {"code": released.code})

    assert answer.status_code == 422
    assert without_tokens(answer).replace(released.code, other_code(released.code)) == wrong
    assert without_tokens(client.get(asked)) == plain


def test_without_the_code_nothing_is_listed_or_given(client, link, released):
    given = client.get(f"{link}file/")

    assert given.status_code == 302
    assert "The cover" not in text(client.get(link))
    assert not AuditEntry.objects.filter(action="delivery.downloaded").exists()


def test_a_pass_opens_no_other_delivery(client, link, released, world):
    client.post(link, {"code": released.code})
    stolen = client.cookies["collect_pass"].value
    second = ready_case(world, name="Bo Okafor")
    release_package(case=second, actor=world.handler, channel="portal")
    other = reverse("dsar:portal-collect", args=[newest_token()])
    thief = Client()
    thief.cookies["collect_pass"] = stolen

    assert "Your code" in text(thief.get(other))
    assert thief.get(f"{other}file/").status_code == 302


def test_a_forged_pass_opens_nothing(client, link, released):
    client.cookies["collect_pass"] = "WyJ4IiwieSJd:1abcde:forged"

    assert client.get(f"{link}file/").status_code == 302


@pytest.mark.parametrize("act", ["revoke", "renew", "new code"])
def test_a_pass_ends_with_the_link_or_the_code(client, link, released, world, act):
    inside(client, link, released.code)
    if act == "revoke":
        services.revoke_link(delivery=released.delivery, reason="Astray", actor=world.handler)
    elif act == "renew":
        services.renew_link(delivery=released.delivery, actor=world.handler)
    else:
        services.issue_code(delivery=released.delivery, actor=world.handler)

    assert "Your code" in text(client.get(link))
    assert client.get(f"{link}file/").status_code == 302


def test_a_pass_ends_after_half_an_hour(client, link, released, monkeypatch):
    inside(client, link, released.code)
    later = time.time() + rules.PASS_LASTS.total_seconds() + 60
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)

    assert "Your code" in text(client.get(link))


def test_after_five_downloads_the_page_says_what_to_do(client, link, released):
    inside(client, link, released.code)
    for _number in range(5):
        b"".join(client.get(f"{link}file/").streaming_content)

    sixth = client.get(f"{link}file/")

    assert sixth.status_code == 302
    assert "used up" in text(client.get(link))


def test_too_many_tries_from_one_connection_are_held_back(client, link, released, monkeypatch):
    monkeypatch.setitem(budget.BUDGETS, "collect", (1, 100))
    client.post(link, {"code": "1"})

    answer = client.post(link, {"code": released.code})

    assert answer.status_code == 429
    assert Delivery.objects.get().collected_at is None


def test_link_and_code_are_seen_in_no_log_no_entry_and_no_other_address(client, link, released, world, case, caplog):
    caplog.set_level(logging.DEBUG)
    token, wrong = newest_token(), other_code(released.code)
    locations = [
        client.post(link, {"code": wrong}).headers.get("Location", ""),
        client.get(f"/collect/{token}x/nothing/").headers.get("Location", ""),
        inside(client, link, released.code).headers.get("Location", ""),
    ]
    b"".join(client.get(f"{link}file/").streaming_content)
    code = services.issue_code(delivery=released.delivery, actor=world.handler)

    entries = b"".join(bytes(entry.body) for entry in AuditEntry.objects.all())
    payloads = "".join(str(payload.content) for payload in AuditPayload.objects.all())
    case_facts = repr(Case.objects.values().get(pk=case.pk))
    for secret in (token, released.code, wrong, code):
        assert secret.encode() not in entries
        assert secret not in payloads
        assert secret not in case_facts
        assert not any(secret in place for place in locations)
        assert not any(secret in record.getMessage() for record in caplog.records if record.name.startswith("dsar"))
