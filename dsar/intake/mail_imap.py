"""A mailbox on a mail server (IMAP4rev1, RFC 3501), opened for reading only; the certificate is always checked."""

import datetime as dt
import imaplib
import re
import socket
import ssl
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, TypeVar

from django.conf import settings

from discovery.scans.secrets import SecretMissing, read_secret
from dsar.intake.mail_boxes import FetchedMail, Listing, MailboxUnreadable, MailVanished
from dsar.intake.mail_endpoints import checked_address
from dsar.intake.mail_models import Mailbox, MailboxSecurity, MailboxSignIn

Answer = TypeVar("Answer")
TIMEOUT_SECONDS = 30
PIECE = 1024 * 1024
MOST_LITERAL = 4 * PIECE
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_UID = re.compile(rb"\d+")
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_WHEN = re.compile(rb'INTERNALDATE "([ \d]\d)-(\w{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)"')
_UNSAFE = re.compile(r"[\x00-\x1f\x7f]")


class _ToAddress(imaplib.IMAP4):
    """A connection to the address that was checked, whatever the name resolves to by now."""

    def __init__(self, address: str, mailbox: Mailbox, context: ssl.SSLContext) -> None:
        self._address, self._is_tls, self._context = address, mailbox.security == MailboxSecurity.TLS, context
        super().__init__(mailbox.host, mailbox.port, TIMEOUT_SECONDS)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        plain = socket.create_connection((self._address, self.port), timeout)
        if not self._is_tls:
            return plain
        try:
            return self._context.wrap_socket(plain, server_hostname=self.host)
        except OSError:
            plain.close()
            raise

    def read(self, size: int) -> bytes:
        """A literal; one that is longer than anything we ask for is refused, whatever the server announces."""
        if size > MOST_LITERAL:
            raise self.abort("literal too long")
        return super().read(size)


