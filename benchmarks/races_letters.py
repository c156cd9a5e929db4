"""The outbox and the mailboxes at once: one mail leaves, one notice waits, one message is kept."""

from typing import Any

from benchmarks.races import Told, at_once


def one_mail(rounds: int) -> Told:
    """Two workers send the same waiting mail at the same moment: the mail server takes it once."""
    from django.conf import settings

    from dsar.notices.carrier import SMTP_BACKEND
    from dsar.notices.models import NoticeState
    from dsar.notices.sending import send_waiting_notices
    from tests.dsar.notices.test_outbox import queued
    from tests.smtp_server import SmtpServer

    wrong = []
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_HOST_USER = SMTP_BACKEND, "127.0.0.1", ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    with SmtpServer() as server:
        settings.EMAIL_PORT = server.port
        for number in range(rounds):
            notice, before = queued(), len(server.taken)
            at_once(send_waiting_notices, send_waiting_notices)
            notice.refresh_from_db(fields=["state", "attempts"])
            told = (notice.state, notice.attempts, len(server.taken) - before)
            if told != (NoticeState.SENT, 1, 1):
                wrong.append(f"round {number}: {told}")
    return Told(rounds, wrong)


def one_notice(rounds: int) -> Told:
    """Two queue the same thing at the same moment: one notice, one entry in the chain."""
    import uuid

    from dsar.audit.models import AuditEntry
    from dsar.foundation.keys import create_data_key
    from dsar.notices.models import Notice
    from tests.dsar.notices.test_outbox import queued

    wrong = []
    for number in range(rounds):
        about, key = uuid.uuid4(), create_data_key().pk
        before = AuditEntry.objects.filter(action="notice.queued").count()
        acts = [lambda a=about, k=key: queued(about=a, key_id=k, dedup="refusal")] * 2
        told = at_once(*acts)
        entries = AuditEntry.objects.filter(action="notice.queued").count() - before
        if (told, Notice.objects.filter(about_id=about).count(), entries) != (["done", "done"], 1, 1):
            wrong.append(f"round {number}: {told} {entries}")
    return Told(rounds, wrong)


def one_message(rounds: int) -> Told:
    """The same message comes by two mailboxes at the same moment: it is stored once and counted twice."""
    import tempfile
    from pathlib import Path
    from types import SimpleNamespace

    from django.conf import settings

    from dsar.intake.mail_fetching import fetch_mailbox
    from dsar.intake.mail_models import UnloggedMail
    from dsar.processing_records.models import Controller
    from tests.dsar.intake.mails import deliver, mailbox, maildir, message

    settings.DSAR_SOURCE_ROOTS, wrong = ["/"], []
    world = SimpleNamespace(controller=Controller.objects.get_or_create(name="Northwind Ltd")[0])
    with tempfile.TemporaryDirectory() as folder:
        boxes: list[Any] = [mailbox(world, maildir(Path(folder) / name), name=name) for name in ("one", "two")]
        before = UnloggedMail.objects.count()
        for number in range(rounds):
            for box in boxes:
                deliver(Path(box.folder), message(text=f"Message {number}"), str(number))
            told = at_once(*[lambda box=box: fetch_mailbox(box) for box in boxes])
            newest = UnloggedMail.objects.order_by("-stored_at").first()
            kept = (UnloggedMail.objects.count(), newest.copies if newest else 0)
            if (told, kept) != (["done", "done"], (before + number + 1, 2)):
                wrong.append(f"round {number}: {told} {kept}")
                break
    return Told(rounds, wrong)
