"""Another controller gets the package: by upload with tries and a receipt, or by a link with a code."""

import datetime as dt
import hashlib
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.urls import reverse

from dsar.audit.models import AuditEntry
from dsar.cases.lifecycle import Move
from dsar.cases.models import Case
from dsar.cases.services import move_case
from dsar.cases.vocabulary import Outcome
from dsar.foundation import clock
from dsar.foundation.errors import Conflict, RuleRefused
from dsar.notices.models import Notice
from dsar.rights.portability import limits, package_services, plan_services, transmission_services, upload_services
from dsar.rights.portability.models import ReceivingController, Transmission
from dsar.rights.portability.transmission_services import NewReceiver
from tests.dsar.rights.portability.conftest import make_package


class _Receiver(HTTPServer):
    """A controller that takes uploads: what it got, and what it answers."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.got, self.answers = [], []


class _Handler(BaseHTTPRequestHandler):
    def do_PUT(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((self.path, dict(self.headers), body))
        status, answer = self.server.answers.pop(0) if self.server.answers else (201, None)
        told = json.dumps({"receipt": "R-77", "sha256": hashlib.sha256(body).hexdigest()}) if answer is None else answer
        self.send_response(status)
        self.end_headers()
        self.wfile.write(told.encode())

    def log_message(self, *args):
        pass


@pytest.fixture
def receiving(settings):
    """The other controller at a host of our own network that is allowed."""
    settings.DSAR_WEBHOOK_LOCAL_HOSTS = ["127.0.0.1"]
    server = _Receiver()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def ready(decided, world):
    """Approved, for another controller only."""
    plan_services.record_wish(case=decided, to_person=False, to_controller=True, actor=world.handler)
    plan_services.decide_feasibility(
        case=decided, feasible=True, words="They publish an upload address.", actor=world.handler
    )
    package = make_package(decided, world)
    move_case(case=decided, move=Move.TO_SIGN_OFF, actor=world.handler)
    package_services.approve_package(package=package, reason="Read in full", actor=world.approver, read=package.digest)
    return decided


def named(case, world, *, way="upload", url="", is_confirmed=True, secret="once"):
    new = NewReceiver("Southwind Ltd", way, "Sue Wind, 020 7946 0000", url, "PUT", secret)
    row = transmission_services.name_receiver(case=case, receiver=new, actor=world.handler)
    if is_confirmed:
        transmission_services.confirm_receiver(receiver=row, how="By phone, she read it out", actor=world.handler)
    return row


def address_of(server):
    return f"http://127.0.0.1:{server.server_port}/inbox?ticket=9"


def test_an_upload_arrives_with_a_receipt_and_ends_the_request(ready, world, receiving):
    row = named(ready, world, url=address_of(receiving))
    sent = transmission_services.transmit(receiver=row, actor=world.handler).transmission

    assert upload_services.upload(sent.pk)

    ((path, headers, body),) = receiving.got
    sent.refresh_from_db()
    assert path == "/inbox?ticket=9"
    assert headers["Authorization"] == "Bearer once"
    assert headers["Content-Digest"].startswith("sha-256=:")
    assert hashlib.sha256(body).hexdigest() == sent.sha256
    assert sent.receipt["receipt"] == "R-77"
    assert sent.receipt["names_digest"]
    assert ReceivingController.objects.get(pk=row.pk).secret == ""
    ready.refresh_from_db()
    assert (ready.stage, ready.outcome) == ("sent", Outcome.GRANTED_PART)
    assert ready.responded_on is not None
    letters = set(Notice.objects.filter(about_id=ready.pk).values_list("code", flat=True))
    assert {"portability_transmitted", "portability_granted"} <= letters
    assert package_services.close_case(case=ready, actor=world.handler).stage == "closed"
    assert not upload_services.upload(sent.pk)


def test_an_upload_that_fails_is_tried_again_with_growing_waits_and_then_given_up(ready, world, receiving, monkeypatch):
    receiving.answers = [(503, "busy")] * 2 + [(302, "elsewhere")] + [(500, "")] * 2
    row = named(ready, world, url=address_of(receiving))
    sent = transmission_services.transmit(receiver=row, actor=world.handler).transmission
    now, waits = clock.now(), []
    for _try in range(5):
        monkeypatch.setattr(clock, "now", lambda at=now: at)
        assert not upload_services.upload(sent.pk)
        sent.refresh_from_db()
        waits.append(round((sent.not_before - now).total_seconds() / 60))
        assert not upload_services.upload(sent.pk)
        now = sent.not_before + dt.timedelta(seconds=1)

    assert waits[:4] == [1, 4, 16, 64]
    assert (sent.state, sent.status, sent.attempts) == ("failed", 500, 5)
    assert len(receiving.got) == 5
    assert AuditEntry.objects.filter(case_id=ready.pk, action="portability.upload_failed").count() == 5
    assert transmission_services.transmit(receiver=row, actor=world.handler).transmission.pk != sent.pk


def test_an_address_that_leads_inside_is_refused(case, world):
    plan_services.decide_feasibility(case=case, feasible=True, words="They have an address.", actor=world.handler)
    inside = (
        "http://southwind.example/in",
        "https://127.0.0.1/in",
        "https://169.254.169.254/",
        "https://[::1]/",
        "ftp://x/",
    )
    codes = {}

    for url in inside:
        with pytest.raises(RuleRefused) as refused:
            named(case, world, url=url)
        codes[url] = (refused.value.code, "address" in refused.value.fields)

    assert set(codes.values()) <= {("bad_address", True), ("not_public", True)}
    assert len(codes) == len(inside)
    assert ReceivingController.objects.count() == 0


def test_an_address_that_leads_inside_later_gets_nothing(ready, world, receiving, settings):
    row = named(ready, world, url=address_of(receiving))
    sent = transmission_services.transmit(receiver=row, actor=world.handler).transmission

    settings.DSAR_WEBHOOK_LOCAL_HOSTS = []

    assert not upload_services.upload(sent.pk)
    sent.refresh_from_db()
    assert (sent.state, sent.failure) == ("waiting", "bad_address")
    assert receiving.got == []


def test_nothing_goes_out_unchecked_twice_or_after_it_was_stopped(ready, world, receiving):
    unchecked = named(ready, world, url=address_of(receiving), is_confirmed=False)
    with pytest.raises(RuleRefused) as refused:
        transmission_services.transmit(receiver=unchecked, actor=world.handler)
    row = named(ready, world, url=address_of(receiving))
    sent = transmission_services.transmit(receiver=row, actor=world.handler).transmission
    with pytest.raises(Conflict):
        transmission_services.transmit(receiver=row, actor=world.handler)

    transmission_services.revoke(transmission=sent, reason="Wrong address", actor=world.handler)

    assert refused.value.code == "P4"
    assert not upload_services.upload(sent.pk)
    assert receiving.got == []


def test_nothing_goes_out_where_the_review_has_changed_since(ready, access, world, receiving):
    row = named(ready, world, url=address_of(receiving))
    sent = transmission_services.transmit(receiver=row, actor=world.handler).transmission

    access.review_items.filter(exhibit__number=1).update(version=9)

    assert not upload_services.upload(sent.pk)
    sent.refresh_from_db()
    assert (sent.state, sent.failure) == ("failed", "not_approved_any_more")


def test_a_link_opens_with_its_code_alone_and_five_times_at_most(ready, world, client):
    link = transmission_services.transmit(receiver=named(ready, world, way="collect"), actor=world.handler)
    door = reverse("dsar:portal-transfer", args=[link.token])
    wrong = "0000 0000" if link.code != "00000000" else "1111 1111"

    first = client.post(door, {"code": wrong})
    right = client.post(door, {"code": f"{link.code[:4]} {link.code[4:]}"})

    body = b"".join(right)
    sent = Transmission.objects.get(pk=link.transmission.pk)
    assert (first.status_code, right.status_code) == (422, 200)
    assert hashlib.sha256(body).hexdigest() == sent.sha256
    assert right["Content-Type"] == "application/zip"
    assert sent.arrived_at is not None
    assert sent.receipt["sha256"] == sent.sha256
    assert link.token.encode() not in bytes(sent.token_digest)
    for _try in range(limits.MAX_TRIES):
        client.post(door, {"code": wrong})
    assert client.post(door, {"code": link.code}).status_code == 422
    unknown = client.post(reverse("dsar:portal-transfer", args=["no-such-link"]), {"code": link.code})
    assert unknown.status_code == 422


def test_a_link_ends_and_counts_its_downloads(ready, world, client, monkeypatch):
    link = transmission_services.transmit(receiver=named(ready, world, way="collect"), actor=world.handler)
    door = reverse("dsar:portal-transfer", args=[link.token])

    for _download in range(limits.MAX_DOWNLOADS):
        assert client.post(door, {"code": link.code}).status_code == 200

    assert client.post(door, {"code": link.code}).status_code == 422
    again = named(ready, world, way="collect")
    late = transmission_services.transmit(receiver=again, actor=world.handler)
    over = clock.now() + limits.LINK_LASTS + dt.timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: over)
    assert transmission_services.open_link(late.token) is None


def test_a_link_opens_no_more_once_the_approval_is_taken_back(decided, world):
    plan_services.record_wish(case=decided, to_person=True, to_controller=True, actor=world.handler)
    plan_services.decide_feasibility(case=decided, feasible=True, words="They collect by link.", actor=world.handler)
    package = make_package(decided, world)
    move_case(case=decided, move=Move.TO_SIGN_OFF, actor=world.handler)
    package_services.approve_package(package=package, reason="Read in full", actor=world.approver, read=package.digest)
    link = transmission_services.transmit(receiver=named(decided, world, way="collect"), actor=world.handler)
    assert transmission_services.open_link(link.token) is not None

    move_case(case=decided, move=Move.BACK, reason="Something is wrong", actor=world.handler)

    assert transmission_services.open_link(link.token) is None
    assert transmission_services.collect(token=link.token, code=link.code) is None


def test_a_link_that_nobody_used_opens_no_more_once_the_person_withdraws_the_request(ready, world):
    link = transmission_services.transmit(receiver=named(ready, world, way="collect"), actor=world.handler)
    assert transmission_services.open_link(link.token) is not None

    Case.objects.filter(pk=ready.pk).update(stage="closed", outcome="withdrawn")

    assert transmission_services.open_link(link.token) is None


def test_without_a_decision_that_it_is_feasible_nobody_is_named(case, world):
    plan_services.record_wish(case=case, to_person=True, to_controller=True, actor=world.handler)
    with pytest.raises(RuleRefused):
        plan_services.decide_feasibility(case=case, feasible=False, words="no", actor=world.handler)

    with pytest.raises(RuleRefused) as refused:
        named(case, world, way="collect")

    assert refused.value.code == "not_feasible"