class ImapBox:
    """An open IMAP mailbox. EXAMINE and BODY.PEEK: no message is marked as read."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox
        self._server = _signed_in(mailbox)
        try:
            self._validity = _asked(self._examine)
        except MailboxUnreadable:
            self.close()
            raise

    def list_new(self) -> Listing:
        """Messages after the cursor; all of them where the server has numbered its messages anew."""
        after = self._mailbox.last_uid if self._mailbox.uid_validity == self._validity else 0
        wanted = ["UID", f"{after + 1}:*"]
        if self._mailbox.read_from:
            wanted += ["SINCE", _imap_date(self._mailbox.read_from)]
        found = b" ".join(part for part in _asked(partial(self._uid, "SEARCH", *wanted)) if part)
        # "n:*" names the last message even where its number is smaller than n (RFC 3501 section 6.4.8)
        uids = sorted(uid for uid in map(int, _UID.findall(found)) if uid > after)
        last = uids[-1] if uids else after
        return Listing(tuple(f"{self._validity}:{uid}" for uid in uids), self._validity, last)

    def fetch(self, place: str) -> FetchedMail:
        """The message, its content asked for piece by piece."""
        validity, _, uid = place.partition(":")
        if int(validity) != self._validity:
            raise MailVanished
        answer = _asked(partial(self._uid, "FETCH", uid, "(RFC822.SIZE INTERNALDATE)"))
        line = b" ".join(part if isinstance(part, bytes) else part[0] for part in answer if part)
        size = _SIZE.search(line)
        if size is None:
            raise MailVanished
        return FetchedMail(_instant(line), self._pieces(uid, int(size[1])))

    def close(self) -> None:
        """Sign out, or hang up where that does not work."""
        try:
            self._server.logout()
        except (imaplib.IMAP4.error, OSError):
            self._server.shutdown()

    def _pieces(self, uid: str, size: int) -> Iterator[bytes]:
        """Until the server has no more: the announced size is not believed, only bounded."""
        place = 0
        while place <= size + MOST_LITERAL:
            piece = _asked(partial(self._piece, uid, place))
            if piece:
                yield piece
            place += len(piece)
            if len(piece) < PIECE:
                return

    def _piece(self, uid: str, start: int) -> bytes:
        answer = self._uid("FETCH", uid, f"(BODY.PEEK[]<{start}.{PIECE}>)")
        found = [part[1] for part in answer if isinstance(part, tuple)]
        if not found and not any(part and b"BODY[]" in part for part in answer):
            raise MailVanished
        return b"".join(found)

    def _uid(self, command: str, *arguments: str) -> list[Any]:
        status, answer = self._server.uid(command, *arguments)
        if status != "OK":
            raise MailboxUnreadable("server_refused")
        return answer

    def _examine(self) -> int:
        folder = self._mailbox.folder or "INBOX"
        if _UNSAFE.search(folder):
            raise MailboxUnreadable("no_such_folder")
        quoted = '"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"'
        if self._server.select(quoted, readonly=True)[0] != "OK":
            raise MailboxUnreadable("no_such_folder")
        told = self._server.response("UIDVALIDITY")[1]
        return int(told[0]) if told and told[0] else 0


def _signed_in(mailbox: Mailbox) -> _ToAddress:
    try:
        secret = read_secret(mailbox.secret_name) or ""
    except SecretMissing as error:
        raise MailboxUnreadable("secret_missing") from error
    address = checked_address(mailbox.host, mailbox.port)
    context = ssl.create_default_context()
    if settings.DSAR_MAIL_CA_FILE:
        context.load_verify_locations(settings.DSAR_MAIL_CA_FILE)
    server = _asked(partial(_ToAddress, address, mailbox, context))
    try:
        if mailbox.security == MailboxSecurity.STARTTLS:
            _asked(partial(server.starttls, context))
        _sign_in(server, mailbox, secret)
    except MailboxUnreadable:
        server.shutdown()
        raise
    return server


def _sign_in(server: _ToAddress, mailbox: Mailbox, secret: str) -> None:
    try:
        if mailbox.sign_in == MailboxSignIn.XOAUTH2:
            words = f"user={mailbox.user_name}\x01auth=Bearer {secret}\x01\x01".encode()
            server.authenticate("XOAUTH2", _once(words))
        else:
            server.login(mailbox.user_name, secret)
    except (imaplib.IMAP4.abort, OSError) as error:
        raise MailboxUnreadable("connection_lost") from error
    except (imaplib.IMAP4.error, UnicodeError) as error:
        raise MailboxUnreadable("sign_in_refused") from error


def _once(words: bytes) -> Callable[[bytes], bytes]:
    """The token to the first question; an empty answer to the explanation of a refusal that follows."""
    given = iter([words])
    return lambda _question: next(given, b"")


def _asked(ask: Callable[[], Answer]) -> Answer:
    """The answer of the server; whatever goes wrong on the way is told by its code."""
    try:
        return ask()
    except ssl.SSLCertVerificationError as error:
        raise MailboxUnreadable("certificate_refused") from error
    except ssl.SSLError as error:
        raise MailboxUnreadable("no_tls") from error
    except ConnectionRefusedError as error:
        raise MailboxUnreadable("connection_refused") from error
    except (OSError, imaplib.IMAP4.abort) as error:
        raise MailboxUnreadable("connection_lost") from error
    except imaplib.IMAP4.error as error:
        raise MailboxUnreadable("server_refused") from error


def _instant(line: bytes) -> dt.datetime | None:
    """INTERNALDATE as an instant; None where the server tells none that exists."""
    found = _WHEN.search(line)
    if found is None or found[2].decode("ascii", "replace") not in MONTHS:
        return None
    day, month, year, hour, minute, second = (
        int(found[1]),
        MONTHS.index(found[2].decode()) + 1,
        *(int(found[group]) for group in (3, 4, 5, 6)),
    )
    offset = dt.timedelta(hours=int(found[8]), minutes=int(found[9])) * (-1 if found[7] == b"-" else 1)
    try:
        return dt.datetime(year, month, day, hour, minute, second, tzinfo=dt.UTC) - offset
    except (ValueError, OverflowError):
        return None


def _imap_date(day: dt.date) -> str:
    return f"{day.day:02d}-{MONTHS[day.month - 1]}-{day.year}"
