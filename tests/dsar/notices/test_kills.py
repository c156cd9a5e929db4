"""Workers killed with SIGKILL, and two at once, in an installation of their own: nothing lost, nothing twice."""

import json

import pytest

from dsar.notices.models import NoticeState
from tests.services import ProductUnderTest

pytestmark = pytest.mark.slow(45)

MAILS = """
import datetime as dt, json, os, signal
from django.conf import settings
from django.db import connections
from dsar.foundation import clock
from dsar.notices.carrier import SMTP_BACKEND
from dsar.notices.models import Notice, NoticeState
from dsar.notices.sending import send_waiting_notices
from tests.dsar.notices.test_outbox import queued
from tests.smtp_server import STAGES, SmtpServer

settings.EMAIL_BACKEND, settings.EMAIL_HOST = SMTP_BACKEND, "127.0.0.1"
settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL, settings.EMAIL_HOST_USER, settings.EMAIL_TIMEOUT = False, False, "", 5

def killed(server, work):
    connections.close_all()
    worker = os.fork()
    if worker == 0:
        try:
            work()
        finally:
            os._exit(0)
    reached = server.reached.wait(20)
    os.kill(worker, signal.SIGKILL)
    os.waitpid(worker, 0)
    return reached

def one(stage):
    with SmtpServer() as server:
        settings.EMAIL_PORT, server.silent_at = server.port, stage
        notice = queued()
        reached = killed(server, send_waiting_notices)
        server.silent_at = ""
        Notice.objects.filter(state=NoticeState.SENDING).update(lease_until=clock.now() - dt.timedelta(seconds=1))
        send_waiting_notices()
        send_waiting_notices()
        notice.refresh_from_db()
        return [reached, notice.state, len(server.taken)]

print("RESULT" + json.dumps({stage: one(stage) for stage in STAGES}))
"""
MESSAGES = """
import datetime as dt, json, os, signal, tempfile
from pathlib import Path
from django.conf import settings
from django.db import connections
from dsar.foundation import clock, storage
from dsar.intake.mail_fetching import fetch_mailbox
from dsar.intake.mail_models import MailArrival, Mailbox, UnloggedMail
from tests.dsar.intake.mails import message
from tests.imap_server import PASSWORD, ImapServer
from tests.world import make_world

world = make_world()
os.environ["DSAR_SECRET_MAIL"] = PASSWORD
settings.DSAR_MAIL_LOCAL_HOSTS = ["localhost"]

def one(number, stage):
    with tempfile.TemporaryDirectory() as folder, ImapServer(Path(folder)) as server:
        settings.DSAR_MAIL_CA_FILE = str(server.ca_file)
        box = Mailbox.objects.create(name=stage, controller=world.controller, host="localhost", port=server.port,
            user_name="x", secret_name="mail", folder="INBOX")
        content = bytes(message(text=f"Message {number}")) + b"x" * 1_500_000
        server.add(content)
        server.silent_at = stage
        connections.close_all()
        worker = os.fork()
        if worker == 0:
            try:
                fetch_mailbox(box)
            finally:
                os._exit(0)
        reached = server.reached.wait(20)
        os.kill(worker, signal.SIGKILL)
        os.waitpid(worker, 0)
        server.silent_at = ""
        past = clock.now() - dt.timedelta(seconds=1)
        MailArrival.objects.filter(state="working").update(lease_until=past)
        Mailbox.objects.update(checking_until=past)
        for _ in range(2):
            fetch_mailbox(Mailbox.objects.get(pk=box.pk))
        mails = UnloggedMail.objects.filter(mailbox=box)
        return [reached, mails.count(), all(storage.read(mail.raw) == content for mail in mails)]

stages = ("LOGIN", "EXAMINE", "SEARCH", "FETCH", "BODY")
print("RESULT" + json.dumps({stage: one(number, stage) for number, stage in enumerate(stages)}))
"""
RACES = """
import json
from dataclasses import asdict
from benchmarks.races_letters import one_mail, one_message, one_notice
print("RESULT" + json.dumps([asdict(race(8)) for race in (one_mail, one_notice, one_message)]))
"""


@pytest.fixture(scope="module")
def product():
    with ProductUnderTest(start=False) as running:
        yield running


def told(product, code):
    return json.loads(product.python(code).rpartition("RESULT")[2])


def test_a_worker_killed_at_any_stage_of_the_dialogue_sends_nothing_twice(product):
    before = {stage: [True, NoticeState.SENT, 1] for stage in ("connect", "helo", "mail", "rcpt", "data")}
    after = {"text": [True, NoticeState.UNKNOWN, 0], "taken": [True, NoticeState.UNKNOWN, 1]}

    assert told(product, MAILS) == before | after


def test_a_worker_killed_while_it_fetches_mail_loses_and_doubles_nothing(product):
    stages = ("LOGIN", "EXAMINE", "SEARCH", "FETCH", "BODY")

    assert told(product, MESSAGES) == {stage: [True, 1, True] for stage in stages}


def test_two_at_once_have_one_effect(product):
    assert [race["wrong"] for race in told(product, RACES)] == [[], [], []]
