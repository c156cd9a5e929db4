"""Handing one mail to the mail server, so that it is always known whether the server may have it.

The dialogue is our own: until the server has asked for the text (354 after DATA) nothing can have left, and whatever
breaks may be tried again. Just before the text goes, `before_text` writes that down; from there on only the server's
answer decides, and where none comes, nobody knows (Unsure) and only a person may send again.
"""

import contextlib
import re
import smtplib
import ssl
from collections.abc import Callable

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.message import BadHeaderError, sanitize_address
from django.core.mail.utils import DNS_NAME

SMTP_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
GO_AHEAD, TAKEN, BUSY = 354, range(200, 300), range(400, 500)
_DOT_FIRST = re.compile(rb"^\.", re.MULTILINE)
# Backends without a dialogue of ours: what they raise before anything can have left, and what they refuse for good.
_NOT_REACHED = (
    ConnectionRefusedError,
    smtplib.SMTPConnectError,
    smtplib.SMTPHeloError,
    smtplib.SMTPAuthenticationError,
    smtplib.SMTPNotSupportedError,
)
_REFUSED = (
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPSenderRefused,
    smtplib.SMTPDataError,
    BadHeaderError,
    UnicodeError,
)


class NotTaken(Exception):
    """The server certainly does not have the mail; `is_final` where trying again is of no use."""

    def __init__(self, reason: str, *, is_final: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.is_final = reason, is_final


class Unsure(Exception):
    """The server had begun to take the text and did not say how that ended."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def carry(message: EmailMessage, *, before_text: Callable[[], bool]) -> None:
    """Hand over one mail with one recipient; returns where the server has taken it.

    Args:
        message: ready, with its Message-ID.
        before_text: called once, just before the text goes; where it answers False nothing is sent.

    Raises:
        NotTaken: the server does not have it.
        Unsure: nobody knows.
    """
    if settings.EMAIL_BACKEND == SMTP_BACKEND:
        _by_smtp(message, before_text)
    else:
        _by_backend(message, before_text)


def _by_smtp(message: EmailMessage, before_text: Callable[[], bool]) -> None:
    try:
        text = message.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]  # Django's own message
    except (BadHeaderError, UnicodeError) as error:
        raise NotTaken(type(error).__name__, is_final=True) from error
    server: smtplib.SMTP | None = None
    try:
        try:
            server = _connected()
            _address(server, message)
        except UnicodeError as error:  # an address that no mail server can be told
            raise NotTaken("SMTPRecipientsRefused", is_final=True) from error
        except (smtplib.SMTPException, OSError) as error:
            raise NotTaken("mail_server_not_reached") from error
        if not before_text():
            raise NotTaken("lease_lost")
        _give_text(server, text)
    finally:
        _hang_up(server)


def _connected() -> smtplib.SMTP:
    name, timeout = DNS_NAME.get_fqdn(), settings.EMAIL_TIMEOUT or 30
    if settings.EMAIL_USE_SSL:
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            settings.EMAIL_HOST, settings.EMAIL_PORT, name, timeout=timeout, context=ssl.create_default_context()
        )
    else:
        server = smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT, name, timeout=timeout)
    try:
        if settings.EMAIL_USE_TLS:
            server.starttls(context=ssl.create_default_context())
        if settings.EMAIL_HOST_USER:
            server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
        server.ehlo_or_helo_if_needed()
    except (smtplib.SMTPException, OSError):
        server.close()
        raise
    return server


def _address(server: smtplib.SMTP, message: EmailMessage) -> None:
    """Sender, recipient and DATA, up to the server's word to go ahead."""
    _demand(server.mail(sanitize_address(message.from_email, "utf-8")), "SMTPSenderRefused")
    _demand(server.rcpt(sanitize_address(message.to[0], "utf-8")), "SMTPRecipientsRefused")
    code, words = server.docmd("DATA")
    if code != GO_AHEAD:
        _demand((code, words), "SMTPDataError")
        raise NotTaken("SMTPDataError")


def _give_text(server: smtplib.SMTP, text: bytes) -> None:
    body = _DOT_FIRST.sub(b"..", text)
    try:
        server.send(body + (b"" if body.endswith(b"\r\n") else b"\r\n") + b".\r\n")
        answer = server.getreply()
    except (smtplib.SMTPException, OSError) as error:
        raise Unsure(type(error).__name__) from error
    _demand(answer, "SMTPDataError")


def _demand(answer: tuple[int, bytes], refusal: str) -> None:
    code = answer[0]
    if code not in TAKEN and code != GO_AHEAD:
        raise NotTaken("mail_server_busy" if code in BUSY else refusal, is_final=code not in BUSY)


def _hang_up(server: smtplib.SMTP | None) -> None:
    if server is not None:
        with contextlib.suppress(smtplib.SMTPException, OSError):
            server.close()


def _by_backend(message: EmailMessage, before_text: Callable[[], bool]) -> None:
    if not before_text():
        raise NotTaken("lease_lost")
    try:
        message.send()
    except _NOT_REACHED as error:
        raise NotTaken("mail_server_not_reached") from error
    except _REFUSED as error:
        raise NotTaken(type(error).__name__, is_final=True) from error
    except (smtplib.SMTPException, OSError) as error:  # the connection broke somewhere on the way
        raise Unsure(type(error).__name__) from error
