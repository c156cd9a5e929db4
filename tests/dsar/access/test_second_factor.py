"""Second factors: set up, asked for at sign-in, each code once, removed, reset; and that secrets are sealed."""

import datetime as dt
import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.test import Client
from django.urls import reverse

from dsar.access import factors, throttle
from dsar.access.factor_adapter import open_credential
from dsar.audit.models import AuditEntry
from dsar.foundation import clock
from dsar.foundation.errors import RuleRefused
from tests.world import PASSWORD


def code_of(secret, at=None):
    return format_hotp_value(hotp_value(secret, int((at or clock.now()).timestamp()) // 30))


def sign_in(client, person, **extra):
    return client.post(reverse("dsar:sign-in"), {"email": person.email, "password": PASSWORD} | extra)


@pytest.fixture
def app_of():
    """Gives a person an app, set up a minute ago so that its present code is not used yet; gives the secret back."""

    def give(person, monkeypatch):
        secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
        then = clock.now() - dt.timedelta(minutes=2)
        with monkeypatch.context() as patch:
            patch.setattr(clock, "now", lambda: then)
            factors.add_app(person=person, secret=secret, code=code_of(secret, then), session="")
        return secret

    return give


def test_an_app_is_set_up_by_scanning_and_recovery_codes_are_shown_once(client, world):
    sign_in(client, world.handler)
    page = client.get(reverse("dsar:factor-app")).content.decode()
    secret = re.search(r'id="app-secret">([A-Z2-7 ]+)<', page).group(1).replace(" ", "")
    picture = client.get(reverse("dsar:factor-app-qr"))

    answer = client.post(reverse("dsar:factor-app"), {"code": code_of(secret)}, follow=True)
    codes = re.findall(r"<code>(\d{8})</code>", answer.content.decode())
    again = client.get(reverse("dsar:factor-codes")).content.decode()

    assert picture["Content-Type"] == "image/svg+xml"
    assert b"<svg" in picture.content
    assert len(codes) == 10
    assert not re.findall(r"<code>(\d{8})</code>", again)
    assert factors.has_factor(world.handler)


def test_the_secret_is_sealed_in_the_session_and_in_the_database(client, world, app_of, monkeypatch):
    secret = app_of(world.dpo, monkeypatch)
    sign_in(client, world.handler)
    client.get(reverse("dsar:factor-app"))

    stored = Authenticator.objects.get(user=world.dpo).data["secret"]
    waiting = client.session["new_app_secret"]

    assert secret not in stored
    assert open_credential(stored) == secret
    assert len(open_credential(waiting)) == 32
    assert open_credential(waiting) not in str(dict(client.session))


def test_a_wrong_first_code_sets_up_nothing(client, world):
    sign_in(client, world.handler)
    client.get(reverse("dsar:factor-app"))

    answer = client.post(reverse("dsar:factor-app"), {"code": "000000"})

    assert answer.status_code == 422
    assert not factors.has_factor(world.handler)


def test_sign_in_asks_for_the_code_and_leads_where_one_wanted(client, world, app_of, monkeypatch):
    secret = app_of(world.handler, monkeypatch)

    first = sign_in(client, world.handler, next=reverse("dsar:case-list"))
    before = client.get(reverse("dsar:home"))
    second = client.post(first["Location"], {"code": code_of(secret)})

    assert first["Location"] == reverse("dsar:sign-in-second")
    assert reverse("dsar:sign-in") in before["Location"]
    assert second["Location"] == reverse("dsar:case-list")
    assert client.get(reverse("dsar:home")).status_code == 200


def test_the_session_changes_its_number_at_the_second_step(client, world, app_of, monkeypatch):
    secret = app_of(world.handler, monkeypatch)
    sign_in(client, world.handler)
    before = client.session.session_key

    client.post(reverse("dsar:sign-in-second"), {"code": code_of(secret)})

    assert client.session.session_key != before
    assert "pending_sign_in" not in client.session


def test_a_code_works_once(world, app_of, monkeypatch):
    secret = app_of(world.handler, monkeypatch)

    taken = [factors.accept_code(person=world.handler, code=code_of(secret)) for _ in range(2)]

    assert taken == ["totp", None]


def test_a_code_of_the_step_before_still_works_and_an_older_one_does_not(world, app_of, monkeypatch):
    secret = app_of(world.handler, monkeypatch)
    now = clock.now()

    assert factors.accept_code(person=world.handler, code=code_of(secret, now - dt.timedelta(seconds=90))) is None
    assert factors.accept_code(person=world.handler, code=code_of(secret, now - dt.timedelta(seconds=30))) == "totp"


def test_a_recovery_code_works_once_and_is_told_by_mail(
    client, world, app_of, monkeypatch, django_capture_on_commit_callbacks
):
    app_of(world.handler, monkeypatch)
    code = factors.new_recovery_codes(person=world.handler)[0]
    sign_in(client, world.handler)

    with django_capture_on_commit_callbacks(execute=True):
        entered = client.post(reverse("dsar:sign-in-second"), {"code": code})
    again = factors.accept_code(person=world.handler, code=code)

    assert entered.status_code == 302
    assert again is None
    assert factors.factors_of(world.handler).codes_left == 9
    assert "recovery code was used" in mail.outbox[-1].body


def test_guessing_the_second_factor_is_held_back(client, world, app_of, monkeypatch):
    secret = app_of(world.handler, monkeypatch)
    sign_in(client, world.handler)
    for _ in range(throttle.LIMIT):
        client.post(reverse("dsar:sign-in-second"), {"code": "000000"})

    answer = client.post(reverse("dsar:sign-in-second"), {"code": code_of(secret)})

    assert answer.status_code == 422
    assert "Wait 15 minutes" in answer.content.decode()
    assert AuditEntry.objects.filter(action="access.factor_refused").count() == throttle.LIMIT


def test_the_second_step_is_open_for_five_minutes_after_the_first(client, world, app_of, monkeypatch):
    secret = app_of(world.handler, monkeypatch)
    sign_in(client, world.handler)
    later = clock.now() + dt.timedelta(minutes=6)
    monkeypatch.setattr(clock, "now", lambda: later)

    answer = client.post(reverse("dsar:sign-in-second"), {"code": code_of(secret, later)})

    assert answer["Location"] == reverse("dsar:sign-in")


def test_without_the_first_step_there_is_no_second(client, world):
    assert client.get(reverse("dsar:sign-in-second"))["Location"] == reverse("dsar:sign-in")


@pytest.mark.parametrize("path", ["dsar:home", "dsar:case-list", "dsar:account", "dsar:api-cases"])
def test_who_needs_a_second_factor_sets_it_up_before_anything_else(client, world, settings, path):
    settings.DSAR_SECOND_FACTOR_ROLES = ["dpo"]

    first = sign_in(client, world.dpo)
    answer = client.get(reverse(path))

    assert first["Location"] == reverse("dsar:factors")
    assert answer.status_code == 403 if path == "dsar:api-cases" else answer["Location"] == reverse("dsar:factors")


def test_setting_it_up_opens_the_house(client, world, settings):
    settings.DSAR_SECOND_FACTOR_ROLES = ["dpo"]
    sign_in(client, world.dpo)
    page = client.get(reverse("dsar:factor-app")).content.decode()
    secret = re.search(r'id="app-secret">([A-Z2-7 ]+)<', page).group(1).replace(" ", "")

    client.post(reverse("dsar:factor-app"), {"code": code_of(secret)})

    assert client.get(reverse("dsar:home")).status_code == 200


def test_others_are_not_asked(client, world, settings):
    settings.DSAR_SECOND_FACTOR_ROLES = ["dpo"]

    assert sign_in(client, world.handler)["Location"] == reverse("dsar:home")


def test_the_last_factor_of_a_role_that_needs_one_stays(client, world, settings, app_of, monkeypatch):
    app_of(world.dpo, monkeypatch)
    settings.DSAR_SECOND_FACTOR_ROLES = ["dpo"]
    row = Authenticator.objects.get(user=world.dpo)

    with pytest.raises(RuleRefused, match="Add another one"):
        factors.remove_factor(person=world.dpo, row=row, session="")

    assert factors.has_factor(world.dpo)


def test_removing_the_app_takes_the_codes_along_and_signs_out_elsewhere(client, world, app_of, monkeypatch):
    secret = app_of(world.handler, monkeypatch)
    factors.new_recovery_codes(person=world.handler)
    sign_in(client, world.handler)
    client.post(reverse("dsar:sign-in-second"), {"code": code_of(secret)})
    other = Client()
    other.force_login(world.handler)
    row = Authenticator.objects.get(user=world.handler, type="totp")

    client.post(reverse("dsar:factor-remove", args=[row.pk]))

    assert not Authenticator.objects.filter(user=world.handler).exists()
    assert other.get(reverse("dsar:home")).status_code == 302
    assert client.get(reverse("dsar:home")).status_code == 200


def test_nobody_removes_the_factor_of_somebody_else(client, world, app_of, monkeypatch):
    app_of(world.dpo, monkeypatch)
    sign_in(client, world.handler)

    answer = client.post(reverse("dsar:factor-remove", args=[Authenticator.objects.get(user=world.dpo).pk]))

    assert answer.status_code == 404
    assert factors.has_factor(world.dpo)


def test_an_administrator_resets_with_two_answers_and_it_is_told(
    client, world, app_of, monkeypatch, django_capture_on_commit_callbacks
):
    app_of(world.handler, monkeypatch)
    sign_in(client, world.admin)
    url = reverse("dsar:person-factor-reset", args=[world.handler.pk])

    empty = client.post(url, {"why": "lost"})
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url, {"why": "lost", "known_by": "in_person"})

    assert empty.status_code == 422
    assert not factors.has_factor(world.handler)
    assert AuditEntry.objects.get(action="access.factor_reset").actor_id == world.admin.pk
    assert mail.outbox[-1].to == [world.handler.email]


def test_nobody_resets_their_own(world, app_of, monkeypatch):
    app_of(world.admin, monkeypatch)

    with pytest.raises(RuleRefused, match="your own"):
        factors.reset_factors(person=world.admin, why="lost", known_by="video", actor=world.admin)


def test_a_password_reset_keeps_the_second_factor(client, world, app_of, monkeypatch):
    app_of(world.handler, monkeypatch)
    client.post(reverse("dsar:reset"), {"email": world.handler.email})
    link = re.search(r"http://testserver(\S+)", mail.outbox[-1].body).group(1)
    form = client.get(link, follow=True)

    client.post(form.request["PATH_INFO"], {"new_password1": "violet harbour 93", "new_password2": "violet harbour 93"})
    first = client.post(reverse("dsar:sign-in"), {"email": world.handler.email, "password": "violet harbour 93"})

    assert first["Location"] == reverse("dsar:sign-in-second")


def test_a_code_proves_again_who_somebody_is(client, world, app_of, monkeypatch):
    secret = app_of(world.handler, monkeypatch)
    client.force_login(world.handler)
    again = reverse("dsar:reauthenticate")

    wrong = client.post(again, {"code": "000000"})
    right = client.post(again, {"code": code_of(secret), "next": reverse("dsar:factor-app")})

    assert wrong.status_code == 422
    assert right["Location"] == reverse("dsar:factor-app")


def test_an_api_token_is_not_asked_for_a_second_factor(client, world, app_of, monkeypatch, settings):
    from dsar.api.services import make_token

    settings.DSAR_SECOND_FACTOR_ROLES = ["handler"]
    app_of(world.handler, monkeypatch)
    _token, secret = make_token(user=world.handler, name="report")

    answer = client.get(reverse("dsar:api-cases"), headers={"authorization": f"Bearer {secret}"})

    assert answer.status_code == 200
