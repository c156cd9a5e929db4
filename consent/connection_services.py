"""Systems with tokens, receivers of webhooks, pages with the snippet, private links."""

import datetime as dt
import re
import secrets
from collections.abc import Sequence

from django.db import transaction

from consent.connection_models import ChoicesLink, Scope, Site, SystemToken, Webhook, WebhookDelivery
from consent.events import ActorLike, record
from consent.ledger_models import Purpose, Subject
from consent.webhook_address import receiver_of
from dsar.foundation import cipher, clock
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.foundation.keys import create_data_key, installation_key
from dsar.foundation.leases import LeaseState

TOKEN_PREFIX = "consent_"  # noqa: S105 - what every token begins with, so that one found in a log is known
TOKEN_LASTS = dt.timedelta(days=365)
LINK_LASTS = dt.timedelta(days=30)
ORIGIN = re.compile(r"https://[a-z0-9.-]+(?::\d+)?|http://(?:localhost|127\.0\.0\.1)(?::\d+)?")


@transaction.atomic
def make_token(*, name: str, scopes: Sequence[Scope], actor: ActorLike) -> tuple[SystemToken, str]:
    """A token of a system and its secret, which is shown this once. Raises RuleRefused without a name or a scope."""
    if not name.strip() or not scopes:
        message = "Name the system and say what it may ask."
        raise RuleRefused(message, code="no_scope", fields={"scopes": message})
    secret, now = TOKEN_PREFIX + secrets.token_urlsafe(32), clock.now()
    row = SystemToken(name=name.strip(), digest=token_digest(secret), scopes=sorted({str(one) for one in scopes}))
    row.created_at, row.created_by_id, row.expires_at = now, actor.pk, now + TOKEN_LASTS
    row.save(force_insert=True)
    record("consent.token_made", actor=actor, about=row, facts={"system": row.name, "scopes": row.scopes})
    return row, secret


@transaction.atomic
def revoke_token(*, token: SystemToken, actor: ActorLike) -> None:
    """End a token at once. Raises Conflict where it has ended."""
    if not SystemToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=clock.now()):
        message = "This token has ended."
        raise Conflict(message)
    record("consent.token_revoked", actor=actor, about=token, facts={"system": token.name})


def token_of(secret: str) -> SystemToken | None:
    """The token that still opens something; the day of its last use is noted."""
    valid = SystemToken.objects.filter(revoked_at__isnull=True, expires_at__gt=clock.now())
    token = valid.filter(digest=token_digest(secret)).first() if secret.startswith(TOKEN_PREFIX) else None
    today = clock.today("UTC")
    if token is not None and token.last_used_on != today:
        SystemToken.objects.filter(pk=token.pk).update(last_used_on=today)
    return token


def token_digest(secret: str) -> bytes:
    """What is stored of a token."""
    return cipher.digest(installation_key("links"), "consent-token", secret)


@transaction.atomic
def add_webhook(
    *, name: str, url: str, purposes: Sequence[Purpose], tells_identifier: bool, actor: ActorLike
) -> tuple[Webhook, str]:
    """A receiver and the secret that signs what it gets, shown this once.

    Raises:
        RuleRefused: the address is none that may be told (consent.webhook_address).
    """
    receiver_of(url)
    secret = secrets.token_urlsafe(32)
    row = Webhook(name=name.strip(), url=url, key_id=create_data_key().pk, tells_identifier=tells_identifier)
    row.created_at, row.secret = clock.now(), secret
    row.save(force_insert=True)
    row.purposes.set(purposes)
    facts = {"name": row.name, "identifier": tells_identifier}
    record("consent.webhook_added", actor=actor, about=row, facts=facts)
    return row, secret


@transaction.atomic
def stop_webhook(*, webhook: Webhook, actor: ActorLike) -> None:
    """Tell it nothing more. Raises Conflict where it is stopped."""
    if not Webhook.objects.filter(pk=webhook.pk, stopped_at__isnull=True).update(stopped_at=clock.now()):
        message = "This receiver is stopped."
        raise Conflict(message)
    waiting = WebhookDelivery.objects.filter(webhook=webhook, state=LeaseState.WAITING)
    waiting.update(state=LeaseState.CANCELLED, finished_at=clock.now())
    record("consent.webhook_stopped", actor=actor, about=webhook, facts={"name": webhook.name})


@transaction.atomic
def tell_again(*, webhook: Webhook, actor: ActorLike) -> int:
    """Queue once more what this receiver did not take; gives how many."""
    failed = WebhookDelivery.objects.filter(webhook=webhook, state=LeaseState.FAILED)
    number = failed.update(state=LeaseState.WAITING, attempts=0, failure="", not_before=clock.now(), finished_at=None)
    record("consent.webhook_told_again", actor=actor, about=webhook, facts={"name": webhook.name, "number": number})
    return number


@transaction.atomic
def add_site(*, name: str, origins: Sequence[str], purposes: Sequence[Purpose], actor: ActorLike) -> Site:
    """A page that shows the snippet. Raises RuleRefused for an origin that is none ("bad_origin")."""
    clean = [origin.strip().lower().rstrip("/") for origin in origins if origin.strip()]
    if not clean or any(not ORIGIN.fullmatch(origin) for origin in clean):
        message = "An origin looks like https://www.example.org, without a path."
        raise RuleRefused(message, code="bad_origin", fields={"origins": message})
    row = Site(name=name.strip(), key=secrets.token_hex(12), origins=clean, created_at=clock.now())
    row.save(force_insert=True)
    row.purposes.set(purposes)
    record("consent.site_added", actor=actor, about=row, facts={"name": row.name, "origins": clean})
    return row


@transaction.atomic
def stop_site(*, site: Site, actor: ActorLike) -> None:
    """The snippet of this page shows nothing more. Raises Conflict where it is stopped."""
    if not Site.objects.filter(pk=site.pk, stopped_at__isnull=True).update(stopped_at=clock.now()):
        message = "This page is stopped."
        raise Conflict(message)
    record("consent.site_stopped", actor=actor, about=site, facts={"name": site.name})


@transaction.atomic
def make_link(*, subject: Subject, actor: ActorLike | None) -> tuple[ChoicesLink, str]:
    """A private link to the choices of a subject and its token, shown this once; it ends after thirty days."""
    token, now = secrets.token_urlsafe(32), clock.now()
    row = ChoicesLink(digest=link_digest(token), subject=subject, made_at=now, expires_at=now + LINK_LASTS)
    row.save(force_insert=True)
    record("consent.link_made", actor=actor, about=row, facts={"until": row.expires_at.date()})
    return row, token


def link_of(token: str) -> ChoicesLink | None:
    """The link, while it opens something."""
    valid = ChoicesLink.objects.filter(expires_at__gt=clock.now(), ended_at__isnull=True).select_related("subject")
    return valid.filter(digest=link_digest(token)).first()


def link_digest(token: str) -> bytes:
    """What is stored of a link."""
    return cipher.digest(installation_key("links"), "consent-link", token)
