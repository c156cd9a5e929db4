"""Acts on API tokens."""

import datetime as dt
import secrets

from django.db import transaction

from dsar.access.models import User
from dsar.api.models import ApiToken
from dsar.audit import catalogue
from dsar.audit.services import record
from dsar.foundation import cipher, clock
from dsar.foundation.errors import NotPermitted
from dsar.foundation.keys import installation_key

LIFETIME = dt.timedelta(days=90)
PREFIX = "dsar_"

catalogue.declare(
    access_token_made="API token made, valid until {until}",  # noqa: S106 - a sentence
    access_token_revoked="API token revoked",  # noqa: S106 - a sentence
)


@transaction.atomic
def make_token(*, user: User, name: str) -> tuple[ApiToken, str]:
    """A new token of the person and its secret, which is shown this once and stored only as a keyed digest."""
    secret = PREFIX + secrets.token_urlsafe(32)
    now = clock.now()
    token = ApiToken.objects.create(
        user=user, name=name, digest=digest_of(secret), created_at=now, expires_at=now + LIFETIME
    )
    record("access.token_made", actor=user, about=token, facts={"until": token.expires_at.date()})
    return token, secret


@transaction.atomic
def revoke_token(*, token: ApiToken, actor: User) -> None:
    """End a token at once; people end their own."""
    if token.user_id != actor.pk:
        message = "This token belongs to somebody else."
        raise NotPermitted(message)
    ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=clock.now())
    record("access.token_revoked", actor=actor, about=token)


def digest_of(secret: str) -> bytes:
    """What is stored of a token."""
    return cipher.digest(installation_key("links"), "api-token", secret)
