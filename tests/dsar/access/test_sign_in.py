"""Signing in, being held back, setting a new password, giving it again."""

import re

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import mail
from django.urls import reverse

from dsar.access.rules import Role
from dsar.access.services import add_person, change_roles, let_go
from dsar.audit.models import AuditEntry
from dsar.foundation.errors import RuleRefused
from tests.world import PASSWORD

SIGN_IN = "/sign-in/"


def _sign_in(client, email, password=PASSWORD, **extra):
    return client.post(SIGN_IN, {"email": email, "password": password} | extra)


def test_signing_in_leads_home_and_is_recorded(client, world):
    response = _sign_in(client, "Handler@Example.org")

    assert response.status_code == 302
    assert AuditEntry.objects.filter(action="access.signed_in", actor_id=world.handler.pk).count() == 1


def test_the_session_changes_its_number_at_sign_in(client, world):
    client.get(SIGN_IN)
    client.session.save()
    before = client.session.session_key

    _sign_in(client, "handler@example.org")

    assert client.session.session_key != before


@pytest.mark.parametrize("email, password", [("handler@example.org", "wrong"), ("nobody@example.org", PASSWORD)])
def test_a_wrong_address_and_a_wrong_password_get_the_same_answer(client, world, email, password):
    response = _sign_in(client, email, password)

    assert response.status_code == 422
    assert "The address or the password is not right." in response.content.decode()
    assert AuditEntry.objects.filter(action="access.sign_in_refused").count() == 1


def test_guessing_is_held_back_even_with_the_right_password(client, world):
    for _ in range(settings.AXES_FAILURE_LIMIT):
        _sign_in(client, "handler@example.org", "wrong")

    response = _sign_in(client, "handler@example.org")

    assert response.status_code == 422
    assert "Wait 15 minutes" in response.content.decode()


@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example/", "\\\\evil.example", "javascript:alert(1)"]
)
def test_no_other_site_is_opened_after_signing_in(client, world, target):
    response = _sign_in(client, "handler@example.org", next=target)

    assert response["Location"].startswith("/")
    assert not response["Location"].startswith("//")


def test_somebody_let_go_is_signed_out_at_once(client, world):
    _sign_in(client, "handler@example.org")

    let_go(person=world.handler, actor=world.admin)

    assert client.get(reverse("dsar:account")).status_code == 302
    assert _sign_in(client, "handler@example.org").status_code == 422


def test_a_new_password_by_mail_works_once(client, world):
    client.post(reverse("dsar:reset"), {"email": "handler@example.org"})
    link = re.search(r"https?://[^/]+(/password-reset/\S+)", mail.outbox[0].body).group(1)
    form = client.get(link, follow=True)
    new = {"new_password1": "a much longer sentence", "new_password2": "a much longer sentence"}

    client.post(form.redirect_chain[-1][0], new)

    assert _sign_in(client, "handler@example.org", "a much longer sentence").status_code == 302
    assert "does not work any more" in client.get(link, follow=True).content.decode()


def test_a_short_password_is_refused(client, world):
    _sign_in(client, "handler@example.org")
    short = {"old_password": PASSWORD, "new_password1": "short", "new_password2": "short"}

    response = client.post(reverse("dsar:account"), short)

    assert response.status_code == 422


def test_an_unknown_address_gets_the_same_page_and_no_mail(client, world):
    known = client.post(reverse("dsar:reset"), {"email": "handler@example.org"})
    unknown = client.post(reverse("dsar:reset"), {"email": "nobody@example.org"})

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert len(mail.outbox) == 1


def test_the_password_is_asked_again_and_wrong_ones_are_refused(client, world):
    _sign_in(client, "handler@example.org")

    assert client.post(reverse("dsar:reauthenticate"), {"password": "wrong"}).status_code == 422
    assert client.post(reverse("dsar:reauthenticate"), {"password": PASSWORD}).status_code == 302


def test_an_address_belongs_to_one_person(world):
    with pytest.raises(RuleRefused, match="already"):
        add_person(email="HANDLER@example.org", full_name="Twin", roles=[Role.HANDLER], actor=world.admin)

    assert get_user_model().objects.filter(email__iexact="handler@example.org").count() == 1


def test_an_administrator_cannot_lock_themselves_out(world):
    with pytest.raises(RuleRefused):
        change_roles(person=world.admin, roles=[Role.HANDLER], actor=world.admin)
