"""The production profile: Django's own check for deployment finds nothing, and what security rules pin is pinned."""

import base64
import json
import os
import secrets
import subprocess
import sys

import pytest

from dsar.config.settings import sign_in
from tests.house.sources import CHECKOUT

pytestmark = pytest.mark.slow(9)

PINNED = {
    "DEBUG": False,
    "SESSION_COOKIE_NAME": "__Host-sid",
    "SESSION_COOKIE_SECURE": True,
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax",
    "CSRF_COOKIE_NAME": "__Host-csrf",
    "CSRF_COOKIE_SECURE": True,
    "SECURE_SSL_REDIRECT": True,
    "SECURE_HSTS_SECONDS": 31_536_000,
    "SILENCED_SYSTEM_CHECKS": [],
    "DSAR_SECOND_FACTOR_ROLES": ["admin", "dpo", "approver"],
    "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": False,
    "AXES_ENABLED": True,
}


@pytest.fixture
def production(tmp_path):
    """The environment of an installation that has been told everything it must be told."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("DSAR_", "DJANGO_"))} | {
        "DJANGO_SETTINGS_MODULE": "dsar.config.settings.production",
        "DSAR_VAR_DIR": str(tmp_path),
        "DSAR_SECRET_KEY": secrets.token_urlsafe(60),
        "DSAR_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
        "DSAR_DATABASE_URL": "postgresql://desk@127.0.0.1:1/desk",
        "DSAR_ALLOWED_HOSTS": "desk.northwind.example",
    }


def _run(environment, *arguments):
    done = subprocess.run(
        [sys.executable, *arguments], cwd=CHECKOUT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_check_for_deployment_finds_nothing(production):
    said = _run(production, "manage.py", "check", "--deploy", "--fail-level", "INFO")

    assert "no issues (0 silenced)" in said


def test_what_the_security_rules_pin_is_pinned(production):
    script = (
        "import django, json; django.setup(); from django.conf import settings;"
        f"print(json.dumps({{n: getattr(settings, n) for n in {sorted(PINNED)!r}}}))"
    )

    assert json.loads(_run(production, "-c", script)) == PINNED


def test_a_role_that_does_not_exist_stops_the_start(monkeypatch):
    monkeypatch.setenv("DSAR_SECOND_FACTOR_ROLES", "admin,king")

    with pytest.raises(sign_in.ImproperlyConfigured, match="king"):
        sign_in.second_factor_roles()
