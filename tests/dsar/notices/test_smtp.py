"""Mail over a real socket: refused, broken off, and workers killed with SIGKILL at every stage of the dialogue."""

import pytest

from dsar.notices.carrier import SMTP_BACKEND
from dsar.notices.models import NoticeState
from dsar.notices.sending import send_waiting_notices
from tests.dsar.notices.test_outbox import queued
from tests.smtp_server import STAGES, SmtpServer


@pytest.fixture
def server(settings):
    with SmtpServer() as running:
        settings.EMAIL_BACKEND = SMTP_BACKEND
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.port
        settings.EMAIL_USE_TLS, settings.EMAIL_TIMEOUT = False, 5
        yield running


@pytest.mark.django_db
def test_a_mail_arrives_whole_with_its_message_id(server):
    notice = queued(code="message", variables=MESSAGE | {"text": "One\n.\n..two\nÄnde"})

    sent = send_waiting_notices().sent

    text = server.taken[0].decode("utf-8")
    assert sent == 1
    assert f"Message-ID: {notice.message_id}" in text
    assert "Auto-Submitted: auto-generated" in text
    assert "One\r\n.\r\n..two\r\n" in text or "One=0A" in text or "T25l" in text  # plain, quoted or base64


MESSAGE = {
    "name": "Ana",
    "reference": "DSAR-2026-0001-K",
    "organisation": "Northwind",
    "contact": "x@example.org",
    "subject": "Grüße",
}


@pytest.mark.django_db
def test_an_address_with_an_umlaut_in_its_domain_is_told_in_ascii(server, settings):
    settings.DEFAULT_FROM_EMAIL = "Datenschutz Müller <privacy@example.org>"
    queued(recipient="ana@müller.example")

    send_waiting_notices()

    assert b"To: ana@xn--mller-kva.example" in server.taken[0]
    assert server.recipients == ["<ana@xn--mller-kva.example>"]


@pytest.mark.django_db
@pytest.mark.parametrize("stage", STAGES)
def test_a_connection_that_breaks_is_tried_again_only_before_the_text_went(server, stage):
    notice = queued()
    server.hang_up_at = stage

    send_waiting_notices()

    notice.refresh_from_db()
    is_after = stage in ("text", "taken")
    assert notice.state == (NoticeState.UNKNOWN if is_after else NoticeState.WAITING)
    assert len(server.taken) == (stage == "taken")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("stage", "answer", "state", "failure"),
    [
        ("rcpt", "550 no such user", NoticeState.FAILED, "SMTPRecipientsRefused"),
        ("rcpt", "451 greylisted", NoticeState.WAITING, ""),
        ("mail", "550 not from you", NoticeState.FAILED, "SMTPSenderRefused"),
        ("data", "554 no", NoticeState.FAILED, "SMTPDataError"),
        ("data", "451 later", NoticeState.WAITING, ""),
        ("text", "552 too much", NoticeState.FAILED, "SMTPDataError"),
        ("text", "451 later", NoticeState.WAITING, ""),
        ("connect", "421 busy", NoticeState.WAITING, ""),
    ],
)
def test_what_the_server_says_decides(server, stage, answer, state, failure):
    notice = queued()
    server.answers[stage] = answer

    send_waiting_notices()

    notice.refresh_from_db()
    assert (notice.state, notice.failure) == (state, failure)
    assert server.taken == []
