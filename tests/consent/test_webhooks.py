"""Receivers hear of every change, signed, again when they fail, and never inside somebody's network."""

import datetime as dt
import hashlib
import hmac
import json

import pytest

from consent.connection_services import add_webhook, stop_webhook, tell_again
from consent.models import WebhookDelivery
from consent.subjects import Identifier
from consent.vocabulary import Act, SubjectKind
from consent.webhook_sending import deliver_waiting
from dsar.foundation import clock
from dsar.foundation.errors import RuleRefused
from dsar.foundation.leases import MAX_ATTEMPTS
from tests.consent.ledger import Worker, a_purpose, a_wording, say
from tests.consent.receiver import Receiver

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _local_receivers(settings):
    settings.DSAR_WEBHOOK_LOCAL_HOSTS = ["127.0.0.1"]


def a_webhook(url, *, purposes=(), tells_identifier=False):
    return add_webhook(name="Mailer", url=url, purposes=purposes, tells_identifier=tells_identifier, actor=Worker())


def test_a_change_is_told_signed_and_without_the_identifier():
    purpose = a_purpose()
    with Receiver() as receiver:
        _webhook, secret = a_webhook(receiver.url)
        entry = say(purpose, wording=a_wording(purpose))

        assert deliver_waiting() == 1

    headers, body = receiver.came[0]
    moment, signed = (part.split("=")[1] for part in headers["X-Consent-Signature"].split(","))
    assert signed == hmac.new(secret.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()
    assert json.loads(body)["entry"] == str(entry.uid)
    assert b"ana@" not in body
    assert deliver_waiting() == 0


def test_who_it_is_about_is_told_only_where_that_was_asked_for():
    purpose = a_purpose()
    with Receiver() as receiver:
        a_webhook(receiver.url, tells_identifier=True)
        say(purpose, wording=a_wording(purpose))
        deliver_waiting()

    assert json.loads(receiver.came[0][1])["identifier"] == {"kind": "email", "value": "ana@example.org"}


def test_a_receiver_hears_only_of_its_purposes():
    news, stats = a_purpose("news"), a_purpose("stats")
    a_webhook("http://127.0.0.1:9/", purposes=[news])

    say(stats, Act.DENIED)
    say(news, Act.DENIED)

    assert [one.entry.purpose.code for one in WebhookDelivery.objects.all()] == ["news"]


def test_a_receiver_that_fails_is_told_again_later_and_later(monkeypatch):
    purpose = a_purpose()
    with Receiver(statuses=[500, 302, 200]) as receiver:
        a_webhook(receiver.url)
        say(purpose, Act.DENIED)
        now, waits = clock.now(), []
        monkeypatch.setattr(clock, "now", lambda: now)
        for _ in range(3):
            deliver_waiting()
            row = WebhookDelivery.objects.get()
            waits.append((row.state, row.status, row.not_before - now))
            now = row.not_before

    assert [(state, status) for state, status, _wait in waits] == [("waiting", 500), ("waiting", 302), ("done", 200)]
    assert [wait for _state, _status, wait in waits[:2]] == [dt.timedelta(seconds=30), dt.timedelta(minutes=2)]
    assert len(receiver.came) == 3  # the redirect was not followed


def test_after_five_tries_it_is_a_persons_turn(monkeypatch):
    purpose = a_purpose()
    webhook, _secret = a_webhook("http://127.0.0.1:9/")
    say(purpose, Act.DENIED)
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now)
    for _ in range(MAX_ATTEMPTS):
        deliver_waiting()
        now = max(now, WebhookDelivery.objects.get().not_before)
    failed = WebhookDelivery.objects.get()

    again = tell_again(webhook=webhook, actor=Worker())

    assert (failed.state, failed.failure) == ("failed", "no_connection")
    assert (again, WebhookDelivery.objects.get().state) == (1, "waiting")


def test_what_one_person_says_comes_in_order_even_when_the_receiver_fails_first(monkeypatch):
    purpose = a_purpose()
    with Receiver(statuses=[500, 200]) as receiver:
        a_webhook(receiver.url)
        say(purpose, Act.GRANTED, wording=a_wording(purpose))
        say(purpose, Act.WITHDRAWN)
        first = deliver_waiting()
        now = clock.now() + dt.timedelta(minutes=1)
        monkeypatch.setattr(clock, "now", lambda: now)

        second = deliver_waiting()

    told = [json.loads(body) for _headers, body in receiver.came]
    assert (first, second) == (0, 2)
    assert [one["act"] for one in told] == ["granted", "granted", "withdrawn"]
    assert told[1]["number"] < told[2]["number"]


def test_a_silent_receiver_is_tried_once_a_round_and_keeps_nobody_else_waiting():
    purpose = a_purpose()
    with Receiver() as receiver:
        silent, _secret = a_webhook("http://127.0.0.1:9/")
        a_webhook(receiver.url)
        for number in range(3):
            say(purpose, Act.DENIED, who=Identifier(SubjectKind.EMAIL, f"p{number}@example.org"))

        told = deliver_waiting()

    assert told == 3
    assert sum(one.attempts for one in silent.deliveries.all()) == 1


def test_a_stopped_receiver_is_told_nothing_more():
    purpose = a_purpose()
    with Receiver() as receiver:
        webhook, _secret = a_webhook(receiver.url)
        say(purpose, Act.DENIED)
        stop_webhook(webhook=webhook, actor=Worker())
        deliver_waiting()

    assert receiver.came == []
    assert WebhookDelivery.objects.get().state == "cancelled"


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/",
        "https://localhost/",
        "https://10.0.0.7/",
        "https://169.254.169.254/latest/meta-data/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.7]/",
        "https://0x7f000001/",
        "ftp://example.org/",
        "https://user:secret@example.org/",
        "https:///nothing",
    ],
)
def test_no_receiver_lies_inside_a_network(settings, url):
    settings.DSAR_WEBHOOK_LOCAL_HOSTS = []

    with pytest.raises(RuleRefused):
        a_webhook(url)


def test_an_address_that_becomes_private_later_is_not_told(settings):
    purpose = a_purpose()
    with Receiver() as receiver:
        a_webhook(receiver.url)
        say(purpose, Act.DENIED)
        settings.DSAR_WEBHOOK_LOCAL_HOSTS = []

        deliver_waiting()

    assert receiver.came == []
    assert WebhookDelivery.objects.get().failure == "bad_address"
