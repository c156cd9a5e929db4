"""Telling receivers: leased rows, a signed body, no redirects, growing waits between tries, a log of every outcome.

What one person said reaches a receiver in the order of the ledger: a younger word waits while an older one is tried
again, so that a late "yes" never comes after a "no". One receiver that is silent keeps nobody else waiting.
"""

import datetime as dt
import hashlib
import hmac
import http.client
import json
import socket
import ssl
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from consent.connection_models import WebhookDelivery
from consent.webhook_address import Receiver, receiver_of
from dsar.foundation import clock
from dsar.foundation.errors import DsarError
from dsar.foundation.leases import MAX_ATTEMPTS, LeaseState

TIMEOUT_SECONDS = 10
FIRST_WAIT = dt.timedelta(seconds=30)  # then 2, 8 and 32 minutes
BATCH = 50
UNFINISHED = (LeaseState.WAITING, LeaseState.WORKING)
SILENT = ("no_answer", "no_connection")


def deliver_waiting(*, limit: int = BATCH) -> int:
    """Tell what waits and is due, oldest first; gives how many receivers took it."""
    told, tried, silent = 0, 0, set[Any]()
    while rows := list(_due().exclude(webhook_id__in=silent)[: limit - tried]):
        for row in rows:
            if row.webhook_id in silent:
                continue
            failure = _deliver(row)
            told, tried = told + (not failure), tried + 1
            if failure in SILENT:
                silent.add(row.webhook_id)
    return told


def _due() -> QuerySet[WebhookDelivery]:
    """What may be told now: of one person and receiver only the oldest that is not finished."""
    now = clock.now()
    due = Q(state=LeaseState.WAITING, not_before__lte=now) | Q(state=LeaseState.WORKING, lease_until__lt=now)
    same = Q(webhook=OuterRef("webhook"), entry__subject=OuterRef("entry__subject"), state__in=UNFINISHED)
    older = WebhookDelivery.objects.filter(same, entry__lt=OuterRef("entry"))
    found = WebhookDelivery.objects.filter(due).exclude(Exists(older))
    return found.select_related("webhook", "entry__subject", "entry__purpose").order_by("queued_at", "entry")


def body_of(row: WebhookDelivery) -> bytes:
    """What the receiver reads: ids, purpose, what was said and when; the identifier only where it was asked for."""
    entry = row.entry
    told: dict[str, Any] = {
        "delivery": str(row.pk),
        "entry": str(entry.uid),
        "number": entry.seq,
        "subject": str(entry.subject_id),
        "purpose": entry.purpose.code if entry.purpose else None,
        "act": entry.act,
        "at": entry.at.isoformat(),
        "channel": entry.channel,
    }
    if row.webhook.tells_identifier:
        told["identifier"] = {"kind": entry.subject.kind, "value": entry.subject.identifier}
    return json.dumps(told, separators=(",", ":"), sort_keys=True).encode()


def signature(secret: str, moment: dt.datetime, body: bytes) -> str:
    """`t=<unix seconds>,v1=<hex>`: HMAC-SHA256 over "<t>.<body>", so that an old message cannot be sent again."""
    seconds = str(int(moment.timestamp()))
    digest = hmac.new(secret.encode(), seconds.encode() + b"." + body, hashlib.sha256).hexdigest()
    return f"t={seconds},v1={digest}"


def _deliver(row: WebhookDelivery) -> str:
    """Tell one; "" where the receiver took it, else what came between."""
    if row.webhook.stopped_at is not None:
        WebhookDelivery.objects.filter(pk=row.pk, fence=row.fence).update(state=LeaseState.CANCELLED)
        return "stopped"
    if not row.claim(lease=dt.timedelta(seconds=3 * TIMEOUT_SECONDS)):
        return "taken"
    try:
        body = body_of(row)
        status = _post(receiver_of(row.webhook.url), body, signature(row.webhook.secret, clock.now(), body))
    except DsarError as refused:  # the receiver may not be told any more, or the subject's key is destroyed
        return _later(row, 0, refused.code)
    except (TimeoutError, socket.gaierror):
        return _later(row, 0, "no_answer")
    except (OSError, http.client.HTTPException):
        return _later(row, 0, "no_connection")
    if not 200 <= status < 300:
        return _later(row, status, "refused")
    WebhookDelivery.objects.filter(pk=row.pk, fence=row.fence).update(status=status, finished_at=clock.now())
    return "" if row.finish() else "taken"


def _later(row: WebhookDelivery, status: int, failure: str) -> str:
    held = WebhookDelivery.objects.filter(pk=row.pk, state=LeaseState.WORKING, fence=row.fence)
    now = clock.now()
    if row.attempts >= MAX_ATTEMPTS:
        held.update(state=LeaseState.FAILED, failure=failure, status=status, finished_at=now, lease_until=None)
    else:
        wait = FIRST_WAIT * 4 ** (row.attempts - 1)
        held.update(state=LeaseState.WAITING, failure=failure, status=status, lease_until=None, not_before=now + wait)
    return failure


def _post(receiver: Receiver, body: bytes, signed: str) -> int:
    """The status of the answer; its body is not read."""
    connection = _connection(receiver)
    headers = {"Content-Type": "application/json", "User-Agent": "dsar-desk", "X-Consent-Signature": signed}
    try:
        connection.request("POST", receiver.path, body=body, headers=headers)
        return connection.getresponse().status
    finally:
        connection.close()


class _Pinned(http.client.HTTPConnection):
    """A connection to the address that was checked, under the name that was given."""

    def __init__(self, receiver: Receiver) -> None:
        super().__init__(receiver.host, receiver.port, timeout=TIMEOUT_SECONDS)
        self._address = receiver.address

    def connect(self) -> None:
        self.sock = socket.create_connection((self._address, self.port), TIMEOUT_SECONDS)


class _PinnedTls(_Pinned):
    default_port = http.client.HTTPS_PORT

    def connect(self) -> None:
        super().connect()
        self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)


def _connection(receiver: Receiver) -> http.client.HTTPConnection:
    return _PinnedTls(receiver) if receiver.scheme == "https" else _Pinned(receiver)
